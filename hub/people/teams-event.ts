import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { mostTeamsTold, type Team } from '../../shared/domain/people.ts';
import type { Viewer } from '../ports.ts';

/** The teams there are, which everybody may hand a conversation over to, and which of them the device's agent is in. */
export function teamsEvent(viewer: Viewer, teams: readonly Team[]): HubEvent {
  return { e: 'teams', teams: teams.slice(0, mostTeamsTold).map(({ id, name }) => ({ id, name, mine: viewer.teamIds.some((own) => own === id) })) };
}
