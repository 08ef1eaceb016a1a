import { weekdays } from '../../../../shared/domain/business-hours.ts';
import type { HoursForm } from '../../../data/console/hours-form.ts';
import { TextArea, TextField } from '../../../ui/field.tsx';
import { words } from './words.ts';

/** When somebody is there to answer. */
export function HoursFields({ form, wrong, onEdit }: { readonly form: HoursForm; readonly wrong: ReadonlySet<string>; readonly onEdit: (form: HoursForm) => void }) {
  return (
    <section className="policy-group" aria-label={words.hoursTitle}>
      <h2 className="policy-group-title">{words.hoursTitle}</h2>
      <p className="console-hint">{words.hoursLead}</p>
      <div className="routing-hours">
        <TextField label={words.zone} value={form.timeZone} problem={wrong.has('timeZone') ? words.zoneWrong : null} onChange={({ target }) => onEdit({ ...form, timeZone: target.value })} />
        {weekdays.map((day) => (
          <TextField
            key={day}
            label={words.days[day]}
            value={form.days[day]}
            placeholder={words.dayHint}
            problem={wrong.has(day) ? words.dayWrong : null}
            onChange={({ target }) => onEdit({ ...form, days: { ...form.days, [day]: target.value } })}
          />
        ))}
      </div>
      <TextArea label={words.daysOff} hint={words.daysOffHint} rows={3} value={form.daysOff} problem={wrong.has('daysOff') ? words.daysOffHint : null} onChange={({ target }) => onEdit({ ...form, daysOff: target.value })} />
    </section>
  );
}
