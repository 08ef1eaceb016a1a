import type { SpellingRequests } from './boundary/spelling.ts';
import { dictionaryOf } from './spelling/dictionary.ts';
import { serveThread } from './vault/thread-server.ts';

/** Suggestions shown of a word. */
const most = 6;

/** Entry of the thread that knows the words of languages; it has the dictionaries, and no database, no key and no network. */
serveThread<SpellingRequests>(() => ({
  unknown: async ({ language, words }) => {
    const dictionary = await dictionaryOf(language);
    return words.filter((word) => !dictionary.knows(word));
  },
  suggest: async ({ language, word }) => (await dictionaryOf(language)).suggest(word).slice(0, most),
  close: () => null,
}));
