import { isDigit, isLetter } from '../../engine/code.ts';
import { veil } from '../../engine/span.ts';
import { eircode, ukPostcode } from './tails.ts';
import { type Hit, hashOf, hashWord, letterAt } from '../../context/lexicon.ts';

/** Where a street with its number stands, and in whose way it is written. */
export interface Street {
  readonly start: number;
  readonly end: number;
  readonly way: 'en' | 'fr' | 'es' | 'de' | 'box';
  /** Whether the name is written with capital letters. */
  readonly capitals: boolean;
}

const longest = 64;

/** 123 N Main St; 12A Baker Street; Flat 2, 14 High Street: number, up to four words, the kind of street. */
const englishBefore = /(?:(?:flat|apt\.?|apartment|unit|suite|building|studio)[ ]?(?:\d{1,4}[A-Z]?|[A-Z]),? ?(?:\r?\n)?)?(?<![\p{L}\p{N}./:,€$£-])\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?| 1\/2)?,? (?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.? )?((?:[\p{L}\d'’.-]{1,20} ){0,4})$/iu;
const direction = /[ ](?:NE|NW|SE|SW|N|S|E|W)(?![\p{L}\p{N}])\.?/uy;
/** 12 bis, rue: number right before the kind of street. */
const frenchBefore = /(?<![\p{L}\p{N}./:€$£-])\d{1,4}(?:[ -]?\d{1,4})?(?: ?(?:bis|ter|quater|[A-Da-d])(?![\p{L}]))?,? (?:grande |petite |ancienne |vieille |gr\. )?$/iu;
const frenchName = /\.?[ ](?:(?:l['’]|d['’]|de l['’]|(?:de|du|des|la|le|les|saint|sainte|st|ste)(?!\p{L}))[ -]?){0,3}[\p{L}\d][\p{L}\d'’.-]{0,24}(?:[ -](?:(?:de|du|des|la|le|les|et|aux?|en|l['’]|d['’]|sur|sous)[ -]?){0,3}\p{Lu}[\p{L}'’.-]{0,24}){0,5}/uy;
/** A name that goes on in small letters, up to a postcode: "5 rue victor hugo 69002 lyon". */
const smallName = /(?:[ -][\p{Ll}\d'’.-]{1,24}){1,4}?(?=,?[ ]\d{2} ?\d{3}[ ]\p{L})/uy;
/** Calle de Alcalá, 12; c/ Mayor nº 4; Avda. de la Constitución 7. */
const spanishAfter = /[./]{0,2}[ ]?(?:(?:de|del|la|las|los|el|d['’]|de l['’])[ ]){0,3}[\p{L}\d][\p{L}\d'’.-]{1,24}(?:[ ](?:(?:de|del|la|las|los|el|y|i|en)[ ]){0,3}[\p{L}][\p{L}'’.-]{1,24}){0,5}?(?:,? ?(?:n(?:[uú]m(?:ero)?)?\.? ?[ºo°]?\.?|nro\.?)|,)? ?(?:\d{1,4}[A-Za-z]?(?![\d\p{L}])(?:[ ]?(?:bis|dpdo))?|s\/n(?![\p{L}\d]))/iuy;
const boxNumber = /[ .:#]{0,3}\d(?:[\d ]{0,7}\d)?(?![\d\p{L}]|\/\d)/uy;
/** Fewer digits than this are a box's only where it is written out, or a postcode and town follow. */
const shortBox = 3;
const shortestBoxName = 6;

/** Of British and Irish postcodes there is one for some fifteen houses, or for each: named, they are addresses by themselves. */
const postcode = new RegExp(`(?:[ ](?:is|now|here))?[ ]?[:=#-]{0,2}[ ]{0,2}(${ukPostcode}|${eircode})`, 'iuy');

/** What a word of a street may be, as bits. */
const french = 1;
const spanish = 2;
const box = 4;
const notEnglish = 8;
/** "Broadway" has no other name. */
const withoutName = 16;
const german = 32;
/** `c` and `p` are words of a street with a stroke, or with an `o`, behind them. */
const single = 64;
/** "Cuesta" is what something costs, too: a street with a capital letter and a name alone. */
const verb = 128;
/** A postcode by its name. */
const code = 256;

/** By hash of the folded word. The words that get here are those of the lexicon, of which no two have one hash. */
const kindsOfWord = new Map<number, number>();
function know(words: string, kind: number): void {
  for (const word of words.split(' ')) kindsOfWord.set(hashWord(word), (kindsOfWord.get(hashWord(word)) ?? 0) | kind);
}
know('rue avenue av boulevard bd blvd bvd place pl chemin impasse allee allees quai route rte cours square passage faubourg chaussee venelle esplanade promenade traverse montee sentier rond villa residence cite', french);
know('calle c avenida avda avd av plaza pza plz paseo camino carretera ctra ronda travesia callejon glorieta urbanizacion rambla gran passeig carrer avinguda cuesta alameda rua pasaje praza', spanish);
know('packstation postfiliale po p postfach apartado apdo boite bp cs', box);
know('rue chemin impasse allee allees quai faubourg calle c carrer passeig avinguda avenida paseo camino carretera via av bd villa residence', notEnglish);
know('broadway', withoutName);
know('postcode post postal eircode', code);
// With its own letter, as it is folded.
know('strasse strase str', german);
know('cuesta', verb);
know('c p', single);

/** "C. Bravo Murillo 101": a capital letter with a point, before a name with one, at the beginning of a line or behind a sign. */
function isAbbreviatedCalle(text: string, { start, end }: Hit): boolean {
  return text.charCodeAt(start) === 0x43 && text.charCodeAt(end) === 0x2e && text.charCodeAt(end + 1) === 0x20 && isCapital(text, end + 2) && !isDigit(text.charCodeAt(start - 2));
}

/** "Gran Vía 28" has no other name. */
function isGranVia({ start, end }: Hit): boolean {
  return end - start === 'gran via'.length;
}

const numberAlone = /(?:,? ?(?:n[uú]m\.?|n[ºo°]\.?)|,)? ?\d{1,4}[A-Za-z]?(?![\d\p{L}])/iuy;

function numberedAlone(text: string, hit: Hit): Street | null {
  numberAlone.lastIndex = hit.end;
  return numberAlone.test(text) ? { start: hit.start, end: numberAlone.lastIndex, way: 'es', capitals: isCapital(text, hit.start) } : null;
}

function kindsOf(text: string, hit: Hit): number {
  let end = hit.start;
  while (end < hit.end && letterAt(text, end) !== 0) end++;
  return kindsOfWord.get(hashOf(text, hit.start, end)) ?? 0;
}

/** The street that a word like "street" or "calle" belongs to, or null. */
export function streetAt(text: string, hit: Hit): Street | null {
  const kinds = kindsOf(text, hit);
  // The middle of a parcel's number: 1Z…AV16…
  if (isDigit(text.charCodeAt(hit.start - 1)) && isDigit(text.charCodeAt(hit.end))) return null;
  if ((kinds & box) !== 0) {
    boxNumber.lastIndex = hit.end;
    const match = boxNumber.exec(text);
    if (match === null || ((kinds & single) !== 0 && hit.end - hit.start < 4)) return null;
    return { start: hit.start, end: boxNumber.lastIndex, way: 'box', capitals: match[0].replace(/\D/g, '').length >= shortBox || hit.end - hit.start >= shortestBoxName };
  }
  if ((kinds & code) !== 0) {
    postcode.lastIndex = hit.end;
    const match = postcode.exec(text);
    return match === null ? null : { start: postcode.lastIndex - (match[1] ?? '').length, end: postcode.lastIndex, way: 'box', capitals: true };
  }
  if ((kinds & french) !== 0) {
    const before = text.slice(Math.max(0, hit.start - longest), hit.start);
    const match = /\d/.test(before) ? frenchBefore.exec(before) : null;
    frenchName.lastIndex = hit.end;
    const name = match === null ? null : frenchName.exec(text);
    if (match !== null && name !== null) {
      smallName.lastIndex = frenchName.lastIndex;
      const end = smallName.test(text) ? smallName.lastIndex : frenchName.lastIndex;
      return { start: hit.start - (before.length - match.index), end, way: 'fr', capitals: true };
    }
  }
  if ((kinds & verb) !== 0 && !(isCapital(text, hit.start) && /^ \p{L}/u.test(text.slice(hit.end, hit.end + 2)))) return null;
  if ((kinds & spanish) !== 0 && ((kinds & single) === 0 || text.charAt(hit.end) === '/' || isAbbreviatedCalle(text, hit))) {
    spanishAfter.lastIndex = hit.end;
    const match = spanishAfter.exec(text);
    if (match === null && isGranVia(hit)) return numberedAlone(text, hit);
    if (match !== null) return { start: hit.start, end: spanishAfter.lastIndex, way: 'es', capitals: /^[./]{0,2}[ ]?(?:(?:de|del|la|las|los|el|d['’]|de l['’])[ ]){0,3}[\p{Lu}\d]/u.test(match[0]) };
  }
  if ((kinds & german) !== 0) return germanStreetOf(text, hit);
  if ((kinds & notEnglish) !== 0) return null;
  const least = englishFrom(text, hit.start);
  if (least === -1) return null;
  const before = text.slice(least, hit.start);
  const match = englishBefore.exec(before);
  if (match === null) return null;
  let name = (match[1] ?? '').trim();
  let from = match.index;
  // What ends with a comma before the house number is another number: a telephone's.
  const other = match[0].includes(',') ? /^[\d/-]+[A-Za-z]?, ?(?:[\p{L}'’.-]+ ){0,3}(?=\d{1,5}[A-Za-z]? (?:[\p{L}\d'’.-]+ ?){1,4}$)/u.exec(match[0]) : null;
  if (other !== null) {
    from += other[0].length;
    name = name.replace(/^\d{1,5}[A-Za-z]? /, '');
  }
  if (name === '' && (kinds & withoutName) === 0) return null;
  if (name !== 'the' && /(?:^|\s)(?:the|a|my|of|on|in|and|or|at|to|for|is|was|your|this|that|from|with)(?:\s|$)/i.test(name) && !/^(?:of|the)?\s?\p{Lu}/u.test(name)) return null;
  const start = hit.start - (before.length - from);
  let end = hit.end + (text.charAt(hit.end) === '.' && /[ ,\n]/.test(text.charAt(hit.end + 1)) ? 1 : 0);
  direction.lastIndex = end;
  if (text.charCodeAt(end) === 0x20 && direction.test(text)) end = direction.lastIndex;
  const capitals = isCapital(text, hit.start) && capitalWords.test(name);
  return { start, end, way: 'en', capitals };
}

/** Each word has a capital letter, or stands between such words. */
const capitalWords = /^(?:(?:[\p{Lu}\d]\S*|of|the|and|de|la|le)(?:\s+|$))+$/u;

/** A number, its letter and its range, with the flat before them, are not longer, in UTF-16 code units. */
const longestNumber = 40;

/**
 * Where the house number of an English street can begin, of which the last word begins at `end`; -1 where none can. Between the two are words alone: what
 * else stands there ends the number, or the flat before it, or nothing of it stands further before.
 */
function englishFrom(text: string, end: number): number {
  const most = Math.max(0, end - longest);
  let at = end;
  let digits = false;
  for (; at > most; at--) {
    const code = text.charCodeAt(at - 1);
    if (isDigit(code)) digits = true;
    else if (code !== 0x20 && code !== 0x2e && code !== 0x2d && code !== 0x27 && code < 0x2000 && letterAt(text, at - 1) === 0) break;
  }
  const code = text.charCodeAt(at - 1);
  // Of what ends here the lookbehind sees the sign.
  if (at === most || !mayBeBefore(text, at, code)) return digits ? Math.max(most, at - 1) : -1;
  return Math.max(most, at - longestNumber);
}

/** Whether a sign behind a place may stand in a house number or behind it: a stroke, a line break, or a comma behind digits, a letter that touches them, or a flat's letter. */
function mayBeBefore(text: string, end: number, code: number): boolean {
  if (code !== 0x2c) return code === 0x2f || code === 0x0a || code === 0x0d;
  const last = text.charCodeAt(end - 2);
  const second = text.charCodeAt(end - 3);
  return isDigit(last) || !isLetter(last) || !isLetter(second) || flatBefore.test(text.slice(Math.max(0, end - 16), end - 1));
}

const flatBefore = /(?:flat|apt\.?|apartment|unit|suite|building|studio)[A-Z]$/iu;

/** Most are of ASCII. */
function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 0x80 ? code >= 0x41 && code <= 0x5a : /^\p{Lu}/u.test(text.slice(at, at + 2));
}

const germanNumber = /(?:\.|ße|sse)?[ ]?(?:(?:des|der)[ ](?:\d{1,2}\. ?)?\p{Lu}[\p{L}-]{1,20} )?(\d{1,4} ?[a-z]?(?:[-–/]\d{1,4}[a-z]?){0,2})(?![\p{L}\d]|[.:]\d)/uy;

/** The word "Straße" apart from the name: Mariahilfer Straße 45, Straße des 17. Juni 135. */
function germanStreetOf(text: string, hit: Hit): Street | null {
  germanNumber.lastIndex = hit.end;
  const match = germanNumber.exec(text);
  if (match === null) return null;
  const before = text.slice(Math.max(0, hit.start - longest), hit.start);
  const ofSomebody = /^[^\d]* de[sr] /.test(match[0]);
  const name = /(?:\p{Lu}[\p{L}.'’-]{1,24}[ -]){1,3}$/u.exec(before) ?? (ofSomebody ? null : /(?:\p{L}[\p{L}.'’-]{2,24}[ -])$/u.exec(before));
  if (name === null && !ofSomebody) return null;
  return { start: hit.start - (name?.[0].length ?? 0), end: germanNumber.lastIndex, way: 'de', capitals: /^\p{Lu}/u.test(name?.[0] ?? 'X') };
}

/** Am Markt 4, Unter den Linden 77, An der Alten Mühle 3a: no kind of street, but a place. */
const germanPlace = /(?:^|[^\p{L}])((?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Unter der|Hinter der|Hinter dem|Hinter den|Vor dem|Vor der|Vor den|Bei der|Bei den|Beim|Alte|Neue|Alter|Neuer|Große|Kleine|Obere|Untere)(?: (?:alten|neuen|hohen|langen|kleinen|großen))? \p{Lu}[\p{L}'’.-]{1,24}(?:[ -]\p{Lu}[\p{L}'’.-]{1,24}){0,2})$/u;

/** The same in small letters: only postcode and town, or what says that somebody lives there, make a street of it. */
const smallPlace = /(?:^|[^\p{L}])((?:am|an der|an den|auf der|auf dem|im|in der|in den|zum|zur|unter den|unter der|hinter der|hinter dem|hinter den|vor dem|vor der|bei der|beim) (?:(?:alten|neuen|hohen|langen|kleinen|großen) )?\p{Ll}[\p{L}'’-]{1,24})$/u;

/** How German street names end. */
const germanEndings = 'straße strasse str weg platz gasse allee ring damm ufer chaussee markt hof steig graben zeile tor promenade park stieg wall kamp brücke bruecke pfad twiete redder leite anger bogen feld garten kai deich steg berg gürtel lände straat laan halde siedlung brink wiese'.split(' ');
const germanEnds = new RegExp(`(?:${germanEndings.join('|')}|str\\.)$`, 'iu');
const endLength = 3;
/** The last letters of those endings, folded: most words before a number have others, and are looked at no further. */
const lastLetters = new Set(germanEndings.map((ending) => lettersBefore(ending, ending.length)));

/** Fifteen bits are enough for three letters of the Latin alphabet; of others several may be one number. */
function lettersBefore(text: string, end: number): number {
  let letters = 0;
  for (let at = end - endLength; at < end; at++) letters = (letters << 5) ^ letterAt(text, at);
  return letters;
}

function endsAsStreet(text: string, end: number): boolean {
  return lastLetters.has(lettersBefore(text, text.charCodeAt(end - 1) === 0x2e ? end - 1 : end));
}

const germanWord = /(?:\p{Lu}[\p{L}.'’-]{1,24}[ -]){0,2}\p{L}[\p{L}'’-]{0,30}\.?$/u;

const noStreets = /^(?:markt|park|berg|weg|platz|feld|hof|tor|ring|garten|parkplatz|arbeitsplatz|sitzplatz|stellplatz|heimweg|umweg|einzelhof|bahnhof|internet)$/iu;

const mayBePlace = /^(?:marktplatz|kirchplatz|bahnhofsplatz)$/iu;

/** How far before its number a street's name is read, in UTF-16 code units. */
const longestName = 60;

/** What a place's name begins with, folded: see `germanPlace`. */
const beforePlaces = new Set('am an auf im in zum zur unter hinter vor bei beim der den dem alte neue alter neuer grose grosse kleine obere untere alten neuen hohen langen kleinen grosen grossen'.split(' ').map(hashWord));
const mostOfPlace = 4;
const longestBeforePlace = 8;

/** A German street before its house number: "Musterstraße 12a", "Karl-Marx-Allee 3". @param number where the house number begins. */
export function germanStreetAt(text: string, number: number, end: number): Street | null {
  const gap = text.charCodeAt(number - 1) === 0x20 ? (text.charCodeAt(number - 2) === 0x2c ? 2 : 1) : text.charCodeAt(number - 1) === 0x2e ? 0 : -1;
  if (gap === -1) return null;
  const nameEnd = number - gap;
  const dotted = text.charCodeAt(nameEnd - 1) === 0x2e;
  if (dotted ? isDigit(text.charCodeAt(nameEnd - 2)) : letterAt(text, nameEnd - 1) === 0) return null;
  const nameStart = Math.max(0, nameEnd - longestName);
  let wordStart = nameEnd;
  while (wordStart > nameStart && !isBetweenWords(text.charCodeAt(wordStart - 1))) wordStart--;
  const small = isSmall(text.charCodeAt(wordStart));
  if (!endsAsStreet(text, nameEnd) && !(small ? isAfterSmallPlace(text, wordStart) : isAfterPlace(text, wordStart, nameStart))) return null;
  const slice = text.slice(nameStart, nameEnd);
  const from = wordStart - nameStart;
  const lastWord = slice.slice(Math.max(from, slice.lastIndexOf('-') + 1));
  let word: string;
  if (germanEnds.test(lastWord)) {
    word = germanWord.exec(slice)?.[0] ?? lastWord;
    if ((lastWord.length < 6 && !/[ -]/.test(word)) || noStreets.test(word)) return null;
  } else {
    const placed = (small ? smallPlace : germanPlace).exec(slice);
    if (placed === null) return null;
    word = placed[1] ?? '';
    // A month or a day is no place: "am Montag 12".
    if (/(?:tag|woch|morgen|abend|mittag|jan|feb|m[äa]rz|apr|mai|juni|juli|aug|sep|okt|nov|dez|uhr|jahr|monat|seite|fall|wert|preis)\p{L}{0,8}$/iu.test(word)) return null;
  }
  // A letter, a range: 12a, 12 a, 12-14.
  const more = /^(?: ?[-–/] ?\d{1,4}){0,2}(?: ?[a-zA-Z](?![\p{L}\d]))?/u.exec(text.slice(end, end + 14));
  const start = nameEnd - word.length;
  // "Marktplatz 2" may be a place at a market: its postcode has to say so, or somebody who lives there.
  const capitals = !mayBePlace.test(word) && (/^\p{Lu}/u.test(lastWord) || /^\p{Lu}[\p{L}]+-/u.test(word));
  return { start, end: end + (more?.[0].length ?? 0), way: 'de', capitals };
}

const veilCode = veil.charCodeAt(0);

/** What was found already is no part of a word, however long or short it is. */
function isBetweenWords(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === veilCode;
}

/** Whether the word right before begins a place's name. */
function isAfterSmallPlace(text: string, wordStart: number): boolean {
  if (text.charCodeAt(wordStart - 1) !== 0x20) return false;
  const end = wordStart - 1;
  let start = end;
  while (end - start < longestBeforePlace && !isBetweenWords(text.charCodeAt(start - 1)) && start > 0) start--;
  return beforePlaces.has(hashOf(text, start, end));
}

/** Whether one of the words before, of which all between have capital letters, begins a place's name: "Am", "der", "Alten". */
function isAfterPlace(text: string, wordStart: number, least: number): boolean {
  let start = wordStart;
  for (let words = 0; words < mostOfPlace; words++) {
    if (text.charCodeAt(start - 1) !== 0x20) return false;
    const end = start - 1;
    start = end;
    while (start > least && !isBetweenWords(text.charCodeAt(start - 1))) start--;
    if (beforePlaces.has(hashOf(text, start, end))) return true;
    // No number, and nothing that ends a part of a sentence, stands in a place's name.
    if (isSmall(text.charCodeAt(start)) || isDigit(text.charCodeAt(start)) || text.charCodeAt(end - 1) === 0x2c) return false;
  }
  return false;
}

function isSmall(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
