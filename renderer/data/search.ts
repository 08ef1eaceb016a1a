import type { SearchHit } from '../../shared/contract/ipc/inbox.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, type Store } from './store.ts';

export interface SearchState {
  readonly query: string;
  readonly status: 'idle' | 'searching' | 'ready' | 'failed';
  /** Of the newest query answered; kept while the next one is on its way, so that nothing flickers. */
  readonly hits: readonly SearchHit[];
  readonly truncated: boolean;
  /** Where the search stopped because it took too long. */
  readonly further: Answer['further'];
  /** Words that are nowhere, and what is shown instead. */
  readonly near: Answer['near'];
  /** Words typed that were not looked for. */
  readonly left: Answer['left'];
}

type Answer = IpcOutput<'search.messages'>;

export interface Search {
  readonly state: Store<SearchState>;
  readonly ask: (query: string) => void;
  /** The store has changed: asks the same again and shows the old answer meanwhile. */
  readonly refresh: () => void;
  /** Does it with the answer to what has been typed so far: at once, or as soon as that is here. Never, if anything else is typed before. */
  readonly whenAnswered: (act: (hits: readonly SearchHit[]) => void) => void;
  /** Goes on where the search stopped. */
  readonly goOn: () => void;
}

const idle: SearchState = { query: '', status: 'idle', hits: [], truncated: false, further: null, near: [], left: [] };
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
  let waiting: ((hits: readonly SearchHit[]) => void) | null = null;

  const answered = (ok: boolean): void => {
    const act = waiting;
    waiting = null;
    if (ok) act?.(state.get().hits);
  };

  const run = async (query: string, mine: number): Promise<void> => {
    const answer = await client.call('search.messages', { query, limit: mostHits });
    if (mine !== turn) return;
    state.update((now) => (answer.ok ? { ...now, status: 'ready', ...answer.value } : { ...idle, query: now.query, status: 'failed' }));
    answered(answer.ok);
  };

  /** What is found further back comes below what is there; some may have been found already, as an exact hit. */
  const more = async (query: string, below: number, mine: number): Promise<void> => {
    const answer = await client.call('search.messages', { query, limit: mostHits, below });
    if (mine !== turn) return;
    state.update((now) => {
      if (!answer.ok) return { ...idle, query: now.query, status: 'failed' };
      const known = new Set(now.hits.map((hit) => hit.messageId));
      return { ...now, status: 'ready', ...answer.value, hits: [...now.hits, ...answer.value.hits.filter((hit) => !known.has(hit.messageId))] };
    });
    answered(answer.ok);
  };

  return {
    state,
    ask(typed) {
      const query = typed.slice(0, longestQuery);
      turn += 1;
      clearTimeout(timer);
      waiting = null;
      if (query.trim() === '') {
        state.set({ ...idle, query });
        return;
      }
      state.update((now) => ({ ...now, query, status: 'searching' }));
      const mine = turn;
      timer = setTimeout(() => void run(query.trim(), mine), askAfter);
    },
    whenAnswered(act) {
      const { status, hits } = state.get();
      if (status === 'ready') act(hits);
      else if (status === 'searching') waiting = act;
    },
    goOn: () => {
      const { query, status, further } = state.get();
      if (status !== 'ready' || further === null) return;
      state.update((now) => ({ ...now, status: 'searching' }));
      void more(query.trim(), further.below, turn);
    },
    refresh: coalesce(async () => {
      const { query, status } = state.get();
      if (status === 'ready') await run(query.trim(), turn);
    }, refreshGap),
  };
}
