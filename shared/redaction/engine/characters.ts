/**
 * What a character is to a reader of numbers. People write digits in many scripts (all of Unicode's
 * general category Nd), and text copied from web pages carries characters nobody sees.
 */
export const other = 0;
export const separator = 1;
export const invisible = 2;
/** A digit is `firstDigit` plus its value. */
export const firstDigit = 3;

const decimalDigit = /\p{Nd}/u;
/** Format characters (zero-width spaces and joiners, soft hyphen, direction marks, tags), control characters but white space, variation selectors, combining keycap, fillers. */
const unseen = /\p{Cf}|(?![\s\u0085])\p{Cc}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u20e3|\u3164/u;
/** White space, every dash, and the marks people put between groups of digits. */
const between = /[\s\p{Pd}\u2212\u00b7\u2022\u2027\u2043\u2044\u2215\u3001\u3002\uff0e\uff0f\uff0c\u2019\u02bc\ufffe.,/\\_|;:*'~]/u;

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (decimalDigit.test(character)) {
    // Nd comes in contiguous blocks of ten, each starting with its zero; some blocks touch.
    let zero = codePoint;
    while (zero > 0 && decimalDigit.test(String.fromCodePoint(zero - 1))) zero--;
    return firstDigit + ((codePoint - zero) % 10);
  }
  if (unseen.test(character)) return invisible;
  return between.test(character) ? separator : other;
}

const unknown = 255;
const plane0 = new Uint8Array(0x10000).fill(unknown);
for (let code = 0; code < 0x80; code++) plane0[code] = classify(code);

/** Those beyond, as they are met: people write many faces, but few different ones. */
const beyond = new Map<number, number>();
const mostBeyond = 4096;

function kindBeyond(codePoint: number): number {
  const known = beyond.get(codePoint);
  if (known !== undefined) return known;
  const kind = classify(codePoint);
  if (beyond.size < mostBeyond) beyond.set(codePoint, kind);
  return kind;
}

/** `other`, `separator`, `invisible`, or `firstDigit` plus the digit's value. */
export function characterKind(codePoint: number): number {
  if (codePoint > 0xffff) return kindBeyond(codePoint);
  const known = plane0[codePoint] ?? unknown;
  if (known !== unknown) return known;
  const kind = codePoint >= 0xd800 && codePoint <= 0xdfff ? other : classify(codePoint);
  plane0[codePoint] = kind;
  return kind;
}
