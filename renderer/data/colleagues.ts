import type { AgentId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, type Store } from './store.ts';

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
    if (!answer.ok) return;
    const before = list.get();
    const same = answer.value.length === before.length && answer.value.every(({ id, name }, place) => id === before[place]?.id && name === before[place]?.name);
    if (!same) list.set(answer.value);
  }, gap);
  refresh();
  return { list, refresh };
}
