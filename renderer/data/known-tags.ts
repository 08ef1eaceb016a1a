import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, type Store } from './store.ts';

export interface KnownTags {
  /** In the order of the alphabet. */
  readonly list: Store<readonly string[]>;
  readonly refresh: () => void;
}

const gap = 1_000;

/** Tags that conversations here have already: what is typed is completed from them. Read when somebody is about to need them. */
export function followTags(client: Client): KnownTags {
  const list = createStore<readonly string[]>([]);
  const refresh = coalesce(async () => {
    const answer = await client.call('inbox.tags', null);
    if (answer.ok) list.set([...answer.value].sort((a, b) => a.localeCompare(b)));
  }, gap);
  return { list, refresh };
}
