import type { AgentId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, renewed, type Store } from './store.ts';

export interface Colleague {
  readonly id: AgentId;
  readonly name: string;
}

export interface Colleagues {
  readonly list: Store<readonly Colleague[]>;
  readonly refresh: () => void;
}

const gap = 1_000;

/** Whom conversations can be assigned to. The hub tells after the first unlock, and again when somebody comes or goes. */
export function followColleagues(client: Client): Colleagues {
  const list = createStore<readonly Colleague[]>([]);
  const refresh = coalesce(async () => {
    const answer = await client.call('inbox.agents', null);
    if (answer.ok) list.update((now) => renewed(now, answer.value));
  }, gap);
  refresh();
  return { list, refresh };
}
