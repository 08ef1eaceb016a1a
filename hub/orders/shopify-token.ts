import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import type { ShopifySettings } from './settings.ts';
import { askShop } from './shop-http.ts';
import type { ShopAnswer } from './shop.ts';

/** Before its end another one is fetched, in milliseconds. */
const margin = 5 * 60_000;

/** Of the client credentials grant (RFC 6749 section 4.4.3); `expires_in` in seconds, a day at Shopify. */
const Granted = z.object({ access_token: z.string().min(8).max(500), expires_in: z.number().int().min(1).max(366 * 86_400) });

/** What a request to the shop is signed in with: a token that holds, or one that is fetched for a day with the app's own credentials and kept in memory. */
export class ShopifyToken {
  readonly #settings: ShopifySettings;
  readonly #clock: Clock;
  #fetched: { readonly answer: Promise<ShopAnswer<string>>; readonly until: number } | null = null;

  constructor(settings: ShopifySettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  get(): Promise<ShopAnswer<string>> {
    const { credentials } = this.#settings;
    if (credentials.kind === 'token') return Promise.resolve({ kind: 'found', value: credentials.accessToken });
    if (this.#fetched !== null && this.#fetched.until > this.#clock.monotonic()) return this.#fetched.answer;
    // Until it is known how long it holds, it is for those who ask meanwhile.
    const answer = this.#fetch(credentials);
    this.#fetched = { answer, until: this.#clock.monotonic() + margin };
    return answer;
  }

  /** The shop does not believe it. @returns whether another one may do. */
  doubt(): boolean {
    const may = this.#settings.credentials.kind === 'app' && this.#fetched !== null;
    this.#fetched = null;
    return may;
  }

  async #fetch({ clientId, clientSecret }: Extract<ShopifySettings['credentials'], { kind: 'app' }>): Promise<ShopAnswer<string>> {
    const answer = await askShop({ url: new URL(`${baseOf(this.#settings)}/admin/oauth/access_token`), headers: {}, body: { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' } });
    const granted = answer.kind === 'answered' ? Granted.safeParse(answer.value).data : undefined;
    if (granted === undefined) {
      this.#fetched = null;
      // A wrong secret is answered with 400 (RFC 6749 section 5.2), in words that are not looked into.
      return answer.kind === 'silent' && answer.why !== 'unusable' ? answer : { kind: 'silent', why: 'refused', waitMs: 0 };
    }
    const found = { kind: 'found', value: granted.access_token } as const;
    this.#fetched = { answer: Promise.resolve(found), until: this.#clock.monotonic() + Math.max(granted.expires_in * 1000 - margin, 0) };
    return found;
  }
}

export function baseOf({ shop, apiBase }: ShopifySettings): string {
  return apiBase ?? `https://${shop}`;
}
