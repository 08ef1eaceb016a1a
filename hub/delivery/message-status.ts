import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { MessageId } from '../../shared/domain/ids.ts';
import { newsOf } from '../conversations/audience.ts';
import { readConversation } from '../conversations/conversations.ts';
import type { FanOut, Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';

export interface StatusDeps {
  readonly fanOut: FanOut;
}

/** How far a message has come; a later report never takes it back. */
export const statusOrder: Readonly<Record<MessageTable['status'], number>> = { received: 0, accepted: 1, sent: 2, delivered: 3, read: 4, failed: 5 };

/**
 * Notes what became of an outgoing message, or of a note by which something was forwarded, and tells the devices. Reports come late, twice and out of
 * order: only what is news has an effect.
 * @returns whether it was news.
 */
export async function markStatus(tx: Tx, deps: StatusDeps, messageId: string, status: Exclude<MessageTable['status'], 'received'>, failure: string | null): Promise<boolean> {
  const row = await tx.selectFrom('messages').select(['id', 'conversation_id', 'status', 'kind']).where('id', '=', messageId).executeTakeFirst();
  if (!row || (row.kind !== 'outbound' && row.kind !== 'note') || statusOrder[status] <= statusOrder[row.status]) return false;
  await tx.updateTable('messages').set({ status, failure }).where('id', '=', messageId).execute();
  const conversation = await readConversation(tx, row.conversation_id);
  if (conversation === null) return true;
  const event: HubEvent = { e: 'message.status', messageId: MessageId.parse(messageId), status, failure };
  await deps.fanOut.publish(tx, newsOf(conversation, [event]));
  return true;
}

/** The channel itself told what became of a message whose attempt had no answer yet: it is not tried again. */
export async function concluded(tx: Tx, messageId: string, state: 'sent' | 'failed', now: number): Promise<void> {
  await tx.updateTable('deliveries').set({ state, finished_at: now }).where('message_id', '=', messageId).where('state', 'in', ['waiting', 'sending']).execute();
}

/** A part of a message has gone out, and the channel itself told so: the next one has its turn. */
export async function goOn(tx: Tx, messageId: string, now: number): Promise<void> {
  await tx.updateTable('deliveries').set({ state: 'waiting', attempts: 0, next_try_at: now }).where('message_id', '=', messageId).where('state', 'in', ['waiting', 'sending']).execute();
}

/** A bounce: only for a message that went out on this very channel. @returns false when there is none. */
export async function markFailed(tx: Tx, deps: StatusDeps, messageId: string, channelId: string, reason: string): Promise<boolean> {
  const delivery = await tx.selectFrom('deliveries').select('message_id').where('message_id', '=', messageId).where('channel_id', '=', channelId).executeTakeFirst();
  if (!delivery) return false;
  await markStatus(tx, deps, messageId, 'failed', reason);
  return true;
}
