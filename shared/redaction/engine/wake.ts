import { letterFold } from '../context/lexicon.ts';
import { mayBeInternational, nationalForms } from '../contact/phone-forms.ts';
import { isDigit, isLetter } from './code.ts';
import type { Token } from './token.ts';

/** Tokens that a detector looks at, each with the digits of its region from there on. */
export interface Woken {
  readonly tokens: readonly Token[];
  readonly left: readonly number[];
}

/**
 * Which tokens wake which detector. What stands right around a token says of most of them that they begin nothing: that is looked at once, for all detectors,
 * and each goes through its own few. A token that is not listed could begin nothing that the detector finds, whatever else the text says.
 */
export interface Wakes {
  readonly ibanTokens: Woken;
  readonly phoneTokens: Woken;
  readonly identifierTokens: Woken;
  readonly streetTokens: Woken;
  readonly networkTokens: Woken;
  readonly positionTokens: Woken;
}

class Listed implements Woken {
  readonly tokens: Token[] = [];
  readonly left: number[] = [];

  add(token: Token, left: number): void {
    this.tokens.push(token);
    this.left.push(left);
  }
}

/** Fewest digits of a region that holds such a thing. */
const ibanDigits = 8;
const phoneDigits = 6;
const positionDigits = 3;
const networkDigits = 2;

export class Waking implements Wakes {
  readonly ibanTokens = new Listed();
  readonly phoneTokens = new Listed();
  readonly identifierTokens = new Listed();
  readonly streetTokens = new Listed();
  readonly networkTokens = new Listed();
  readonly positionTokens = new Listed();
  readonly #text: string;

  /** @param text that the tokens stand in. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The tokens of a region, from an index up to another, exclusive. @param all digits of the region. */
  region(tokens: readonly Token[], from: number, to: number, all: number): void {
    const text = this.#text;
    let left = all;
    let pairEnd = -2;
    for (let index = from; index < to; index++) {
      const token = tokens[index] as Token;
      const { start, end, digits, letters } = token;
      const first = text.charCodeAt(start);
      const before = start > 0 ? text.charCodeAt(start - 1) : 0;
      const second = start > 1 ? text.charCodeAt(start - 2) : 0;
      const behind = end < text.length ? text.charCodeAt(end) : 0;
      const digitFirst = isDigit(first);
      const behindDigit = isDigit(second);
      // Of few digits in a row of others: there a telephone number can begin, or an identifier that goes on with more.
      if (before === space && behindDigit && behind === space && letters === 0 && digits <= shortestWhole) {
        if (left >= phoneDigits && nationalForms(first - nought, digits).length > 0) this.phoneTokens.add(token, left);
        if (goesOn(text, end)) this.identifierTokens.add(token, left);
        left -= digits;
        continue;
      }
      if (all >= ibanDigits && (letters === 0 ? mayFollowCountry(text, start) : letters > 2 || !digitFirst)) this.ibanTokens.add(token, left);
      if (left >= phoneDigits && digitFirst && mayBeDialled(text, token, first, before, second, behindDigit)) this.phoneTokens.add(token, left);
      if (!(behindDigit && isJoining(before)) && (letters > 0 || digits > shortestWhole || goesOn(text, end) || (isCapital(second) && isJoiningLetters(before)))) this.identifierTokens.add(token, left);
      if (digitFirst && digits <= 4 && letters <= 1 && mayFollowStreet(before, second)) this.streetTokens.add(token, left);
      if (behind === point) {
        if (before !== point) {
          if (letters === 0 && digits <= 2 && all >= positionDigits) this.positionTokens.add(token, left);
          if (all >= networkDigits && ((letters === 0 && digits <= 3) || end - start === 4)) this.networkTokens.add(token, left);
        }
      } else if (behind === dash && end - start === 2 && all >= networkDigits) {
        // Of pairs that follow one another the first is looked at from its beginning on.
        if (start !== pairEnd + 1) this.networkTokens.add(token, left);
        pairEnd = end;
      }
      left -= digits;
    }
  }
}

const point = 0x2e;
const dash = 0x2d;
const space = 0x20;
const comma = 0x2c;
const slash = 0x2f;
const plus = 0x2b;
const nought = 0x30;

/** Most characters between a country's letters and the digits of an IBAN. */
const longestGap = 3;

/** Whether a letter stands before digits, with nothing but what may break an IBAN between. */
function mayFollowCountry(text: string, start: number): boolean {
  for (let at = start - 1; at >= start - longestGap && at >= 1; at--) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) return true;
    if (code !== space && code !== dash && code !== point && code !== slash && code !== 0x5f && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0x3e) return false;
  }
  return false;
}

/** Whether a telephone number can begin with a token of which the first character is a digit. */
function mayBeDialled(text: string, { start, end, digits, letters }: Token, first: number, before: number, second: number, behindDigit: boolean): boolean {
  if (before === plus || (second === plus && (before === space || before === 0x28))) return mayBeInternational(text, end, digits);
  if (first === nought && text.charCodeAt(start + 1) === nought && !(before === space && behindDigit)) return true;
  if (behindDigit && (before === dash || before === point || before === slash || before === comma || before === 0x3a)) return false;
  if (before === 0x23 || before === 0x24 || before === 0x5f || before === 0x3d) return false;
  // No label is read across a digit: behind one, only a number of a known form is a telephone's.
  return !behindDigit || (letterFold[before] ?? 0) !== 0 || (letters === 0 && nationalForms(first - nought, digits).length > 0);
}

/** No identifier begins with fewer digits than one more than this, and ends behind them or goes on with a letter that touches them. */
const shortestWhole = 4;
/** Most characters between the first digits of an identifier and what it goes on with. */
const longestBetween = 3;

/** Whether an identifier of few first digits can go on behind them: at two more digits, or at a letter. */
function goesOn(text: string, end: number): boolean {
  let at = end;
  while (at < end + longestBetween && isBetween(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return isLetter(code) || (isDigit(code) && isDigit(text.charCodeAt(at + 1)));
}

function isBetween(code: number): boolean {
  return code === space || code === dash || code === point || code === slash || code === 0x5f;
}

/** A digit, one of these and digits are one number, which began before. */
function isJoining(code: number): boolean {
  return code === dash || code === point || code === slash || code === comma;
}

function isJoiningLetters(code: number): boolean {
  return code === space || code === dash || code === point;
}

/** A to Z, and the umlauts of German number plates. */
function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code === 0xc4 || code === 0xd6 || code === 0xdc;
}

/** Whether a word, or an abbreviation, ends where the house number of a German street would follow it. */
function mayFollowStreet(before: number, second: number): boolean {
  if (before === space) return second === comma || second === point || (letterFold[second] ?? 0) !== 0;
  return before === point && !isDigit(second);
}
