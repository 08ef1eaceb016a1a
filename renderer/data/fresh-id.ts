import { ConversationId, MessageId } from '../../shared/domain/ids.ts';

/** Random ids (RFC 9562 section 5.4). Made by hand, since `randomUUID` is there in secure contexts only, and a page under test is in none. */
export const freshMessageId = (): MessageId => MessageId.parse(freshId());
export const freshConversationId = (): ConversationId => ConversationId.parse(freshId());

function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}
