import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import type { ShopifySettings } from './settings.ts';
import { askShop, type HttpAnswer, type HttpRequest, tellShop } from './shop-http.ts';
import type { ActAnswer, ShopAnswer } from './shop.ts';
import { baseOf, ShopifyToken } from './shopify-token.ts';

/** A query is answered with 200 also where it was not: then `errors` says why, by a code. */
const Answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() })).optional(),
  extensions: z.object({ cost: z.object({ requestedQueryCost: z.number(), throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }) }).optional() }).optional(),
});

type Variables = Readonly<Record<string, unknown>>;

/** What of the app's rights changing orders needs. */
export const writeScope = 'write_orders';

/** What a mutation said, its own errors not looked into; or that it was not carried out, or that nobody knows. */
export type Mutated<T> = { readonly kind: 'answered'; readonly value: T } | Exclude<ActAnswer, { kind: 'done' }>;

/** The GraphQL Admin API of one shop. */
export class ShopifyApi {
  readonly #settings: ShopifySettings;
  readonly #token: ShopifyToken;

  constructor(settings: ShopifySettings, clock: Clock) {
    this.#settings = settings;
    this.#token = new ShopifyToken(settings, clock);
  }

  async query<T extends z.ZodType>(query: string, variables: Variables, schema: T): Promise<ShopAnswer<z.output<T>>> {
    let answer = await this.#ask({ query, variables });
    // A token of a day may have been taken back before its end.
    if (answer.kind === 'silent' && answer.why === 'refused' && this.#token.doubt()) answer = await this.#ask({ query, variables });
    if (answer.kind === 'silent') return answer;
    const { data: said } = Answer.safeParse(answer.value);
    const codes = said?.errors?.map(({ extensions }) => extensions?.code) ?? [];
    if (codes.includes('THROTTLED')) return { kind: 'silent', why: 'busy', waitMs: waitFor(said?.extensions?.cost) };
    if (codes.includes('ACCESS_DENIED')) return { kind: 'silent', why: 'refused', waitMs: 0 };
    const value = codes.length > 0 ? undefined : schema.safeParse(said?.data);
    return value?.success ? { kind: 'found', value: value.data } : { kind: 'silent', why: 'unusable', waitMs: 0 };
  }

  /**
   * Sends a mutation, once. What the API itself turns away before it begins (no right, no points left, nothing it knows) is `not-done`; all else that is no answer is
   * `unknown`.
   */
  async mutate<T extends z.ZodType>(query: string, variables: Variables, schema: T): Promise<Mutated<z.output<T>>> {
    const token = await this.#token.get();
    if (token.kind === 'silent') return notDone(token.why === 'busy' ? 'busy' : token.why === 'refused' ? 'scope' : 'unreachable');
    const answer = await tellShop(this.#request(token.value, { query, variables }));
    if (answer.kind === 'lost') return { kind: 'unknown' };
    if (answer.status === 429 || answer.status === 430) return notDone('busy');
    if ([401, 402, 403, 423].includes(answer.status)) return notDone('scope');
    if (answer.status === 400 || answer.status === 404) return notDone('unsupported');
    const said = answer.status === 200 ? Answer.safeParse(answer.value).data : undefined;
    if (said === undefined) return { kind: 'unknown' };
    const codes = said.errors?.map(({ extensions }) => extensions?.code ?? '') ?? [];
    if (codes.includes('THROTTLED')) return notDone('busy');
    if (codes.includes('ACCESS_DENIED')) return notDone('scope');
    if (codes.some((code) => unknownWords.has(code))) return notDone('unsupported');
    if (codes.includes('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED')) return notDone('shop-refused');
    const value = codes.length > 0 ? undefined : schema.safeParse(said.data);
    return value?.success ? { kind: 'answered', value: value.data } : { kind: 'unknown' };
  }

  async #ask(body: { readonly query: string; readonly variables: Variables }): Promise<HttpAnswer> {
    const token = await this.#token.get();
    return token.kind === 'silent' ? token : askShop(this.#request(token.value, body));
  }

  #request(token: string, body: unknown): HttpRequest {
    return { url: new URL(`${baseOf(this.#settings)}/admin/api/${this.#settings.version}/graphql.json`), headers: { 'X-Shopify-Access-Token': token }, body };
  }
}

/** What a version of the API says of a query with words that it does not have: nothing of it was carried out. */
const unknownWords = new Set(['undefinedField', 'argumentNotAccepted', 'missingRequiredArguments', 'undefinedType', 'undefinedDirective', 'parseError', 'variableMismatch', 'INVALID_VARIABLE', 'BAD_REQUEST']);

function notDone(why: Extract<ActAnswer, { kind: 'not-done' }>['why']): Extract<ActAnswer, { kind: 'not-done' }> {
  return { kind: 'not-done', why, scope: why === 'scope' ? writeScope : null };
}

/** The bucket fills at a known rate: how long until this query fits again, in milliseconds. */
function waitFor(cost: { readonly requestedQueryCost: number; readonly throttleStatus: { readonly currentlyAvailable: number; readonly restoreRate: number } } | undefined): number {
  if (cost === undefined) return 2000;
  const { currentlyAvailable, restoreRate } = cost.throttleStatus;
  return Math.min(Math.max(Math.ceil(((cost.requestedQueryCost - currentlyAvailable) / restoreRate) * 1000), 1000), 60_000);
}
