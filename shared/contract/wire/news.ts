import type { AgentId, ConversationId } from '../../domain/ids.ts';
import type { HubEvent } from './mail.ts';

export interface CustomersWord {
  readonly conversationId: ConversationId;
  readonly assigneeId: AgentId | null;
}

/**
 * Conversations in which, of these events, a customer has written last and somebody owes an answer. Not those that a
 * colleague has answered by now, nor what is put out of the way at intake: those do not become open.
 */
export function customersWords(events: readonly HubEvent[]): readonly CustomersWord[] {
  const newest = new Map(events.flatMap((event) => (event.e === 'conversation' ? [[event.conversation.id, event.conversation] as const] : [])));
  return [...newest.values()]
    .filter(({ id, status, lastMessageAt }) => status === 'open' && events.some((event) => event.e === 'message' && event.message.conversationId === id && event.message.kind === 'inbound' && event.message.sentAt >= lastMessageAt))
    .map(({ id, assigneeId }) => ({ conversationId: id, assigneeId }));
}
