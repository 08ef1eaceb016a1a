import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actChoices, actField, actRuleIn } from '../../../renderer/data/console/orders-form.ts';
import { formOf, readForm } from '../../../renderer/data/console/policy-form.ts';
import { actRuleWords } from '../../../renderer/screens/console/policy/words.ts';
import { orderActs, OrdersPolicy } from '../../../shared/domain/order-action.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';

const read = (changes: Record<string, string>, orders = firstPolicy.orders) => readForm({ ...formOf({ ...firstPolicy, orders }), ...changes }, { ...firstPolicy, orders });
const drafted = (changes: Record<string, string>) => {
  const form = read(changes);
  if (form.kind !== 'whole') throw new Error(form.fields.join());
  return form.draft.orders;
};

describe('who may change orders, in the policy’s form', () => {
  it('reads limits as they are typed, each currency in its own smallest unit', () => {
    expect(drafted({ 'orders.refunds': 'eur 50 500,50 1000; JPY 5000 50000 100000;KWD 1.250 2 3' }).refunds).toEqual([
      { currency: 'EUR', alone: 5_000, most: 50_050, perHour: 100_000 }, { currency: 'JPY', alone: 5_000, most: 50_000, perHour: 100_000 }, { currency: 'KWD', alone: 1_250, most: 2_000, perHour: 3_000 },
    ]);
    expect(drafted({ 'orders.refunds': ' ' }).refunds).toEqual([]);
  });

  it('takes no limit that could mean something else, and marks the field', () => {
    for (const text of ['EUR 50', 'EUR 50 20 100', 'EUR 1.000 2000 3000', 'euro 1 2 3', 'EUR 1 2 3 4', 'JPY 1.5 2 3', 'EUR 1 2 3; EUR 1 2 3', 'nonsense']) expect([text, read({ 'orders.refunds': text })]).toEqual([text, { kind: 'wrong', fields: ['orders.refunds'] }]);
  });

  it('offers every choice once, in words of its own', () => {
    expect(new Set(actChoices.map(actRuleWords)).size).toBe(actChoices.length);
    for (const choice of actChoices) expect(actRuleIn(choice)).not.toBeNull();
    expect(drafted({ [actField('cancel')]: 'nobody', [actField('refund')]: 'lead:identity', [actField('note')]: 'nonsense' })).toMatchObject({ cancel: {}, refund: { lead: 'identity' }, note: firstPolicy.orders.note });
  });

  it('whatever a policy says, it says again when nothing is changed', () => {
    const rule = fc.constantFrom(...actChoices).map((text) => actRuleIn(text) ?? {});
    const limit = fc.record({ currency: fc.constantFrom('EUR', 'JPY', 'KWD'), alone: fc.nat(100_000), most: fc.nat(100_000), perHour: fc.nat(1_000_000) }).map((each) => ({ ...each, most: each.alone + each.most }));
    fc.assert(
      fc.property(fc.record({ perHour: fc.nat(500), refunds: fc.uniqueArray(limit, { selector: ({ currency }) => currency }), ...(Object.fromEntries(orderActs.map((act) => [act, rule])) as Record<(typeof orderActs)[number], typeof rule>) }), (terms) => {
        const orders = OrdersPolicy.parse(terms);
        const form = read({}, orders);
        expect(form.kind === 'whole' && form.draft.orders).toEqual(orders);
      }),
      { numRuns: 100 },
    );
  });
});
