import { bitsOf } from '../../context/lexicon.ts';
import { isDigit } from '../../engine/code.ts';
import type { Detector, Match, Reading } from '../../engine/detector.ts';
import { type Street, germanStreetAt, streetAt } from './streets.ts';
import { behindGap, cedex, isNumberOfUnit, longPlace, mayHaveTail, province, tails, townOnly, ukEnd, units } from './tails.ts';

const streetBits = bitsOf(['street']);

/** A postcode and town may stand before the street: "10115 Berlin, Musterstraße 12". */
const townBefore = /(?<![\p{L}\p{N}-])(?:D-)?\d{5} \p{Lu}[\p{L}.-]{1,24}(?: (?:am|an der|im) \p{Lu}\p{L}{1,20})?(?:,|\r?\n| -|;) ?$/u;

/**
 * Postal addresses of the United States, the United Kingdom, Germany, Austria, Switzerland, Spain and France: from the
 * street, or the house number before it, to postcode, town and country. A street with its number alone is believed where
 * it is written with capital letters.
 */
export const addresses: Detector = {
  name: 'postal addresses',
  looksAt: ['regions'],
  detect(reading) {
    const { text, scan, context } = reading;
    const matches: Match[] = [];
    if (scan.regions.length === 0) return matches;
    for (const hit of context.has(streetBits) ? scan.hits : []) {
      if (((hit.low & streetBits.low) | (hit.high & streetBits.high)) === 0) continue;
      const street = streetAt(text, hit);
      if (street !== null) push(reading, street, matches);
    }
    for (const token of scan.streetTokens.tokens) {
      const street = germanStreetAt(text, token.start, token.end);
      if (street !== null) push(reading, street, matches);
    }
    return matches;
  },
};

function push({ text, context }: Reading, street: Street, matches: Match[]): void {
  const { end, confidence } = endOf(text, street);
  let { start } = street;
  let sure = confidence;
  if (street.way === 'de') {
    const before = townBefore.exec(text.slice(Math.max(0, start - 60), start));
    if (before !== null) {
      start -= before[0].length;
      sure = Math.max(sure, 0.9);
    }
  }
  const label = context.label({ start, end });
  if (sure < 0.7 && label?.includes('reference') === true) return;
  if (sure >= 0.5) matches.push({ type: 'address', confidence: sure, parts: [{ start, end }] });
}

/** How far the address goes on behind street and number. */
function endOf(text: string, { end, way, capitals }: Street): { readonly end: number; readonly confidence: number } {
  const next = behindGap(text, end);
  const number = isDigit(text.charCodeAt(next));
  units.lastIndex = end;
  const withUnits = (!number || isNumberOfUnit(text, next)) && units.test(text) ? Math.max(end, units.lastIndex) : end;
  for (const from of withUnits === end ? [end] : [withUnits, end]) {
    if (!mayHaveTail(text, from)) continue;
    for (const tail of tails) {
      if (tail.name === 'US' && way !== 'en' && way !== 'box') continue;
      tail.pattern.lastIndex = from;
      if (!tail.pattern.test(text)) continue;
      return { end: more(text, tail.pattern.lastIndex, way), confidence: tail.confidence };
    }
  }
  const british = way === 'en' || way === 'box' ? ukEnd(text, end) : null;
  if (british !== null) return { end: british, confidence: 0.95 };
  if (way === 'box') return { end, confidence: 0.6 };
  if (!capitals) return { end, confidence: 0.3 };
  const last = /\S/.test(text.slice(end, withUnits)) ? withUnits : end;
  townOnly.lastIndex = last;
  return { end: (!number || last > end) && townOnly.test(text) ? townOnly.lastIndex : last, confidence: way === 'en' ? 0.6 : 0.65 };
}

function more(text: string, end: number, way: Street['way']): number {
  let at = end;
  if (way === 'fr' || way === 'es') {
    longPlace.lastIndex = at;
    if (longPlace.test(text)) at = longPlace.lastIndex;
    cedex.lastIndex = at;
    if (cedex.test(text)) at = cedex.lastIndex;
    province.lastIndex = at;
    if (province.test(text)) at = Math.max(at, province.lastIndex);
  }
  return at;
}
