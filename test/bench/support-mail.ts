import { AgentId, ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { Customer } from '../../shared/domain/people.ts';
import { conversation, message } from '../doubles/hub-news.ts';

/** Made-up support mail, the same in every run: words in a natural frequency (Zipf), conversations that interleave. */
export class SupportMail {
  #seed: number;
  readonly words: readonly string[];

  constructor(seed = 20_260_101) {
    this.#seed = seed;
    const syllables = ['an', 'ber', 'ce', 'dor', 'el', 'fi', 'gra', 'ha', 'in', 'jo', 'ka', 'li', 'mo', 'ne', 'or', 'pa', 'qui', 're', 'sto', 'ta', 'un', 've', 'wi', 'za'];
    this.words = Array.from({ length: 20_000 }, () => Array.from({ length: 1 + Math.floor(this.random() * 4) }, () => syllables[Math.floor(this.random() * syllables.length)]).join(''));
  }

  random(): number {
    // mulberry32
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  word(): string {
    return this.words[Math.floor(this.random() ** 3 * this.words.length)] ?? 'lamp';
  }

  text(words: number): string {
    return Array.from({ length: words }, () => this.word()).join(' ');
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.random() * 16).toString(16));
    hex[12] = '4';
    hex[16] = '8';
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** An id as the hub gives it to a message that comes in: a version 7 UUID (RFC 9562), in the order of time. */
  arrivalId(at: number): string {
    return this.uuid().replace(/^.{8}-.{4}-4/, at.toString(16).padStart(12, '0').replace(/^(.{8})(.{4})$/, '$1-$2-7'));
  }

  conversation(): Conversation {
    return conversation({
      id: ConversationId.parse(this.uuid()),
      customerId: CustomerId.parse(this.uuid()),
      customerName: `${this.word()} ${this.word()}`,
      subject: this.text(5),
      preview: this.text(12),
      assigneeId: this.random() < 0.5 ? AgentId.parse(this.uuid()) : null,
    });
  }

  customer(of: Conversation): Customer {
    return { id: of.customerId, name: of.customerName, identities: [{ kind: 'email', shown: 'm…@example.com' }] };
  }

  message(of: Conversation, sentAt: number): Message {
    return message({ id: MessageId.parse(this.arrivalId(sentAt)), conversationId: of.id, channel: of.channel, authorName: of.customerName, text: this.text(20 + Math.floor(this.random() * 60)), sentAt });
  }
}
