import { characterKind, separator } from '../engine/characters.ts';
import { isDigit } from '../engine/code.ts';
import { type Span, joint } from '../engine/span.ts';

/** Digits that follow one another with nothing but separators between them. */
export interface DigitRun {
  /** Values, 0 to 9. */
  readonly digits: readonly number[];
  /** Digits without a character between them; not empty. */
  readonly groups: readonly DigitGroup[];
  /** Whether some of the digits are written as words. */
  readonly spelled?: boolean;
}

export interface DigitGroup extends Span {
  /** Index of the group's first digit in the run. */
  readonly first: number;
  readonly length: number;
  /** The characters between the group before and this one; empty for the first. */
  readonly gap: string;
}

/** Longest gap between two groups, in UTF-16 code units: a dash between doubled spaces, a line break with quotation marks. */
const longestGap = 6;
/** Words on each side of a change of message that may stand between two halves of a number ("and the rest is"). */
const longestWordsAtJoint = 32;

/** What stands between quoted lines belongs to the gap. */
const quotation = /[\n\r>][ \t]*>$/;

/**
 * Reads from behind a digit to the next digit.
 * @returns where that is; -1 when what lies between ends the run.
 */
function gapEnd(text: string, from: number, joined: boolean): number {
  let sinceJoint = 0;
  let crossed = false;
  let words = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) return crossed || (!words && at - from <= longestGap) ? at : -1;
    sinceJoint++;
    if (code === jointCode) {
      crossed = true;
      sinceJoint = 0;
    } else if (characterKind(code) !== separator && !(code === 0x3e && quotation.test(text.slice(from, at + 1)))) {
      words = true;
    }
    if (joined ? sinceJoint > longestWordsAtJoint : words || at - from >= longestGap) return -1;
  }
  return -1;
}

const jointCode = joint.charCodeAt(0);

/**
 * The run whose first digit stands at `from`. Time is linear in its length: a character is read once, and again only
 * within a gap, whose length is bounded.
 *
 * @param text normalised: every digit is ASCII. @param joined whether the text is of several messages; asked for once, not for each run.
 */
export function digitRunAt(text: string, from: number, joined: boolean): DigitRun {
  const digits: number[] = [];
  const groups: DigitGroup[] = [];
  for (let start = from, gap = ''; ; ) {
    const first = digits.length;
    let end = start;
    for (let code = text.charCodeAt(end); isDigit(code); code = text.charCodeAt(++end)) digits.push(code - 0x30);
    groups.push({ first, length: end - start, gap, start, end });
    const next = gapEnd(text, end, joined);
    if (next === -1) return { digits, groups };
    gap = text.slice(end, next);
    start = next;
  }
}
