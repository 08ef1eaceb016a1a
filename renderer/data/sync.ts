import type { SyncState } from '../../shared/domain/sync-state.ts';
import type { Client } from '../client.ts';
import { systemClock } from '../../shared/domain/clock.ts';
import { createStore, type Store } from './store.ts';

export interface Connection {
  /** Null until the first answer. */
  readonly state: SyncState | null;
  /** When the connection was lost, as far as this window has seen it. */
  readonly offlineSince: number | null;
}

export interface Sync {
  readonly connection: Store<Connection>;
  readonly stop: () => void;
}

export function followSync(client: Client): Sync {
  const connection = createStore<Connection>({ state: null, offlineSince: null });
  let told = false;
  const take = (state: SyncState): void => {
    connection.update((before) => ({
      state,
      offlineSince: state.connection !== 'offline' ? null : (before.offlineSince ?? (before.state === null ? state.cachedTo : systemClock.now())),
    }));
  };
  const stop = client.on('sync.changed', (state) => {
    told = true;
    take(state);
  });
  void client.call('sync.state', null).then((answer) => {
    if (answer.ok && !told) take(answer.value);
  });
  return { connection, stop };
}
