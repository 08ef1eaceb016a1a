import type { Clock } from '../../../shared/domain/clock.ts';
import type { Attendance, Envelope } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { Presence } from '../../widget/chat-frames.ts';
import type { Receiver } from '../channel.ts';
import type { ChatProblem } from './chat-problem.ts';
import { currentSettings } from './current-settings.ts';
import { asMail, type LeftMessage, readLeft } from './left-message.ts';
import { RateLimit } from './rate-limit.ts';

export interface OfflineDeps {
  readonly channelId: string;
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly attendance: () => Promise<Attendance>;
  /** The addresses of e-mail channels in use, in lower case, by their ids. */
  readonly mailboxes: () => ReadonlyMap<string, string>;
}

export type Left = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly problem: ChatProblem };

/** What a web chat does while nobody is there. */
export class Offline {
  readonly #deps: OfflineDeps;
  /** Of one network address, for one e-mail address, and of all together. */
  readonly #leaving: RateLimit;
  readonly #named: RateLimit;
  readonly #everybody: RateLimit;

  constructor(deps: OfflineDeps) {
    this.#deps = deps;
    this.#leaving = new RateLimit(deps.clock, 5, 0.5);
    this.#named = new RateLimit(deps.clock, 3, 0.05);
    this.#everybody = new RateLimit(deps.clock, 60, 20);
  }

  async presence(): Promise<Presence> {
    const { here, opensAt } = await this.#deps.attendance();
    return { here, opensAt, form: !here && (await this.#mailbox()) !== null };
  }

  /**
   * Takes what a visitor leaves, for the mailbox: the conversation is one by e-mail from there on.
   * @param address of the network
   * @param visitorId with the message's own id it tells one that is said twice.
   */
  async take(receiver: Receiver, message: LeftMessage, from: { readonly address: string; readonly visitorId: string; readonly title: string }): Promise<Left> {
    const { clock, mailboxes, attendance } = this.#deps;
    const mailbox = await this.#mailbox();
    if (mailbox === null || (await attendance()).here) return { kind: 'refused', problem: 'somebodyHere' };
    const read = readLeft(message, [...mailboxes().values()]);
    if (!read.ok) return { kind: 'refused', problem: read.problem };
    const { left } = read;
    if (!this.#leaving.allows(from.address) || !this.#named.allows(left.email) || !this.#everybody.allows('')) {
      return { kind: 'refused', problem: 'leftTooMany' };
    }
    const now = clock.now();
    await receiver.take(mailbox, { source: `left\n${from.visitorId}\n${left.id}`, body: await asMail(left, from.title, now), receivedAt: now });
    return { kind: 'taken' };
  }

  /** Null where there is no form, or its mailbox is gone. */
  async #mailbox(): Promise<string | null> {
    const { db, envelope, channelId, mailboxes } = this.#deps;
    const mailbox = (await currentSettings(db, envelope, channelId))?.offlineMailbox ?? null;
    return mailbox !== null && mailboxes().has(mailbox) ? mailbox : null;
  }
}
