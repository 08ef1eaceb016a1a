import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerFields, type CustomerField, FieldsPolicy, fieldTreatment, levelForMore, maskableFields } from '../../../../shared/domain/customer-field.ts';
import { Role } from '../../../../shared/domain/permission.ts';
import { Verification } from '../../../../shared/domain/verification.ts';

const standard = FieldsPolicy.parse({});
const marks = { shown: 's', masked: 'm', absent: '-' } as const;

/** For each role, a letter per level: unverified, contact, order, identity. */
const table: Readonly<Record<CustomerField, Readonly<Record<Role, string>>>> = {
  'name': { agent: 'ssss', lead: 'ssss', finance: 'ssss', it: '----', privacy: 'ssss' },
  'phone': { agent: 'mmmm', lead: 'mmmm', finance: 'mmmm', it: '----', privacy: 'mmmm' },
  'email': { agent: 'mmmm', lead: 'mmmm', finance: 'mmmm', it: '----', privacy: 'mmmm' },
  'city': { agent: '-sss', lead: '-sss', finance: '----', it: '----', privacy: '----' },
  'country': { agent: '-sss', lead: '-sss', finance: '-sss', it: '----', privacy: '----' },
  'shipping-address': { agent: '--ss', lead: '--ss', finance: '----', it: '----', privacy: '----' },
  'billing-address': { agent: '----', lead: '--ss', finance: '--ss', it: '----', privacy: '----' },
  'orders': { agent: 'msss', lead: 'msss', finance: 'msss', it: '----', privacy: '----' },
  'order-number': { agent: '-sss', lead: '-sss', finance: '-sss', it: '----', privacy: '----' },
  'order-state': { agent: '-sss', lead: '-sss', finance: '-sss', it: '----', privacy: '----' },
  'items': { agent: '-sss', lead: '-sss', finance: '-mmm', it: '----', privacy: '----' },
  'amounts': { agent: '--ss', lead: '--ss', finance: '-sss', it: '----', privacy: '----' },
  'payment-method': { agent: '----', lead: '--ss', finance: '-sss', it: '----', privacy: '----' },
  'tracking': { agent: '--ss', lead: '--ss', finance: '----', it: '----', privacy: '----' },
  'order-note': { agent: '--ss', lead: '--ss', finance: '----', it: '----', privacy: '----' },
  'notes': { agent: 'ssss', lead: 'ssss', finance: '----', it: '----', privacy: 'ssss' },
  'consent': { agent: '-sss', lead: '-sss', finance: '----', it: '----', privacy: '----' },
};

describe('fields of a customer', () => {
  test.each(Role.options.flatMap((role) => customerFields.map((field) => [role, field] as const)))('%s and %s: what is seen at each level, where nothing was decided', (role, field) => {
    expect(Verification.options.map((level) => marks[fieldTreatment(standard, [role], level, field)]).join('')).toBe(table[field][role]);
  });

  test('no field holds the number of a card, or a part of it', () => {
    expect(customerFields.filter((field) => /card|digits|iban|account/.test(field))).toEqual([]);
  });

  test('what a policy does not name, nobody sees; nor does anybody without a role', () => {
    const bare = FieldsPolicy.parse({ agent: {}, lead: {}, finance: {}, privacy: {} });
    for (const level of Verification.options) {
      for (const field of customerFields) {
        expect(fieldTreatment(bare, Role.options, level, field)).toBe('absent');
        expect(fieldTreatment(standard, [], level, field)).toBe('absent');
      }
    }
  });

  test('two roles together see what one of them sees, and a higher level never hides', () => {
    const rank = { absent: 0, masked: 1, shown: 2 };
    fc.assert(
      fc.property(fc.subarray([...Role.options]), fc.constantFrom(...customerFields), (roles, field) => {
        const seen = Verification.options.map((level) => rank[fieldTreatment(standard, roles, level, field)]);
        const best = Verification.options.map((level) => Math.max(0, ...roles.map((role) => rank[fieldTreatment(standard, [role], level, field)])));
        expect(seen).toEqual(best);
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
      }),
    );
  });

  test('the next level that brings more is told, or that none does', () => {
    expect(levelForMore(standard, ['agent'], 'unverified', 'orders')).toBe('contact');
    expect(levelForMore(standard, ['agent'], 'unverified', 'shipping-address')).toBe('order');
    expect(levelForMore(standard, ['agent'], 'order', 'shipping-address')).toBeNull();
    expect(levelForMore(standard, ['agent'], 'unverified', 'payment-method')).toBeNull();
  });

  test('a policy that says what cannot be is refused', () => {
    expect(FieldsPolicy.safeParse({ it: { name: { shown: 'unverified' } } }).success).toBe(false);
    expect(FieldsPolicy.safeParse({ agent: { 'card-number': { shown: 'identity' } } }).success).toBe(false);
    expect(FieldsPolicy.safeParse({ agent: { phone: { masked: 'order', shown: 'contact' } } }).success).toBe(false);
    for (const field of customerFields) expect(FieldsPolicy.safeParse({ agent: { [field]: { masked: 'contact' } } }).success).toBe(maskableFields.some((one) => one === field));
  });
});
