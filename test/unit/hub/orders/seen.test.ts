import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CustomerSeen } from '../../../../shared/contract/console/customers.ts';
import { customerFields, FieldsPolicy, fieldTreatment, type CustomerField } from '../../../../shared/domain/customer-field.ts';
import { AgentId, CustomerNoteId } from '../../../../shared/domain/ids.ts';
import { OrdersPolicy } from '../../../../shared/domain/order-action.ts';
import { Role } from '../../../../shared/domain/permission.ts';
import { Verification } from '../../../../shared/domain/verification.ts';
import { RedactionPolicy } from '../../../../shared/redaction/index.ts';
import { identifiersOf } from '../../../../hub/orders/identifiers.ts';
import type { FoundOrder } from '../../../../hub/orders/shop.ts';
import { type Eyes, type KnownCustomer, seenBy, sensitiveIn } from '../../../../hub/orders/seen.ts';

const redaction = RedactionPolicy.parse({});
const eyes = (roles: Role[], level: Verification, fields: Partial<FieldsPolicy> = {}): Eyes => ({ fields: FieldsPolicy.parse(fields), redaction, roles, level, orders: OrdersPolicy.parse({}) });

/** In each field a text that stands nowhere else. */
const order: FoundOrder = {
  shop: 'Nordlicht', id: '1', number: '#N-7731', placedAt: 1_790_000_000_000, state: 'on-hold',
  items: [{ title: 'Tent Vinje', quantity: 2 }], pieces: 2, total: { amount: '831.55', currency: 'SEK' }, payment: 'klarna',
  shipping: { lines: ['Zoe Quill', 'Storgatan 5', '11455 Uppsala'], city: 'Uppsala', country: 'SE' },
  billing: { lines: ['Quill AB', 'Fakturavägen 9', '21120 Lund'], city: 'Lund', country: 'SE' },
  tracking: [{ carrier: 'PostNord', number: 'TRK5566778' }], note: 'Ring the brass bell',
  proof: { postalCode: 'PROOF-11455', phones: ['+46 8 5550199'] },
};
const known: KnownCustomer = {
  name: 'Zoe Quill',
  identities: [{ kind: 'email', value: 'zq-mail@quill.example' }, { kind: 'phone', value: '+4915112349876' }, { kind: 'whatsapp', value: '4915112349876' }, { kind: 'webchat', value: 'visitor-token' }],
  found: {
    orders: [order],
    more: false, consent: true, silent: [],
  },
  notes: [{ id: CustomerNoteId.parse('00000000-0000-4000-8000-000000000001'), text: 'Likes tea', agentId: AgentId.parse('00000000-0000-4000-8000-000000000002'), agentName: 'Nora', at: 1 }],
  knownSince: 5, exportedAt: null,
};

/** What in an answer gives a field away, whole. */
const whole: Readonly<Record<CustomerField, string>> = {
  'name': '"name":"Zoe Quill"', 'phone': '15112349876', 'email': 'zq-mail', 'city': '"city":"Uppsala"', 'country': '"SE"', 'shipping-address': 'Storgatan', 'billing-address': 'Fakturavägen', 'orders': 'listed',
  'order-number': 'N-7731', 'order-state': 'on-hold', 'items': 'Vinje', 'amounts': '831', 'payment-method': 'klarna', 'tracking': 'TRK5566778', 'order-note': 'brass bell', 'notes': 'Likes tea', 'consent': 'consent',
};
/** Fields that stand on the card of an order, where there is one. */
const onCards: readonly CustomerField[] = ['order-number', 'order-state', 'items', 'amounts', 'payment-method', 'tracking', 'order-note', 'shipping-address', 'billing-address'];

describe('what somebody sees of a customer', () => {
  it.each(Role.options.flatMap((role) => Verification.options.map((level) => [role, level] as const)))('as %s, known as %s, holds what the policy shows and not a character of the rest', (role, level) => {
    const seen = eyes([role], level);
    const text = JSON.stringify(CustomerSeen.parse(seenBy(seen, known)));
    for (const field of customerFields) {
      const cards = fieldTreatment(seen.fields, [role], level, 'orders') === 'shown';
      const shows = fieldTreatment(seen.fields, [role], level, field) === 'shown' && (cards || !onCards.includes(field));
      expect([field, text.includes(whole[field])]).toEqual([field, shows]);
    }
  });

  it('holds nothing that a policy of any kind does not show, and says which addresses it holds whole', () => {
    const rule = fc.record({ shown: fc.constantFrom(...Verification.options) }, { requiredKeys: [] });
    const rules = fc.uniqueArray(fc.tuple(fc.constantFrom(...customerFields), rule), { selector: ([field]) => field }).map((some) => Object.fromEntries(some));
    fc.assert(
      fc.property(rules, fc.constantFrom(...Verification.options), (agent, level) => {
        const seen = eyes(['agent'], level, { agent });
        const answer = seenBy(seen, known);
        const text = JSON.stringify(answer);
        for (const field of customerFields) if (fieldTreatment(seen.fields, ['agent'], level, field) !== 'shown') expect([field, text.includes(whole[field])]).toEqual([field, false]);
        expect(sensitiveIn(answer).toSorted()).toEqual((['billing-address', 'email', 'phone', 'shipping-address'] as const).filter((field) => text.includes(whole[field])));
      }),
    );
  });

  it('is, masked, enough to tell two apart and no more', () => {
    const level = { masked: 'unverified' } as const;
    const seen = seenBy(eyes(['agent'], 'unverified', { agent: { 'name': level, 'phone': level, 'email': level, 'orders': { shown: 'unverified' }, 'order-number': level, 'items': level } }), known);
    expect(seen.name).toBe('Z. Q.');
    expect(seen.identities.map(({ shown }) => shown)).toEqual(['z•••@quill.example', '••• 9876', '••• 9876', 'Web chat']);
    expect(seen.orders).toMatchObject({ kind: 'listed', orders: [{ number: '•••731', pieces: 2 }] });
  });

  it('is, of who is not verified, that there are orders, and what it takes to see them', () => {
    expect(seenBy(eyes(['agent'], 'unverified'), known).orders).toEqual({ kind: 'counted', count: 1, more: false, needs: 'contact' });
    expect(seenBy(eyes(['agent'], 'contact'), known).orders).toMatchObject({ kind: 'listed', needs: 'order' });
  });

  it('never holds a card number, wherever a shop or a colleague put it', () => {
    const card = '4242 4242 4242 4242';
    const everywhere = JSON.parse(JSON.stringify(order).replaceAll(/Storgatan 5|Fakturavägen 9|Tent Vinje|Uppsala(?=")|PostNord|Ring the brass bell/g, (text) => `${text} card ${card}`)) as FoundOrder;
    const all = { shown: 'unverified' } as const;
    const agent = Object.fromEntries(customerFields.map((field) => [field, all]));
    const text = JSON.stringify(seenBy(eyes(['agent'], 'identity', { agent }), { ...known, found: { orders: [everywhere], more: false, consent: null, silent: [] } }));
    expect(text).not.toContain(card);
    const bare = card.replaceAll(' ', '');
    const numbered = { ...order, number: bare, tracking: [{ carrier: null, number: bare }], items: [{ title: bare, quantity: 1 }] };
    expect(JSON.stringify(seenBy(eyes(['agent'], 'identity', { agent }), { ...known, found: { orders: [numbered], more: false, consent: null, silent: [] } }))).not.toContain(bare.slice(0, 12));
    expect(text.match(/card \*{4} 4242/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('keeps the numbers of orders and parcels, which look like other numbers', () => {
    const all = { shown: 'unverified' } as const;
    const agent = { 'orders': all, 'tracking': all, 'order-number': all };
    const of = (number: string, parcel: string) => seenBy(eyes(['agent'], 'order', { agent }), { ...known, found: { orders: [{ ...order, number, tracking: [{ carrier: 'DHL', number: parcel }] }], more: false, consent: null, silent: [] } }).orders;
    for (const [number, parcel] of [['#1001', '00340434161094015902'], ['#4000000', '1Z999AA10123456784'], ['#202611050001', '794644790138']] as const) expect(of(number, parcel)).toMatchObject({ orders: [{ number, tracking: [{ number: parcel }] }] });
  });
});

describe('by what a shop is asked', () => {
  it('is what the hub knows, in one form, and nothing that a search could read as more', () => {
    const kind = fc.constantFrom('email' as const, 'phone' as const, 'whatsapp' as const, 'webchat' as const, 'instagram' as const);
    fc.assert(
      fc.property(fc.array(fc.record({ kind, value: fc.oneof(fc.string(), fc.emailAddress(), fc.stringMatching(/^\+?\d{3,18}$/)) })), (identities) => {
        for (const { kind: by, value } of identifiersOf(identities)) expect(value).toMatch(by === 'email' ? /^[^\s"\\<>():;,]+@[a-z0-9.-]+$/ : /^\+[1-9]\d{6,14}$/);
      }),
    );
    expect(identifiersOf([{ kind: 'email', value: 'Anna@Berger.example' }, { kind: 'whatsapp', value: '491700000001' }, { kind: 'phone', value: '+491700000001' }, { kind: 'whatsapp', value: 'DE.134912' }, { kind: 'instagram', value: '17841405822304914' }])).toEqual([
      { kind: 'email', value: 'anna@berger.example' },
      { kind: 'phone', value: '+491700000001' },
    ]);
  });
});
