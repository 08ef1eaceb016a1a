import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actPermission, type ActRule, judgeAct, mayActAtAll, orderActs, OrdersPolicy } from '../../../../shared/domain/order-action.ts';
import { can, Role } from '../../../../shared/domain/permission.ts';
import { isAtLeast, Verification } from '../../../../shared/domain/verification.ts';

const level = fc.constantFrom(...Verification.options);
const rule: fc.Arbitrary<ActRule> = fc.record({ agent: level, lead: level }, { requiredKeys: [] });
const limit = fc.record({ currency: fc.constantFrom('EUR', 'JPY'), alone: fc.nat(1000), more: fc.nat(1000), perHour: fc.nat(5000) }).map(({ more, ...each }) => ({ ...each, most: each.alone + more }));
const policy = fc.record({ refunds: fc.uniqueArray(limit, { selector: ({ currency }) => currency, maxLength: 2 }), cancel: rule, refund: rule, address: rule, confirmation: rule, note: rule }).map((each) => OrdersPolicy.parse(each));
const roles = fc.subarray([...Role.options]);

describe('who may change an order', () => {
  it('is nobody whom permission, role and level do not all let, whatever the policy says', () => {
    fc.assert(
      fc.property(policy, roles, level, fc.constantFrom(...orderActs), (terms, has, known, act) => {
        const may = judgeAct(terms, { roles: has, level: known }, act, null).kind === 'may';
        const one = (['agent', 'lead'] as const).some((role) => {
          const from = terms[act][role];
          return has.includes(role) && can([role], actPermission[act]) && from !== undefined && isAtLeast(known, from);
        });
        expect(may).toBe(one);
        expect(mayActAtAll(terms, { roles: has, level: known }) || !may).toBe(true);
      }),
    );
  });

  it('and by nobody in a role without any of it: finance, IT and privacy change nothing', () => {
    fc.assert(fc.property(policy, level, fc.constantFrom(...orderActs), fc.subarray(['finance', 'it', 'privacy'] as const), (terms, known, act, has) => {
      expect(judgeAct(terms, { roles: has, level: known }, act, null)).toEqual({ kind: 'refused', why: 'role', needs: null });
    }));
  });

  it('gives back no more than the policy names, and more than it lets one do alone only with somebody else’s yes', () => {
    fc.assert(
      fc.property(policy, level, fc.record({ minor: fc.nat(3000), currency: fc.constantFrom('EUR', 'JPY', 'KWD') }), (terms, known, money) => {
        const judged = judgeAct(terms, { roles: ['lead'], level: known }, 'refund', money);
        const limits = terms.refunds.find(({ currency }) => currency === money.currency);
        if (judged.kind === 'may') expect(limits !== undefined && money.minor <= limits.alone).toBe(true);
        if (judged.kind === 'needs-approval') expect(limits !== undefined && money.minor > limits.alone && money.minor <= limits.most).toBe(true);
      }),
    );
  });

  it('by default gives nothing back, and asks for the order to be known for what cannot be taken back', () => {
    const first = OrdersPolicy.parse({});
    const at = (known: Verification) => orderActs.filter((act) => judgeAct(first, { roles: ['agent'], level: known }, act, null).kind === 'may');
    expect(at('unverified')).toEqual([]);
    expect(at('contact')).toEqual(['confirmation', 'note']);
    expect(at('order')).toEqual([...orderActs]);
    expect(judgeAct(first, { roles: ['lead'], level: 'identity' }, 'refund', { minor: 1, currency: 'EUR' })).toMatchObject({ why: 'currency' });
  });

  it('has one limit for a currency, and lets nobody give back more alone than at all', () => {
    const euros = { currency: 'EUR', alone: 10, most: 5, perHour: 1 };
    expect(OrdersPolicy.safeParse({ refunds: [euros] }).success).toBe(false);
    expect(OrdersPolicy.safeParse({ refunds: [{ ...euros, alone: 1 }, { ...euros, alone: 2 }] }).success).toBe(false);
    expect(OrdersPolicy.safeParse({ refunds: [{ ...euros, alone: 0.5 }] }).success).toBe(false);
  });
});
