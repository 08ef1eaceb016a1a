import { isAlphanumeric, isHexDigit } from '../engine/code.ts';
import type { Detector, Match, Reading } from '../engine/detector.ts';
import { type Span, textBefore } from '../engine/span.ts';

const v4 = /(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![0-9A-Za-z_]|\.\d)/y;

/** IPv4 (RFC 791, dotted) and IPv6 (RFC 4291) addresses, and MAC addresses (IEEE 802: with colons, dashes, or in three groups). */
export const networkAddresses: Detector = {
  name: 'IP and MAC addresses',
  looksAt: ['networkTokens', 'colons'],
  detect(reading) {
    const matches: Match[] = [];
    for (const { start, end } of reading.scan.networkTokens.tokens) {
      if (end - start === 4) pushGroupedMac(reading, start, matches);
      else if (reading.text.charCodeAt(end) === 0x2d) pushMac(reading.text, start, matches);
      else pushV4(reading, start, matches);
    }
    let done = 0;
    // The last stretch that was read.
    let around: Span = { start: 0, end: 0 };
    for (const colon of reading.scan.colons) {
      if (colon < done) continue;
      around = hexAround(reading.text, colon, around);
      const span = withoutLastColon(reading.text, around);
      done = span.end;
      const match = colonAddress(reading.text, around, span);
      if (match !== null) matches.push(match);
    }
    return matches;
  },
};

function pushV4({ text, context }: Reading, start: number, matches: Match[]): void {
  const before = text.charCodeAt(start - 1);
  if (before === 0x2e || before === 0x2d || before === 0x5f || before === 0x2b) return;
  v4.lastIndex = start;
  const match = v4.exec(text);
  if (match === null) return;
  const octets = match.slice(1);
  if (octets.some((octet) => Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0')))) return;
  const span = { start, end: start + match[0].length };
  if (context.label(span)?.includes('reference') === true || octets[0] === '0') return;
  if (numbered.test(textBefore(text, start, 20))) return;
  // Four small numbers are more often a version, a chapter or a clause.
  const small = octets.every((octet) => octet.length === 1);
  matches.push({ type: 'ip', confidence: small && !/\bip\b/i.test(textBefore(text, start, 24)) ? 0.3 : 0.9, parts: [span] });
}

/** What has numbers with three points and is in no network. */
const numbered = /(?:chapter|section|clause|paragraph|article|figure|fig\.|step|kapitel|abschnitt|abs\.|ziffer|punkt|artikel|abbildung|abb\.|cap[ií]tulo|secci[oó]n|apartado|art[ií]culo|figura|chapitre|§)[ ]?$/iu;

const macRun = /^[0-9A-F]{2}(?:-[0-9A-F]{2}){5}$/i;

function isInMac(code: number): boolean {
  return code === 0x2d || isHexDigit(code);
}

function goesOn(code: number): boolean {
  return code === 0x2d || isAlphanumeric(code);
}

/** From any of its pairs that has a digit. */
function pushMac(text: string, start: number, matches: Match[]): void {
  let from = start;
  while (from > start - 15 && isInMac(text.charCodeAt(from - 1))) from--;
  if (goesOn(text.charCodeAt(from - 1)) || goesOn(text.charCodeAt(from + 17)) || !macRun.test(text.slice(from, from + 17))) return;
  if (matches.at(-1)?.parts[0]?.start !== from) matches.push({ type: 'mac', confidence: 0.95, parts: [{ start: from, end: from + 17 }] });
}

const grouped = /[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Za-z]|\.\d)/y;

function pushGroupedMac({ text }: Reading, start: number, matches: Match[]): void {
  grouped.lastIndex = start;
  const match = grouped.exec(text);
  if (match === null || text.charAt(start - 1) === '.') return;
  const named = /\bmac\b/i.test(textBefore(text, start, 24));
  if (named || /[a-f]/i.test(match[0])) matches.push({ type: 'mac', confidence: named ? 0.95 : 0.7, parts: [{ start, end: start + match[0].length }] });
}

/** Shorter than any address: two colons side by side, and six hexadecimal digits. */
const shortestWithColons = 8;
/** Eight groups of four digits, and the colons between them. */
const longestWithColons = 39;
const outside = /[\p{L}\p{N}_]/u;

/** What stands around a colon: as far as hexadecimal digits and colons go, an IPv4 tail included. @param known a stretch before of which that is known. */
function hexAround(text: string, colon: number, known: Span): Span {
  const least = Math.max(0, colon - mostBefore);
  let start = colon < known.end ? Math.max(known.start, least) : colon;
  while (start > least && isHexOrColon(text.charCodeAt(start - 1))) start = start === known.end ? Math.max(known.start, least) : start - 1;
  let end = colon + 1;
  while (end < text.length && end - start < longestAddress && isHexOrColon(text.charCodeAt(end))) end++;
  return { start, end };
}

const mostBefore = 40;
const longestAddress = 46;

/** A single colon at the end is the sentence's. */
function withoutLastColon(text: string, { start, end }: Span): Span {
  return { start, end: text.charCodeAt(end - 1) === 0x3a && text.charCodeAt(end - 2) !== 0x3a ? end - 1 : end };
}

function colonAddress(text: string, { start, end }: Span, span: Span): Match | null {
  const length = span.end - start;
  // An hour, a ratio; a row without end.
  if (length < shortestWithColons || length > longestWithColons || outside.test(text.charAt(start - 1)) || outside.test(text.charAt(end))) return null;
  const written = text.slice(span.start, span.end);
  if (/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(written)) return { type: 'mac', confidence: 0.95, parts: [span] };
  return isV6(written) ? { type: 'ip', confidence: 0.95, parts: [span] } : null;
}

function isHexOrColon(code: number): boolean {
  return code === 0x3a || isHexDigit(code);
}

function isV6(written: string): boolean {
  const halves = written.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => group === '' || group.length > 4)) return false;
  if (halves.length === 1) return groups.length === 8;
  // `::` and `a::b` are written for other reasons, too.
  return groups.length >= 2 && groups.length <= 7 && groups.join('').length >= 6 && /\d/.test(written);
}
