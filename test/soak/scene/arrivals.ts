import { setTimeout as pause } from 'node:timers/promises';
import { ChatCustomer } from '../../../build/try-it/chat-customer.mts';
import { type MailServers, shop } from '../../e2e/journey/mail.ts';
import { type Sent, wordOf } from './comparison.ts';

const visitors = 15;
const correspondents = 10;
/** Two in a row by the same customer: order shows only there. */
const inARow = 2;
const lookAgainMs = 100;

/**
 * Customers who write without end, on the chat page and by e-mail: what they wrote is known here,
 * per conversation and in order, and a chat message is said again until the hub has it on its disk.
 */
export class Arrivals {
  /** By conversation: what each customer wrote, in order. */
  readonly sent = new Map<string, Sent[]>();
  readonly #mail: MailServers;
  readonly #crowd: { readonly name: string; readonly customer: ChatCustomer }[] = [];
  #number = 0;
  #chats = 0;
  #mails = 0;
  #away = false;
  readonly #attendance: Promise<void>;

  constructor(chat: string, mail: MailServers) {
    this.#mail = mail;
    for (let index = 0; index < visitors; index += 1) this.#crowd.push({ name: `visitor ${index}`, customer: new ChatCustomer(chat) });
    this.#attendance = this.#attend();
  }

  get total(): number {
    return this.#number;
  }

  get chats(): number {
    return this.#chats;
  }

  get mails(): number {
    return this.#mails;
  }

  /** Chat messages that the hub has not acknowledged. */
  get unacknowledged(): number {
    return this.#crowd.reduce((waiting, { customer }) => waiting + customer.waiting, 0);
  }

  /** Some messages, spread over so many milliseconds; two of five by e-mail. */
  async write(count: number, overMs: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      if (n % 5 < 3) this.#chat();
      else this.#post();
      await pause((overMs / count) * 2 * Math.random());
    }
  }

  async leave(): Promise<void> {
    this.#away = true;
    await this.#attendance;
    for (const { customer } of this.#crowd) customer.leave();
  }

  #chat(): void {
    const { name, customer } = this.#crowd[Math.floor(this.#chats / inARow) % visitors] ?? nobody();
    this.#chats += 1;
    customer.say(this.#next(name).text);
  }

  #post(): void {
    const name = `correspondent ${Math.floor(this.#mails / inARow) % correspondents}`;
    this.#mails += 1;
    const { word, text } = this.#next(name);
    const lines = [
      `From: ${name} <${name.replace(' ', '-')}@mail.example>`,
      `To: ${shop.address}`,
      `Subject: A question of ${name}`,
      `Message-ID: <${word}@mail.example>`,
      `Date: ${new Date().toUTCString()}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
    ];
    this.#mail.imap.deliver(shop.address, lines.join('\r\n'));
  }

  #next(name: string): Sent {
    const word = wordOf(this.#number);
    this.#number += 1;
    const sent = { word, text: `Hello, this is ${word}: where is my parcel?` };
    const before = this.sent.get(name);
    if (before === undefined) this.sent.set(name, [sent]);
    else before.push(sent);
    return sent;
  }

  /** Like the page: whoever lost the line comes back and says again what was not taken. */
  async #attend(): Promise<void> {
    while (!this.#away) {
      await Promise.all(this.#crowd.map(({ customer }) => customer.comeBack()));
      await pause(lookAgainMs);
    }
  }
}

function nobody(): never {
  throw new Error('There is nobody to write.');
}
