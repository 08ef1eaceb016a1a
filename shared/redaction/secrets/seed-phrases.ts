import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { enter, foldWord, seedWord } from '../context/lexicon.ts';
import type { Detector, Match } from '../engine/detector.ts';
import { textBefore } from '../engine/span.ts';

/** BIP-39 lists, by folded word: the place in the list. German has none. */
const lists: readonly ReadonlyMap<string, number>[] = [english, spanish, french].map((list) => new Map(list.map((word, index) => [foldWord(word.normalize('NFC')), index])));
for (const list of lists) for (const word of list.keys()) enter(word, seedWord);

const lengths = [24, 21, 18, 15, 12] as const;
const anyWord = /^[^\p{L}\x81\ufffe]{0,8}\p{L}{1,24}/u;
const word = /[^\p{L}\x81\ufffe]{0,8}(\p{L}{2,12})/uy;

interface Word {
  readonly start: number;
  readonly end: number;
  /** Its place in the list. */
  readonly index: number;
}

/** Words that open a wallet: 12, 15, 18, 21 or 24 of a BIP-39 list in a row, whose last bits are a checksum of the rest. */
export const seedPhrases: Detector = {
  name: 'seed phrases (BIP-39)',
  looksAt: ['seedRuns'],
  detect(reading) {
    const matches: Match[] = [];
    let done = 0;
    for (const start of reading.scan.seedRuns) {
      if (start < done) continue;
      for (const list of lists) {
        const words = wordsInRun(reading.text, start, list);
        const found = phraseIn(words);
        if (found === null) continue;
        // A checksum of four bits is met by one text in sixteen: only where somebody says so, or where the words are as many as a phrase has.
        if (!(found.checked && lengths.some((length) => words.length >= length && words.length <= length + 2) && new Set(words.map(({ index }) => index)).size > 4) && !said.test(textBefore(reading.text, found.start, 120))) continue;
        matches.push({ type: 'seed-phrase', confidence: found.checked ? 0.98 : 0.8, parts: [{ start: found.start, end: found.end }] });
        done = found.end;
        break;
      }
    }
    return matches;
  },
};

const said = /seed|recovery|phrase|mnemonic|wallet|wiederherstellung|semilla|recuperaci|r[eé]cup[eé]ration|backup/i;
const mostWords = 64;
/** Words of the sentence before that the scan may have taken for words of a list. */
const mostBefore = 4;

/** The words of a list from `start` on, or from behind the first words that are of none: "ma phrase de récupération : …". */
function wordsInRun(text: string, start: number, list: ReadonlyMap<string, number>): Word[] {
  let at = start;
  let words = wordsFrom(text, at, list);
  for (let tries = 0; tries < mostBefore && words.length < Math.min(...lengths); tries++) {
    at = words.at(-1)?.end ?? at;
    // The word that is of no list; it may be longer than any that is.
    const match = anyWord.exec(text.slice(at, at + 32));
    if (match === null) break;
    at += match[0].length;
    words = wordsFrom(text, at, list);
  }
  return words;
}

function wordsFrom(text: string, start: number, list: ReadonlyMap<string, number>): Word[] {
  const words: Word[] = [];
  for (let at = start; words.length < mostWords; at = word.lastIndex) {
    word.lastIndex = at;
    const match = word.exec(text);
    if (match === null) break;
    const end = at + match[0].length;
    const index = list.get(foldWord(match[1] ?? ''));
    if (index === undefined) break;
    words.push({ start: end - (match[1] ?? '').length, end, index });
    word.lastIndex = end;
  }
  return words;
}

function phraseIn(words: readonly Word[]): { readonly start: number; readonly end: number; readonly checked: boolean } | null {
  for (const length of lengths) {
    for (let from = 0; from + length <= words.length; from++) {
      if (checksumValid(words, from, length)) return { start: words[from]?.start ?? 0, end: words[from + length - 1]?.end ?? 0, checked: true };
    }
  }
  // "Seed phrase: …": what it is called is of the lists, too, and ends with a sign.
  const named = words.findLastIndex(({ start }, index) => index > 0 && index <= mostBefore && start - (words[index - 1]?.end ?? start) > 1);
  const first = Math.max(0, named);
  return lengths.some((length) => length === words.length - first) ? { start: words[first]?.start ?? 0, end: words.at(-1)?.end ?? 0, checked: false } : null;
}

/** BIP-39: eleven bits a word; of every 33 bits the last is of the entropy's SHA-256. */
function checksumValid(words: readonly Word[], from: number, length: number): boolean {
  const checksum = length / 3;
  const bytes = new Uint8Array((length * 4) / 3);
  // Bits that have been read and are not yet a byte.
  let rest = 0;
  let bits = 0;
  let filled = 0;
  for (let each = from; each < from + length; each++) {
    rest = (rest << 11) | (words[each]?.index ?? 0);
    for (bits += 11; bits >= 8 && filled < bytes.length; rest &= (1 << bits) - 1) {
      bits -= 8;
      bytes[filled++] = rest >> bits;
    }
  }
  return (sha256(bytes)[0] ?? 0) >> (8 - checksum) === rest;
}
