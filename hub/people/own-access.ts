import type { Agent } from '../../shared/domain/people.ts';
import { PeopleError } from './agents.ts';

/** What somebody at a laptop wants to make of an agent's access. */
export type AccessChange =
  | { readonly is: 'roles-and-teams'; readonly after: Pick<Agent, 'roles' | 'teamIds'> }
  | { readonly is: 'status' };

/**
 * Nobody at a laptop decides about their own access: they would give themselves what nobody else has agreed to, or lock
 * themselves out with whoever has got hold of the open laptop. `user` is null for the command, which whoever runs the hub's machine has.
 * @throws PeopleError `own-access`
 */
export function refuseOwnAccess(user: Agent | null, before: Agent, change: AccessChange): void {
  if (user?.id !== before.id) return;
  if (change.is === 'roles-and-teams' && same(before.roles, change.after.roles) && same(before.teamIds, change.after.teamIds)) return;
  throw new PeopleError('own-access', 'This is your own access. Nobody changes their own roles, teams or status: ask a colleague of IT.');
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return new Set(some).size === new Set(others).size && some.every((one) => others.includes(one));
}
