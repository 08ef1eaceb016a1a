import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { type Agent, mostTeams, type Team } from '../../shared/domain/people.ts';

/** Whom conversations can be assigned to, and which teams can take them. */
export function agentsEvent(agents: readonly Agent[], teams: readonly Team[]): HubEvent {
  return { e: 'agents', agents: agents.map(({ id, name }) => ({ id, name })), teams: teams.slice(0, mostTeams) };
}
