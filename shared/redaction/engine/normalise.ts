import { characterKind, firstDigit, invisible } from './characters.ts';
import { veil } from './span.ts';

/**
 * A text as detectors read it, and the way back. Digits of every script are ASCII, so are full-width characters, spaces
 * and dashes; invisible characters, control characters, halves of surrogate pairs and combining accents are gone. Most texts come back as they are.
 */
export interface Normalised {
  readonly text: string;
  /** Where it runs behind the original, in order; null: nowhere. */
  readonly shifts: readonly Shift[] | null;
}

/** From `at` in the normalised text on, what stands there stood `by` further in the original. */
interface Shift {
  readonly at: number;
  readonly by: number;
}

const unknown = -1;
const removed = -2;
const astral = -3;
/** What becomes of each character of the basic plane; itself when it stays. Filled as characters are met. */
const folds = new Int32Array(0x10000).fill(unknown);

const dash = /[\p{Pd}\u2212\u00ad]/u;
const space = /[\p{Zs}]/u;

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

function foldOf(code: number): number {
  if (isHigh(code) || isLow(code)) return astral;
  const kind = characterKind(code);
  if (kind >= firstDigit) return 0x30 + kind - firstDigit;
  if (kind === invisible || (code >= 0x300 && code <= 0x36f)) return removed;
  const character = String.fromCharCode(code);
  if (code === 0x2028 || code === 0x2029 || code === 0x85) return 0x0a;
  if (code > 0x7f && space.test(character)) return 0x20;
  if (dash.test(character)) return 0x2d;
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (code === 0x2018 || code === 0x2019 || code === 0x02bc) return 0x27;
  if (code === 0x201c || code === 0x201d || code === 0x201e) return 0x22;
  // A veil of the writer's own would be taken for a mask of ours; U+FFFC stands for an object that was left out.
  return character === veil || code === 0xfffc ? 0x3f : code;
}

/** What becomes of a character beyond the basic plane, or of half of one: a digit, nothing, or null when it stays. */
function astralFold(text: string, at: number): number | null {
  const codePoint = text.codePointAt(at) ?? 0;
  if (codePoint <= 0xffff) return isLow(codePoint) && isHigh(text.charCodeAt(at - 1)) ? null : removed;
  const kind = characterKind(codePoint);
  if (kind < firstDigit && kind !== invisible) return null;
  return kind === invisible ? removed : 0x30 + kind - firstDigit;
}

export function normalise(text: string): Normalised {
  const pieces: string[] = [];
  const shifts: Shift[] = [];
  let from = 0;
  let by = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x7f && (code >= 0x20 || (code >= 0x09 && code <= 0x0d))) continue;
    let folded = folds[code] ?? code;
    if (folded === unknown) folded = folds[code] = foldOf(code);
    if (folded === code) continue;
    let width = 1;
    if (folded === astral) {
      const fold = astralFold(text, at);
      if (fold === null) continue;
      folded = fold;
      width = isHigh(code) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
    }
    if (at > from) pieces.push(text.slice(from, at));
    if (folded !== removed) pieces.push(String.fromCharCode(folded));
    const less = folded === removed ? width : width - 1;
    if (less > 0) {
      by += less;
      // The next character is the first that stands elsewhere than it did.
      const next = at + width - by;
      if (shifts.at(-1)?.at === next) shifts.pop();
      shifts.push({ at: next, by });
    }
    from = at + width;
    at = from - 1;
  }
  if (from === 0) return { text, shifts: null };
  pieces.push(text.slice(from));
  return { text: pieces.join(''), shifts: shifts.length === 0 ? null : shifts };
}

/** Where a character of the normalised text stood. */
function originalPlace(shifts: readonly Shift[], index: number): number {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shifts[middle]?.at ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return index + (shifts[low - 1]?.by ?? 0);
}

/** Where a stretch of the normalised text stood in the original: up to the end of its last character, so that invisible ones behind it stay. */
export function originalSpan(original: string, { shifts }: Normalised, start: number, end: number): { readonly start: number; readonly end: number } {
  if (shifts === null) return { start, end };
  const last = originalPlace(shifts, end - 1);
  const wide = isHigh(original.charCodeAt(last)) && originalPlace(shifts, end) >= last + 2;
  return { start: originalPlace(shifts, start), end: last + (wide ? 2 : 1) };
}
