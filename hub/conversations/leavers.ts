import { ConversationId } from '../../shared/domain/ids.ts';
import type { FanOut, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { readConversation } from './conversations.ts';
import { reassign, type ReassignDeps, sealdeskItself } from './reassign.ts';

const line = 'Whoever had this has no access any more; nobody has it yet.';

/** Who has a conversation, as far as they may still open it; null where nobody has it, or they have been suspended or have left. */
export async function stillThere(tx: Tx, assigneeId: string | null): Promise<string | null> {
  if (assigneeId === null) return null;
  const agent = await tx.selectFrom('agents').select('status').where('id', '=', assigneeId).executeTakeFirst();
  return agent?.status === 'active' ? assigneeId : null;
}

/**
 * Before a conversation is opened again: what somebody has resolved stays theirs when they leave, and would come back to where nobody
 * looks. Then nobody has it, as whoever looks for work sees, and a line says so.
 * @returns the conversation as it is then.
 */
export async function freeOfLeaver(tx: Tx, deps: ReassignDeps & { readonly fanOut: FanOut }, row: ConversationTable): Promise<ConversationTable> {
  if (row.assignee_id === (await stillThere(tx, row.assignee_id))) return row;
  await deps.fanOut.publish(tx, await reassign(tx, deps, row, null, sealdeskItself, line));
  return (await readConversation(tx, ConversationId.parse(row.id))) ?? row;
}
