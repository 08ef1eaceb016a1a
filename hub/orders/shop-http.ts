import { jsonOf, readAtMost } from '../http/read-at-most.ts';
import type { Silence } from './shop.ts';

/** Longest that one request may take, in milliseconds: an agent waits for it. */
const patience = 6_000;
/** Where something is to be done: a bank may be asked meanwhile, and an answer that nobody waits for is one that is lost. */
const patienceForActs = 30_000;
/** Largest answer read, in bytes. */
const maxAnswer = 2 * 1024 * 1024;
/** A shop that cannot be reached is left alone for so long, in milliseconds: others wait behind each try. */
const rest = 10_000;
/** Longest that a shop's own word is believed of when to come back, in milliseconds. */
const longestRest = 60_000;

export type HttpAnswer =
  | { readonly kind: 'answered'; readonly value: unknown; readonly headers: Headers }
  | { readonly kind: 'silent'; readonly why: Silence; readonly waitMs: number };

export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent by POST as JSON; without it, GET. */
  readonly body?: unknown;
}

/**
 * One request to a shop, for JSON. It goes to the address that it names and to no other: a redirect is an answer that
 * cannot be used, so that a secret never follows one. What a shop says in words is never passed on.
 */
export async function askShop({ url, headers, body }: HttpRequest): Promise<HttpAnswer> {
  let response: Response;
  let text: Buffer | null;
  try {
    response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { 'Accept': 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    text = await readAtMost(response.body, maxAnswer);
  } catch {
    return { kind: 'silent', why: 'unreachable', waitMs: rest };
  }
  const { status } = response;
  if (status === 429 || status === 430) return { kind: 'silent', why: 'busy', waitMs: restOf(response.headers) };
  if (status === 401 || status === 402 || status === 403 || status === 404 || status === 423) return { kind: 'silent', why: 'refused', waitMs: 0 };
  if (status >= 500) return { kind: 'silent', why: 'unreachable', waitMs: rest };
  const value = status === 200 ? jsonOf(text) : undefined;
  return value === undefined ? { kind: 'silent', why: 'unusable', waitMs: 0 } : { kind: 'answered', value, headers: response.headers };
}

/** What became of a request that changes something. `lost`: it may have been done all the same. */
export type ActHttpAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly value: unknown }
  | { readonly kind: 'lost' };

/**
 * One request that changes something in a shop; never sent a second time. As `askShop`, but for any status with JSON in it, since a shop says by it why it does not do it.
 */
export async function tellShop({ url, headers, body }: HttpRequest, method: 'POST' | 'PUT' = 'POST'): Promise<ActHttpAnswer> {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { 'Accept': 'application/json', 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(patienceForActs),
    });
    const text = await readAtMost(response.body, maxAnswer);
    return { kind: 'answered', status: response.status, value: jsonOf(text) };
  } catch {
    return { kind: 'lost' };
  }
}

/** Retry-After in seconds (RFC 9110 section 10.2.3); a shop that says none is given two. */
function restOf(headers: Headers): number {
  const told = headers.get('retry-after') ?? '';
  return /^\d{1,5}(?:\.\d{1,3})?$/.test(told) ? Math.min(Math.ceil(Number(told) * 1000), longestRest) : 2000;
}
