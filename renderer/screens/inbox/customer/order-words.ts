import type { ActOffer, WhyNot } from '../../../../shared/contract/console/order-actions.ts';
import { decimalOf, type Money } from '../../../../shared/domain/money.ts';
import type { OrderAct } from '../../../../shared/domain/order-action.ts';
import type { Verification } from '../../../../shared/domain/verification.ts';
import { locale, messages, say } from '../../../languages/spoken.ts';

const t = messages.orders;

/** In the reader's manner; never by way of a fraction. */
export function moneyWords(money: Money): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(decimalOf(money) as Intl.StringNumericLiteral);
}

export function whyWords(why: WhyNot, scope: string | null, needs: Verification | null = null): string {
  if (why === 'level' && needs !== null) return t.needs[needs];
  return why === 'scope' && scope !== null ? say(t.whyNot.scopeNamed, { scope }) : t.whyNot[why];
}

export const orderWords = {
  ...t,
  acts: t.acts satisfies Record<OrderAct, string>,
  done: t.done satisfies Record<OrderAct, string>,
  openFor: (number: string) => say(t.openFor, { number }),
  list: (number: string) => say(t.list, { number }),
  left: (left: Money, paid: Money) => say(t.left, { left: moneyWords(left), paid: moneyWords(paid) }),
  cannot: (act: OrderAct, { why, needs, scope }: Extract<ActOffer['can'], { kind: 'no' }>) => say(t.cannot, { act: t.acts[act], why: whyWords(why, scope, needs) }),
  notDone: (why: WhyNot, scope: string | null) => say(t.notDone, { why: whyWords(why, scope) }),
  title: (act: OrderAct, number: string) => say(t[act].title, { number }),
  cancel: { ...t.cancel, money: (left: Money) => say(t.cancel.money, { left: moneyWords(left) }), sure: (number: string) => say(t.cancel.sure, { number }) },
  refund: {
    ...t.refund,
    whole: (left: Money) => say(t.refund.whole, { left: moneyWords(left) }),
    amount: (currency: string) => say(t.refund.amount, { currency }),
    amountHint: (left: Money) => say(t.refund.amountHint, { left: moneyWords(left) }),
    amountWrong: (left: Money) => say(t.refund.amountWrong, { left: moneyWords(left) }),
    approval: (alone: Money) => say(t.refund.approval, { alone: moneyWords(alone) }),
    sure: (amount: Money) => say(t.refund.sure, { amount: moneyWords(amount) }),
    confirm: (amount: Money) => say(t.refund.confirm, { amount: moneyWords(amount) }),
  },
  address: { ...t.address, sure: (number: string) => say(t.address.sure, { number }) },
  asks: {
    ...t.asks,
    what: (agent: string, act: OrderAct, number: string, shop: string, amount: Money | null) => (act === 'refund' && amount !== null ? say(t.asks.refund, { agent, amount: moneyWords(amount), number, shop }) : say(t.asks.other, { agent, act: t.acts[act], number, shop })),
  },
  limits: { ...t.limits, reached: (of: 'actions' | 'money', agent: string) => say(t.limits[of], { agent }) },
};
