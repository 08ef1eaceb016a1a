import type { Clock } from '../../../../shared/domain/clock.ts';
import type { Log } from '../../../ports.ts';
import type { EmailOAuth } from '../../settings.ts';
import { OAuthError, refresh } from './token-endpoint.ts';

/** Between tries where the provider did not answer, in milliseconds; half as much again at most is added, so that hubs don't knock together. */
const again = 20_000;
/** Between tries where somebody has to do something first. */
const whileRefused = 10 * 60_000;
/** A token is made anew when this part of its time is over; a tenth of it more or less, by chance. */
const renewAt = 0.75;
/** A token that ends sooner than this is not handed out any more, in milliseconds. */
const margin = 30_000;

export interface AccessTokensDeps {
  readonly channelId: string;
  readonly oauth: EmailOAuth;
  readonly clock: Clock;
  readonly log: Log;
  /** The provider has given another refresh token, and the one before may have ended. */
  readonly keep: (before: string, now: string) => Promise<void>;
}

/**
 * The access tokens of a mailbox: in memory only, made of the refresh token before they end, in the background too, so that IT hears of an ended
 * sign-in while the connection of before still stands.
 */
export class AccessTokens {
  readonly #deps: AccessTokensDeps;
  #refreshToken: string;
  #current: { readonly token: string; readonly endsAt: number } | null = null;
  #problem: OAuthError | null = null;
  #asking: Promise<string> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(deps: AccessTokensDeps) {
    this.#deps = deps;
    this.#refreshToken = deps.oauth.refreshToken;
  }

  /** In a sentence that says what IT should do; null while all is well, and while the provider is merely away. */
  get problem(): string | null {
    const kind = this.#problem?.kind;
    if (kind === undefined || kind === 'oauth-unreachable') return null;
    return kind === 'oauth-client' ? (this.#problem?.message ?? null) : signInAgain(this.#deps.channelId);
  }

  /** A token that is good for a while. @throws OAuthError */
  async token(): Promise<string> {
    const current = this.#current;
    if (current !== null && current.endsAt - margin > this.#deps.clock.now()) return current.token;
    // What was refused is not asked for again with every connection.
    if (this.#problem !== null && this.#problem.kind !== 'oauth-unreachable') throw this.#problem;
    return this.#renew();
  }

  /** The mail server has refused the token: the next one is made anew. */
  drop(): void {
    this.#current = null;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #renew(): Promise<string> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<string> {
    const { oauth, clock, log, channelId, keep } = this.#deps;
    try {
      const { accessToken, expiresIn, refreshToken } = await refresh(oauth, this.#refreshToken);
      if (refreshToken !== null && refreshToken !== this.#refreshToken) {
        const before = this.#refreshToken;
        this.#refreshToken = refreshToken;
        await keep(before, refreshToken);
      }
      this.#current = { token: accessToken, endsAt: clock.now() + expiresIn * 1_000 };
      this.#problem = null;
      this.#renewIn(expiresIn * 1_000 * (renewAt + (Math.random() - 0.5) * 0.2));
      return accessToken;
    } catch (error) {
      const known = error instanceof OAuthError ? error : new OAuthError('oauth-unreachable', 'The hub could not sign in.');
      log.warn('mailbox.not-signed-in', { channel: channelId, kind: known.kind });
      this.#problem = known;
      this.#renewIn((known.kind === 'oauth-unreachable' ? again : whileRefused) * (1 + Math.random() * 0.5));
      throw known;
    }
  }

  #renewIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#renew().catch(() => undefined), milliseconds);
    this.#timer.unref();
  }
}

export const signInAgain = (channelId: string): string => `The sign-in to this mailbox has ended. Sign in again: sealdesk channel sign-in ${channelId}`;
