import { bitsOf } from '../../context/lexicon.ts';
import { isDigit } from '../../engine/code.ts';
import { type Span, textBefore } from '../../engine/span.ts';
import type { Detector, Match, Reading } from '../../engine/detector.ts';
import { type Street, germanStreetAt, streetAt } from './streets.ts';
import { behindGap, cedex, isNumberOfUnit, longPlace, mayHaveTail, postcodeOnly, province, tails, townOnly, ukEnd, units } from './tails.ts';

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
      else {
        const house = namedHouseAt(text, hit);
        if (house !== null) matches.push({ type: 'address', confidence: 0.9, parts: [house] });
      }
    }
    for (const { start, end, digits, letters } of scan.tokens) {
      if (digits !== 1 || letters !== 2 || !isDigit(text.charCodeAt(start))) continue;
      const house = britishHouseBefore(text, start, end);
      if (house !== null) matches.push({ type: 'address', confidence: 0.9, parts: [house] });
    }
    for (const token of scan.streetTokens.tokens) {
      const street = germanStreetAt(text, token.start, token.end);
      if (street !== null) push(reading, street, matches);
    }
    return matches;
  },
};

/** What says that somebody lives there, or that something is to be brought there. Without it a street in small letters, with neither town nor postcode, may be anything. */
const livesThere =
  /(?:ad?dress\p{L}{0,2}|adr|anschrift|stra(?:ß|ss)e|direcci[oó]n|domicilio|calle|liv(?:e|es|ing)(?: at| in| on)?|moved to|wohn(?:e|en|haft|t)|umgezogen|vivo|vive|vivimos|mudado|habit(?:e|ons)|d[ée]m[ée]nag[ée]|(?:ship|shipped|send|sent|deliver|delivered|bring)(?: \p{L}{2,8})? to|liefer\p{L}{1,5}(?: \p{L}{2,5})?(?: an| nach| in)|schick\p{L}{1,4}(?: \p{L}{2,5})?(?: an| nach| in)|env[ií]\p{L}{1,6}(?: \p{L}{2,8}){0,2} a|entregu?\p{L}{1,4} en|repartidor fue a|livr\p{L}{1,4} (?:au|à))[ ]?(?:[:=]|(?:is|ist|lautet|es|est|now|jetzt|at|in|on|en|a|à|au|the|la|el|le|der|die|dem|an|am))?(?:[ ](?:in|der|dem|an|am|the|la|el|now|jetzt))?[ ]{0,2}$/iu;

/** A house's own name, or a flat, before its street. Capital letters say that it is one. */
const houseBefore =
  /(?:(?:(?:Flat|Apt\.?|Apartment|Unit|House|Suite|appt\.?|Appt\.?|Appartement|R[ée]sidence|B[âa]t(?:iment)?\.?) )?(?:The )?(?:\p{Lu}[\p{L}'’.-]{0,24}|\d{1,4}[A-Za-z]?)(?: (?:of |the |des |du |de |la |les )?(?:\p{Lu}[\p{L}'’.-]{0,24}|\d{1,4})){0,3},[ ]?(?:\r?\n[> ]{0,3})?){1,3}$|(?:\p{Lu}[\p{L}'’-]{1,20} ){1,2}(?:House|Cottage|Lodge|Farm|Court|Mill|Hall|Barn|Manor|Villa|Rectory|Vicarage)\r?\n[> ]{0,3}$/u;
const streetName = /(?:\p{Lu}[\p{L}'’.-]{1,24} ){1,3}$/u;

/** "Rose Cottage, Church Lane, Little Snoring NR21 0HY": no number, but a house and a postcode, of which there is one for some fifteen houses. */
function namedHouseAt(text: string, hit: Span): Span | null {
  if (!/^ \p{Lu}/u.test(text.slice(hit.start - 1, hit.start + 1))) return null;
  const end = ukEnd(text, hit.end);
  if (end === null) return null;
  const before = textBefore(text, hit.start, 96);
  const name = streetName.exec(before)?.[0];
  if (name === undefined) return null;
  const house = houseBefore.exec(before.slice(0, -name.length))?.[0];
  return house === undefined ? null : { start: hit.start - name.length - house.length, end };
}

/** A town, or a street of no kind that is known, with a capital letter; what stands between two of them. */
const capitalised = "(?:\\p{Lu}[\\p{L}'’.-]{1,24}|of|the|upon|on|in|under|le|de)";
const between = '(?:,?[ ]|,?[ ]?\\r?\\n[> ]{0,3})';
const britishBefore = new RegExp(
  `(?:(?:Flat|Apt\\.?|Apartment|Unit|House) ?[\\p{L}\\d]{1,4},?[ ]?(?:\\r?\\n)?)?(?<![\\p{L}\\p{N}./:,€$£-])\\d{1,4}[A-Za-z]?,? \\p{Lu}[\\p{L}'’.-]{1,24}${between}(?:${capitalised}${between}){1,8}(?:[A-PR-UWYZ](?:\\d{1,2}|[A-HK-Y]\\d{1,2}|\\d[A-HJKPSTUW]|[A-HK-Y]\\d[ABEHMNPRV-Y])) $`,
  'u',
);

/** "204 Deansgate, Manchester M3 3NW": a number and names alone, before a postcode that says what they are. @param start of the postcode's second half. */
function britishHouseBefore(text: string, start: number, end: number): Span | null {
  if (text.charCodeAt(start - 1) !== 0x20 || !inward.test(text.slice(start, end))) return null;
  const match = britishBefore.exec(textBefore(text, start, 112));
  return match === null ? null : { start: start - match[0].length, end };
}

const inward = /^\d[ABD-HJLNP-UW-Z]{2}$/;

/** What belongs to an address in its own way before its number: "The Vicarage, 2 Church Road", "Résidence Les Pins, 14 chemin du Moulin". */
const before = {
  en: /(?:The \p{Lu}[\p{L}'’-]{2,20}|(?:\p{Lu}[\p{L}'’-]{1,20} ){1,2}(?:House|Cottage|Lodge|Farm|Court|Mill|Hall|Barn|Manor|Villa|Rectory|Vicarage)|(?:House|Flat|Unit|Apt\.?) ?\d{1,4}[A-Za-z]?),[ ]?(?:\r?\n)?$|(?:House|No\.?) $/u,
  fr: /(?:(?:appt\.?|appartement|r[ée]sidence|b[âa]t(?:iment)?\.?|[ée]tage|entr[ée]e|escalier) [\p{L}\d][\p{L}\d'’ .-]{0,24}(?:,[ ](?:b[âa]t(?:iment)?\.?|appt\.?|escalier|esc\.) [\p{L}\d]{1,6})?,[ ]?(?:\r?\n)?)$/iu,
} as const;

function push({ text, context }: Reading, street: Street, matches: Match[]): void {
  const { end, confidence } = endOf(text, street);
  let { start } = street;
  let sure = confidence < 0.5 && livesThere.test(textBefore(text, start, 48)) ? 0.6 : confidence;
  if (street.way === 'en' || street.way === 'fr') {
    const written = before[street.way].exec(textBefore(text, start, 64));
    if (written !== null) start -= written[0].length;
  }
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
  if (way === 'box') return { end, confidence: capitals ? 0.6 : 0.3 };
  const last = /\S/.test(text.slice(end, withUnits)) ? withUnits : end;
  // In small letters one letter alone is a word: "14 acacia avenue, i live there".
  if (!capitals) return { end: end + text.slice(end, last).replace(/[^\p{L}\p{N}]+\p{L}$/u, '').length, confidence: 0.3 };
  if (way === 'fr' || way === 'es') {
    postcodeOnly.lastIndex = last;
    if (postcodeOnly.test(text)) return { end: postcodeOnly.lastIndex, confidence: 0.8 };
  }
  townOnly.lastIndex = last;
  return { end: (!number || last > end) && townOnly.test(text) ? townOnly.lastIndex : last, confidence: way === 'en' ? 0.6 : 0.65 };
}

function more(text: string, end: number, way: Street['way']): number {
  let at = end;
  if (way === 'fr' || way === 'es' || way === 'box') {
    longPlace.lastIndex = at;
    if (longPlace.test(text)) at = longPlace.lastIndex;
    cedex.lastIndex = at;
    if (cedex.test(text)) at = cedex.lastIndex;
    province.lastIndex = at;
    if (province.test(text)) at = Math.max(at, province.lastIndex);
  }
  return at;
}
