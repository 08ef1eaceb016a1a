import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Client } from '../client.ts';
import { createStore, type Store } from './store.ts';

export interface Session {
  readonly state: Store<SessionState>;
  /** How many digits this organisation's codes have; asked for again while unlocked, when the state no longer says. */
  readonly codeDigits: Store<number>;
}

/** RFC 6238 codes have six digits unless the organisation's policy says eight. */
const usualDigits = 6;

export function followSession(client: Client): Session {
  const state = createStore<SessionState>({ kind: 'starting' });
  const codeDigits = createStore(usualDigits);
  let told = false;
  const take = (next: SessionState): void => {
    if ('codeDigits' in next) codeDigits.set(next.codeDigits);
    state.set(next);
  };
  client.on('session.changed', (next) => {
    told = true;
    take(next);
  });
  void client.call('session.state', null).then((answer) => {
    // An event that came in the meantime is newer than this answer.
    if (answer.ok && !told) take(answer.value);
  });
  return { state, codeDigits };
}
