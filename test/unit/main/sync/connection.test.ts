import { afterEach, describe, expect, it, vi } from 'vitest';
import { maxFrameLength } from '../../../../shared/contract/wire/frames.ts';
import { Connection, type LinkNote } from '../../../../main/sync/connection.ts';
import { Time } from '../../../doubles/time.ts';
import { VaultProcessDouble } from '../../../doubles/vault-process.ts';
import { startProxy, TlsHub } from './tls-hub.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function startHub(options?: Parameters<typeof TlsHub.start>[0]): Promise<TlsHub> {
  const hub = await TlsHub.start(options);
  ends.push(() => hub.stop());
  return hub;
}

function connectionTo(target: { url: string; tls: string | null } | null, options: { proxies?: string } = {}) {
  const time = new Time();
  const notes: LinkNote[] = [];
  const frames: string[] = [];
  let at = target;
  const process = new VaultProcessDouble({
    'link.target': () => at,
    'link.opened': () => null,
    'link.closed': () => null,
    'link.frame': ({ text }) => {
      frames.push(text);
      return null;
    },
  });
  const connection = new Connection({ timers: time, random: () => 0.5, resolveProxy: async () => options.proxies ?? 'DIRECT', note: (note) => notes.push(note) });
  ends.push(() => connection.detach());
  const retarget = (next: typeof target) => {
    at = next;
    connection.retarget();
  };
  return { connection, process, time, notes, frames, retarget, attach: () => connection.attach(process) };
}

const failures = (notes: LinkNote[]) => notes.flatMap((note) => (note.event === 'link-failed' ? [note.kind] : []));
const becomes = (connection: Connection, status: string) => vi.waitFor(() => expect(connection.status()).toBe(status), { timeout: 60_000 });

describe('the hub’s own certificate', () => {
  it('the pinned one is taken, and frames go both ways as they are', async () => {
    const hub = await startHub();
    const { connection, process, frames, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    await vi.waitFor(() => expect(process.names()).toContain('link.opened'));
    connection.handle({ kind: 'send', text: '{"t":"device-hello ☃"}' });
    await vi.waitFor(() => expect(hub.received).toEqual(['{"t":"device-hello ☃"}']));
    for (let count = 0; count < 500; count += 1) hub.latest.send(`frame ${count}`);
    await vi.waitFor(() => expect(frames).toHaveLength(500));
    expect(frames).toEqual(Array.from({ length: 500 }, (_, count) => `frame ${count}`));
  });

  it('another one gets no byte but the handshake, and is not tried again and again', async () => {
    const hub = await startHub();
    const { connection, process, time, notes, attach } = connectionTo({ url: hub.url, tls: '0'.repeat(64) });
    attach();
    await becomes(connection, 'mistrusted');
    await time.pass(4 * 60_000);
    expect(hub.arrivals).toBe(1);
    expect(hub.upgrades).toBe(0);
    expect(process.names()).not.toContain('link.opened');
    expect(failures(notes)).toEqual(['mistrusted']);
    // A network that lets one through later is found in the end, and at once when it changes.
    await time.pass(60_000);
    await vi.waitFor(() => expect(hub.arrivals).toBe(2));
    await becomes(connection, 'mistrusted');
    connection.wake();
    await vi.waitFor(() => expect(hub.arrivals).toBe(3));
  });

  it('a self-signed one that nobody pinned is not trusted', async () => {
    const hub = await startHub();
    const { connection, attach } = connectionTo({ url: hub.url, tls: null });
    attach();
    await becomes(connection, 'mistrusted');
    expect(hub.upgrades).toBe(0);
  });

  it('TLS 1.2 is not spoken, pinned or not', async () => {
    const hub = await startHub({ maxVersion: 'TLSv1.2' });
    const { connection, notes, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await vi.waitFor(() => expect(failures(notes)).toHaveLength(1));
    expect(connection.status()).toBe('offline');
    expect(hub.upgrades).toBe(0);
  });

  it('an address without TLS is never dialled', async () => {
    const hub = await startHub();
    const { connection, notes, attach } = connectionTo({ url: hub.url.replace('wss:', 'ws:'), tls: null });
    attach();
    await vi.waitFor(() => expect(failures(notes)).toHaveLength(1));
    expect(connection.status()).toBe('offline');
    expect(hub.arrivals).toBe(0);
  });
});

describe('frames that come faster than they are stored', () => {
  it.each([
    { what: 'small ones', length: 2_000, sent: 7_500, mostInHand: 3_072 },
    { what: 'large ones', length: 1_000_000, sent: 40, mostInHand: 10 },
  ])('wait in the socket, so that memory does not fill: of $what $mostInHand are in hand', async ({ length, sent, mostInHand }) => {
    const hub = await startHub();
    const { connection, process, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    const waiting: (() => void)[] = [];
    let [inHand, most, taken] = [0, 0, 0];
    let storing = false;
    process.answer('link.frame', async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      if (!storing) await new Promise<void>((resolve) => waiting.push(resolve));
      inHand -= 1;
      taken += 1;
      return null;
    });
    attach();
    await becomes(connection, 'online');
    const frame = 'x'.repeat(length);
    for (let count = 0; count < sent; count += 1) hub.latest.send(frame);
    await vi.waitFor(() => expect(inHand).toBeGreaterThanOrEqual(mostInHand), { timeout: 60_000 });
    // Whatever else would come, has.
    await new Promise((resolve) => setTimeout(resolve, 200));
    // What one reading of the socket held comes with the last.
    expect(most).toBeLessThan(mostInHand + 65_536 / length + 2);
    storing = true;
    for (const go of waiting.splice(0)) go();
    await vi.waitFor(() => expect(taken).toBe(sent), { timeout: 60_000 });
  });
});

describe('frames that are not welcome', () => {
  it('a frame over the limit closes the connection and reaches nobody', async () => {
    const hub = await startHub();
    const { connection, process, frames, notes, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.send('x'.repeat(maxFrameLength + 1));
    await becomes(connection, 'offline');
    expect(frames).toEqual([]);
    expect(process.names()).toContain('link.closed');
    expect(failures(notes)).toContain('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH');
  });

  it('the largest frame allowed gets through', async () => {
    const hub = await startHub();
    const { connection, frames, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.send('x'.repeat(maxFrameLength));
    await vi.waitFor(() => expect(frames.map((text) => text.length)).toEqual([maxFrameLength]));
  });

  it('bytes instead of text close it', async () => {
    const hub = await startHub();
    const { connection, frames, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.send(Buffer.from([1, 2, 3]));
    await becomes(connection, 'offline');
    expect(frames).toEqual([]);
  });

  it('text that is not UTF-8 closes it', async () => {
    const hub = await startHub();
    const { connection, frames, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.send(Buffer.from([0xff, 0xfe]), { binary: false });
    await becomes(connection, 'offline');
    expect(frames).toEqual([]);
  });
});

describe('coming back', () => {
  it('waits longer after each failure, up to a minute', async () => {
    const hub = await startHub();
    const { url, fingerprint } = hub;
    await hub.stop();
    const { connection, time, notes, attach } = connectionTo({ url, tls: fingerprint });
    attach();
    const waits: number[] = [];
    for (let failure = 1; failure <= 9; failure += 1) {
      await vi.waitFor(() => expect(failures(notes)).toHaveLength(failure));
      expect(connection.status()).toBe('offline');
      const from = time.now();
      while (connection.status() === 'offline' && failures(notes).length === failure) await time.pass(250);
      waits.push(time.now() - from);
    }
    expect(waits).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000, 45_000, 45_000]);
  });

  it('connects again when the hub does', async () => {
    const hub = await startHub();
    const { connection, process, time, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.terminate();
    await becomes(connection, 'offline');
    expect(process.names().filter((name) => name === 'link.closed')).toHaveLength(1);
    await time.pass(2_000);
    await becomes(connection, 'online');
    expect(process.names().filter((name) => name === 'link.opened')).toHaveLength(2);
  });

  it('tries at once when the network or the machine comes back', async () => {
    const hub = await startHub();
    const { connection, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.terminate();
    await becomes(connection, 'offline');
    connection.wake();
    await becomes(connection, 'online');
  });

  it('notices a hub that has gone silent', async () => {
    const hub = await startHub();
    const { connection, time, notes, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    hub.latest.pause();
    await time.pass(25_000);
    await time.pass(15_000);
    expect(failures(notes)).toContain('silent');
    expect(connection.status()).toBe('offline');
  });

  it('does as the vault process says: closes, and rests until something changes', async () => {
    const hub = await startHub();
    const { connection, time, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    connection.handle({ kind: 'close-link', reason: 'proof', retry: false });
    expect(connection.status()).toBe('offline');
    await time.pass(10 * 60_000);
    expect(hub.arrivals).toBe(1);
    connection.wake();
    await becomes(connection, 'online');
  });

  it('goes where the enrolment says now, and nowhere without one', async () => {
    const first = await startHub();
    const second = await startHub();
    const { connection, retarget, attach } = connectionTo(null);
    attach();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(connection.status()).toBe('offline');
    retarget({ url: first.url, tls: first.fingerprint });
    await becomes(connection, 'online');
    retarget({ url: second.url, tls: second.fingerprint });
    await vi.waitFor(() => expect(second.connections).toHaveLength(1));
    await becomes(connection, 'online');
    retarget(null);
    await becomes(connection, 'offline');
  });

  it('tells a process that was detached nothing more', async () => {
    const hub = await startHub();
    const { connection, process, time, frames, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint });
    attach();
    await becomes(connection, 'online');
    const asked = process.names().length;
    connection.detach();
    hub.latest.send('late');
    await time.pass(120_000);
    expect(frames).toEqual([]);
    expect(process.names()).toHaveLength(asked);
    expect(hub.arrivals).toBe(1);
  });
});

describe('company proxies', () => {
  it('a tunnel is opened, and the pinned certificate still counts', async () => {
    const hub = await startHub();
    const proxy = await startProxy('tunnel');
    ends.push(proxy.stop);
    const { connection, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint }, { proxies: proxy.entry });
    attach();
    await becomes(connection, 'online');
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${hub.port} HTTP`]);
  });

  it('a proxy that refuses is passed over for the next way', async () => {
    const hub = await startHub();
    const proxy = await startProxy('refuse');
    ends.push(proxy.stop);
    const { connection, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint }, { proxies: `${proxy.entry}; SOCKS5 127.0.0.1:1; DIRECT` });
    attach();
    await becomes(connection, 'online');
    expect(proxy.asked).toHaveLength(1);
  });

  it('without a way that can be used, nothing goes around the proxy', async () => {
    const hub = await startHub();
    const { connection, notes, attach } = connectionTo({ url: hub.url, tls: hub.fingerprint }, { proxies: 'SOCKS5 127.0.0.1:1' });
    attach();
    await vi.waitFor(() => expect(failures(notes)).toHaveLength(1));
    expect(connection.status()).toBe('offline');
    expect(hub.arrivals).toBe(0);
  });
});
