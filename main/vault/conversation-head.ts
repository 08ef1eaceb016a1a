import type { Message } from '../../shared/domain/conversation.ts';
import type { Head } from './conversation-record.ts';

/** Longest preview of a conversation, as in `Conversation`. */
const previewLength = 240;

/** The head alone, of a record that has one. */
export function headOf({ newest_at, newest_id, inbound_at, read_to }: Head): Head {
  return { newest_at, newest_id, inbound_at, read_to };
}

/** The head with one more message: a maximum by time and id, so that the order of arrival does not matter. */
export function headWith(head: Head, message: Message): Head {
  const toOrFrom = message.kind === 'inbound' || message.kind === 'outbound';
  if (!toOrFrom) return head;
  const newer = message.sentAt > head.newest_at || (message.sentAt === head.newest_at && message.id >= head.newest_id);
  return {
    ...head,
    ...(newer ? { newest_at: message.sentAt, newest_id: message.id } : {}),
    inbound_at: message.kind === 'inbound' ? Math.max(head.inbound_at, message.sentAt) : head.inbound_at,
  };
}

/** One line of a message's text, at most as long as a preview is. */
export function previewOf(text: string): string {
  const line = text.slice(0, previewLength * 2).replace(/\s+/gu, ' ').trim();
  if (line.length <= previewLength) return line;
  // Not between the halves of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(line[previewLength - 2] ?? '') ? previewLength - 2 : previewLength - 1;
  return `${line.slice(0, end)}…`;
}
