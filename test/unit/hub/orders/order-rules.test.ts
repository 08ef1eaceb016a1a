import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offersFor, whyNot } from '../../../../hub/orders/order-rules.ts';
import { takenFrom } from '../../../../hub/orders/refund-split.ts';
import type { OrderNow } from '../../../../hub/orders/shop.ts';
import { OrdersPolicy } from '../../../../shared/domain/order-action.ts';

const euros = (minor: number) => ({ minor, currency: 'EUR' });
const now = (part: Partial<OrderNow> = {}): OrderNow => ({ number: '#1', cancelled: false, shipped: false, reachable: true, money: { paid: euros(1000), left: euros(400) }, lacks: null, ...part });
const payments = fc.array(fc.record({ parent: fc.uuid(), gateway: fc.constant('card'), left: fc.nat(10_000) }), { maxLength: 6 });

describe('what is given back', () => {
  it('is taken from the payments of the order whole, from none more than is left of it, or not at all', () => {
    fc.assert(
      fc.property(payments, fc.nat(40_000), (of, amount) => {
        const taken = takenFrom(of, amount);
        const all = of.reduce((sum, { left }) => sum + left, 0);
        if (taken === null) {
          expect(amount === 0 || amount > all).toBe(true);
          return;
        }
        expect(taken.reduce((sum, { minor }) => sum + minor, 0)).toBe(amount);
        for (const { parent, minor } of taken) expect(minor > 0 && minor <= (of.find((each) => each.parent === parent)?.left ?? 0)).toBe(true);
      }),
    );
  });

  it('in whatever parts, adds up to no more than was paid', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 20 }), (paid, wishes) => {
        let given = 0;
        for (const wish of wishes) {
          const order = now({ money: { paid: euros(paid), left: euros(paid - given) } });
          if (whyNot(order, { kind: 'refund', amount: euros(wish) }) === null) given += wish;
          else expect(given + wish > paid || given === paid).toBe(true);
        }
        expect(given).toBeLessThanOrEqual(paid);
      }),
    );
  });

  it('is not where the currency is another, cannot be counted, or nothing is left', () => {
    const refund = (currency: string, money: OrderNow['money']) => whyNot(now({ money }), { kind: 'refund', amount: { minor: 1, currency } });
    expect(refund('SEK', { paid: euros(1), left: euros(1) })).toBe('other-currency');
    expect(refund('EUR', 'foreign')).toBe('other-currency');
    expect(refund('EUR', 'unreadable')).toBe('shop-refused');
    expect(refund('EUR', { paid: euros(1), left: euros(0) })).toBe('nothing-left');
  });
});

describe('an order that has left, or is cancelled,', () => {
  it('is not cancelled nor sent elsewhere, and takes a note all the same', () => {
    const address = { firstName: '', lastName: 'B', company: '', address1: 'A 1', address2: '', postalCode: '1', city: 'C', province: '', country: 'DE' };
    for (const deed of [{ kind: 'cancel' }, { kind: 'address', address }] as const) {
      expect(whyNot(now({ shipped: true }), deed)).toBe('shipped');
      expect(whyNot(now({ cancelled: true }), deed)).toBe('cancelled');
      expect(whyNot(now(), deed)).toBeNull();
    }
    expect(whyNot(now({ shipped: true, cancelled: true }), { kind: 'note', text: 'x' })).toBeNull();
    expect(whyNot(now({ reachable: false }), { kind: 'confirmation' })).toBe('no-email');
  });

  it('offers what can still be done, names the scope that is missing, and nothing at all while something is not over', () => {
    const policy = OrdersPolicy.parse({ refunds: [{ currency: 'EUR', alone: 1, most: 1, perHour: 1 }] });
    const lead = { roles: ['lead'], level: 'identity' } as const;
    expect(offersFor(policy, lead, now({ shipped: true }), false).map(({ act, can }) => [act, can.kind === 'yes' ? 'yes' : can.why])).toEqual([['cancel', 'shipped'], ['refund', 'yes'], ['address', 'shipped'], ['confirmation', 'yes'], ['note', 'yes']]);
    for (const { can } of offersFor(policy, lead, now({ lacks: 'write_orders' }), false)) expect(can).toEqual({ kind: 'no', why: 'scope', needs: null, scope: 'write_orders' });
    for (const { can } of offersFor(policy, lead, now(), true)) expect(can).toMatchObject({ why: 'not-over' });
    expect(offersFor(policy, { roles: ['finance'], level: 'identity' }, now(), false)).toEqual([]);
  });
});
