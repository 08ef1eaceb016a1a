import { isAlphanumeric, isDigit } from '../engine/code.ts';
import type { Span } from '../engine/span.ts';

/**
 * Numbers that are known for what they are although they stand without a label: no card is looked for inside them. Looked
 * for around a candidate only, in a stretch of bounded length.
 */

interface KnownFormat {
  readonly pattern: RegExp;
  readonly valid: (written: string) => boolean;
}

const always = () => true;

/** Twenty-two digits, mostly in groups, their check over weights 3 and 1. */
const usps: KnownFormat = { pattern: /(?<![0-9a-z])9[1-5]\d{2}(?: ?\d{4}){4} ?\d{2}(?![0-9a-z])/giu, valid: uspsValid };
/** What can have groups of digits before the span. */
const grouped: readonly KnownFormat[] = [usps];

const formats: readonly KnownFormat[] = [
  // RFC 9562
  { pattern: /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/giu, valid: always },
  // UPS: 1Z, shipper, service, parcel, and a check digit
  { pattern: /(?<![0-9a-z])1Z ?[0-9A-Z]{3} ?[0-9A-Z]{3} ?\d{2} ?\d{4} ?\d{3} ?\d(?![0-9a-z])/giu, valid: upsValid },
  // UPU S10: two letters, eight digits, a check digit, the country
  { pattern: /(?<![0-9a-z])[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}(?![0-9a-z])/giu, valid: s10Valid },
  // Correos: twenty-three letters and digits, of which the middle ones are digits alone
  { pattern: /(?<![0-9A-Za-z])P[A-Z][0-9A-Z]{5,6}\d{14,15}[A-Z](?![0-9A-Za-z])/gu, valid: always },
  // Amazon's order number: three, seven and seven digits
  { pattern: /(?<![0-9a-z-])\d{3}-\d{7}-\d{7}(?![0-9a-z-])/giu, valid: always },
  usps,
  // A hash or another long number in hexadecimal
  { pattern: /(?<![0-9a-z])[0-9a-f]{32,128}(?![0-9a-z])/giu, valid: (written) => /[a-f]/i.test(written) },
];

/** How far such a number can reach beyond a card's digits inside it, in UTF-16 code units. */
const reach = 128;

const dashed = '-';
/** Whether something that touches a number may be part of it; a point only where it does not end a sentence. */
function goesOn(text: string, at: number, step: 1 | -1): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x2e) return isAlphanumeric(text.charCodeAt(at + step));
  return code === 0x5f || code === 0x2d || isAlphanumeric(code);
}

/** Whether a group of digits stands before a number in groups. */
function isBehindGroup(text: string, start: number): boolean {
  return text.charCodeAt(start - 1) === 0x20 && isDigit(text.charCodeAt(start - 2));
}

/** Whether the span lies in a number of a known format. */
export function isKnownFormat(text: string, span: Span): boolean {
  const glued = goesOn(text, span.start - 1, -1) || goesOn(text, span.end, 1) || text.charAt(span.start + 3) === dashed;
  if (!glued && !isBehindGroup(text, span.start)) return false;
  const from = Math.max(0, span.start - reach);
  const around = text.slice(from, span.end + reach);
  for (const { pattern, valid } of glued ? formats : grouped) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(around); match !== null; match = pattern.exec(around)) {
      const start = from + match.index;
      if (start < span.end && start + match[0].length > span.start && valid(match[0])) return true;
    }
  }
  return false;
}

/** Letters count as two less than their place behind 10 in base 36; odd places once, even ones twice; modulo 10. */
function upsValid(written: string): boolean {
  const compact = written.replace(/ /g, '').toUpperCase().slice(2);
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const code = compact.charCodeAt(index);
    const value = code < 58 ? code - 48 : (code - 63) % 10;
    sum += index % 2 === 0 ? value : value * 2;
  }
  return (10 - (sum % 10)) % 10 === Number(compact[15]);
}

/** From the right: every other digit three times, beginning with the one before the check digit; modulo 10. */
function uspsValid(written: string): boolean {
  const digits = written.replace(/\D/g, '');
  let sum = 0;
  for (let index = 0; index < digits.length - 1; index++) sum += Number(digits[index]) * (index % 2 === digits.length % 2 ? 3 : 1);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/** Weights 8, 6, 4, 2, 3, 5, 9, 7, modulo 11. */
function s10Valid(written: string): boolean {
  const digits = written.replace(/\D/g, '');
  let sum = 0;
  for (const [index, weight] of [8, 6, 4, 2, 3, 5, 9, 7].entries()) sum += Number(digits[index]) * weight;
  const check = 11 - (sum % 11);
  return (check === 10 ? 0 : check === 11 ? 5 : check) === Number(digits[8]);
}
