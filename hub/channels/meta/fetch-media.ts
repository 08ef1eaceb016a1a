import { createHash } from 'node:crypto';
import { maxAttachmentBytes } from '../../../shared/domain/attachment.ts';

/** Longest that a file may take to come, in milliseconds: other messages wait for it. */
const limit = 120_000;

export type FetchedMedia =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** The address is not the provider's: it was not asked. */
  | { readonly kind: 'not-allowed' }
  /** Worth another try. */
  | { readonly kind: 'not-there' };

export interface MediaTerms {
  readonly url: string;
  /** Sent along where it is not null. */
  readonly token: string | null;
  /** Of the contents, in hex or base64; null where the provider tells none. */
  readonly sha256: string | null;
  readonly mayAsk: (url: URL) => boolean;
  readonly largest?: number;
}

/** Whether an address is one of the provider's hosts for media, or of the API itself where that is a stand-in on this machine. */
export function mediaHosts(apiBase: string, domains: readonly string[]): (url: URL) => boolean {
  const api = new URL(apiBase);
  if (api.protocol === 'http:') return (url) => url.origin === api.origin;
  return (url) => url.protocol === 'https:' && url.port === '' && url.username === '' && domains.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
}

/** Fetches a file as it streams in, no more than an attachment may have, and checks that it is the one that was sent. Never rejects. */
export async function fetchMedia({ url, token, sha256, mayAsk, largest = maxAttachmentBytes }: MediaTerms): Promise<FetchedMedia> {
  const address = URL.parse(url);
  if (address === null || !mayAsk(address)) return { kind: 'not-allowed' };
  try {
    const response = await fetch(address, { redirect: 'error', headers: token === null ? {} : { Authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(limit) });
    if (!response.ok) {
      await response.body?.cancel();
      return { kind: 'not-there' };
    }
    if (Number(response.headers.get('content-length') ?? 0) > largest) {
      await response.body?.cancel();
      return { kind: 'too-large' };
    }
    const hash = createHash('sha256');
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > largest) return { kind: 'too-large' };
      hash.update(chunk);
      chunks.push(chunk);
    }
    if (sha256 !== null && !isHash(sha256, hash.digest())) return { kind: 'not-there' };
    return { kind: 'read', bytes: new Uint8Array(Buffer.concat(chunks)) };
  } catch {
    return { kind: 'not-there' };
  }
}

/** Webhooks tell it in base64, the API in hex. */
function isHash(told: string, actual: Buffer): boolean {
  return told.toLowerCase() === actual.toString('hex') || told === actual.toString('base64');
}
