import { useState } from 'react';
import type { NumbersWish } from '../../../../shared/contract/console/numbers.ts';
import { Breakdown, Period } from '../../../../shared/domain/numbers.ts';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { words } from './words.ts';

const periods = ['7', '30', '90', 'days'] as const;
type Choice = (typeof periods)[number];

/** Of which time, and parted by what. Days of one's own are asked for once both stand there. */
export function Choosers({ wish, parts, onChoose }: { readonly wish: NumbersWish; readonly parts: boolean; readonly onChoose: (wish: NumbersWish) => void }) {
  const { period } = wish;
  const [choice, setChoice] = useState<Choice>(period.kind === 'days' ? 'days' : `${period.days}`);
  const [days, setDays] = useState(period.kind === 'days' ? { from: period.from, to: period.to } : { from: '', to: '' });
  const [wrong, setWrong] = useState(false);
  const choose = (next: Choice): void => {
    setChoice(next);
    setWrong(false);
    if (next !== 'days') onChoose({ ...wish, period: Period.parse({ kind: 'latest', days: Number(next) }) });
    else if (days.from !== '' && days.to !== '') edit({});
  };
  const edit = (part: Partial<typeof days>): void => {
    const next = { ...days, ...part };
    setDays(next);
    const read = Period.safeParse({ kind: 'days', ...next });
    setWrong(!read.success && next.from !== '' && next.to !== '');
    if (read.success) onChoose({ ...wish, period: read.data });
  };
  return (
    <div className="numbers-choosers">
      <SelectField label={words.period} value={choice} choices={periods.map((value) => ({ value, words: words.periods[value] }))} onChange={({ target }) => choose(periods.find((one) => one === target.value) ?? '30')} />
      {choice === 'days' && (
        <>
          <TextField label={words.from} type="date" value={days.from} onChange={({ target }) => edit({ from: target.value })} />
          <TextField label={words.to} type="date" value={days.to} problem={wrong ? words.daysWrong : null} onChange={({ target }) => edit({ to: target.value })} />
        </>
      )}
      {parts && (
        <SelectField
          label={words.by}
          value={wish.by ?? 'none'}
          choices={[{ value: 'none', words: words.breakdowns.none }, ...Breakdown.options.map((value) => ({ value, words: words.breakdowns[value] }))]}
          onChange={({ target }) => onChoose({ ...wish, by: Breakdown.options.find((one) => one === target.value) ?? null })}
        />
      )}
    </div>
  );
}
