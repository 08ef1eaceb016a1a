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
  const groups = run.groups.slice(first, last + 1);
  const start = groups[0]?.first ?? 0;
  const inner = groups.slice(1);
  if (inner.every((group) => breaks.includes(group.first - start) || (group.first - start) % 4 === 0)) return 'printed';
  if (inner.length === 1 && /[\n\r\u2028\u2029\ufffe]/.test(inner[0]?.gap ?? '')) return 'even';
  const size = groups[0]?.length ?? 0;
  const sameSize = groups.every((group, index) => group.length === size || (index === groups.length - 1 && group.length < size));
  const sameGap = inner.every((group) => group.gap === inner[0]?.gap);
  return sameSize && sameGap ? 'even' : 'uneven';
}

/** Whether a change of message, with words around it, lies between two groups of the candidate. */
export function crossesWords(groups: readonly DigitGroup[]): boolean {
  return groups.slice(1).some((group) => group.gap.includes(joint) && /\p{L}/u.test(group.gap));
}
