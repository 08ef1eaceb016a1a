import { decimalOf, typedMinor } from '../../../shared/domain/money.ts';
import { type ActRole, actRoles, ActRule, type OrderAct, orderActs, type OrdersPolicy } from '../../../shared/domain/order-action.ts';
import { Verification } from '../../../shared/domain/verification.ts';

/** Part of the policy's form. */
type Fields = Readonly<Record<string, string>>;

export const actField = (act: OrderAct): string => `orders.${act}`;
export const refundsField = 'orders.refunds';

const nobody = 'nobody';
const levels = Verification.options;

/** Who may do it: nobody, leads from a level on, or agents as well. */
export const actChoices: readonly string[] = [nobody, ...levels.map((level) => actText({ lead: level })), ...levels.map((level) => actText({ agent: level, lead: level }))];

function actText(rule: ActRule): string {
  return actRoles.flatMap((role) => (rule[role] === undefined ? [] : [`${role}:${rule[role]}`])).join(' ') || nobody;
}

/** @returns null for a text that is none of the form's: what is in force stays. */
export function actRuleIn(text: string): ActRule | null {
  if (text === nobody) return {};
  const read = ActRule.safeParse(Object.fromEntries(text.split(' ').map((part) => part.split(':') as [ActRole, string])));
  return read.success ? read.data : null;
}

/** Limits as one types them: "EUR 50 500 1000" for one currency, with a semicolon between two. */
function limitsText(limits: OrdersPolicy['refunds']): string {
  return limits.map(({ currency, ...amounts }) => [currency, ...[amounts.alone, amounts.most, amounts.perHour].map((minor) => decimalOf({ minor, currency }))].join(' ')).join('; ');
}

/** What cannot be read as a limit stands as NaN, which no policy takes. */
function limitsIn(text: string): { readonly currency: string; readonly alone: number; readonly most: number; readonly perHour: number }[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [currency = '', alone = '', most = '', perHour = '', ...rest] = part.split(/\s+/u);
      const code = currency.toUpperCase();
      const minor = (amount: string): number => (rest.length > 0 ? Number.NaN : (typedMinor(amount, code) ?? Number.NaN));
      return { currency: code, alone: minor(alone), most: minor(most), perHour: minor(perHour) };
    });
}

/** Who may change orders, and how much may be given back, as fields of the policy's form. */
export function orderFields(policy: OrdersPolicy): Fields {
  return { 'orders.perHour': String(policy.perHour), [refundsField]: limitsText(policy.refunds), ...Object.fromEntries(orderActs.map((act) => [actField(act), actText(policy[act])])) };
}

export function orderFieldsOf(form: Fields, policy: OrdersPolicy): Omit<OrdersPolicy, 'perHour'> {
  const of = (act: OrderAct): ActRule => actRuleIn(form[actField(act)] ?? '') ?? policy[act];
  return { refunds: limitsIn(form[refundsField] ?? ''), cancel: of('cancel'), refund: of('refund'), address: of('address'), confirmation: of('confirmation'), note: of('note') };
}
