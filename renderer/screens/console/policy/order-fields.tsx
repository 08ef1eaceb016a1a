import { orderActs, OrdersPolicy } from '../../../../shared/domain/order-action.ts';
import { actChoices, actField, refundsField } from '../../../data/console/orders-form.ts';
import { type FieldsProps, PolicyField } from './policy-fields.tsx';
import { actRuleWords, words } from './words.ts';

const perHour = OrdersPolicy.shape.perHour.unwrap();

/** Who may change customers' orders in their shops, from how far the customer is known on, and how much may be given back. */
export function OrderFields(fields: FieldsProps) {
  return (
    <section className="policy-group" aria-label={words.orders.title}>
      <h2 className="policy-group-title">{words.orders.title}</h2>
      <p className="console-hint">{words.orders.lead}</p>
      <PolicyField {...fields} field="orders.perHour" {...words.orders.perHour} is={{ kind: 'number', unit: words.orders.unit, least: perHour.minValue ?? 0, most: perHour.maxValue ?? 0 }} />
      <PolicyField {...fields} field={refundsField} label={words.orders.refunds.label} hint={words.orders.refunds.hint} is={{ kind: 'text', wrong: words.orders.refunds.wrong }} />
      {orderActs.map((act) => {
        const inForce = fields.before[actField(act)] ?? '';
        const choices = actChoices.includes(inForce) ? actChoices : [...actChoices, inForce];
        return <PolicyField key={act} {...fields} field={actField(act)} label={words.orders.acts[act]} hint="" is={{ kind: 'choice', choices: choices.map((value) => ({ value, words: actRuleWords(value) })) }} />;
      })}
    </section>
  );
}
