import type { Speller, SpellingRequests } from '../boundary/spelling.ts';
import { ThreadClient } from './thread-client.ts';

/** The thread is begun with the first question. @param worker its file. */
export function spellerInThread(worker: string, now: () => number): Speller {
  let thread: ThreadClient<SpellingRequests> | null = null;
  const running = (): ThreadClient<SpellingRequests> => {
    if (thread !== null) return thread;
    const begun = new ThreadClient<SpellingRequests>(worker, {
      now,
      notice: () => undefined,
      died: () => {
        if (thread === begun) thread = null;
      },
    });
    thread = begun;
    return begun;
  };
  return {
    unknown: (language, words) => running().request('unknown', { language, words }),
    suggest: (language, word) => running().request('suggest', { language, word }),
    close: async () => {
      const present = thread;
      thread = null;
      await present?.close();
    },
  };
}
