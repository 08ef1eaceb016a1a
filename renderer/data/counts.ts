import type { View } from '../../shared/domain/filter.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, renewed, type Store } from './store.ts';

export type Counts = Readonly<Record<View, { readonly total: number; readonly unread: number }>>;

export interface ViewCounts {
  readonly counts: Store<Counts | null>;
  readonly refresh: () => void;
}

const countGap = 300;

export function followCounts(client: Client): ViewCounts {
  const counts = createStore<Counts | null>(null);
  const refresh = coalesce(async () => {
    const answer = await client.call('inbox.counts', null);
    if (answer.ok) counts.update((now) => renewed(now, answer.value));
  }, countGap);
  refresh();
  return { counts, refresh };
}
