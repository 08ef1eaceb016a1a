import type { Span } from './detector.ts';

/**
 * Numbers that are known for what they are: no card is looked for inside them. Each pattern has
 * bounded repetition only, so that reading takes linear time.
 */

/** RFC 9562. */
const guid = /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/giu;
/** Amazon's order number: three, seven and seven digits. */
const amazonOrder = /(?<![\d-])\d{3}-\d{7}-\d{7}(?![\d-])/gu;
const ibanCandidate = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}(?![A-Z0-9])/gu;

/** Length of an IBAN by country (SWIFT's IBAN registry, ISO 13616). */
const ibanLengths: Readonly<Record<number, string>> = {
  15: 'NO', 16: 'BE', 18: 'DK FI FO GL NL SD', 19: 'MK SI', 20: 'AT BA EE KZ LT LU MN XK', 21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA', 23: 'AE GI IL IQ OM SO TL', 24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST', 26: 'IS TR', 27: 'BI DJ FR GR IT MC MR SM', 28: 'AL AZ BY CY DO GT HN HU LB NI PL SV', 29: 'BR EG PS QA UA',
  30: 'JO KW MU YE', 31: 'MT SC', 32: 'LC', 33: 'RU',
};

function isIban(written: string): boolean {
  const compact = written.replace(/[ \u00a0-]/g, '');
  if (ibanLengths[compact.length]?.includes(compact.slice(0, 2)) !== true) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Spans of the known formats in a text, sorted and without overlap. */
export function knownFormats(text: string): readonly Span[] {
  const spans: { start: number; end: number }[] = [];
  for (const pattern of [guid, amazonOrder]) {
    for (const match of text.matchAll(pattern)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(ibanCandidate)) {
    if (isIban(match[0])) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  spans.sort((a, b) => a.start - b.start);
  let end = 0;
  return spans.filter((span) => {
    const free = span.start >= end;
    if (free) end = span.end;
    return free;
  });
}
