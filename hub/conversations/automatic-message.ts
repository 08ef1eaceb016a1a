import type { Clock } from '../../shared/domain/clock.ts';
import { ConversationId, CustomerId, type MessageId } from '../../shared/domain/ids.ts';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { makeMessageId } from '../channels/email/message-id.ts';
import { queueDelivery } from '../delivery/queue.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { insertMessage, toMessage } from './messages.ts';

export interface AutomaticDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
  /** The domain after "@" of an e-mail channel's address; null for other channels. */
  readonly mailDomainOf: (channelId: string) => string | null;
}

/**
 * Queues the company's own words for a conversation's customer, sent as a program sends (RFC 3834).
 * @param words `subject`: of a mail; null elsewhere. `as`: who is shown to have written it.
 * @returns the message for devices
 */
export async function sendAutomatic(tx: Tx, { envelope, clock, mailDomainOf }: AutomaticDeps, conversation: ConversationTable, words: { readonly id: MessageId; readonly as: string; readonly subject: string | null; readonly text: string }): Promise<HubEvent> {
  const { id, as, subject, text } = words;
  const now = clock.now();
  const domain = mailDomainOf(conversation.channel_id);
  const row = await insertMessage(tx, envelope, {
    id,
    conversationId: ConversationId.parse(conversation.id),
    customerId: CustomerId.parse(conversation.customer_id),
    kind: 'outbound',
    agentId: null,
    content: { authorName: as, subject: subject === null ? null : subject.slice(0, 1000).trim(), text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
    status: 'accepted',
    sentAt: now,
    messageId: domain === null ? null : makeMessageId(envelope, id, domain),
    automatic: true,
    authentication: null,
  });
  await queueDelivery(tx, { messageId: id, conversationId: conversation.id, channelId: conversation.channel_id, now });
  return { e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) };
}
