import { SealdeskError } from '../../shared/domain/errors.ts';
import type { ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import { can, type Permission } from '../../shared/domain/permission.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { maySee } from '../conversations/audience.ts';
import { stateOf } from '../enrolment/device-records.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

export class LookError extends SealdeskError<'look-gone' | 'look-limit' | 'look-denied' | 'look-changed' | 'notes-full'> {}

export interface SightDeps {
  readonly policies: Policies;
  readonly agents: Agents;
}

/** Whoever asks, in the roles of the laptop they ask at. */
export type AtLaptop<A extends Viewer = Viewer> = A & { readonly device?: DeviceId };

/** What was found in sight, and who looks, as they are at this moment. */
export interface InSight {
  readonly row: ConversationTable;
  readonly policy: Policy;
  readonly viewer: Viewer;
}

/**
 * The conversation that names a customer, for an agent who sees it and may do this, with the policy in force. The agent is read anew in each transaction: a shop
 * takes its time, and who was suspended or lost a role meanwhile, or whose laptop was suspended or revoked, neither sees nor does what its answer would let them.
 * @param agent in the roles of the laptop that asks. @throws LookError `look-gone` for what is not there or may not be seen: the two are not told apart; `look-denied`
 */
export async function inSight(tx: Tx, { policies, agents }: SightDeps, agent: AtLaptop, id: ConversationId, permission: Permission): Promise<InSight> {
  const viewer = await asOfNow(tx, agents, agent);
  const row = await tx.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  if (viewer === null || row === undefined || !maySee(viewer, row)) throw gone();
  if (!can(viewer.roles, permission)) throw new LookError('look-denied', 'Your role does not allow this. Ask IT.');
  return { row, policy: (await policies.current(tx)).policy, viewer };
}

/** Null for who is not active any more, nor is their laptop. Roles only go: what a laptop was not enrolled for, nobody gets by asking slowly. */
async function asOfNow(tx: Tx, agents: Agents, { id, roles, device }: AtLaptop): Promise<Viewer | null> {
  const laptop = device === undefined ? undefined : await tx.selectFrom('devices').select(['state', 'suspended_at']).where('id', '=', device).executeTakeFirst();
  if (device !== undefined && (laptop === undefined || stateOf(laptop) !== 'active')) return null;
  const now = await agents.find(tx, id);
  return now?.status === 'active' ? { id, status: now.status, teamIds: now.teamIds, roles: roles.filter((role) => now.roles.includes(role)) } : null;
}

export const gone = () => new LookError('look-gone', 'There is nothing to be seen here: the conversation is gone, or it is not among those you can see.');
