import type { RoutingChoices } from '../../../../shared/contract/console/routing.ts';
import { askingChannels } from '../../../../shared/domain/satisfaction.ts';
import type { SatisfactionForm } from '../../../data/console/satisfaction-form.ts';
import { CheckField, TextArea, TextField } from '../../../ui/field.tsx';
import { words } from './words.ts';

interface SatisfactionFieldsProps {
  readonly form: SatisfactionForm;
  readonly wrong: ReadonlySet<string>;
  readonly choices: RoutingChoices;
  readonly onEdit: (form: SatisfactionForm) => void;
}

/** Whether customers are asked how it went: on which channels, how often, and in which words. */
export function SatisfactionFields({ form, wrong, choices, onEdit }: SatisfactionFieldsProps) {
  const channels = choices.channels.filter(({ kind }) => askingChannels.some((one) => one === kind));
  return (
    <section className="policy-group" aria-label={words.askTitle}>
      <h2 className="policy-group-title">{words.askTitle}</h2>
      <p className="console-hint">{words.askLead}</p>
      <div className="console-form">
        {channels.length === 0 ? (
          <p className="console-text">{words.askNowhere}</p>
        ) : (
          <fieldset className="rule-channels">
            <legend className="field-label">{words.askChannels}</legend>
            {channels.map(({ id, name }) => (
              <CheckField key={id} label={name} checked={form.channels.includes(id)} onChange={({ target }) => onEdit({ ...form, channels: target.checked ? [...form.channels, id] : form.channels.filter((one) => one !== id) })} />
            ))}
          </fieldset>
        )}
        <TextField label={words.askDays} hint={words.askDaysHint} inputMode="numeric" value={form.everyDays} problem={wrong.has('everyDays') ? words.askDaysHint : null} onChange={({ target }) => onEdit({ ...form, everyDays: target.value })} />
        <TextArea label={words.askText} hint={words.askTextHint} rows={3} value={form.text} problem={wrong.has('text') ? words.askTextHint : null} onChange={({ target }) => onEdit({ ...form, text: target.value })} />
      </div>
    </section>
  );
}
