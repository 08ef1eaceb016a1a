import type { ConsoleInput } from '../../shared/contract/console/index.ts';
import type { Agent, Team } from '../../shared/domain/people.ts';
import { PeopleError } from './agents.ts';

/**
 * What is to be put in the place of somebody's roles or teams was chosen by what those were then. @param was as the form had them; of what it does not say, anything may have become
 * @throws PeopleError `agent-changed`
 */
export function refuseChangedSince(now: Agent, was: ConsoleInput<'agent.change'>['was'], teams: readonly Team[]): void {
  const inTeams = teams.filter(({ id }) => now.teamIds.includes(id)).map(({ name }) => name);
  if ((was?.roles === undefined || same(was.roles, now.roles)) && (was?.teams === undefined || same(was.teams, inTeams))) return;
  throw new PeopleError('agent-changed', 'Somebody has changed this person since you opened this, so nothing was changed. Close it, and look at them again.');
}

function same(some: readonly string[], others: readonly string[]): boolean {
  const key = (names: readonly string[]) => JSON.stringify([...new Set(names)].sort());
  return key(some) === key(others);
}
