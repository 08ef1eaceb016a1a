import type { TeamHere } from '../../shared/domain/people.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, renewed, type Store } from './store.ts';

export interface KnownTeams {
  readonly list: Store<readonly TeamHere[]>;
  readonly refresh: () => void;
}

const gap = 1_000;

/** The teams whose conversations the agent may see. The hub tells after the first unlock, and again when they change. */
export function followTeams(client: Client): KnownTeams {
  const list = createStore<readonly TeamHere[]>([]);
  const refresh = coalesce(async () => {
    const answer = await client.call('inbox.teams', null);
    if (answer.ok) list.update((now) => renewed(now, answer.value));
  }, gap);
  refresh();
  return { list, refresh };
}
