import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../../shared/domain/clock.ts';
import { type GraphAnswer, part } from '../meta/graph-api.ts';

/** How long a name is believed, in milliseconds; and that there is none to be had. */
const nameLife = 24 * 3_600_000;
const noNameLife = 3_600_000;
/** So long nobody is asked for after the provider was busy or could not be reached, in milliseconds. */
const restsFor = 10 * 60_000;
/** A message waits so long for its author's name at most, in milliseconds. */
const patience = 1_500;
/** People whose names are remembered; the longest known are forgotten first. */
const most = 10_000;
/** Questions at a time. */
const atOnce = 10;

const Profile = z.object({ name: z.string().max(8_000).nullish(), username: z.string().max(200).nullish() });
/** Of the Graph API: too many calls, or the service is down. */
const busyCodes: readonly number[] = [1, 2, 4, 17, 32, 613, 80_002];

export interface ProfileNamesDeps {
  readonly clock: Clock;
  /** The Graph API's answer for a node. */
  readonly ask: (path: string, query: Readonly<Record<string, string>>) => Promise<GraphAnswer>;
  /** The token is not taken any more. */
  readonly refused: () => void;
}

/**
 * What Instagram calls people: their name, or else their user name (User Profile API of Instagram's messaging). In memory
 * only, so that it is asked once a day for each; whoever has not written to the account cannot be asked for.
 */
export class ProfileNames {
  readonly #deps: ProfileNamesDeps;
  readonly #known = new Map<string, { readonly name: string | null; readonly until: number }>();
  readonly #asking = new Map<string, Promise<string | null>>();
  #restsUntil = 0;

  constructor(deps: ProfileNamesDeps) {
    this.#deps = deps;
  }

  /** Begins to ask for somebody whose message is on its way in. */
  expect(id: string): void {
    if (this.#asking.size < atOnce) void this.#name(id);
  }

  /** @returns null where Instagram does not say, or not soon; never rejects. */
  nameOf(id: string): Promise<string | null> {
    const name = this.#name(id);
    const late = new AbortController();
    return Promise.race([name, pause(patience, null, { signal: late.signal })]).finally(() => late.abort());
  }

  #name(id: string): Promise<string | null> {
    const now = this.#deps.clock.now();
    const known = this.#known.get(id);
    if (known !== undefined && known.until > now) return Promise.resolve(known.name);
    const asking = this.#asking.get(id);
    if (asking !== undefined) return asking;
    if (!/^\d{5,40}$/.test(id) || this.#restsUntil > now) return Promise.resolve(known?.name ?? null);
    const question = this.#ask(id, known?.name ?? null).finally(() => this.#asking.delete(id));
    this.#asking.set(id, question);
    return question;
  }

  async #ask(id: string, before: string | null): Promise<string | null> {
    const { ask, clock, refused } = this.#deps;
    const answer = await ask(part(id), { fields: 'name,username' });
    if (answer.kind !== 'done') {
      const asked = answer.kind === 'refused' && answer.status < 500 && answer.status !== 429 && !busyCodes.includes(answer.code);
      // A token that was just made anew is asked with the next time.
      if (asked && answer.code === 190) {
        refused();
        return before;
      }
      if (!asked) this.#restsUntil = clock.now() + restsFor;
      return asked ? this.#remember(id, before, noNameLife) : before;
    }
    const { name, username } = Profile.safeParse(answer.value).data ?? {};
    const said = [name, username === undefined || username === null || username === '' ? null : `@${username}`].find((each) => each !== null && each !== undefined && each.trim() !== '') ?? null;
    return this.#remember(id, said, said === null ? noNameLife : nameLife);
  }

  #remember(id: string, name: string | null, life: number): string | null {
    this.#known.delete(id);
    this.#known.set(id, { name, until: this.#deps.clock.now() + life });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
    return name;
  }
}
