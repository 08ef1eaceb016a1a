import type { Clock } from '../../../shared/domain/clock.ts';
import { networkOf } from '../../http/networks.ts';

/** Conversations that may begin in a minute before pages have to work for it: from one network, and from all together. */
const usual = { network: 10, all: 60 } as const;
const minute = 60_000;
/** For how long it stays so after the last minute that was too much, in milliseconds. */
const lasting = 10 * minute;
/** The hardest work there is: each step is twice the one before. */
export const hardest = 4;
const mostNetworks = 10_000;

interface Count {
  minute: number;
  begun: number;
  level: number;
  until: number;
}

/** How many conversations strangers begin, and how hard a page therefore has to work before it may begin one: not at all, as a rule. */
export class Beginnings {
  readonly #clock: Clock;
  readonly #all: Count = { minute: 0, begun: 0, level: 0, until: 0 };
  readonly #networks = new Map<string, Count>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A stranger at an address wants to begin one. @returns how hard the work is, 0 (none) to `hardest` */
  one(address: string): number {
    const now = this.#clock.monotonic();
    if (this.#networks.size > mostNetworks) for (const [network, { until, minute: last }] of this.#networks) if (until <= now && last < Math.floor(now / minute)) this.#networks.delete(network);
    const network = networkOf(address);
    const own = this.#networks.get(network) ?? { minute: 0, begun: 0, level: 0, until: 0 };
    // With more networks than can be told apart there is an attack already, which all together show.
    if (this.#networks.size <= 2 * mostNetworks) this.#networks.set(network, own);
    const level = levelOf(own, usual.network, now);
    // One network that is too loud is not everybody's doing.
    if (level > 0) return Math.max(level, this.#all.until > now ? this.#all.level : 0);
    return levelOf(this.#all, usual.all, now);
  }
}

function levelOf(count: Count, limit: number, now: number): number {
  const present = Math.floor(now / minute);
  if (count.minute !== present) Object.assign(count, { minute: present, begun: 0 });
  count.begun += 1;
  if (count.until <= now) count.level = 0;
  if (count.begun > limit) {
    count.level = Math.max(count.level, Math.min(hardest, 1 + Math.floor(Math.log2(count.begun / limit))));
    count.until = now + lasting;
  }
  return count.level;
}
