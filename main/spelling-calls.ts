import { mostMisspelled, wordsOf } from '../shared/domain/spelling.ts';
import type { OpenedVault } from './boundary/opened-vault.ts';
import type { Speller } from './boundary/spelling.ts';
import type { VaultCallHandlers } from './boundary/vault-process.ts';
import { NotNow } from './device/device.ts';

export interface SpellingPorts {
  readonly speller: Speller;
  /** Null while nothing is open. */
  readonly vault: () => OpenedVault | null;
}

/** The calls of the vault process about how what is being written is spelled. */
export function spellingCalls({ speller, vault }: SpellingPorts): Pick<VaultCallHandlers, 'spelling.check' | 'spelling.suggest'> {
  const present = (): OpenedVault => {
    const open = vault();
    if (open === null) throw new NotNow('The vault is locked.');
    return open;
  };
  return {
    'spelling.check': async ({ language, text }) => {
      const own = new Set((await present().query('spelling.words', null)).flatMap((word) => [word, capital(word)]));
      const places = wordsOf(text).map(({ start, end }) => ({ start, end, word: text.slice(start, end) }));
      const asked = [...new Set(places.map(({ word }) => word))].filter((word) => !own.has(word));
      const unknown = new Set(await speller.unknown(language, asked));
      return places.filter(({ word }) => unknown.has(word)).slice(0, mostMisspelled).map(({ start, end }) => ({ start, end }));
    },
    'spelling.suggest': async ({ language, word }) => {
      present();
      return [...(await speller.suggest(language, word))];
    },
  };
}

/** As it begins a sentence. */
const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
