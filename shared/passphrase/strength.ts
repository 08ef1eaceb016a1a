import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as commonDictionary } from '@zxcvbn-ts/language-common';
import { dictionary as germanDictionary } from '@zxcvbn-ts/language-de';
import { dictionary as englishDictionary } from '@zxcvbn-ts/language-en';
import { suggestionWords, warningWords } from './words.ts';

/**
 * How hard a passphrase is to guess, by zxcvbn: it finds the words, names, keyboard rows, dates and common passwords
 * that those who guess try first. No rules about kinds of characters (NIST SP 800-63B-4 section 3.1.1.2).
 *
 * The word lists take some tenths of a second and a hundred megabytes: import this file where a passphrase is chosen, not before.
 */
export type PassphraseVerdict = 'guessable' | 'fair' | 'strong' | 'excellent';

export interface PassphraseStrength {
  readonly verdict: PassphraseVerdict;
  /** What makes it easy to guess, in a sentence; empty where nothing stands out. */
  readonly warning: string;
  readonly suggestions: readonly string[];
}

/** Guesses needed, as powers of ten. Below the first a passphrase is refused: Argon2id slows a guess down to half a second, a thousand machines make that up. */
const fairFrom = 10;
const strongFrom = 13;
const excellentFrom = 17;

/** Characters that are looked at. The work grows with the square; what comes after can only make it harder to guess. */
export const judgedLength = 64;
/** Different ways of reading digits and signs as letters that are tried; more costs seconds and finds nothing else. */
const substitutions = 8;

/** Known to everybody, though of uncommon words. */
const famous = [
  'correct horse battery staple', 'the quick brown fox jumps over the lazy dog', 'lorem ipsum dolor sit amet', 'to be or not to be that is the question',
  'franz jagt im komplett verwahrlosten taxi quer durch bayern', 'may the force be with you', 'winter is coming', 'once upon a time', 'es war einmal',
];
/** The program's own name, in every organisation. */
const ours = ['sealdesk'];
/** Pieces of a name or address that are worth telling from chance. */
const shortestOwnWord = 3;

let factory: ZxcvbnFactory | null = null;

/** The longest lists, of words rarer than the common ones and of surnames, which double the time: the person's own name is among the own words. */
const leftOut = ['wikipedia', 'wikipedia-en', 'lastnames-en'];

function estimator(): ZxcvbnFactory {
  if (factory !== null) return factory;
  const lists = Object.entries({ ...commonDictionary, ...englishDictionary, ...germanDictionary });
  factory = new ZxcvbnFactory({
    graphs: adjacencyGraphs,
    dictionary: Object.fromEntries(lists.filter(([name]) => !leftOut.includes(name))),
    maxLength: judgedLength,
    l33tMaxSubstitutions: substitutions,
  });
  return factory;
}

/**
 * @param passphrase any text; of a long one the beginning is judged.
 * @param ownWords organisation, name, e-mail address: what whoever guesses this person's passphrase tries first.
 */
export function passphraseStrength(passphrase: string, ownWords: readonly string[]): PassphraseStrength {
  const judged = passphrase.normalize('NFKC').slice(0, judgedLength);
  const own = piecesOf([...ours, ...ownWords]);
  const whole = estimator().check(judged, own);
  const rest = without(judged, [...own, ...famous]);
  // Three of one's own words in a row are not three words: what is left without them has to stand alone.
  const guesses = Math.min(whole.guessesLog10, rest === judged ? Infinity : estimator().check(rest, own).guessesLog10);
  const verdict = verdictOf(guesses);
  if (verdict !== 'guessable') return { verdict, warning: '', suggestions: [] };
  const stripped = whole.guessesLog10 >= fairFrom;
  return { verdict, warning: stripped ? warningWords.userInputs : warningOf(whole.feedback.warning), suggestions: suggestionsOf(whole.feedback.suggestions) };
}

function verdictOf(guessesLog10: number): PassphraseVerdict {
  if (guessesLog10 < fairFrom) return 'guessable';
  if (guessesLog10 < strongFrom) return 'fair';
  return guessesLog10 < excellentFrom ? 'strong' : 'excellent';
}

/** Each as it is, and the words in it. */
function piecesOf(words: readonly string[]): string[] {
  const pieces = words.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).map((word) => word.normalize('NFKC').toLowerCase());
  return [...new Set(pieces)].filter((word) => word.length >= shortestOwnWord);
}

/** Words apart and together, in any case: `correct horse` is in `CorrectHorse` too. */
function without(text: string, words: readonly string[]): string {
  let rest = text.toLowerCase();
  for (const word of words.toSorted((one, other) => other.length - one.length)) {
    for (const form of [word, word.replace(/\s/g, ''), word.replace(/\s/g, '-'), word.replace(/\s/g, '_')]) rest = rest.replaceAll(form, '');
  }
  return rest.length === text.length ? text : rest;
}

function isWarning(key: string): key is keyof typeof warningWords {
  return Object.hasOwn(warningWords, key);
}

function isSuggestion(key: string): key is keyof typeof suggestionWords {
  return Object.hasOwn(suggestionWords, key);
}

function warningOf(key: string | null): string {
  return key !== null && isWarning(key) ? warningWords[key] : warningWords.fewGuesses;
}

function suggestionsOf(keys: readonly string[]): string[] {
  const known = keys.filter(isSuggestion).map((key) => suggestionWords[key]);
  return [...new Set([...known, suggestionWords.useWords])];
}
