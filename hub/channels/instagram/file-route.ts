import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../../shared/domain/clock.ts';
import { fileTerms } from '../../../shared/domain/outgoing-file.ts';
import { callerOf } from '../../http/networks.ts';
import type { HttpRoute } from '../../http/route.ts';
import { fileKind, headLength } from '../../intake/file-kind.ts';
import { RateLimit } from '../webchat/rate-limit.ts';
import type { FileLinks } from './file-links.ts';

export const fileRoutePrefix = '/sent';

/** A reader that takes nothing for so long, in milliseconds, is gone. */
const patience = 30_000;
const common = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' } as const;

/** Files that a provider fetches by links of `FileLinks`. To everything else there is one answer, whatever is wrong. */
export function createFileRoute(links: FileLinks, clock: Clock): HttpRoute {
  /** Behind a proxy all have one address: room for a provider that is quick, and none for guessing. */
  const asking = new RateLimit(clock, 120, 120);
  return {
    prefix: fileRoutePrefix,
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      if (!asking.allows(callerOf(request.socket.remoteAddress))) return nothing(response, 429);
      const token = new RegExp(`^${fileRoutePrefix}/([0-9a-f.-]{101})$`).exec(request.url ?? '')?.[1];
      // A HEAD would spend the link.
      const file = token === undefined || request.method !== 'GET' ? null : await links.open(token);
      if (file === null) return nothing(response, 404);
      const chunks = file.read()[Symbol.asyncIterator]();
      const first = await chunks.next();
      const kind = first.done === true ? null : await fileKind(first.value.subarray(0, headLength), file.name);
      if (first.done === true || kind?.kind !== 'known' || fileTerms.instagram?.kinds?.[kind.mediaType] === undefined) return nothing(response, 404);
      response.writeHead(200, { ...common, 'Content-Type': kind.mediaType, 'Content-Length': file.size, 'Content-Disposition': 'attachment', 'Content-Security-Policy': "sandbox; default-src 'none'" });
      response.setTimeout(patience, () => response.destroy());
      await pipeline(Readable.from(all(first.value, chunks)), response).catch(() => response.destroy());
    },
  };
}

async function* all(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function nothing(response: ServerResponse, status: 404 | 429): void {
  response.writeHead(status, { ...common, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('There is nothing here.');
}
