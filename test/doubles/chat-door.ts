import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { build, type InlineConfig } from 'vite';
import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { NewIdentityKey } from '../../hub/channels/webchat/identity-keys.ts';
import type { HttpRoute } from '../../hub/http/route.ts';
import type { FromHub } from '../../hub/widget/chat-frames.ts';

/** Builds the chat page as the product does, into a folder of the test's. */
export async function builtWidget(): Promise<{ readonly dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'sd-widget-'));
  const bundles = new URL('../../build/bundle/parts.mjs', import.meta.url).href;
  const { parts } = (await import(bundles)) as { readonly parts: { readonly hub: { readonly bundles: readonly { readonly entry: string; readonly config: InlineConfig }[] } } };
  for (const { entry, config } of parts.hub.bundles) {
    if (entry.startsWith('hub/widget/')) await build({ ...config, logLevel: 'error', build: { ...config.build, outDir: dir } });
  }
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

export interface Door {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves a route of the hub's, or whatever a page of a shop's answers, on a port of its own. */
export async function openDoor(answer: HttpRoute | ((request: IncomingMessage, response: ServerResponse) => void)): Promise<Door> {
  const server: Server = createServer((request, response) => {
    if (typeof answer === 'function') answer(request, response);
    else void answer.handle(request, response);
  });
  if (typeof answer !== 'function') server.on('upgrade', (request, socket, head) => answer.upgrade?.(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const waiting = { timeout: 60_000, interval: 4 };

/** A page without the page: what it would say, and what it hears. */
export class ChatLine {
  readonly socket: WebSocket;
  readonly heard: FromHub[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.heard.push(JSON.parse(data.toString('utf8')) as FromHub));
  }

  /** @param channel one chat of several; the oldest where it is left out */
  static async open(origin: string, channel?: string): Promise<ChatLine> {
    const line = new ChatLine(new WebSocket(`${origin.replace('http', 'ws')}/chat/socket${channel === undefined ? '' : `?channel=${channel}`}`, { headers: { origin }, rejectUnauthorized: false }));
    await new Promise((resolve, reject) => {
      line.socket.once('open', resolve);
      line.socket.once('error', reject);
    });
    return line;
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  hello(token: string | null, identity: string | null = null): void {
    this.say({ t: 'hello', token, channel: null, identity });
  }

  write(text: string): string {
    const id = randomUUID();
    this.say({ t: 'say', id, text });
    return id;
  }

  /** The first frame of a kind, once it has come. */
  async next<T extends FromHub['t']>(t: T): Promise<Extract<FromHub, { t: T }>> {
    return vi.waitFor(() => {
      const frame = this.heard.find((each): each is Extract<FromHub, { t: T }> => each.t === t);
      expect(frame).toBeDefined();
      return frame as Extract<FromHub, { t: T }>;
    }, waiting);
  }

  async closed(): Promise<void> {
    await vi.waitFor(() => expect(this.socket.readyState).toBe(WebSocket.CLOSED), waiting);
  }
}

/** The server of a shop that signs who is logged in. */
export function shopToken(key: NewIdentityKey, channelId: string, customer: { readonly sub: string; readonly name?: string; readonly email?: string; readonly email_verified?: boolean }, { now = Date.now(), life = 300 } = {}): Promise<string> {
  const iat = Math.floor(now / 1000);
  return new SignJWT({ ...customer, aud: channelId, iat, exp: iat + life, jti: randomUUID() }).setProtectedHeader({ alg: 'HS256', kid: key.id }).sign(Buffer.from(key.secret, 'utf8'));
}
