import { z } from 'zod';
import { jsonOf, readAtMost } from '../../http/read-at-most.ts';

/** Longest that one call may take, in milliseconds: the queue of replies waits for it. */
const limit = 15_000;
/** And a file, of 100 MB at most. */
const uploadLimit = 120_000;
/** Largest answer read, in bytes. */
const maxAnswer = 1024 * 1024;

export type GraphAnswer =
  | { readonly kind: 'done'; readonly value: unknown }
  /** The provider said no; `code` as in its list of error codes, 0 where it gave none. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: number }
  /** Nobody was there: nothing was done. */
  | { readonly kind: 'unreachable' }
  /** It may have been done or not. */
  | { readonly kind: 'no-answer' };

export interface GraphTerms {
  /** Scheme, host and port. */
  readonly base: string;
  /** Such as `v23.0`. */
  readonly version: string;
  readonly token: string;
}

const GraphError = z.object({ error: z.object({ code: z.number().int().default(0) }) });

/** The provider's HTTP API (Graph): JSON, a bearer token, numbered errors. What it says in words is never passed on: it may quote a customer. */
export class GraphApi {
  readonly #terms: GraphTerms;

  constructor(terms: GraphTerms) {
    this.#terms = terms;
  }

  /** @param path below the version, without a slash at its beginning. */
  get(path: string, query: Readonly<Record<string, string>> = {}): Promise<GraphAnswer> {
    return this.#call('GET', path, query, null);
  }

  post(path: string, body: unknown): Promise<GraphAnswer> {
    return this.#call('POST', path, {}, body);
  }

  /** A form with a file in it: multipart/form-data, as the provider wants media. */
  upload(path: string, form: FormData): Promise<GraphAnswer> {
    return this.#call('POST', path, {}, form);
  }

  async #call(method: 'GET' | 'POST', path: string, query: Readonly<Record<string, string>>, body: unknown): Promise<GraphAnswer> {
    const { base, version, token } = this.#terms;
    const url = new URL(`${base}/${version}/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    let response: Response;
    let text: Buffer | null;
    try {
      response = await fetch(url, {
        method,
        // A token never follows to another address.
        redirect: 'error',
        // Of a form fetch itself says the kind, with the boundary between its parts.
        headers: { 'Authorization': `Bearer ${token}`, 'Accept': 'application/json', ...(body === null || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }) },
        ...(body === null ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(body instanceof FormData ? uploadLimit : limit),
      });
      text = await readAtMost(response.body, maxAnswer);
    } catch (error) {
      return wasNeverSent(error) ? { kind: 'unreachable' } : { kind: 'no-answer' };
    }
    const value = jsonOf(text);
    if (response.ok) return value === undefined ? { kind: 'no-answer' } : { kind: 'done', value };
    const known = GraphError.safeParse(value);
    // A server's failure without a number says nothing of what was done.
    if (!known.success && response.status >= 500) return { kind: 'no-answer' };
    return { kind: 'refused', status: response.status, code: known.success ? known.data.error.code : 0 };
  }
}

/** A path's part, so that an id from outside stays one. */
export const part = (id: string) => encodeURIComponent(id);

const beforeSending: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'];

function wasNeverSent(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return beforeSending.includes(cause?.code);
}
