import type { WaitingReveal } from '../../shared/contract/console/reveals.ts';
import type { RevealId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { askHub, type ConsoleOutcome } from './console/ask.ts';
import { createStore, type Store } from './store.ts';

/** What colleagues ask to see, for those who may say yes. */
export interface Approvals {
  readonly waiting: Store<readonly WaitingReveal[]>;
  readonly decide: (reveal: RevealId, approve: boolean) => Promise<ConsoleOutcome<null>>;
  readonly stop: () => void;
}

/** @param may whether the agent may approve; otherwise nothing is ever asked. */
export function followApprovals(client: Client, may: boolean): Approvals {
  const waiting = createStore<readonly WaitingReveal[]>([]);
  const refresh = (): void => {
    void askHub(client, 'reveal.list', null).then((outcome) => {
      if (outcome.kind === 'done') waiting.set(outcome.value);
    });
  };
  if (!may) return { waiting, decide: () => Promise.resolve({ kind: 'unreachable' }), stop: () => undefined };
  let online = false;
  const stops = [
    client.on('console.changed', refresh),
    client.on('sync.changed', ({ connection }) => {
      if (connection === 'online' && !online) refresh();
      online = connection === 'online';
    }),
  ];
  refresh();
  return {
    waiting,
    decide: async (reveal, approve) => {
      const outcome = await askHub(client, 'reveal.decide', { reveal, approve });
      refresh();
      return outcome;
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
