import type { Client } from '../client.ts';
import { createStore, type Store } from './store.ts';

export interface IdleWarning {
  /** When it locks unless somebody is there; null while somebody is. */
  readonly lockAt: Store<number | null>;
  readonly stop: () => void;
}

/** @param warned what is still on its way to main goes there now */
export function followIdleWarning(client: Client, warned: () => void): IdleWarning {
  const lockAt = createStore<number | null>(null);
  const stop = client.on('session.idle-warning', (at) => {
    if (at !== null) warned();
    lockAt.set(at);
  });
  return { lockAt, stop };
}
