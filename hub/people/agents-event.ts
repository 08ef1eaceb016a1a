import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Agent } from '../../shared/domain/people.ts';

/** Whom conversations can be assigned to. */
export function agentsEvent(agents: readonly Agent[]): HubEvent {
  return { e: 'agents', agents: agents.map(({ id, name }) => ({ id, name })) };
}
