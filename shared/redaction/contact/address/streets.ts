import { isDigit, isLetter } from '../../engine/code.ts';
import { veil } from '../../engine/span.ts';
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
const frenchName = /\.?[ ](?:(?:de|du|des|la|le|les|l['’]|d['’]|de l['’]|saint|sainte|st|ste)[ -]?){0,3}[\p{L}\d][\p{L}\d'’.-]{0,24}(?:[ -](?:(?:de|du|des|la|le|les|et|aux?|en|l['’]|d['’]|sur|sous)[ -]?){0,3}\p{Lu}[\p{L}'’.-]{0,24}){0,5}/uy;
/** Calle de Alcalá, 12; c/ Mayor nº 4; Avda. de la Constitución 7. */
const spanishAfter = /[./]{0,2}[ ]?(?:(?:de|del|la|las|los|el|d['’]|de l['’])[ ]){0,3}[\p{L}\d][\p{L}\d'’.-]{1,24}(?:[ ](?:(?:de|del|la|las|los|el|y|i|en)[ ]){0,3}[\p{L}][\p{L}'’.-]{1,24}){0,5}?(?:,? ?(?:n(?:[uú]m(?:ero)?)?\.? ?[ºo°]?\.?|nro\.?)|,)? ?\d{1,4}[A-Za-z]?(?![\d\p{L}])(?:[ ]?(?:bis|dpdo))?/iuy;
const boxNumber = /[ .:#]{0,3}\d[\d ]{1,7}\d(?![\d\p{L}])/uy;

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

/** By hash of the folded word. The words that get here are those of the lexicon, of which no two have one hash. */
const kindsOfWord = new Map<number, number>();
function know(words: string, kind: number): void {
  for (const word of words.split(' ')) kindsOfWord.set(hashWord(word), (kindsOfWord.get(hashWord(word)) ?? 0) | kind);
}
know('rue avenue av boulevard bd blvd bvd place pl chemin impasse allee allees quai route rte cours square passage faubourg chaussee venelle esplanade promenade traverse montee sentier rond villa residence', french);
know('calle c avenida avda avd av plaza pza plz paseo camino carretera ctra ronda travesia callejon glorieta urbanizacion rambla gran passeig carrer avinguda', spanish);
know('po p postfach apartado apdo boite bp cs', box);
know('rue chemin impasse allee allees quai faubourg calle c carrer passeig avinguda avenida paseo camino carretera via av bd villa residence', notEnglish);
know('broadway', withoutName);
know('strasse str', german);
know('c p', single);

function kindsOf(text: string, hit: Hit): number {
  let end = hit.start;
  while (end < hit.end && letterAt(text, end) !== 0) end++;
  return kindsOfWord.get(hashOf(text, hit.start, end)) ?? 0;
}

/** The street that a word like "street" or "calle" belongs to, or null. */
export function streetAt(text: string, hit: Hit): Street | null {
  const kinds = kindsOf(text, hit);
  if ((kinds & box) !== 0) {
    boxNumber.lastIndex = hit.end;
    const match = boxNumber.exec(text);
    return match === null || ((kinds & single) !== 0 && hit.end - hit.start < 4) ? null : { start: hit.start, end: boxNumber.lastIndex, way: 'box', capitals: true };
  }
  if ((kinds & french) !== 0) {
    const before = text.slice(Math.max(0, hit.start - longest), hit.start);
    const match = /\d/.test(before) ? frenchBefore.exec(before) : null;
    frenchName.lastIndex = hit.end;
    const name = match === null ? null : frenchName.exec(text);
    if (match !== null && name !== null) return { start: hit.start - (before.length - match.index), end: frenchName.lastIndex, way: 'fr', capitals: true };
  }
  if ((kinds & spanish) !== 0 && ((kinds & single) === 0 || text.charAt(hit.end) === '/')) {
    spanishAfter.lastIndex = hit.end;
    const match = spanishAfter.exec(text);
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
  const other = match[0].includes(',') ? /^[\d/-]+[A-Za-z]?, ?(?=\d{1,5}[A-Za-z]? (?:[\p{L}'’.-]+ ?){1,4}$)/u.exec(match[0]) : null;
  if (other !== null) {
    from += other[0].length;
    name = name.replace(/^\d{1,5}[A-Za-z]? /, '');
  }
  if (name === '' && (kinds & withoutName) === 0) return null;
  if (/(?:^|\s)(?:the|a|my|of|on|in|and|or|at|to|for|is|was|your|this|that|from|with)(?:\s|$)/i.test(name) && !/^(?:of|the)?\s?\p{Lu}/u.test(name)) return null;
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

const germanNumber = /(?:\.|ße|sse)?[ ]?(?:(?:des|der)[ ](?:\d{1,2}\. ?)?\p{Lu}[\p{L}-]{1,20} )?(\d{1,4} ?[a-z]?(?:[-–/]\d{1,4}[a-z]?)?)(?![\p{L}\d]|[.:]\d)/uy;

/** The word "Straße" apart from the name: Mariahilfer Straße 45, Straße des 17. Juni 135. */
function germanStreetOf(text: string, hit: Hit): Street | null {
  germanNumber.lastIndex = hit.end;
  const match = germanNumber.exec(text);
  if (match === null) return null;
  const before = text.slice(Math.max(0, hit.start - longest), hit.start);
  const name = /(?:\p{Lu}[\p{L}.'’-]{1,24}[ -]){1,3}$/u.exec(before) ?? /(?:\p{L}[\p{L}.'’-]{2,24}[ -])$/u.exec(before);
  if (name === null && !/des|der/.test(match[0])) return null;
  return { start: hit.start - (name?.[0].length ?? 0), end: germanNumber.lastIndex, way: 'de', capitals: /^\p{Lu}/u.test(name?.[0] ?? 'X') };
}

/** Am Markt 4, Unter den Linden 77, An der Alten Mühle 3a: no kind of street, but a place. */
const germanPlace = /(?:^|[^\p{L}])((?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Hinter dem|Vor dem|Vor der|Bei der|Beim|Alte|Neue|Alter|Neuer|Große|Kleine|Obere|Untere)(?: (?:alten|neuen|hohen|langen|kleinen|großen))? \p{Lu}[\p{L}'’.-]{1,24}(?:[ -]\p{Lu}[\p{L}'’.-]{1,24}){0,2})$/u;

/** How German street names end. */
const germanEndings = 'straße strasse str weg platz gasse allee ring damm ufer chaussee markt hof steig graben zeile tor promenade park stieg wall kamp brücke bruecke pfad twiete redder leite anger bogen feld garten kai deich steg berg gürtel lände straat laan'.split(' ');
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

const noStreets = /^(?:markt|park|berg|weg|platz|feld|hof|tor|ring|garten|parkplatz|arbeitsplatz|sitzplatz|stellplatz|marktplatz|heimweg|umweg|einzelhof|bahnhof|internet)$/iu;

/** How far before its number a street's name is read, in UTF-16 code units. */
const longestName = 60;

/** What a place's name begins with, folded: see `germanPlace`. */
const beforePlaces = new Set('am an auf im in zum zur unter hinter vor bei beim der den dem alte neue alter neuer grose grosse kleine obere untere alten neuen hohen langen kleinen grosen grossen'.split(' ').map(hashWord));
const mostOfPlace = 4;

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
  if (!endsAsStreet(text, nameEnd) && (small || !isAfterPlace(text, wordStart, nameStart))) return null;
  const slice = text.slice(nameStart, nameEnd);
  const from = wordStart - nameStart;
  const lastWord = slice.slice(Math.max(from, slice.lastIndexOf('-') + 1));
  let word: string;
  if (germanEnds.test(lastWord)) {
    word = germanWord.exec(slice)?.[0] ?? lastWord;
    if ((lastWord.length < 6 && !/[ -]/.test(word)) || noStreets.test(word)) return null;
  } else {
    if (small) return null;
    const placed = germanPlace.exec(slice);
    if (placed === null) return null;
    word = placed[1] ?? '';
    // A month or a day is no place: "am Montag 12".
    if (/(?:tag|woch|morgen|abend|mittag|jan|feb|m[äa]rz|apr|mai|juni|juli|aug|sep|okt|nov|dez|uhr|jahr|monat|seite|fall|wert|preis)\p{L}{0,8}$/iu.test(word)) return null;
  }
  // A letter, a range: 12a, 12 a, 12-14.
  const more = /^(?: ?[-–/] ?\d{1,4})?(?: ?[a-zA-Z](?![\p{L}\d]))?/u.exec(text.slice(end, end + 8));
  const start = nameEnd - word.length;
  const capitals = /^\p{Lu}/u.test(lastWord) || /^\p{Lu}[\p{L}]+-/u.test(word);
  return { start, end: end + (more?.[0].length ?? 0), way: 'de', capitals };
}

const veilCode = veil.charCodeAt(0);

/** What was found already is no part of a word, however long or short it is. */
function isBetweenWords(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === veilCode;
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
