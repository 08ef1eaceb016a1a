import { bitsOf } from '../context/lexicon.ts';
import type { Detector, Match, Reading } from '../engine/detector.ts';
import { textBefore } from '../engine/span.ts';

const months =
  'jan(?:uary|uar|vier)?|j[aä]nner|enero|ene|feb(?:ruary|ruar|rero)?|f[eé]v(?:rier)?|mar(?:ch|zo|s)?|m[aä]rz|apr(?:il)?|abr(?:il)?|avr(?:il)?|may|mai|mayo|june?|juni|junio|juin|july?|juli|julio|juil(?:let)?|aug(?:ust)?|agosto|ago|ao[uû]t|sep(?:t(?:ember|iembre|embre)?)?|setiembre|oct(?:ober|ubre|obre)?|okt(?:ober)?|nov(?:ember|iembre|embre)?|dec(?:ember)?|dez(?:ember)?|dic(?:iembre)?|d[eé]c(?:embre)?';
const year = '(?:19|20)\\d{2}';
/** Dates as people write their birthdays: 04/12/1985, 4.12.85, 1985-12-04, 4 December 1985, December 4th, 1985, 4 de diciembre de 1985, 1er décembre 1985. */
const date = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${year}([-./ ])\\d{1,2}\\1\\d{1,2}|\\d{1,2} ?([./-]) ?\\d{1,2} ?\\2 ?(?:${year}|\\d{2})|\\d{2} \\d{2} ${year}|(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])${year}|${year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])|` +
    `\\d{1,2}(?:st|nd|rd|th|er|º|°|\\.)?[ -]?(?:of |de |d')?(?:${months})\\.?(?:,? | del? |-|/|')?(?:${year}|\\d{2})|(?:${months})\\.? \\d{1,2}(?:st|nd|rd|th)?,? ${year})(?![\\p{L}\\p{N}]|[/.-]\\d)`,
  'iu',
);

const birthBits = bitsOf(['birth']);

/** A date may stand so far behind the word that says what it is, and so far before it. */
const reachAfter = 64;
const reachBefore = 40;
/** "Birthday" is also said of presents and parties: then only a date of long ago, or one right behind the word. */
const weak = /^(?:birthday|bday|geburtstag|cumplea|anniversaire)/i;

export const birthDates: Detector = {
  name: 'dates of birth',
  looksAt: ['regions'],
  detect(reading) {
    const matches: Match[] = [];
    if (reading.scan.regions.length === 0 || !reading.context.has(birthBits)) return matches;
    for (const hit of reading.scan.hits) {
      if (((hit.low & birthBits.low) | (hit.high & birthBits.high)) === 0) continue;
      const word = reading.text.slice(hit.start, hit.end);
      const behind = dateIn(reading, hit.end, hit.end + reachAfter);
      if (behind !== null && plausible(reading.text, behind, hit.end, weak.test(word))) matches.push({ type: 'birth-date', confidence: 0.93, parts: [behind] });
      else if (behind === null) {
        const before = lastDateIn(reading, hit.start - reachBefore, hit.start);
        if (before !== null && plausible(reading.text, before, null, weak.test(word) || !isRightBefore(reading.text, before.end, hit.start))) matches.push({ type: 'birth-date', confidence: 0.75, parts: [before] });
      }
    }
    return matches;
  },
};

/** The first date that begins in a stretch. @param before whether it is looked for before the word: what stands before the date says nothing then. */
function dateIn({ text, context }: Reading, from: number, to: number, before = false): { readonly start: number; readonly end: number } | null {
  // A little further than a date may begin, so that none is cut.
  const slice = text.slice(Math.max(0, from), to + 24);
  if (!/\d/.test(slice)) return null;
  const match = date.exec(slice);
  if (match === null || match.index > to - from) return null;
  const span = { start: Math.max(0, from) + match.index, end: Math.max(0, from) + match.index + match[0].length };
  const between = before ? '' : slice.slice(0, match.index);
  if (/\x81|\n\s*\n|[.!?] +\p{Lu}\p{Ll}+ \p{Ll}+ /u.test(between)) return null;
  const label = context.label(span);
  return label !== null && !label.includes('birth') && label.includes('reference') ? null : span;
}

function lastDateIn(reading: Reading, from: number, to: number): { readonly start: number; readonly end: number } | null {
  const span = dateIn(reading, to - textBefore(reading.text, to, to - from).length, to, true);
  if (span === null || span.end > to) return null;
  return /^[\s,;:.()-]{0,3}(?:\S{1,10} ){0,3}$/.test(reading.text.slice(span.end, to)) ? span : null;
}

/** "Am 4.5.81 geboren": with nothing between, a year of two digits is one, too. */
function isRightBefore(text: string, end: number, word: number): boolean {
  return /^[\s(]{0,3}$/.test(text.slice(end, word));
}

function plausible(text: string, { start, end }: { readonly start: number; readonly end: number }, labelEnd: number | null, isWeak: boolean): boolean {
  const written = text.slice(start, end);
  const found = /(?:19|20)\d{2}/.exec(written);
  if (!isWeak) return true;
  const direct = labelEnd !== null && /^[\s:=.()-]{0,4}(?:(?:is|ist|es|est|on|am|el|le|the|der)\s){0,2}(?:(?:the|den)\s)?$/i.test(text.slice(labelEnd, start));
  return direct || (found !== null && Number(found[0]) <= 2015);
}
