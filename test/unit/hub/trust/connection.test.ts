import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PrivateKey } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { Connection, type Service } from '../../../../hub/gateway/connection.ts';
import type { Rooms } from '../../../../hub/rooms.ts';
import { FrameToDevice, maxFrameLength } from '../../../../shared/contract/wire/index.ts';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { fromBase64, toBase64 } from '../../../../shared/trust/bytes.ts';
import { type Handshake, prove } from '../../../../shared/trust/handshake.ts';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { Time } from '../../../doubles/time.ts';

/** The socket of a connection as the hub has it, whose far end is the test. */
class FarEnd extends EventEmitter {
  readonly sent: FrameToDevice[] = [];
  isPaused = false;
  bufferedAmount = 0;
  gone: 'closed' | 'terminated' | null = null;

  send(text: string): void {
    this.sent.push(FrameToDevice.parse(JSON.parse(text)));
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  ping(): void {}
  close(): void {
    this.gone ??= 'closed';
  }
  terminate(): void {
    this.gone ??= 'terminated';
  }
  says(frame: unknown): void {
    this.emit('message', Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), false);
  }
}

const hubKey = PrivateKey.generate();
const deviceKey = PrivateKey.generate();
const deviceId = DeviceId.parse('11111111-1111-4111-8111-111111111111');
const certificate = { body: 'AA==', signature: toBase64(new Uint8Array(64)) };

let far: FarEnd;
let connection: Connection;
let known: boolean;
let mails: number;
/** What is served waits for this. */
let served: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  far = new FarEnd();
  known = true;
  mails = 0;
  served = Promise.resolve();
  const service: Service = {
    opened: async () => {
      await served;
      return null;
    },
    control: () => Promise.resolve(),
    mail: async () => {
      mails += 1;
      await served;
    },
    closed: () => undefined,
    knows: () => known,
    turn: (work) => work(),
  };
  const rooms = { clock: new Time(), organisation: { certificate, rotations: [], hubKey } } as unknown as Rooms;
  connection = new Connection(far as unknown as WebSocket, rooms, service, { info: () => undefined, warn: () => undefined });
});
afterEach(() => {
  connection.end();
  vi.useRealTimers();
});

function hello(): unknown {
  const first = far.sent[0];
  if (first?.t !== 'hub-hello') throw new Error('The hub has said no hello.');
  const nonce = new Uint8Array(32).fill(7);
  const handshake: Handshake = { hubNonce: fromBase64(first.nonce), deviceNonce: nonce, deviceId, deviceKey: deviceKey.getPublicKey(), hubKey: hubKey.getPublicKey() };
  return { t: 'device-hello', v: 1, deviceId, deviceKey: publicKeyText(deviceKey.getPublicKey()), nonce: toBase64(nonce), certificate: null, proof: prove('device', handshake, deviceKey) };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}

async function greeted(): Promise<void> {
  far.says(hello());
  await settled();
  expect(far.sent.at(-1)?.t).toBe('hub-ready');
}

function held(): () => void {
  let go = (): void => undefined;
  served = new Promise((resolve) => (go = resolve));
  return go;
}

describe('a connection with a device', () => {
  it('takes one frame of who has not shown a key, and no more before that is answered', async () => {
    const go = held();
    far.says(hello());
    expect(far.isPaused).toBe(true);
    await settled();
    expect(far.isPaused).toBe(true);
    go();
    await settled();
    expect(far.isPaused).toBe(false);
  });

  it('takes no more in than two of the longest frames while what came before is served', async () => {
    await greeted();
    const go = held();
    const mail = JSON.stringify({ t: 'mail', kind: 'signal', body: 'AAAA' });
    const long = mail + ' '.repeat(maxFrameLength - mail.length);
    // The first is being served.
    for (let n = 0; n < 2; n += 1) far.says(long);
    expect(far.isPaused).toBe(false);
    far.says(long);
    expect(far.isPaused).toBe(true);
    go();
    await settled();
    expect(far.isPaused).toBe(false);
    expect(mails).toBe(3);
  });

  it('writes nothing more to who does not read, and lets them go', async () => {
    await greeted();
    far.bufferedAmount = 9 * 1024 * 1024;
    connection.send({ c: 'console-changed' });
    expect(far.sent.at(-1)?.t).toBe('sealed');
    const written = far.sent.length;
    far.bufferedAmount = 33 * 1024 * 1024;
    connection.send({ c: 'console-changed' });
    expect({ gone: far.gone, written: far.sent.length }).toEqual({ gone: 'terminated', written });
  });

  it('ends with who is not known after a minute, and with nobody else', async () => {
    known = false;
    await greeted();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(far.gone).toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(far.sent.at(-1)).toEqual({ t: 'refused', kind: 'closing' });
    expect(far.gone).toBe('closed');
  });

  it('goes on with who has become known in that minute', async () => {
    known = false;
    await greeted();
    known = true;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(far.gone).toBeNull();
  });
});
