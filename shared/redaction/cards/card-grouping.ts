import { joint } from '../engine/span.ts';
import type { DigitRun } from './digit-runs.ts';

/**
 * How the digits of a candidate are written.
 *
 * `printed`: in one piece or broken where the issuer breaks it. `even`: in pieces of one size, the
 * last one shorter at most, with one kind of separator; or in one piece but for a line break or a
 * change of message. `uneven`: in any other way.
 */
export type Grouping = 'printed' | 'even' | 'uneven';

/** @param first @param last indexes of the candidate's first and last group, inclusive. @param breaks where the issuer breaks its numbers. */
export function groupingOf(run: DigitRun, first: number, last: number, breaks: readonly number[]): Grouping {
  // Spoken numbers come in whatever pieces the speaker breathes in.
  if (run.spelled) return 'even';
  const start = run.first(first);
  const size = run.length(first);
  const gap = first < last ? run.gap(first + 1) : undefined;
  let printed = true;
  let even = true;
  for (let index = first + 1; index <= last && (printed || even); index++) {
    const place = run.first(index) - start;
    const length = run.length(index);
    printed &&= place % 4 === 0 || breaks.includes(place);
    even &&= run.gap(index) === gap && (length === size || (index === last && length < size));
  }
  if (printed) return 'printed';
  return even || (last === first + 1 && /[\n\r\u2028\u2029\ufffe]/.test(gap ?? '')) ? 'even' : 'uneven';
}

/** Whether a change of message, with words around it, lies between two groups from `first` to `last`. */
export function crossesWords(run: DigitRun, first: number, last: number): boolean {
  for (let group = first + 1; group <= last; group++) {
    const gap = run.gap(group) ?? '';
    if (gap.includes(joint) && /\p{L}/u.test(gap)) return true;
  }
  return false;
}
