import { randomUUID } from 'node:crypto';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { MessageId } from '../../shared/domain/ids.ts';
import { type AutomaticDeps, sendAutomatic } from '../conversations/automatic-message.ts';
import { openConversation } from '../conversations/conversations.ts';
import { languageOfConversation } from '../languages/language-of-conversation.ts';
import type { AutomaticAnswer, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

/** One automatic answer to a customer in so long a time, however many conversations they begin (RFC 3834 section 2). */
const onceIn = 24 * 3_600_000;

/**
 * Answers a conversation that has just begun with a rule's text, in the customer's language where it has that, as a program does (RFC 3834): marked so, and never again
 * within a day. The caller has made sure that a person wrote, and that something vouches for the address: what answers
 * forged mail sends mail to whoever was named in it.
 * @returns the message for devices; null where the customer has had one.
 */
export async function acknowledge(tx: Tx, deps: AutomaticDeps, conversation: ConversationTable, answer: AutomaticAnswer): Promise<HubEvent | null> {
  const now = deps.clock.now();
  const had = await tx
    .selectFrom('messages')
    .select('id')
    .where('customer_id', '=', conversation.customer_id)
    .where('kind', '=', 'outbound')
    .where('automatic', '=', 1)
    .where('sent_at', '>', now - onceIn)
    .executeTakeFirst();
  if (had) return null;
  const { subject } = await openConversation(tx, deps.envelope, conversation);
  const text = answer.own[await languageOfConversation(tx, deps.envelope, conversation)] ?? answer.others;
  // RFC 3834 section 3.1.5.
  return sendAutomatic(tx, deps, conversation, { id: MessageId.parse(randomUUID()), as: 'Automatic answer', subject: conversation.channel === 'email' ? `Auto: ${subject}` : null, text });
}
