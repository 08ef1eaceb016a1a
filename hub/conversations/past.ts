import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { newestMessages, toMessage } from './messages.ts';

/** Messages of a conversation sent along when a device may not have its past. */
export const pastSentAlong = 500;

/** A conversation's newest messages, oldest first, for devices that may not have them. */
export async function pastOf(tx: Tx, envelope: Envelope, conversation: ConversationTable): Promise<HubEvent[]> {
  const events: HubEvent[] = [];
  for (const row of await newestMessages(tx, conversation.id, pastSentAlong)) events.push({ e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) });
  return events;
}
