import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Log } from '../ports.ts';
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

/** Slow or silent clients do not hold a connection: head within 10 s, the whole request within 30 s. */
const limits: ServerOptions = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 16 * 1024 };

export interface ListenTerms {
  readonly host: string;
  readonly port: number;
  /** Null: plain HTTP, for loopback only. */
  readonly tls: TlsIdentity | null;
  readonly routes: readonly HttpRoute[];
}

/** One listening socket and what is served there. */
export class Listener {
  readonly #server: Server;
  readonly #routes: readonly HttpRoute[];
  readonly #log: Log;
  readonly #secure: boolean;
  readonly port: number;

  private constructor(server: Server, port: number, secure: boolean, routes: readonly HttpRoute[], log: Log) {
    this.#server = server;
    this.#routes = routes;
    this.#log = log;
    this.#secure = secure;
    this.port = port;
    server.on('request', (request, response) => void this.#handle(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    });
  }

  /** @throws ListenError */
  static async open({ host, port, tls, routes }: ListenTerms, log: Log): Promise<Listener> {
    if (!tls && host !== '127.0.0.1') throw new TypeError('Plain HTTP is served on loopback only.');
    const server = makeServer(tls);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    }).catch((cause: unknown) => {
      throw new ListenError('port-taken', `The hub cannot listen on port ${port} of ${host}. Another program may be using it; choose another with --port.`, { cause });
    });
    return new Listener(server, (server.address() as AddressInfo).port, tls !== null, routes, log);
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
    if (route?.upgrade) route.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }

  #routeOf(request: IncomingMessage): HttpRoute | undefined {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    return this.#routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  }
}

function makeServer(tls: TlsIdentity | null): Server {
  if (!tls) return createHttpServer(limits);
  try {
    return createHttpsServer({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.3' });
  } catch (cause) {
    throw new ListenError('tls-unusable', 'The TLS certificate and key do not fit together or cannot be read. Both must be PEM files.', { cause });
  }
}
