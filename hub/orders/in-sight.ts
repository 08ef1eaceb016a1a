import { SealdeskError } from '../../shared/domain/errors.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { can, type Permission } from '../../shared/domain/permission.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { maySee } from '../conversations/audience.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

export class LookError extends SealdeskError<'look-gone' | 'look-limit' | 'look-denied' | 'look-changed' | 'notes-full'> {}

/**
 * The conversation that names a customer, for an agent who sees it and may do this, with the policy in force.
 * @throws LookError `look-gone` for what is not there or may not be seen: the two are not told apart; `look-denied`
 */
export async function inSight(tx: Tx, policies: Policies, agent: Viewer, id: ConversationId, permission: Permission): Promise<{ readonly row: ConversationTable; readonly policy: Policy }> {
  const row = await tx.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || !maySee(agent, row)) throw gone();
  if (!can(agent.roles, permission)) throw new LookError('look-denied', 'Your role does not allow this. Ask IT.');
  return { row, policy: (await policies.current(tx)).policy };
}

export const gone = () => new LookError('look-gone', 'There is nothing to be seen here: the conversation is gone, or it is not among those you can see.');
