import { CustomerId } from '../../shared/domain/ids.ts';
import { readConversation } from '../conversations/conversations.ts';
import { addressMayReceive } from '../conversations/outbound/forward-recipient.ts';
import type { MessageContent } from '../conversations/messages.ts';
import { withheldInMarks } from '../conversations/withheld-in-marks.ts';
import type { Envelope, MessagePolicy, Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { mayNotLeave } from './data-loss.ts';

export interface LastGateDeps {
  readonly envelope: Envelope;
  readonly policy: MessagePolicy;
}

/**
 * All that kept a message from being accepted, once more as it leaves: a rule may have become stricter while it waited, and whom it was for may be
 * nobody that it may go to any more. @returns a sentence for the author; null when it may go
 */
export async function mayNotGoNow(tx: Tx, deps: LastGateDeps, row: Pick<MessageTable, 'id' | 'customer_id' | 'conversation_id' | 'agent_id'>, content: MessageContent): Promise<string | null> {
  const { redaction, forwardDomains } = await deps.policy(tx);
  const { forward } = content;
  const written = forward ?? content;
  const problem = (await mayNotLeave(tx, deps, CustomerId.parse(row.customer_id), (await words(tx, row, content)).join('\n\n'))) ?? withheldInMarks({ text: written.text, ...(written.marked === undefined ? {} : { marked: written.marked }) }, redaction);
  if (problem !== null || forward === undefined) return problem;
  const receives = await addressMayReceive(tx, deps.envelope, forward.to, forwardDomains);
  return receives.may ? null : receives.why;
}

/** What was written, or chosen, by whoever sends it. The subject of an answer is the customer's own, who has it. */
async function words(tx: Tx, row: Pick<MessageTable, 'id' | 'conversation_id' | 'agent_id'>, { subject, text, template, forward }: MessageContent): Promise<string[]> {
  if (forward !== undefined) return [forward.subject, forward.text];
  const own = row.agent_id !== null && subject !== null && (!isOfAnAnswer(subject) || (await isFirstWord(tx, row.id, row.conversation_id)));
  return [...(own ? [subject] : []), text, ...(template?.values.map(({ value }) => value) ?? [])];
}

/** As answers are given theirs; also where a first mail lies in another conversation by now. */
const isOfAnAnswer = (subject: string): boolean => subject === '' || /^re\s*:/i.test(subject);

/** Whether the company began the conversation, with this message. */
export async function isFirstWord(tx: Tx, messageId: string, conversationId: string): Promise<boolean> {
  const before = await tx
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('kind', 'in', ['inbound', 'outbound'])
    .where('position', '<', (e) => e.selectFrom('messages').select('position').where('id', '=', messageId))
    .executeTakeFirst();
  const conversation = await readConversation(tx, conversationId);
  return before === undefined && conversation !== null && conversation.started_by !== null;
}
