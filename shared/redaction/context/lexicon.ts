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

/** The word as the lexicon has it; most are written so. */
export function foldWord(word: string): string {
  let same = 0;
  while (same < word.length && letterFold[word.charCodeAt(same)] === word.charCodeAt(same)) same++;
  let folded = word.slice(0, same);
  for (let at = same; at < word.length; at++) folded += String.fromCharCode(letterFold[word.charCodeAt(at)] ?? 0);
  return folded;
}

/** The hash that a scan makes of a word's folded letters, one after the other. */
export function hashWord(folded: string): number {
  let hash = 0;
  for (let at = 0; at < folded.length; at++) hash = (Math.imul(hash, 31) + folded.charCodeAt(at)) | 0;
  return hash;
}

export const labelWord = 1;
export const seedWord = 2;
export const numeralWord = 4;
export const secretWord = 8;
/** Says nothing of its own between a label and its value. */
export const fillerWord = 16;
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

/** A phrase of the lexicon: the words that follow its first, and what the whole says. */
interface Phrase extends Said {
  readonly rest: readonly string[];
}

/** What a phrase says. */
interface Said extends TopicBits {
  readonly topics: readonly Topic[];
  /** Its topics, and those of all phrases that begin with a word inside it: as a label, its last words may be read by themselves. */
  readonly insideLow: number;
  readonly insideHigh: number;
}

/** Everything that begins with one word. */
interface Beginning {
  readonly word: string;
  readonly hash: number;
  /** What the word says by itself. */
  alone: Phrase | null;
  /** What it says with others; the longest come first. */
  readonly longer: Phrase[];
}

/** By slot of the first word's hash: where its beginnings stand in the list; 0: nowhere. */
const places = new Uint16Array(mask + 1);
const beginnings: Beginning[][] = [[]];

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
  const begun = new Map<string, Set<Topic>>();
  for (const [key, topics] of collected) {
    const first = key.split(' ', 1)[0] ?? '';
    begun.set(first, new Set([...(begun.get(first) ?? []), ...topics]));
  }
  for (const [key, topics] of collected) {
    const [first = '', ...rest] = key.split(' ');
    enter(first, labelWord);
    const inside = bitsOf([...topics, ...rest.flatMap((word) => [...(begun.get(word) ?? [])])]);
    const phrase = { rest, topics: [...topics], ...bitsOf([...topics]), insideLow: inside.low, insideHigh: inside.high };
    const beginning = beginningOf(first);
    if (rest.length === 0) beginning.alone = phrase;
    else beginning.longer.push(phrase);
    beginning.longer.sort((a, b) => b.rest.length - a.rest.length);
  }
}

function beginningOf(word: string): Beginning {
  const hash = hashWord(word);
  const slot = slotOf(hash);
  if (places[slot] === 0) places[slot] = beginnings.push([]) - 1;
  const sameSlot = beginnings[places[slot] ?? 0] ?? [];
  const known = sameSlot.find((each) => each.word === word);
  if (known !== undefined) return known;
  const beginning: Beginning = { word, hash, alone: null, longer: [] };
  sameSlot.push(beginning);
  return beginning;
}
build();

const fillerHashes = new Set(fillers.map(hashWord));
for (const word of fillers) enter(word, fillerWord);

/** Whether a word says nothing of its own. */
export function isFiller(hash: number): boolean {
  return ((wordKinds[slotOf(hash)] ?? 0) & fillerWord) !== 0 && fillerHashes.has(hash);
}

export function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + letterAt(text, at)) | 0;
  return hash;
}

/** A word or phrase of the lexicon in a text. */
export interface Hit extends Said {
  readonly start: number;
  readonly end: number;
}

/** Most characters between two words of a phrase. */
const longestLink = 3;

/** The longest phrase that begins with the word from `start` to `end`, or null. @param hash of that word. */
export function phraseAt(text: string, start: number, end: number, hash: number): Hit | null {
  const sameSlot = beginnings[places[slotOf(hash)] ?? 0] ?? [];
  for (let index = 0; index < sameSlot.length; index++) {
    const beginning = sameSlot[index] as Beginning;
    if (beginning.hash !== hash || beginning.word.length !== end - start || !isWord(text, start, beginning.word)) continue;
    return longerAt(text, start, end, beginning.longer) ?? (beginning.alone === null ? null : hitOf(beginning.alone, start, end));
  }
  return null;
}

function longerAt(text: string, start: number, end: number, phrases: readonly Phrase[]): Hit | null {
  if (phrases.length === 0) return null;
  const from = behindLink(text, end);
  if (from === end) return null;
  const next = letterAt(text, from);
  if (next === 0) return null;
  for (let index = 0; index < phrases.length; index++) {
    const phrase = phrases[index] as Phrase;
    if (phrase.rest[0]?.charCodeAt(0) !== next) continue;
    const last = endOfRest(text, from, phrase.rest);
    if (last !== -1) return hitOf(phrase, start, last);
  }
  return null;
}

function hitOf({ topics, low, high, insideLow, insideHigh }: Phrase, start: number, end: number): Hit {
  return { start, end, topics, low, high, insideLow, insideHigh };
}

function isWord(text: string, start: number, word: string): boolean {
  for (let index = 0; index < word.length; index++) if (letterAt(text, start + index) !== word.charCodeAt(index)) return false;
  return true;
}

/** Space, dash, underscore, point, apostrophe, slash, degree sign and º: not what ends a part of a sentence. */
const linking = new Uint8Array(0x100);
for (const code of [0x20, 0x2d, 0x5f, 0x2e, 0x27, 0x2f, 0xb0, 0xba]) linking[code] = 1;

/** Where the next word of a phrase can begin. */
function behindLink(text: string, end: number): number {
  let from = end;
  while (from - end < longestLink && from < text.length && linking[text.charCodeAt(from)] === 1) from++;
  return from;
}

function endOfRest(text: string, from: number, rest: readonly string[]): number {
  let at = from;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (index > 0) at = behindLink(text, at);
    if (!isWord(text, at, word)) return -1;
    at += word.length;
    if (letterAt(text, at) !== 0) return -1;
  }
  return at;
}

/** The folded letter at a place, or 0. */
export function letterAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return 0;
  const code = text.charCodeAt(at);
  return code < letterFold.length ? (letterFold[code] ?? 0) : 0;
}
