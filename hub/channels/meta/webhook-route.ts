import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAtMost } from '../../http/read-at-most.ts';
import type { HttpRoute } from '../../http/route.ts';
import { kindOf } from '../../intake/error-kind.ts';
import type { Log } from '../../ports.ts';
import { isSame, isSigned } from './signature.ts';
import type { WebhookChannel } from './webhook-channel.ts';
import { webhookPath } from './webhook-path.ts';
import { maxBodyBytes, readBody, unknownItem, type WebhookItem } from './webhook-item.ts';

/** Bodies being read at a time, of 3 MB each: strangers can send those too, until the signature is checked. */
const maxAtOnce = 32;

export interface WebhookRouteDeps {
  readonly channel: (id: string) => WebhookChannel | null;
  /** All of them: an app has one address for all its accounts. */
  readonly channels: () => Iterable<WebhookChannel>;
  readonly log: Log;
}

/**
 * Where providers call: /webhook/CHANNEL. GET proves to the provider that the address is ours; POST brings messages,
 * believed only with the app's signature, and answered with 200 only once all of it is on disk. Who does not sign
 * learns nothing but that.
 */
export function createWebhookRoute({ channel, channels, log }: WebhookRouteDeps): HttpRoute {
  let reading = 0;

  const post = async (request: IncomingMessage, response: ServerResponse, found: WebhookChannel): Promise<void> => {
    if (!isJson(request.headers['content-type']) || request.headers['content-encoding'] !== undefined) return answer(response, 415, 'JSON in UTF-8 is taken here.');
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return answer(response, 413, 'Too large.');
    if (reading >= maxAtOnce) return answer(response, 503, 'Busy.', { 'Retry-After': '5' });
    reading += 1;
    let bytes: Uint8Array | null;
    try {
      bytes = await readAtMost(request, maxBodyBytes);
    } finally {
      reading -= 1;
    }
    if (bytes === null) return answer(response, 413, 'Too large.');
    if (!isSigned(found.appSecret, bytes, request.headers['x-hub-signature-256'])) return answer(response, 401, 'Not signed.');
    const body = readBody(bytes);
    if (body.kind === 'broken') return answer(response, 400, 'Not JSON.');
    try {
      await deliver(found, body.kind === 'json' ? found.split(body.value) : [unknownItem(body.text, null)]);
    } catch (error) {
      log.warn('webhook.not-taken', { channel: found.channelId, kind: kindOf(error) });
      return answer(response, 503, 'Not taken. Try again.');
    }
    answer(response, 200, '');
  };

  /** Each item to the channel of its account; what belongs to none stays with the channel that was called. */
  const deliver = async (called: WebhookChannel, items: readonly WebhookItem[]): Promise<void> => {
    const byChannel = new Map<WebhookChannel, WebhookItem[]>();
    for (const item of items) {
      const target = targetOf(called, item);
      const own = byChannel.get(target ?? called) ?? [];
      own.push(target === null ? unknownItem(item.item, null) : item);
      byChannel.set(target ?? called, own);
    }
    for (const [target, own] of byChannel) await target.take(own);
  };
  /** Another channel only with the same secret: the signature speaks for nobody else. */
  const targetOf = (called: WebhookChannel, { account }: WebhookItem): WebhookChannel | null => {
    if (account === null || account === called.account) return called;
    for (const other of channels()) if (other.kind === called.kind && other.account === account && isSame(other.appSecret, called.appSecret)) return other;
    return null;
  };

  return {
    prefix: webhookPath,
    async handle(request, response) {
      const url = URL.parse(request.url ?? '', 'http://hub.invalid');
      const id = /^\/webhook\/([0-9a-f-]{36})$/.exec(url?.pathname ?? '')?.[1];
      const found = id === undefined ? null : channel(id);
      if (url === null || found === null) return answer(response, 404, 'Not found.');
      if (request.method === 'GET') return handshake(response, url.searchParams, found.verifyToken);
      if (request.method === 'POST') return post(request, response, found);
      answer(response, 405, 'Only GET and POST are served here.', { Allow: 'GET, POST' });
    },
  };
}

/** Says the challenge back, as text that no browser takes for a page, when the token is the right one. */
function handshake(response: ServerResponse, query: URLSearchParams, verifyToken: string): void {
  const challenge = query.get('hub.challenge') ?? '';
  const right = isSame(query.get('hub.verify_token') ?? '', verifyToken);
  if (!right || query.get('hub.mode') !== 'subscribe') return answer(response, 403, 'Not the right token.');
  if (!/^[\w.-]{1,200}$/.test(challenge)) return answer(response, 400, 'No challenge.');
  answer(response, 200, challenge);
}

/** Without a charset, or UTF-8, which is all that JSON may be in (RFC 8259 section 8.1). */
function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? '');
}

function answer(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  // What was not read to its end would be taken for the next request.
  const connection = response.req.complete ? {} : { Connection: 'close' };
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text), ...connection, ...headers }).end(text);
}
