import { characterKind, separator } from '../engine/characters.ts';
import { isDigit } from '../engine/code.ts';
import { joint } from '../engine/span.ts';

/**
 * Digits that follow one another with nothing but separators between them, in groups without a character between them. Kept as rows of numbers: a hostile
 * text is nothing but groups, and of most of them no more is ever asked than where they begin.
 */
export class DigitRun {
  /** Values, 0 to 9. */
  readonly digits: readonly number[];
  /** Whether some of the digits are written as words. */
  readonly spelled: boolean;
  readonly #text: string;
  /** By group: index of its first digit, and where it stands. Not empty. */
  readonly #firsts: readonly number[];
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];

  /** @param text that they stand in. @param groups rows of one length, by group: index of its first digit, where it begins, where it ends. */
  constructor(text: string, digits: readonly number[], groups: { readonly firsts: readonly number[]; readonly starts: readonly number[]; readonly ends: readonly number[] }, spelled = false) {
    this.digits = digits;
    this.spelled = spelled;
    this.#text = text;
    this.#firsts = groups.firsts;
    this.#starts = groups.starts;
    this.#ends = groups.ends;
  }

  /** How many groups there are. */
  get size(): number {
    return this.#firsts.length;
  }

  /** Index of a group's first digit. */
  first(group: number): number {
    return this.#firsts[group] ?? 0;
  }

  /** Index behind a group's last digit. */
  last(group: number): number {
    return this.#firsts[group + 1] ?? this.digits.length;
  }

  /** Digits of a group; 0 where there is no such group. */
  length(group: number): number {
    return group >= 0 && group < this.#firsts.length ? this.last(group) - this.first(group) : 0;
  }

  /** Where a group begins in the text. */
  start(group: number): number {
    return this.#starts[group] ?? 0;
  }

  /** Where it ends. */
  end(group: number): number {
    return this.#ends[group] ?? 0;
  }

  /** The characters between the group before and this one; empty for the first; undefined where there is no such group. Of spoken numbers always a space. */
  gap(group: number): string | undefined {
    if (group < 0 || group >= this.#firsts.length) return undefined;
    if (group === 0) return '';
    return this.spelled ? ' ' : this.#text.slice(this.end(group - 1), this.start(group));
  }
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
  const firsts: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let start = from; start !== -1; ) {
    firsts.push(digits.length);
    starts.push(start);
    let end = start;
    for (let code = text.charCodeAt(end); isDigit(code); code = text.charCodeAt(++end)) digits.push(code - 0x30);
    ends.push(end);
    start = nextGroup(text, end, joined);
  }
  return new DigitRun(text, digits, { firsts, starts, ends });
}

/** Where the next group of a run begins behind a group; -1 where the run ends. */
export function nextGroup(text: string, end: number, joined: boolean): number {
  // Mostly there is one character between two groups.
  return isDigit(text.charCodeAt(end + 1)) && characterKind(text.charCodeAt(end)) === separator ? end + 1 : gapEnd(text, end, joined);
}
