import type { ActOffer, OrderDeed, WhyNot } from '../../shared/contract/console/order-actions.ts';
import type { Money } from '../../shared/domain/money.ts';
import { type Actor, judgeAct, type OrderAct, orderActs, type OrdersPolicy } from '../../shared/domain/order-action.ts';
import type { Verification } from '../../shared/domain/verification.ts';
import type { OrderNow } from './shop.ts';

/** Whether the order, as its shop has it now, lets this be done to it; null where it does. */
export function whyNot(order: OrderNow, deed: OrderDeed): WhyNot | null {
  if (order.lacks !== null) return 'scope';
  if (deed.kind !== 'refund') return whyNotAct(order, deed.kind);
  if (typeof order.money === 'string') return order.money === 'foreign' ? 'other-currency' : 'shop-refused';
  const { left } = order.money;
  if (left.minor === 0) return 'nothing-left';
  if (deed.amount.currency !== left.currency) return 'other-currency';
  return deed.amount.minor > left.minor ? 'too-much' : null;
}

function whyNotAct(order: OrderNow, act: OrderAct): WhyNot | null {
  if (order.lacks !== null) return 'scope';
  switch (act) {
    case 'cancel':
    case 'address':
      return order.cancelled ? 'cancelled' : order.shipped ? 'shipped' : null;
    case 'refund':
      return typeof order.money === 'string' ? (order.money === 'foreign' ? 'other-currency' : 'shop-refused') : order.money.left.minor === 0 ? 'nothing-left' : null;
    case 'confirmation':
      return order.cancelled ? 'cancelled' : order.reachable ? null : 'no-email';
    case 'note':
      return null;
    default:
      return act satisfies never;
  }
}

/** What somebody can do to an order as it is now, act by act. What their role never may is not listed. @param open something begun on it is not over */
export function offersFor(policy: OrdersPolicy, actor: Actor, order: OrderNow, open: boolean): ActOffer[] {
  return orderActs.flatMap((act): ActOffer[] => {
    const judged = judgeAct(policy, actor, act, null);
    if (judged.kind === 'refused' && judged.why === 'role') return [];
    const no = (why: WhyNot, needs: Verification | null = null): ActOffer[] => [{ act, can: { kind: 'no', why, needs, scope: why === 'scope' ? order.lacks : null } }];
    if (judged.kind === 'refused') return no(judged.why, judged.needs);
    const why = open ? 'not-over' : whyNotAct(order, act);
    if (why !== null) return no(why);
    return act === 'refund' && limitOf(policy, order) === null ? no('currency') : [{ act, can: { kind: 'yes' } }];
  });
}

/** Up to which amount nobody else is needed; null where nothing may be given back in the order's currency. */
export function limitOf(policy: OrdersPolicy, { money }: OrderNow): Money | null {
  if (typeof money === 'string') return null;
  const limit = policy.refunds.find(({ currency }) => currency === money.paid.currency);
  return limit === undefined ? null : { minor: limit.alone, currency: limit.currency };
}
