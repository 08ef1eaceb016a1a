import { randomUUID } from 'node:crypto';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { makeMessageId } from '../channels/email/message-id.ts';
import { insertMessage, toMessage } from '../conversations/messages.ts';
import { openConversation } from '../conversations/conversations.ts';
import { queueDelivery } from '../delivery/queue.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/inbox.ts';

export interface AcknowledgeDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
  /** The domain after "@" of an e-mail channel's address; null for other channels. */
  readonly mailDomainOf: (channelId: string) => string | null;
}

/** One automatic answer to a customer in so long a time, however many conversations they begin (RFC 3834 section 2). */
const onceIn = 24 * 3_600_000;

/**
 * Answers a conversation that has just begun with a rule's text, as a program does (RFC 3834): marked so, and never again
 * within a day. The caller has made sure that a person wrote, and that something vouches for the address: what answers
 * forged mail sends mail to whoever was named in it.
 * @returns the message for devices; null where the customer has had one.
 */
export async function acknowledge(tx: Tx, { envelope, clock, mailDomainOf }: AcknowledgeDeps, conversation: ConversationTable, text: string): Promise<HubEvent | null> {
  const now = clock.now();
  const had = await tx
    .selectFrom('messages')
    .select('id')
    .where('customer_id', '=', conversation.customer_id)
    .where('kind', '=', 'outbound')
    .where('automatic', '=', 1)
    .where('sent_at', '>', now - onceIn)
    .executeTakeFirst();
  if (had) return null;
  const id = MessageId.parse(randomUUID());
  const domain = mailDomainOf(conversation.channel_id);
  const { subject } = await openConversation(tx, envelope, conversation);
  const row = await insertMessage(tx, envelope, {
    id,
    conversationId: ConversationId.parse(conversation.id),
    customerId: CustomerId.parse(conversation.customer_id),
    kind: 'outbound',
    agentId: null,
    content: {
      authorName: 'Automatic answer',
      subject: conversation.channel === 'email' ? automaticSubject(subject) : null,
      text,
      html: null,
      findings: [],
      risk: { level: 'none', reasons: [] },
      attachments: [],
    },
    status: 'accepted',
    sentAt: now,
    messageId: domain === null ? null : makeMessageId(envelope, id, domain),
    automatic: true,
    authentication: null,
  });
  await queueDelivery(tx, { messageId: id, conversationId: conversation.id, channelId: conversation.channel_id, now });
  return { e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) };
}

/** RFC 3834 section 3.1.5. */
function automaticSubject(subject: string): string {
  return `Auto: ${subject}`.slice(0, 1000).trim();
}
