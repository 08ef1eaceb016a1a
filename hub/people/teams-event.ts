import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { mostTeamsTold, type Team } from '../../shared/domain/people.ts';
import { can } from '../../shared/domain/permission.ts';
import type { Viewer } from '../ports.ts';

/** The teams that a device's agent may hear of: their own, and each for who sees every team's conversations. */
export function teamsEvent(viewer: Viewer, teams: readonly Team[]): HubEvent {
  const all = can(viewer.roles, 'conversation.read.all');
  const shown = teams.map(({ id, name }) => ({ id, name, mine: viewer.teamIds.some((own) => own === id) })).filter(({ mine }) => all || mine);
  return { e: 'teams', teams: shown.slice(0, mostTeamsTold) };
}
