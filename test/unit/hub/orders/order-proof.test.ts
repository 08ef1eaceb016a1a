import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, plainNumber, plainPostalCode, provesOrder, shopAmount, typedAmount } from '../../../../hub/orders/order-proof.ts';
import type { FoundOrder } from '../../../../hub/orders/shop.ts';
import { OrderState } from '../../../../shared/contract/console/customers.ts';
import { ToldKind, type ToldOfOrder } from '../../../../shared/contract/console/verifying.ts';

const order: FoundOrder = {
  shop: 'Nordlicht', id: '1', number: '#NL-1001', placedAt: 1, state: 'shipped', items: [], pieces: 1, total: { amount: '1149.90', currency: 'EUR' }, payment: 'card', shipping: null, billing: null, tracking: [], note: null,
  proof: { postalCode: 'SW1A 1AA', phones: ['+49 (0)30 901820', '040-1234567'] },
};
const other: FoundOrder = { ...order, id: '2', number: '#NL-1002', total: { amount: '20.00', currency: 'EUR' }, proof: { postalCode: '22765', phones: ['+47 22 860000'] } };
const told = (kind: ToldKind, value: string, orderNumber = 'NL-1001') => ({ orderNumber, known: { kind, value } });
const right: Readonly<Record<ToldKind, string>> = { 'postal-code': 'SW1A 1AA', 'phone-end': '1820', 'total': '1149.90' };

describe('what a customer has told of an order', () => {
  it.each([
    ['#nl-1001', 'postal-code', 'sw1a1aa'], [' N L-1001 ', 'postal-code', 'SW1A-1AA'], ['##NL-1001', 'phone-end', ' 18 20 '], ['nl-1001', 'phone-end', '4567'],
    ['NL-1001', 'total', '1.149,90 €'], ['NL-1001', 'total', 'EUR 1,149.90'], ['NL-1001', 'total', '1149,9'], ['ＮＬ-１００１', 'postal-code', 'ＳＷ１Ａ １ＡＡ'],
  ] as const)('is so though it is written another way: %s, %s, %s', (orderNumber, kind, value) => {
    expect(provesOrder([other, order], told(kind, value, orderNumber), [])).toBe(true);
  });

  it.each([
    ['the number of no order', told('postal-code', right['postal-code'], 'NL-1003')],
    ['a part of the number', told('postal-code', right['postal-code'], '1001')],
    ['the postal code of another order', told('postal-code', '22765')],
    ['the total of another order', told('total', '20.00')],
    ['the end of another order’s number', told('phone-end', '0000')],
    ['a part of a postal code', told('postal-code', 'SW1A')],
    ['more of the number than its end', told('phone-end', '901820')],
    ['no number at all', told('postal-code', right['postal-code'], ' # ')],
    ['a postal code where an amount is asked for', told('total', 'SW1A 1AA')],
  ])('is not so with %s', (_what, wrong) => {
    expect(provesOrder([order, other], wrong, [])).toBe(false);
    expect(provesOrder([other, order], wrong, [])).toBe(false);
  });

  it('shows nothing with a number by which the customer is known here, whose end agents see; another one does', () => {
    expect(provesOrder([order], told('phone-end', '1820'), ['4930901820'])).toBe(false);
    expect(provesOrder([order], told('phone-end', '4567'), ['4930901820'])).toBe(true);
  });

  it('shows nothing of an order that nobody has paid for: anybody can have made it', () => {
    const counts = OrderState.options.filter((state) => provesOrder([{ ...order, state }], told('postal-code', 'SW1A 1AA'), []));
    expect(counts).toEqual(['open', 'partly-shipped', 'shipped', 'completed', 'refunded']);
    for (const payment of ['cash-on-delivery', 'invoice'] as const) {
      expect(provesOrder([{ ...order, state: 'open', payment }], told('postal-code', 'SW1A 1AA'), [])).toBe(false);
      expect(provesOrder([{ ...order, state: 'completed', payment }], told('postal-code', 'SW1A 1AA'), [])).toBe(true);
    }
  });

  it('is never so of what the order does not have', () => {
    const bare: FoundOrder = { ...order, total: null, proof: { postalCode: null, phones: [] } };
    const free: FoundOrder = { ...order, total: { amount: '0.00', currency: 'EUR' }, proof: { postalCode: '-', phones: ['12', ''] } };
    fc.assert(fc.property(fc.constantFrom(...ToldKind.options), fc.oneof(fc.string(), fc.constantFrom('', '0', '0.00', 'null', '-', '12', '0012')), (kind, value) => !provesOrder([bare, free], told(kind, value), [])));
  });

  it('is so of every order whose own words are told, and of none whose words differ in a sign that counts', () => {
    const number = fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/);
    const words: Readonly<Record<ToldKind, fc.Arbitrary<string>>> = { 'postal-code': fc.stringMatching(/^[A-Z0-9]{3,8}$/), 'phone-end': fc.stringMatching(/^\d{4}$/), 'total': fc.integer({ min: 1, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2)) };
    const made = (orderNumber: string, { kind, value }: ToldOfOrder): FoundOrder => ({
      ...order, number: `#${orderNumber}`,
      ...(kind === 'total' ? { total: { amount: value, currency: 'EUR' } } : {}),
      proof: { postalCode: kind === 'postal-code' ? value : null, phones: kind === 'phone-end' ? [`+4930${value}`] : [] },
    });
    const one = fc.constantFrom(...ToldKind.options).chain((kind) => fc.tuple(number, number, words[kind], words[kind], fc.constant(kind)));
    fc.assert(
      fc.property(one, ([orderNumber, otherNumber, value, otherValue, kind]) => {
        const orders = [made(otherNumber, { kind, value: otherValue }), made(orderNumber, { kind, value })];
        expect(provesOrder(orders, told(kind, value.toLowerCase(), orderNumber.toUpperCase()), [])).toBe(true);
        const crossed = orderNumber.toLowerCase() === otherNumber.toLowerCase() || value === otherValue;
        expect(provesOrder(orders, told(kind, otherValue, orderNumber), [])).toBe(crossed);
      }),
    );
  });
});

describe('what people type', () => {
  it('is read without failing, into one plain form that is its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        for (const read of [plainNumber, plainPostalCode, endOf, typedAmount, shopAmount]) {
          const plain = read(text);
          if (plain === null) continue;
          expect(plain).not.toMatch(/\s/);
          if (read === plainNumber || read === plainPostalCode) expect(read(plain)).toBe(plain);
          else expect(plain).toMatch(/^\d+$/);
        }
      }),
    );
  });

  it('as an amount is one number whatever stands between its digits', () => {
    expect(['214,80', '214.8', '€214.80', '214,80 EUR', 'CHF 214.80', '1.234', '1’234,00', '1,234,567.5', '0,99'].map(typedAmount)).toEqual(['21480', '21480', '21480', '21480', '21480', '123400', '123400', '123456750', '99']);
    expect(['', '0', '0,00', '-5', '1.23.4', '12345.678', 'free', '1e5'].map(typedAmount)).toEqual(Array.from({ length: 8 }, () => null));
    expect(['214.80', '214.8000', '7', '0.00', '-3.00', '1.005'].map(shopAmount)).toEqual(['21480', '21480', '700', null, null, null]);
  });

  it('as a postal code has the long form of the US cut to what people know, and no other cut', () => {
    expect(['10001-1234', '10001', '00-950', 'D 22765', '1'].map(plainPostalCode)).toEqual(['10001', '10001', '00950', 'd22765', null]);
  });
});
