import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { Customer } from '../../shared/domain/people.ts';
import { SupportMail } from './support-mail.ts';

export interface CachedMail {
  /** As it stands once the message has come. */
  readonly conversation: Conversation;
  readonly customer: Customer;
  readonly message: Message;
}

/** What a cache of so many messages holds, oldest first: the same in every run. */
export function* cachedMail(messages: number, perConversation: number): Generator<CachedMail> {
  const mail = new SupportMail();
  const conversations = Array.from({ length: Math.ceil(messages / perConversation) }, () => mail.conversation());
  for (let index = 0; index < messages; index += 1) {
    const about = conversations[index % conversations.length] ?? mail.conversation();
    const sentAt = 1_700_000_000_000 + index * 30_000;
    const conversation = { ...about, lastMessageAt: sentAt, revision: index + 1 };
    yield { conversation, customer: mail.customer(about), message: mail.message(conversation, sentAt) };
  }
}

/** The same as lists show it: a conversation has its newest message, and the newest comes first. */
export function newestFirst(messages: number, perConversation: number): readonly CachedMail[] {
  const newest = new Map<string, CachedMail>();
  for (const one of cachedMail(messages, perConversation)) newest.set(one.conversation.id, one);
  return [...newest.values()].sort((one, other) => other.conversation.lastMessageAt - one.conversation.lastMessageAt);
}
