import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { words } from './words.ts';

const reasons = Object.keys(words.reasons) as RevealReason[];

interface ReasonListProps {
  readonly legend: string;
  readonly reason: RevealReason | null;
  readonly onChoose: (reason: RevealReason) => void;
}

/** Why one needs what is hidden or held: one of a list, and nothing is written. */
export function ReasonList({ legend, reason, onChoose }: ReasonListProps) {
  return (
    <fieldset className="reveal-reasons">
      <legend className="reveal-legend">{legend}</legend>
      {reasons.map((each) => (
        <label key={each} className="reveal-reason">
          <input type="radio" name="reason" value={each} checked={reason === each} onChange={() => onChoose(each)} />
          {words.reasons[each]}
        </label>
      ))}
    </fieldset>
  );
}
