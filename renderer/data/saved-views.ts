import type { CountedView } from '../../shared/contract/ipc/queue.ts';
import type { Filter, View } from '../../shared/domain/filter.ts';
import type { SavedViewId } from '../../shared/domain/ids.ts';
import type { CallFailure, Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, renewed, type Store } from './store.ts';

export interface SavedViews {
  readonly list: Store<readonly CountedView[]>;
  readonly refresh: () => void;
  /** @returns its id, or why it could not be kept. */
  readonly save: (name: string, view: View, filter: Filter) => Promise<{ readonly id: SavedViewId } | { readonly failure: CallFailure }>;
  readonly rename: (id: SavedViewId, name: string) => Promise<CallFailure | null>;
  readonly remove: (id: SavedViewId) => Promise<CallFailure | null>;
}

/** Counting them takes a part of a moment: not with every message. */
const gap = 1_500;

export function followSavedViews(client: Client): SavedViews {
  const list = createStore<readonly CountedView[]>([]);
  const read = async (): Promise<void> => {
    const answer = await client.call('views.list', null);
    if (answer.ok) list.update((now) => renewed(now, answer.value));
  };
  const refresh = coalesce(read, gap);
  const changed = async (answer: { readonly ok: true } | { readonly ok: false; readonly error: CallFailure }): Promise<CallFailure | null> => {
    await read();
    return answer.ok ? null : answer.error;
  };
  refresh();
  return {
    list,
    refresh,
    async save(name, view, filter) {
      const answer = await client.call('views.save', { name, view, filter });
      if (!answer.ok) return { failure: answer.error };
      await read();
      return answer.value;
    },
    rename: async (id, name) => changed(await client.call('views.rename', { id, name })),
    remove: async (id) => changed(await client.call('views.remove', { id })),
  };
}
