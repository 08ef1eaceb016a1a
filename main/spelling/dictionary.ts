import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadModule, type Hunspell, type HunspellFactory } from 'hunspell-asm';
import { longestWord, type SpellingLanguage } from '../../shared/domain/spelling.ts';

/** Words whose answer is remembered, of each language. */
const remembered = 20_000;

export interface Dictionary {
  /** Whether it is a word; of one with hyphens, whether all its parts are. */
  knows(word: string): boolean;
  /** The likeliest first. */
  suggest(word: string): string[];
}

const require = createRequire(import.meta.url);
let factory: Promise<HunspellFactory> | null = null;
const dictionaries = new Map<SpellingLanguage, Promise<Dictionary>>();

/**
 * The words of a language, read once, from the package that comes with the program (Hunspell 1.7, as WebAssembly). About a
 * second on a laptop for a large language.
 */
export function dictionaryOf(language: SpellingLanguage): Promise<Dictionary> {
  const known = dictionaries.get(language);
  if (known !== undefined) return known;
  const loading = read(language);
  dictionaries.set(language, loading);
  // What could not be read is tried again.
  loading.catch(() => dictionaries.delete(language));
  return loading;
}

async function read(language: SpellingLanguage): Promise<Dictionary> {
  const folder = dirname(require.resolve(`dictionary-${language}`));
  const made = await (factory ??= loadModule());
  const mounted = (['aff', 'dic'] as const).map((kind) => made.mountBuffer(new Uint8Array(readFileSync(join(folder, `index.${kind}`))), `${language}.${kind}`));
  const [affixes = '', words = ''] = mounted;
  return remembering(made.create(affixes, words));
}

function remembering(hunspell: Hunspell): Dictionary {
  const answers = new Map<string, boolean>();
  const spell = (word: string): boolean => hunspell.spell(word) || hunspell.spell(word.replaceAll('’', "'"));
  return {
    knows(word) {
      if (word.length > longestWord) return true;
      const before = answers.get(word);
      if (before !== undefined) return before;
      const known = spell(word) || (word.includes('-') && word.split('-').every((part) => part === '' || spell(part)));
      if (answers.size >= remembered) answers.clear();
      answers.set(word, known);
      return known;
    },
    suggest: (word) => (word.length > longestWord ? [] : hunspell.suggest(word)),
  };
}
