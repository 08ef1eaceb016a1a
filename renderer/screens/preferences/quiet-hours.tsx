import type { NoticeChoices } from '../../../shared/domain/notices.ts';
import { CheckField, TextField } from '../../ui/field.tsx';
import { words } from './words.ts';

type Quiet = NoticeChoices['quiet'];

const t = words.notices;
/** From seven in the evening to seven in the morning, until something else is chosen. */
const night = { from: 19 * 60, to: 7 * 60 };

const two = (n: number): string => String(n).padStart(2, '0');
const typed = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** @returns null while it is no time yet. */
function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Between which times nothing is told. */
export function QuietHours({ quiet, onChange }: { readonly quiet: Quiet; readonly onChange: (quiet: Quiet) => void }) {
  const change = (edge: 'from' | 'to', text: string): void => {
    const minute = minuteOf(text);
    if (quiet !== null && minute !== null) onChange({ ...quiet, [edge]: minute });
  };
  return (
    <>
      <CheckField label={t.quiet} checked={quiet !== null} onChange={(event) => onChange(event.target.checked ? night : null)} />
      {quiet !== null && (
        <div className="preferences-hours">
          <TextField label={t.quietFrom} type="time" value={typed(quiet.from)} onChange={(event) => change('from', event.target.value)} />
          <TextField label={t.quietTo} type="time" value={typed(quiet.to)} onChange={(event) => change('to', event.target.value)} />
        </div>
      )}
    </>
  );
}
