import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What becomes of the next request, instead of its answer. */
export type Instead =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Goes on for as long as somebody reads. */
  | { readonly kind: 'huge' }
  /** Nothing comes, for as long as anybody waits. */
  | { readonly kind: 'hanging' }
  | { readonly kind: 'garbage' }
  /** The request is carried out, and its answer never comes. */
  | { readonly kind: 'done-and-lost' }
  /** It is carried out, and whoever asked waits for an answer until the test ends the connection. */
  | { readonly kind: 'done-and-held'; readonly until: Promise<void> }
  /** It is answered as always, once the test says so. */
  | { readonly kind: 'late'; readonly until: Promise<void> }
  /** It is answered as always: the fault is for a request after it. */
  | { readonly kind: 'none' }
  /** The connection ends in the middle. */
  | { readonly kind: 'hung-up' };

/** A shop's web server on loopback, in plain or with TLS. It knows nothing of our code. */
export abstract class ShopServer {
  /** Taken in order, one for each request. */
  readonly next: Instead[] = [];
  /** Each request's method and address, with its body. */
  readonly asked: { readonly method: string; readonly url: URL; readonly body: string; readonly headers: IncomingMessage['headers'] }[] = [];
  #server: Server | null = null;
  #port = 0;
  #scheme = 'http';

  async listen(tls: { readonly key: string; readonly cert: string } | null = null): Promise<this> {
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response).catch(() => response.destroy());
    const server = tls === null ? createServer(serve) : createSecureServer(tls, serve);
    this.#server = server;
    this.#scheme = tls === null ? 'http' : 'https';
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  get base(): string {
    return `${this.#scheme}://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  protected abstract answer(request: { readonly method: string; readonly url: URL; readonly body: string; readonly headers: IncomingMessage['headers'] }, response: ServerResponse): void;

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const seen = { method: request.method ?? '', url: new URL(request.url ?? '', this.base), body: Buffer.concat(chunks).toString('utf8'), headers: request.headers };
    this.asked.push(seen);
    const instead = this.next.shift();
    switch (instead?.kind) {
      case undefined:
      case 'none':
        this.answer(seen, response);
        return;
      case 'late':
        await instead.until;
        this.answer(seen, response);
        return;
      case 'done-and-lost':
        this.answer(seen, new ServerResponse(request));
        response.destroy();
        return;
      case 'done-and-held':
        this.answer(seen, new ServerResponse(request));
        await instead.until;
        response.destroy();
        return;
      case 'status':
        response.writeHead(instead.status, { 'Content-Type': 'text/html', ...instead.headers }).end(instead.body ?? '<h1>Something else</h1>');
        return;
      case 'hanging':
        return;
      case 'garbage':
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"data": [[[');
        return;
      case 'huge':
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('[');
        for (let open = true; open && !response.closed; ) open = await sent(response, '"0123456789",'.repeat(5_000));
        return;
      case 'hung-up':
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
        response.write('{"data"');
        response.socket?.destroy();
    }
  }
}

/** False once nobody reads any more. */
function sent(response: ServerResponse, text: string): Promise<boolean> {
  if (response.write(text)) return Promise.resolve(true);
  return new Promise((resolve) => {
    response.once('drain', () => resolve(true));
    response.once('close', () => resolve(false));
  });
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}
