import { type Topic, fillers, topicWords } from './topics.ts';

/** What a letter is without case and accent, as a code of one character; 0: it is no letter. */
export const letterFold = new Uint16Array(0x2000);
for (let code = 0; code < letterFold.length; code++) {
  const character = String.fromCharCode(code);
  if (!/\p{L}/u.test(character)) continue;
  const folded = character.normalize('NFD').charAt(0).toLowerCase();
  letterFold[code] = folded.length === 1 ? folded.charCodeAt(0) : code;
}
letterFold[0xdf] = 's'.charCodeAt(0);

/** The word as the lexicon has it. */
export function foldWord(word: string): string {
  let folded = '';
  for (let at = 0; at < word.length; at++) folded += String.fromCharCode(letterFold[word.charCodeAt(at)] ?? 0);
  return folded;
}

/** The hash that a scan makes of a word's folded letters, one after the other. */
export function hashWord(folded: string): number {
  let hash = 0;
  for (let at = 0; at < folded.length; at++) hash = (Math.imul(hash, 31) + folded.charCodeAt(at)) | 0;
  return hash;
}

/** What can begin at a word: the words that follow, and what the whole says. The longest come first. */
interface Phrase extends TopicBits {
  readonly rest: readonly string[];
  readonly topics: readonly Topic[];
}

export const labelWord = 1;
export const seedWord = 2;
export const numeralWord = 4;
export const secretWord = 8;
const mask = 0xffff;

/** By hash: which kinds of word this may be. A word in none of them is passed over at the cost of one look. */
export const wordKinds = new Uint8Array(mask + 1);

export function slotOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & mask;
}

/** Says that a word, folded, is of one of the kinds. */
export function enter(folded: string, kind: number): void {
  const slot = slotOf(hashWord(folded));
  wordKinds[slot] = (wordKinds[slot] ?? 0) | kind;
}

/** Each topic as one bit of two numbers, so that a whole text's topics are told apart at no cost. */
export interface TopicBits {
  readonly low: number;
  readonly high: number;
}

const bitOf = new Map((Object.keys(topicWords) as Topic[]).map((topic, index) => [topic, index]));

export function bitsOf(topics: readonly Topic[]): TopicBits {
  let low = 0;
  let high = 0;
  for (const topic of topics) {
    const bit = bitOf.get(topic) ?? 0;
    if (bit < 31) low |= 1 << bit;
    else high |= 1 << (bit - 31);
  }
  return { low, high };
}

/** Everything that begins with one word. */
interface Beginning {
  readonly word: string;
  /** The longest come first. */
  readonly phrases: Phrase[];
}

const beginnings = new Map<number, Beginning[]>();

const possessives: Readonly<Record<string, readonly string[]>> = { number: ['my'], numero: ['mi', 'mon'] };

function build(): void {
  const collected = new Map<string, Set<Topic>>();
  for (const [topic, words] of Object.entries(topicWords) as [Topic, string][]) {
    for (const phrase of words.split(',')) {
      const key = phrase.trim().split(/[\s']+/).join(' ');
      collected.set(key, (collected.get(key) ?? new Set<Topic>()).add(topic));
    }
  }
  // "My number" is a telephone's, but not in "my number plate": the longer phrase has to begin with the same word.
  for (const [key, topics] of collected) {
    const possessive = possessives[key.slice(0, key.indexOf(' '))] ?? [];
    for (const word of possessive) if (!collected.has(`${word} ${key}`)) collected.set(`${word} ${key}`, topics);
  }
  for (const [key, topics] of collected) {
    const [first = '', ...rest] = key.split(' ');
    enter(first, labelWord);
    const hash = hashWord(first);
    const sameHash = beginnings.get(hash) ?? [];
    let beginning = sameHash.find(({ word }) => word === first);
    if (beginning === undefined) {
      beginning = { word: first, phrases: [] };
      beginnings.set(hash, [...sameHash, beginning]);
    }
    beginning.phrases.push({ rest, topics: [...topics], ...bitsOf([...topics]) });
    beginning.phrases.sort((a, b) => b.rest.length - a.rest.length);
  }
}
build();

const fillerHashes = new Set(fillers.map(hashWord));

/** Whether the word from `start` to `end` says nothing of its own. */
export function isFiller(text: string, start: number, end: number): boolean {
  return fillerHashes.has(hashOf(text, start, end));
}

export function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + letterAt(text, at)) | 0;
  return hash;
}

/** A word or phrase of the lexicon in a text. */
export interface Hit extends TopicBits {
  readonly start: number;
  readonly end: number;
  readonly topics: readonly Topic[];
}

/** Most characters between two words of a phrase. */
const longestLink = 3;

/** The longest phrase that begins with the word from `start` to `end`, or null. @param hash of that word. */
export function phraseAt(text: string, start: number, end: number, hash: number): Hit | null {
  const sameHash = beginnings.get(hash);
  if (sameHash === undefined) return null;
  for (const { word, phrases } of sameHash) {
    if (word.length !== end - start || !isWord(text, start, word)) continue;
    for (const { rest, topics, low, high } of phrases) {
      const last = rest.length === 0 ? end : endOfRest(text, end, rest);
      if (last !== -1) return { start, end: last, topics, low, high };
    }
  }
  return null;
}

function isWord(text: string, start: number, word: string): boolean {
  for (let index = 0; index < word.length; index++) if (letterAt(text, start + index) !== word.charCodeAt(index)) return false;
  return true;
}

/** Space, dash, underscore, point, apostrophe, slash, degree sign and º: not what ends a part of a sentence. */
const linking = new Set([0x20, 0x2d, 0x5f, 0x2e, 0x27, 0x2f, 0xb0, 0xba]);

function endOfRest(text: string, end: number, rest: readonly string[]): number {
  let at = end;
  for (const word of rest) {
    let from = at;
    while (from - at < longestLink && linking.has(text.charCodeAt(from))) from++;
    for (let index = 0; index < word.length; index++) if (letterAt(text, from + index) !== word.charCodeAt(index)) return -1;
    at = from + word.length;
    if (letterAt(text, at) !== 0) return -1;
  }
  return at;
}

/** The folded letter at a place, or 0. */
export function letterAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < letterFold.length ? (letterFold[code] ?? 0) : 0;
}
