import type { Clock } from '../../../shared/domain/clock.ts';
import type { GraphAnswer } from './graph-api.ts';
import { problems } from './words.ts';

/** Between two looks at the account, in milliseconds: IT learns within a minute that a channel is dead. */
const lookEvery = 30_000;
/** Between two looks at the token's end. */
const tokenEvery = 24 * 3_600_000;
/** So long before its end, in milliseconds, a token is a problem. */
const warnBefore = 7 * 24 * 3_600_000;
const day = 24 * 3_600_000;

export interface AccountWatchDeps {
  readonly provider: string;
  readonly clock: Clock;
  /** Asks for the account itself, which takes a valid token. */
  readonly account: () => Promise<GraphAnswer>;
  /** When the token ends, milliseconds since 1970; null for never; undefined when it was not told. Renews it where that is this channel's way. */
  readonly tokenEnd: () => Promise<number | null | undefined>;
}

/** Looks after one account: whether the provider is there, takes the token, and for how long it still will. */
export class AccountWatch {
  readonly #deps: AccountWatchDeps;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #stopped = false;
  #tokenLookedAt = -Infinity;
  #found: string | null = null;
  #begun = false;
  #tokenExpiresAt: number | null = null;

  constructor(deps: AccountWatchDeps) {
    this.#deps = deps;
  }

  /** Begins, and goes on until `stop`. Does not wait for the provider: a hub starts without it. */
  start(): void {
    if (this.#looking || this.#stopped) return;
    this.#looking = true;
    void this.#look()
      // The questions themselves never fail; what else does is asked again.
      .catch(() => undefined)
      .then(() => {
        this.#looking = false;
        if (this.#stopped) return;
        this.#timer = setTimeout(() => this.start(), lookEvery);
        this.#timer.unref();
      });
  }

  /** A question that is on its way is not waited for. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** A call of the channel's own was refused for what IT has to put right. */
  refused(): void {
    this.#found = problems.signIn(this.#deps.provider);
  }

  get tokenExpiresAt(): number | null {
    return this.#tokenExpiresAt;
  }

  /** Nothing is known before the first look. */
  get state(): 'starting' | 'working' | 'failing' {
    if (this.#found !== null) return 'failing';
    return this.#begun ? 'working' : 'starting';
  }

  /** In words for IT; also while it still works. */
  get problem(): string | null {
    return this.#found ?? this.#ending();
  }

  #ending(): string | null {
    const { provider, clock } = this.#deps;
    if (this.#tokenExpiresAt === null) return null;
    const left = this.#tokenExpiresAt - clock.now();
    if (left <= 0) return problems.ended(provider);
    return left <= warnBefore ? problems.ends(provider, Math.floor(left / day)) : null;
  }

  async #look(): Promise<void> {
    const { provider, clock } = this.#deps;
    const now = clock.monotonic();
    if (now - this.#tokenLookedAt >= tokenEvery) {
      const end = await this.#deps.tokenEnd();
      if (end !== undefined) {
        this.#tokenExpiresAt = end;
        this.#tokenLookedAt = now;
      }
    }
    this.#found = problemOf(await this.#deps.account(), provider);
    this.#begun = true;
  }
}

/** What IT should do about an answer; null where it is as it should be. */
export function problemOf(answer: GraphAnswer, provider: string): string | null {
  switch (answer.kind) {
    case 'done':
      return null;
    case 'refused':
      if (answer.code === 190 || answer.status === 401) return problems.signIn(provider);
      // Too many calls, or a failure of the provider's own: nothing that IT could do.
      return answer.status === 429 || answer.status >= 500 || answer.code === 4 || answer.code === 80_007 ? null : problems.account(provider);
    case 'unreachable':
    case 'no-answer':
      return problems.notReached(provider);
    default:
      return answer satisfies never;
  }
}
