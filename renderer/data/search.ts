import type { SearchHit } from '../../shared/contract/ipc/inbox.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, type Store } from './store.ts';

export interface SearchState {
  readonly query: string;
  readonly status: 'idle' | 'searching' | 'ready' | 'failed';
  /** Of the newest query answered; kept while the next one is on its way, so that nothing flickers. */
  readonly hits: readonly SearchHit[];
  readonly truncated: boolean;
}

export interface Search {
  readonly state: Store<SearchState>;
  readonly ask: (query: string) => void;
  /** The store has changed: asks the same again and shows the old answer meanwhile. */
  readonly refresh: () => void;
}

const idle: SearchState = { query: '', status: 'idle', hits: [], truncated: false };
const askAfter = 60;
const refreshGap = 500;
const mostHits = 50;
/** The contract's longest query. */
const longestQuery = 400;

export function createSearch(client: Client): Search {
  const state = createStore<SearchState>(idle);
  /** Grows with every key; an answer to an older query is dropped. */
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = async (query: string, mine: number): Promise<void> => {
    const answer = await client.call('search.messages', { query, limit: mostHits });
    if (mine !== turn) return;
    state.update((now) => (answer.ok ? { ...now, status: 'ready', ...answer.value } : { ...now, status: 'failed', hits: [], truncated: false }));
  };

  return {
    state,
    ask(typed) {
      const query = typed.slice(0, longestQuery);
      turn += 1;
      clearTimeout(timer);
      if (query.trim() === '') {
        state.set({ ...idle, query });
        return;
      }
      state.update((now) => ({ ...now, query, status: 'searching' }));
      const mine = turn;
      timer = setTimeout(() => void run(query.trim(), mine), askAfter);
    },
    refresh: coalesce(async () => {
      const { query, status } = state.get();
      if (status === 'ready') await run(query.trim(), turn);
    }, refreshGap),
  };
}
