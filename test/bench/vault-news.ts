import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { HubEvent } from '../../shared/contract/wire/mail.ts';
import { conversationEvent, messageEvent } from '../doubles/hub-news.ts';
import type { SupportMail } from './support-mail.ts';

/** One message and what the hub tells with it. */
export interface News {
  readonly conversation: Conversation;
  readonly customer: Customer;
  readonly message: Message;
}

/** Messages in one transaction: about what one mail of the back-fill carries (1 MiB). */
const batch = 500;

/** So many messages, in transactions' worth: one conversation of 1,000 of them among many short ones, all interleaved, in order of time. */
export function* newsInBatches(mail: SupportMail, count: number): Generator<readonly News[]> {
  const conversations = Array.from({ length: Math.max(2, Math.ceil(count / 20)) }, () => mail.conversation());
  const [long, ...short] = conversations;
  const longEvery = Math.max(1, Math.floor(count / 1000));
  const revisions = new Map<string, number>();
  const news = (index: number): News => {
    const about = (index % longEvery === 0 ? long : short[Math.floor(mail.random() ** 2 * short.length)]) ?? mail.conversation();
    const sentAt = 1_700_000_000_000 + index * 30_000;
    const revision = (revisions.get(about.id) ?? 0) + 1;
    revisions.set(about.id, revision);
    return { conversation: { ...about, lastMessageAt: sentAt, revision }, customer: mail.customer(about), message: mail.message(about, sentAt) };
  };
  for (let from = 0; from < count; from += batch) {
    yield Array.from({ length: Math.min(batch, count - from) }, (_, index) => news(from + index));
  }
}

export function eventsOf(news: readonly News[]): HubEvent[] {
  return news.flatMap(({ conversation, customer, message }) => [{ ...conversationEvent(conversation), customer }, messageEvent(message)]);
}

/** Words of the mail as they grow under the agent's fingers, some after a first word. */
export function queriesTyped(mail: SupportMail): string[] {
  return Array.from({ length: 200 }, (_, index) => {
    const word = mail.word();
    const first = index % 3 === 0 ? `${mail.word()} ` : '';
    return Array.from({ length: Math.max(1, word.length - 1) }, (_each, length) => first + word.slice(0, length + 2));
  }).flat();
}
