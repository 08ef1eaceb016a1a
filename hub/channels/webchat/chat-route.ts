import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pageIn } from '../../../shared/customer-words/words.ts';
import type { Language } from '../../../shared/language/languages.ts';
import { endWith } from '../../http/doorway.ts';
import type { HttpRoute } from '../../http/route.ts';
import { acceptedLanguages, languageFor } from '../../languages/wanted.ts';
import { chatDocument } from './chat-document.ts';
import { problemIn } from './chat-problem.ts';
import type { ShopFile } from './shop-files.ts';
import type { WebchatChannel } from './webchat-channel.ts';

export interface ChatRouteDeps {
  /** Where the built page lies. */
  readonly widgetDir: string;
  /** The channel with this id; the oldest web chat for null; null when there is none. */
  readonly channel: (id: string | null) => WebchatChannel | null;
}

const types: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' };

/** The chat page, its files and its WebSocket, under /chat. Anything else is 404. */
export function createChatRoute({ widgetDir, channel }: ChatRouteDeps): HttpRoute {
  return {
    prefix: '/chat',
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const url = addressOf(request);
      if (url === null || (request.method !== 'GET' && request.method !== 'HEAD')) {
        // No visitor's doing: programs read it.
        return url === null ? answer(response, 400, 'The address is not valid.') : answer(response, 405, 'Only GET is served here.', { Allow: 'GET, HEAD' });
      }
      // Files of the page are named relative to it.
      if (url.pathname === '/chat') return answer(response, 308, '', { Location: `/chat/${url.search}` });
      const found = channel(url.searchParams.get('channel'));
      const language = wantedLanguage(request, url, found);
      const missing = (problem: 'noChat' | 'nothing' | 'fileGone' | 'broken'): void => answer(response, 404, problemIn(language, problem));
      if (url.pathname === '/chat/') return found === null ? missing('noChat') : file(response, 'index.html', { ...pageHeaders(found.settings.origins), 'Content-Language': language, Vary: 'Accept-Language' }, missing, (page) => chatDocument(page, pageIn(language)));
      if (url.pathname === '/chat/embed.js') return file(response, 'embed.js', { 'Cache-Control': 'public, max-age=3600', 'Cross-Origin-Resource-Policy': 'cross-origin' }, missing);
      const ticket = /^\/chat\/file\/([A-Za-z0-9_-]{43})$/.exec(url.pathname)?.[1];
      // A HEAD would spend the ticket.
      if (ticket !== undefined) {
        const opened = request.method === 'GET' && found !== null ? await found.file(ticket) : null;
        return opened === null ? missing(request.method === 'GET' && found !== null ? 'fileGone' : 'nothing') : shopFile(response, opened);
      }
      // Names are made by the build, with a hash in them; no other character ever reaches the disk.
      const asset = /^\/chat\/(assets\/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:js|css|svg))$/.exec(url.pathname)?.[1];
      return asset === undefined ? missing('nothing') : file(response, asset, { 'Cache-Control': 'public, max-age=31536000, immutable' }, missing);
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const url = addressOf(request);
      const found = url?.pathname === '/chat/socket' ? channel(url.searchParams.get('channel')) : null;
      if (url === null || found === null) {
        endWith(socket, 'HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      } else if (!sameOrigin(request)) {
        // Browsers let any page open a WebSocket to anywhere: the Origin is all that tells (RFC 6455 section 10.2).
        endWith(socket, 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      } else {
        found.accept(request, socket, head, wantedLanguage(request, url, found));
      }
    },
  };

  async function file(response: ServerResponse, name: string, headers: Readonly<Record<string, string>>, missing: (problem: 'broken') => void, made?: (template: string) => string): Promise<void> {
    let body: Buffer;
    try {
      const read = await readFile(join(widgetDir, name));
      body = made === undefined ? read : Buffer.from(made(read.toString('utf8')), 'utf8');
    } catch {
      return missing('broken');
    }
    response.writeHead(200, { ...common, 'Content-Type': types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream', 'Content-Length': body.length, ...headers });
    response.end(response.req.method === 'HEAD' ? undefined : body);
  }
}

/** A reader that takes nothing for so long, in milliseconds, is gone. */
const patience = 30_000;

/** A file of the shop's: to be saved. Opened as a page it is saved as well; a picture can be shown in the chat, and by no other site. */
async function shopFile(response: ServerResponse, file: ShopFile): Promise<void> {
  try {
    await sent(response, file);
  } finally {
    file.done();
  }
}

async function sent(response: ServerResponse, file: ShopFile): Promise<void> {
  response.writeHead(200, {
    ...common,
    'Content-Type': file.picture ?? 'application/octet-stream',
    'Content-Length': file.size,
    // RFC 6266 section 4.3, RFC 8187: whatever the name holds, it is one.
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  response.setTimeout(patience, () => response.destroy());
  // A connection that breaks is the visitor's doing; nothing is left half-done here.
  await pipeline(Readable.from(file.contents), response).catch(() => response.destroy());
}

const common = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' } as const;

function answer(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...common, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
  response.end(text);
}

/** Nothing but the page's own files; only the shop's own pages may frame it. */
function pageHeaders(origins: readonly string[]): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${["'self'", ...origins].join(' ')}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'Cache-Control': 'no-cache',
  };
}

function addressOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '', 'http://hub.invalid');
}

/** What the page was asked for in, else what the browser asks for, else what IT has said of the chat. */
function wantedLanguage({ headers }: IncomingMessage, url: URL, channel: WebchatChannel | null): Language {
  return languageFor([url.searchParams.get('language'), ...acceptedLanguages(headers['accept-language']), channel?.language()]);
}

function sameOrigin({ headers }: IncomingMessage): boolean {
  const origin = headers.origin === undefined ? null : URL.parse(headers.origin);
  return origin !== null && headers.host !== undefined && origin.host === headers.host.toLowerCase();
}
