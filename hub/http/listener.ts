import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Log } from '../ports.ts';
import { Doorway, endWith, type MostInDoorway } from './doorway.ts';
import type { HttpRoute } from './route.ts';
import type { TlsIdentity } from './tls-certificate.ts';

export class ListenError extends SealdeskError<'port-taken' | 'tls-unusable'> {}

/** Every answer carries these; a route may replace them where its page needs more. */
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
};

/**
 * Slow or silent clients do not hold a connection: in milliseconds, until TLS is agreed on, until the head is there, until the whole request is, and how long nothing may move while
 * it is answered. `lookEvery`: how often that is looked at. What has become a WebSocket has its own bounds.
 */
export interface Patience {
  readonly handshake: number;
  readonly head: number;
  readonly request: number;
  readonly nothingMoves: number;
  readonly lookEvery: number;
}
const patience: Patience = { handshake: 10_000, head: 10_000, request: 30_000, nothingMoves: 60_000, lookEvery: 2_000 };

const limits = ({ head, request, lookEvery }: Patience): ServerOptions => ({ headersTimeout: head, requestTimeout: request, connectionsCheckingInterval: lookEvery, keepAliveTimeout: 5_000, maxHeaderSize: 16 * 1024 });

export interface ListenTerms {
  readonly host: string;
  readonly port: number;
  /** Null: plain HTTP, for loopback only. */
  readonly tls: TlsIdentity | null;
  readonly routes: readonly HttpRoute[];
  readonly patience?: Patience;
  readonly most?: MostInDoorway;
}

/** One listening socket and what is served there. */
export class Listener {
  readonly #server: Server;
  readonly #doorway: Doorway;
  readonly #routes: readonly HttpRoute[];
  readonly #log: Log;
  readonly #secure: boolean;
  readonly port: number;

  private constructor(server: Server, doorway: Doorway, port: number, secure: boolean, routes: readonly HttpRoute[], log: Log) {
    this.#server = server;
    this.#doorway = doorway;
    this.#routes = routes;
    this.#log = log;
    this.#secure = secure;
    this.port = port;
    server.on('request', (request, response) => void this.#handle(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('clientError', (error, socket) => {
      // Only who speaks HTTP is told: before TLS is agreed on nothing can be said, and what is never said would never be over.
      if (socket.writable && saysWhy(error)) endWith(socket, 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      else socket.destroy();
    });
  }

  /** Connections that are neither a laptop's nor a chat page's. */
  get inDoorway(): number {
    return this.#doorway.size;
  }

  /** @throws ListenError */
  static async open({ host, port, tls, routes, patience: waits = patience, most }: ListenTerms, log: Log): Promise<Listener> {
    if (!tls && host !== '127.0.0.1') throw new TypeError('Plain HTTP is served on loopback only.');
    const server = makeServer(tls, waits);
    const doorway = new Doorway(most);
    server.on('connection', (socket) => doorway.enter(socket));
    server.setTimeout(waits.nothingMoves);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    }).catch((cause: unknown) => {
      throw new ListenError('port-taken', `The hub cannot listen on port ${port} of ${host}. Another program may be using it; choose another with --port.`, { cause });
    });
    return new Listener(server, doorway, (server.address() as AddressInfo).port, tls !== null, routes, log);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (this.#secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    try {
      const route = this.#routeOf(request);
      if (route) return await route.handle(request, response);
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found.\n');
    } catch (error) {
      this.#log.warn('http.failed', { kind: error instanceof SealdeskError ? error.kind : error instanceof Error ? error.name : 'unknown' });
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Something went wrong at the hub. Try again.\n');
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const route = this.#routeOf(request);
    if (route?.upgrade) {
      this.#doorway.passOn(request.socket);
      route.upgrade(request, socket, head);
    } else endWith(socket, 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }

  #routeOf(request: IncomingMessage): HttpRoute | undefined {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    return this.#routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  }
}

/** The parser's own errors, and that a head or a request was too slow. */
const saysWhy = (error: Error): boolean => 'code' in error && typeof error.code === 'string' && /^(?:HPE_|ERR_HTTP_)/.test(error.code);

function makeServer(tls: TlsIdentity | null, waits: Patience): Server {
  if (!tls) return createHttpServer(limits(waits));
  try {
    return createHttpsServer({ ...limits(waits), handshakeTimeout: waits.handshake, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.3' });
  } catch (cause) {
    throw new ListenError('tls-unusable', 'The TLS certificate and key do not fit together or cannot be read. Both must be PEM files.', { cause });
  }
}
