import { joint } from '../engine/span.ts';
import type { DigitGroup, DigitRun } from './digit-runs.ts';

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
  if (run.spelled === true) return 'even';
  const { groups } = run;
  const start = groups[first]?.first ?? 0;
  const size = groups[first]?.length ?? 0;
  const gap = groups[first + 1]?.gap;
  let printed = true;
  let even = true;
  for (let index = first + 1; index <= last && (printed || even); index++) {
    const group = groups[index] as DigitGroup;
    const place = group.first - start;
    printed &&= place % 4 === 0 || breaks.includes(place);
    even &&= group.gap === gap && (group.length === size || (index === last && group.length < size));
  }
  if (printed) return 'printed';
  return even || (last === first + 1 && /[\n\r\u2028\u2029\ufffe]/.test(gap ?? '')) ? 'even' : 'uneven';
}

/** Whether a change of message, with words around it, lies between two groups of the candidate. */
export function crossesWords(groups: readonly DigitGroup[]): boolean {
  return groups.slice(1).some((group) => group.gap.includes(joint) && /\p{L}/u.test(group.gap));
}
