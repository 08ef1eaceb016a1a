import { decimalOf } from '../../shared/domain/money.ts';
import type { OrderActionTable } from '../store/tables/orders.ts';

type Told = Pick<OrderActionTable, 'act' | 'amount' | 'currency'>;

/** "20.00 EUR": an amount as it stands in the conversation. */
export function amountText({ amount, currency }: Told): string {
  return amount === null || currency === null ? '' : `${decimalOf({ minor: amount, currency })} ${currency}`;
}

/** What happened to an order, as the conversation tells it to everybody who sees it; never an address, nor what a note says. */
export const orderLine = {
  done: (agent: string, what: Told, number: string, approver: string | null): string => `${agent} ${doneText(what, number)}${approver === null ? '' : `, approved by ${approver}`}.`,
  asked: (agent: string, what: Told, number: string): string => `${agent} asks a lead to approve: ${wishText(what, number)}.`,
  denied: (lead: string, what: Told, number: string): string => `${lead} did not approve: ${wishText(what, number)}.`,
  unknown: (agent: string, what: Told, number: string): string => `${agent} asked the shop to ${wishText(what, number)}. The shop’s answer was lost: it is not known whether that was done.`,
  notDone: (what: Told, number: string): string => `The shop has no trace of it: ${wishText(what, number)}. It was not done.`,
};

function doneText(what: Told, number: string): string {
  switch (what.act) {
    case 'cancel':
      return `cancelled order ${number}`;
    case 'refund':
      return `refunded ${amountText(what)} of order ${number}`;
    case 'address':
      return `changed where order ${number} goes`;
    case 'confirmation':
      return `had the confirmation of order ${number} sent again`;
    case 'note':
      return `added a note to order ${number}`;
    default:
      return what.act satisfies never;
  }
}

function wishText(what: Told, number: string): string {
  switch (what.act) {
    case 'cancel':
      return `cancel order ${number}`;
    case 'refund':
      return `refund ${amountText(what)} of order ${number}`;
    case 'address':
      return `change where order ${number} goes`;
    case 'confirmation':
      return `send the confirmation of order ${number} again`;
    case 'note':
      return `add a note to order ${number}`;
    default:
      return what.act satisfies never;
  }
}
