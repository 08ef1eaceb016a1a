import { characterKind, firstDigit, invisible, separator } from '../engine/characters.ts';
import { joint } from '../engine/span.ts';

/** Digits that follow one another with nothing but separators between them. */
export interface DigitRun {
  /** Values, 0 to 9. */
  readonly digits: readonly number[];
  /** Where each digit begins and ends in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Digits without a visible character between them. */
  readonly groups: readonly DigitGroup[];
  /** Whether some of the digits are written as words. */
  readonly spelled?: boolean;
}

export interface DigitGroup {
  /** Index of the group's first digit in the run. */
  readonly first: number;
  readonly length: number;
  /** The visible characters between the group before and this one; empty for the first. */
  readonly gap: string;
}

/** Longest gap between two groups, in visible characters: a dash between doubled spaces, a line break with quotation marks. */
const longestGap = 6;
/** Words on each side of a change of message that may stand between two halves of a number ("and the rest is"). */
const longestWordsAtJoint = 32;

interface Gap {
  readonly visible: string;
  /** Where the next digit begins. */
  readonly end: number;
}

function widthAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Reads from behind a digit to the next digit; null when what lies between ends the run. */
function readGap(text: string, from: number, limit: number, joined: boolean): Gap | null {
  let visible = '';
  let sinceJoint = 0;
  let crossed = false;
  let words = false;
  for (let at = from; at < limit; at += widthAt(text, at)) {
    const kind = characterKind(text.codePointAt(at) ?? 0);
    if (kind >= firstDigit) return crossed || (!words && visible.length <= longestGap) ? { visible, end: at } : null;
    if (kind === invisible) continue;
    const character = text.slice(at, at + widthAt(text, at));
    visible += character;
    sinceJoint++;
    if (character === joint) {
      crossed = true;
      sinceJoint = 0;
    } else if (kind !== separator && !(character === '>' && /[\n\r>][ \t]*>$/.test(visible))) {
      words = true;
    }
    const tooLong = joined ? sinceJoint > longestWordsAtJoint : words || visible.length > longestGap;
    if (tooLong) return null;
  }
  return null;
}

/**
 * All runs of at least `minimum` digits that begin in a stretch of the text, in order. Time is linear: a character is read
 * once, and again only within a gap, whose length is bounded.
 *
 * @param joined whether the text is of several messages; asked for once, not for each stretch.
 */
export function* digitRuns(text: string, from: number, to: number, minimum: number, joined: boolean): Generator<DigitRun, number> {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) {
      at++;
      continue;
    }
    const run = readRun(text, at, text.length, joined);
    if (run.digits.length >= minimum) yield run;
    at = run.ends.at(-1) ?? at + 1;
  }
  return at;
}

/** Reads the run whose first digit is at `from`. */
function readRun(text: string, from: number, limit: number, joined: boolean): DigitRun {
  const digits: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const groups: { first: number; length: number; gap: string }[] = [];
  let group = { first: 0, length: 0, gap: '' };
  groups.push(group);
  let at = from;
  while (at < limit) {
    const kind = characterKind(text.codePointAt(at) ?? 0);
    const width = widthAt(text, at);
    if (kind >= firstDigit) {
      digits.push(kind - firstDigit);
      starts.push(at);
      ends.push(at + width);
      group.length++;
      at += width;
      continue;
    }
    const gap = readGap(text, at, limit, joined);
    if (gap === null) break;
    if (gap.visible !== '') {
      group = { first: digits.length, length: 0, gap: gap.visible };
      groups.push(group);
    }
    at = gap.end;
  }
  return { digits, starts, ends, groups };
}
