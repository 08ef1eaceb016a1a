import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ListenTerms, Listener, type Patience } from '../../../../hub/http/listener.ts';
import type { HttpRoute } from '../../../../hub/http/route.ts';
import { selfSignedTls, type TlsIdentity } from '../../../../hub/http/tls-certificate.ts';

const log = { info: () => undefined, warn: () => undefined };
const never: Patience = { handshake: 600_000, head: 600_000, request: 600_000, nothingMoves: 600_000, lookEvery: 20 };
/** More than the buffers of both ends hold. */
const large = Buffer.alloc(64 * 1024 * 1024, 'a');
/** Who has upgraded, and was left as it is. */
const inside: unknown[] = [];
const route: HttpRoute = {
  prefix: '/page',
  handle: async (request, response) => {
    for await (const _chunk of request) { /* read to its end */ }
    response.end(request.url === '/page/large' ? large : 'here');
  },
  upgrade: (_request, socket) => {
    inside.push(socket);
    socket.resume().once('end', () => socket.destroy());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  },
};

let tls: TlsIdentity;
let listener: Listener | null = null;
const clients: Socket[] = [];
beforeAll(async () => {
  tls = await selfSignedTls(['127.0.0.1'], Date.now());
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  inside.length = 0;
  await listener?.close();
});

async function open(patience: Partial<Patience>, more: Partial<Pick<ListenTerms, 'tls' | 'most'>> = {}): Promise<Listener> {
  listener = await Listener.open({ host: '127.0.0.1', port: 0, tls, routes: [route], patience: { ...never, ...patience }, ...more }, log);
  return listener;
}
/** As an attacker's: it never closes its side, whatever the hub does. */
function plain({ port }: Listener): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  clients.push(socket);
  return socket;
}
async function secure(at: Listener): Promise<TLSSocket> {
  const socket = connectTls({ socket: plain(at), rejectUnauthorized: false });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => void socket.once('secureConnect', () => resolve()));
  return socket;
}
const comes = (at: Listener, count: number) => vi.waitFor(() => expect(at.inDoorway).toBe(count), { timeout: 20_000 });
const ended = (socket: Socket) => new Promise<void>((resolve) => void socket.resume().once('end', resolve).once('close', resolve));
const said = (socket: Socket) => {
  let text = '';
  socket.on('data', (data) => void (text += data.toString('latin1')));
  return () => text;
};

describe('a connection that keeps the hub waiting', () => {
  it('is ended where it never agrees on TLS, whether it says nothing or half a word', async () => {
    const at = await open({ handshake: 200 });
    plain(at);
    plain(at).write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]));
    await comes(at, 2);
    await comes(at, 0);
  });

  it('is ended at once where it says what is no TLS', async () => {
    const at = await open({});
    const [one, other] = [plain(at), plain(at)];
    await comes(at, 2);
    for (const socket of [one, other]) socket.write('GET / HTTP/1.1\r\n\r\n');
    await comes(at, 0);
  });

  it('is ended where its head never comes to an end, or never begins, also where it does not close its own side', async () => {
    const at = await open({ head: 200 });
    const half = await secure(at);
    const heard = said(half);
    half.write('GET /page HTTP/1.1\r\nHost: hub\r\nX-Slow: ');
    await secure(at);
    await comes(at, 2);
    await comes(at, 0);
    expect(heard()).toContain('400 Bad Request');
  });

  it('is ended where its body never comes to an end', async () => {
    const at = await open({ head: 200, request: 400 });
    const socket = await secure(at);
    socket.write('POST /page HTTP/1.1\r\nHost: hub\r\nContent-Length: 100\r\n\r\nslow');
    await comes(at, 1);
    await comes(at, 0);
  });

  it('is ended where it does not read what it asked for', async () => {
    const at = await open({ nothingMoves: 400 });
    const socket = await secure(at);
    socket.pause();
    socket.write('GET /page/large HTTP/1.1\r\nHost: hub\r\n\r\n');
    await comes(at, 1);
    await comes(at, 0);
  });

  it('is ended where it asks for what is not there and does not close its own side', async () => {
    const at = await open({});
    const socket = await secure(at);
    await comes(at, 1);
    socket.write('GET /elsewhere HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const heard = said(socket);
    await comes(at, 0);
    await vi.waitFor(() => expect(heard()).toContain('404 Not Found'));
  });
});

describe('connections that wait', () => {
  it('are so many of one caller and no more, and the next has room once one has gone or is let in', async () => {
    const at = await open({}, { most: { ofCaller: 2, ofAll: 3 } });
    const [first, second] = [await secure(at), await secure(at)];
    const third = plain(at);
    await ended(third);
    expect(at.inDoorway).toBe(2);
    first.write('GET /page HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await comes(at, 1);
    expect(inside).toHaveLength(1);
    await secure(at);
    await comes(at, 2);
    second.destroy();
    await comes(at, 1);
    // Whoever was let in is there still, and is not counted when they go.
    const heard = said(first);
    first.destroy();
    await vi.waitFor(() => expect((inside[0] as Socket).destroyed).toBe(true));
    expect(heard()).not.toContain('HTTP/1.1 4');
    expect(at.inDoorway).toBe(1);
  });

  it('are so many of all', async () => {
    const at = await open({}, { tls: null, most: { ofCaller: 9, ofAll: 1 } });
    plain(at);
    await comes(at, 1);
    const second = plain(at);
    await ended(second);
    expect(at.inDoorway).toBe(1);
  });

  it('are answered as ever', async () => {
    const at = await open({});
    const socket = await secure(at);
    const heard = said(socket);
    socket.write('GET /page HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n');
    await vi.waitFor(() => expect(heard()).toContain('here'));
    await comes(at, 0);
  });
});
