import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Client } from '../client.ts';
import { createStore, type Store } from './store.ts';

export type SecurityShown = IpcOutput<'security.show'>;

/** How the agent's own passphrase and codes stand; null until main has said. */
export interface Security {
  readonly shown: Store<SecurityShown | null>;
  readonly refresh: () => void;
  readonly stop: () => void;
}

export function followSecurity(client: Client): Security {
  const shown = createStore<SecurityShown | null>(null);
  const refresh = (): void => {
    void client.call('security.show', null).then((answer) => {
      if (answer.ok) shown.set(answer.value);
    });
  };
  let online = false;
  const stop = client.on('sync.changed', ({ connection }) => {
    // How many recovery codes are left comes with the connection.
    if (connection === 'online' && !online) refresh();
    online = connection === 'online';
  });
  refresh();
  return { shown, refresh, stop };
}
