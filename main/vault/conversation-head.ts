import type { Message } from '../../shared/domain/conversation.ts';
import type { Head } from './conversation-record.ts';

/** Longest preview of a conversation, as in `Conversation`. */
const previewLength = 240;

/** The head alone, of a record that has one. */
export function headOf({ newest_at, newest_place, newest_id, inbound_at, read_to }: Head): Head {
  return { newest_at, newest_place, newest_id, inbound_at, read_to };
}

/**
 * The head with one more message, at that place among those of one moment: a maximum in the order in which they are listed, so
 * that the order of arrival does not matter.
 */
export function headWith(head: Head, message: Message, place: number): Head {
  const toOrFrom = message.kind === 'inbound' || message.kind === 'outbound';
  if (!toOrFrom) return head;
  return {
    ...head,
    ...(isBefore(head, message, place) ? { newest_at: message.sentAt, newest_place: place, newest_id: message.id } : {}),
    inbound_at: message.kind === 'inbound' ? Math.max(head.inbound_at, message.sentAt) : head.inbound_at,
  };
}

function isBefore(head: Head, { sentAt, id }: Message, place: number): boolean {
  if (sentAt !== head.newest_at) return sentAt > head.newest_at;
  return place === head.newest_place ? id >= head.newest_id : place > head.newest_place;
}

/** One line of a message's text, at most as long as a preview is. */
export function previewOf(text: string): string {
  const line = text.slice(0, previewLength * 2).replace(/\s+/gu, ' ').trim();
  if (line.length <= previewLength) return line;
  // Not between the halves of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(line[previewLength - 2] ?? '') ? previewLength - 2 : previewLength - 1;
  return `${line.slice(0, end)}…`;
}
