import { enter, hashOf, hashWord, letterAt, numeralWord } from '../context/lexicon.ts';
import { isDigit, isLetter } from '../engine/code.ts';
import type { Reading } from '../engine/detector.ts';
import { fewestNumerals } from '../engine/scan.ts';
import { firstStartingFrom } from '../engine/search.ts';
import type { Span } from '../engine/span.ts';
import { DigitRun } from './digit-runs.ts';

/**
 * Numbers said in words: "four two four two", "vier zwei", "cuatro dos", "quatre deux", "double four", "forty-two",
 * "zweiundvierzig", "cuarenta y dos", "quatre-vingt-dix", mixed with numerals or not.
 */
const digitWords: readonly (readonly [string, string])[] = [
  ['0', 'zero oh nought naught null cero'], ['1', 'one eins ein eine uno una un une'], ['2', 'two zwei zwo dos deux'], ['3', 'three drei tres trois'], ['4', 'four vier cuatro quatre'],
  ['5', 'five funf fuenf cinco cinq'], ['6', 'six sechs seis'], ['7', 'seven sieben siete sept'], ['8', 'eight acht ocho huit'], ['9', 'nine neun nueve neuf'],
  ['10', 'ten zehn diez dix'], ['11', 'eleven elf once onze'], ['12', 'twelve zwolf zwoelf doce douze'], ['13', 'thirteen dreizehn trece treize'], ['14', 'fourteen vierzehn catorce quatorze'],
  ['15', 'fifteen funfzehn fuenfzehn quince quinze'], ['16', 'sixteen sechzehn dieciseis seize'], ['17', 'seventeen siebzehn diecisiete'], ['18', 'eighteen achtzehn dieciocho'], ['19', 'nineteen neunzehn diecinueve'],
];
/** A digit may follow and takes the place of the nought: forty-two, cuarenta y dos, soixante-deux; behind `soixante` and `quatre-vingt` also ten to nineteen. */
const tensWords: readonly (readonly [string, string])[] = [
  ['20', 'twenty zwanzig veinte vingt vingts'], ['30', 'thirty dreissig dreisig treinta trente'], ['40', 'forty fourty vierzig cuarenta quarante'], ['50', 'fifty funfzig fuenfzig cincuenta cinquante'],
  ['60', 'sixty sechzig sesenta soixante'], ['70', 'seventy siebzig setenta septante'], ['80', 'eighty achtzig ochenta huitante octante'], ['90', 'ninety neunzig noventa nonante'],
];
const times: Readonly<Record<string, number>> = { double: 2, doppel: 2, doble: 2, triple: 3, treble: 3, dreifach: 3, zweimal: 2, dreimal: 3, viermal: 4 };
/** Words that say that what follows is a numeral joined to what stands before. */
const joining = new Set(['y', 'et', 'and']);

const plain = new Map<string, string>();
const tens = new Map<string, string>();
for (const [value, words] of digitWords) for (const word of words.split(' ')) plain.set(word, value);
for (const [value, words] of tensWords) for (const word of words.split(' ')) tens.set(word, value);
const germanUnits: readonly (readonly [string, number])[] = [['ein', 1], ['zwei', 2], ['drei', 3], ['vier', 4], ['funf', 5], ['fuenf', 5], ['sechs', 6], ['sieben', 7], ['acht', 8], ['neun', 9]];
const germanTens: readonly (readonly [string, number])[] = [['zwanzig', 20], ['dreisig', 30], ['dreissig', 30], ['vierzig', 40], ['funfzig', 50], ['fuenfzig', 50], ['sechzig', 60], ['siebzig', 70], ['achtzig', 80], ['neunzig', 90]];
for (const [unit, one] of germanUnits) for (const [ten, value] of germanTens) plain.set(`${unit}und${ten}`, String(value + one));
for (const [unit, one] of [['uno', 1], ['un', 1], ['dos', 2], ['tres', 3], ['cuatro', 4], ['cinco', 5], ['seis', 6], ['siete', 7], ['ocho', 8], ['nueve', 9]] as const) plain.set(`veinti${unit}`, String(20 + one));
for (const word of [...plain.keys(), ...tens.keys()]) enter(word, numeralWord);

/** Between two numerals: spaces, a line break, a comma, a dash, "and". In UTF-16 code units. */
const longestGap = 6;

interface Piece {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  readonly word: boolean;
}

/** Runs of digits of which some are written as words, in order. */
export function* spelledRuns({ text, scan }: Pick<Reading, 'text' | 'scan'>): Generator<DigitRun> {
  const { numerals } = scan;
  let index = 0;
  while (index + fewestNumerals <= numerals.length) {
    const first = numerals[index];
    if (first === undefined) return;
    if (!mayBeMany(text, numerals, index)) {
      index++;
      continue;
    }
    const pieces = read(text, numeralsBefore(text, first.start));
    const end = pieces.at(-1)?.end ?? first.end;
    if (wordsIn(pieces) >= fewestNumerals) yield runOf(text, pieces);
    index = Math.max(index + 1, firstStartingFrom(numerals, end));
  }
}

function wordsIn(pieces: readonly Piece[]): number {
  let words = 0;
  for (const piece of pieces) if (piece.word) words++;
  return words;
}

/** Longest word that may stand between two numerals and is none: "dreifach". */
const longestBetween = 8;

/** Whether the numeral at an index may begin as many as a spoken number has: "one" and "eine" are mostly said for other reasons. */
function mayBeMany(text: string, numerals: readonly Span[], index: number): boolean {
  for (let each = index; each < index + fewestNumerals - 1; each++) {
    const next = numerals[each + 1]?.start ?? text.length;
    let at = numerals[each]?.end ?? next;
    while (at < next && isBetweenNumerals(text.charCodeAt(at))) at++;
    if (at === next) continue;
    const word = at;
    while (at - word <= longestBetween && letterAt(text, at) !== 0) at++;
    // What else stands between is looked at by who reads the number.
    return at > word && at - word <= longestBetween;
  }
  return true;
}

/** White space, a digit, or one of `,.;:/-`. */
function isBetweenNumerals(code: number): boolean {
  return code === 0x20 || (code >= 0x2c && code <= 0x3b) || (code >= 0x09 && code <= 0x0d);
}

/** Where the numerals begin that stand right before a spoken one: "4242 42 four two". */
function numeralsBefore(text: string, start: number): number {
  let from = start;
  for (let at = start - 1; at >= 0 && start - at <= 40; at--) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) from = at;
    else if (code !== 0x20 && code !== 0x2d && code !== 0x2c && code !== 0x0a) break;
  }
  return from;
}

/** What stands between, and a numeral or a word, in whatever script. */
const next = /[\s,.;:/-]{0,6}(?:(\d{1,19})|(\p{L}{1,20}))/uy;
const longestDigits = 19;
const longestNumeral = 20;

/** What a word says: digits; a number of times that the next digits are meant; or nothing of its own. */
interface Numeral {
  readonly word: string;
  readonly digits: string | null;
  readonly times: number;
}

/** By hash of the folded word; a word of the same hash is told apart by its letters. */
const numeralsByHash = new Map<number, Numeral[]>();
function know(word: string, digits: string | null, repeat: number): void {
  const hash = hashWord(word);
  numeralsByHash.set(hash, [...(numeralsByHash.get(hash) ?? []), { word, digits, times: repeat }]);
}
for (const [word, digits] of [...plain, ...[...tens].filter(([ten]) => !plain.has(ten))]) know(word, digits, 1);
for (const [word, repeat] of Object.entries(times)) if (!plain.has(word) && !tens.has(word)) know(word, null, repeat);
for (const word of joining) if (!plain.has(word) && !tens.has(word) && times[word] === undefined) know(word, null, 1);

/** The numeral that stands there, or undefined. */
function numeralAt(text: string, start: number, end: number): Numeral | undefined {
  const alike = numeralsByHash.get(hashOf(text, start, end));
  return alike?.find(({ word }) => {
    if (word.length !== end - start) return false;
    for (let at = 0; at < word.length; at++) if (letterAt(text, start + at) !== word.charCodeAt(at)) return false;
    return true;
  });
}

/** Letters and digits of ASCII are read by hand; where any others stand, by the pattern. @returns where the next word or digits end, what is before them, or null */
function nextPiece(text: string, from: number): { readonly start: number; readonly end: number; readonly word: boolean } | null {
  let at = from;
  while (at - from < longestGap && isBetweenNumerals(text.charCodeAt(at)) && !isDigit(text.charCodeAt(at))) at++;
  const start = at;
  while (at - start < longestDigits && isDigit(text.charCodeAt(at))) at++;
  if (at > start) return { start, end: at, word: false };
  while (at - start < longestNumeral && isLetter(text.charCodeAt(at))) at++;
  if (!(text.charCodeAt(at) >= 0x80)) return at > start ? { start, end: at, word: true } : null;
  next.lastIndex = from;
  const match = next.exec(text);
  return match === null ? null : { start: next.lastIndex - (match[1] ?? match[2] ?? '').length, end: next.lastIndex, word: match[1] === undefined };
}

function read(text: string, from: number): Piece[] {
  const pieces: Piece[] = [];
  let repeat = 1;
  for (let at = from; ; ) {
    const piece = nextPiece(text, at);
    if (piece === null) return merged(pieces);
    const { start, end } = piece;
    if (piece.word) {
      const numeral = numeralAt(text, start, end);
      if (numeral === undefined) return merged(pieces);
      if (numeral.digits === null) {
        repeat = numeral.times;
      } else {
        pieces.push({ digits: numeral.digits.repeat(repeat), start, end, word: true });
        repeat = 1;
      }
    } else {
      if (/^\p{L}/u.test(text.slice(end, end + 1))) return merged(pieces);
      pieces.push({ digits: text.slice(start, end).repeat(repeat), start, end, word: false });
      repeat = 1;
    }
    at = end;
  }
}

/** Tens and what follows them are one: 40 and 2, 60 and 12, 4 and 20 and 15 in French. */
function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const both = last !== undefined && last.word && piece.word;
    const sum = both && isTen(last.digits) ? sumOf(last.digits, piece.digits) : null;
    if (last !== undefined && sum !== null) {
      result.pop();
      result.push({ ...last, digits: sum, end: piece.end });
    } else if (both && last.digits === '4' && piece.digits === '20') {
      result.pop();
      result.push({ ...last, digits: '80', end: piece.end });
    } else {
      result.push(piece);
    }
  }
  return result;
}

/** 20 to 90, by the ten. */
function isTen(digits: string): boolean {
  return digits.length === 2 && digits.charCodeAt(1) === 0x30 && digits.charCodeAt(0) >= 0x32;
}

function sumOf(ten: string, more: string): string | null {
  if (/^[1-9]$/.test(more)) return String(Number(ten) + Number(more));
  return (ten === '60' || ten === '80') && /^1\d$/.test(more) ? String(Number(ten) + Number(more)) : null;
}

function runOf(text: string, pieces: readonly Piece[]): DigitRun {
  const digits: number[] = [];
  const firsts: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { digits: value, start, end } of pieces) {
    firsts.push(digits.length);
    starts.push(start);
    ends.push(end);
    for (let index = 0; index < value.length; index++) digits.push(value.charCodeAt(index) - 0x30);
  }
  return new DigitRun(text, digits, { firsts, starts, ends }, true);
}
