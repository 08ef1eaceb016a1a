import { characterKind, firstDigit, invisible } from './characters.ts';
import { veil } from './span.ts';

/**
 * A text as detectors read it, and the way back. Digits of every script are ASCII, so are full-width characters, spaces
 * and dashes; invisible characters and combining accents are gone. Most texts are all ASCII and come back as they are.
 */
export interface Normalised {
  readonly text: string;
  /** Where each character began in the original; null: where it is now. One more entry gives the end. */
  readonly offsets: Int32Array | null;
}

const unknown = -1;
const removed = -2;
const astral = -3;
/** What becomes of each character of the basic plane; itself when it stays. Filled as characters are met. */
const folds = new Int32Array(0x10000).fill(unknown);

const dash = /[\p{Pd}\u2212\u00ad]/u;
const space = /[\p{Zs}]/u;

function foldOf(code: number): number {
  if (code >= 0xd800 && code <= 0xdbff) return astral;
  if (code >= 0xdc00 && code <= 0xdfff) return code;
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
  // A veil of the writer's own would be taken for a mask of ours.
  return character === veil ? 0x3f : code;
}

const chunk = 8192;

/** Whether every character stays what it is. */
function staysAsItIs(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    let folded = folds[code];
    if (folded === unknown) folded = folds[code] = foldOf(code);
    if (folded !== code) return false;
  }
  return true;
}

export function normalise(text: string): Normalised {
  if (staysAsItIs(text)) return { text, offsets: null };
  const codes = new Uint16Array(text.length);
  let offsets: Int32Array | null = null;
  let changed = false;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let folded = code < 0x80 ? code : (folds[code] ?? code);
    if (folded === unknown) folded = folds[code] = foldOf(code);
    let width = 1;
    if (folded === astral) {
      const codePoint = text.codePointAt(at) ?? code;
      const kind = codePoint > 0xffff ? characterKind(codePoint) : -1;
      folded = kind >= firstDigit ? 0x30 + kind - firstDigit : kind === invisible ? removed : code;
      if (folded !== code) width = 2;
    }
    if (folded === removed || width === 2) offsets ??= identity(text.length, length);
    if (folded !== removed) {
      if (offsets !== null) offsets[length] = at;
      if (folded !== code) changed = true;
      codes[length++] = folded;
    }
    at += width - 1;
  }
  if (!changed && offsets === null) return { text, offsets: null };
  let folded = '';
  for (let at = 0; at < length; at += chunk) folded += String.fromCharCode.apply(null, codes.subarray(at, Math.min(at + chunk, length)) as unknown as number[]);
  if (offsets !== null) offsets[length] = text.length;
  return { text: folded, offsets };
}

/** As long as nothing was removed, offsets are what they were. */
function identity(length: number, until: number): Int32Array {
  const offsets = new Int32Array(length + 1);
  for (let at = 0; at < until; at++) offsets[at] = at;
  return offsets;
}

/** Where a stretch of the normalised text stood in the original: up to the end of its last character, so that invisible ones behind it stay. */
export function originalSpan(original: string, { offsets }: Normalised, start: number, end: number): { readonly start: number; readonly end: number } {
  if (offsets === null) return { start, end };
  const last = offsets[end - 1] ?? end - 1;
  const unit = original.charCodeAt(last);
  const wide = unit >= 0xd800 && unit <= 0xdbff && (offsets[end] ?? 0) >= last + 2;
  return { start: offsets[start] ?? start, end: last + (wide ? 2 : 1) };
}
