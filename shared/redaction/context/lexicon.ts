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
interface Phrase {
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

const phrases = new Map<string, Phrase[]>();

function build(): void {
  const collected = new Map<string, Set<Topic>>();
  for (const [topic, words] of Object.entries(topicWords) as [Topic, string][]) {
    for (const phrase of words.split(',')) {
      const key = phrase.trim().split(/[\s']+/).join(' ');
      collected.set(key, (collected.get(key) ?? new Set<Topic>()).add(topic));
    }
  }
  for (const [key, topics] of collected) {
    const [first = '', ...rest] = key.split(' ');
    enter(first, labelWord);
    phrases.set(first, [...(phrases.get(first) ?? []), { rest, topics: [...topics] }]);
  }
  for (const list of phrases.values()) list.sort((a, b) => b.rest.length - a.rest.length);
}
build();

const fillerWords = new Set(fillers);

/** Whether a word, folded, says nothing of its own. */
export function isFiller(folded: string): boolean {
  return fillerWords.has(folded);
}

/** A word or phrase of the lexicon in a text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly topics: readonly Topic[];
}

/** Most characters between two words of a phrase. */
const longestLink = 3;

/** The longest phrase that begins with the word from `start` to `end`, or null. */
export function phraseAt(text: string, start: number, end: number): Hit | null {
  const candidates = phrases.get(foldWord(text.slice(start, end)));
  if (candidates === undefined) return null;
  for (const { rest, topics } of candidates) {
    const last = endOfRest(text, end, rest);
    if (last !== -1) return { start, end: last, topics };
  }
  return null;
}

function endOfRest(text: string, end: number, rest: readonly string[]): number {
  let at = end;
  for (const word of rest) {
    let from = at;
    while (from < text.length && from - at < longestLink && letterAt(text, from) === 0 && text.charCodeAt(from) !== 0x0a) from++;
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
