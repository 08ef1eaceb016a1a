import { PrivateKey } from '@signalapp/libsignal-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { validity } from '../../../../hub/enrolment/statement-signer.ts';
import { FrameToDevice } from '../../../../shared/contract/wire/index.ts';
import { bytes, fromBase64, toBase64 } from '../../../../shared/trust/bytes.ts';
import { type Handshake, prove } from '../../../../shared/trust/handshake.ts';
import { readInvite, writeInvite } from '../../../../shared/trust/invite.ts';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { signStatement, verifyStatement } from '../../../../shared/trust/statement.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
const devices: SimulatedDevice[] = [];

function watched<T extends SimulatedDevice>(device: T): T {
  devices.push(device);
  return device;
}

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(email);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
  service.hub.clock.ahead = 0;
});
afterAll(() => service.remove());

async function refused(device: SimulatedDevice, options: Parameters<SimulatedDevice['connect']>[0]): Promise<string | undefined> {
  const before = device.refused.length;
  await device.connect(options);
  await device.until(() => device.refused.length > before, 'the refusal');
  await device.until(() => !device.connected, 'the end');
  return device.refused.at(-1);
}

/** The device's certificate, signed by somebody else. */
function resigned(device: SimulatedDevice, key: PrivateKey) {
  const { payload } = verifyStatement('device-certificate', device.certificate!, device.hubKey!, 'any');
  const now = service.hub.clock.now();
  return signStatement('device-certificate', payload, { serial: 99, notBefore: now - 1000, notAfter: now + 1e9 }, key);
}

describe('a certificate', () => {
  it('is refused when it is forged', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    expect(await refused(device, { certificate: resigned(device, device.key) })).toBe('certificate');
  });

  it('is refused when another hub of the organisation signed it, or this one with a key of before', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    expect(await refused(device, { certificate: resigned(device, PrivateKey.generate()) })).toBe('certificate');
    // Not the root's either: it certifies hubs, never devices.
    expect(await refused(device, { certificate: resigned(device, service.hub.root) })).toBe('certificate');
  });

  it('is refused when it is another device’s', async () => {
    const device = watched(await service.activeDevice(email));
    const other = watched(await service.activeDevice(email));
    device.drop();
    expect(await refused(device, { certificate: other.certificate })).toBe('certificate');
  });

  it('is of no use to a thief without its key', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    expect(await refused(device, { key: PrivateKey.generate() })).toBe('unknown-device');
  });

  it('cannot be left out once the device is set up', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    expect(await refused(device, { certificate: null })).toBe('certificate');
  });

  it('that has run out reaches only its renewal, and that needs code and passphrase too', async () => {
    const device = watched(await service.liveDevice(email));
    device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
    await device.renewLease();
    device.drop();
    service.hub.clock.ahead = validity.deviceCertificate + 60_000;
    await device.connect();
    const verifier = toBase64(device.verifier);
    device.tell({ c: 'session-open', code: device.code(), verifier });
    device.tell({ c: 'session-resume', token: device.token! });
    device.tell({ c: 'share-request', code: device.code(), verifier });
    device.tell({ c: 'lease-renew', generation: 1 });
    for (let n = 0; n < 4; n += 1) expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    expect(await device.console('device.list')).toMatchObject({ kind: 'refused' });
    device.tell({ c: 'renew', code: device.wrongCode(), verifier });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'renew' });
    service.hub.clock.ahead += 60_000;
    device.tell({ c: 'renew', code: device.code(), verifier: toBase64(new Uint8Array(32).fill(9)) });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'renew' });
    device.tell({ c: 'session-close' });
    await device.until(() => device.refused.includes('denied'), 'the refusal');
  });
});

describe('a hello', () => {
  it('of another connection proves nothing on a new one', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    const { url } = readInvite(device.invite);
    let recorded = '';
    const hello = (frame: Extract<FrameToDevice, { t: 'hub-hello' }>) => {
      const nonce = bytes(new Uint8Array(32).fill(7));
      const key = device.key.getPublicKey();
      const handshake: Handshake = { hubNonce: fromBase64(frame.nonce), deviceNonce: nonce, deviceId: device.deviceId, deviceKey: key, hubKey: device.hubKey! };
      recorded ||= JSON.stringify({ t: 'device-hello', v: 1, deviceId: device.deviceId, deviceKey: publicKeyText(key), nonce: toBase64(nonce), certificate: device.certificate, proof: prove('device', handshake, device.key) });
      return recorded;
    };
    const answers = async (): Promise<FrameToDevice[]> => {
      const socket = new WebSocket(url, { rejectUnauthorized: false });
      const frames: FrameToDevice[] = [];
      const end = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.on('message', (data: Buffer) => {
        const frame = FrameToDevice.parse(JSON.parse(data.toString('utf8')));
        frames.push(frame);
        if (frame.t === 'hub-hello') socket.send(hello(frame));
        if (frame.t === 'hub-ready') socket.close();
      });
      await end;
      return frames;
    };
    expect((await answers()).map(({ t }) => t)).toContain('hub-ready');
    const replayed = await answers();
    expect(replayed.map(({ t }) => t)).toEqual(['hub-hello', 'refused']);
    expect(replayed.at(-1)).toEqual({ t: 'refused', kind: 'proof' });
  });
});

describe('two devices with one identity', () => {
  it('of one id and two keys: the hub knows only the key it approved', async () => {
    const device = watched(await service.liveDevice(email));
    const copy = watched(new SimulatedDevice(device.invite, () => service.hub.clock.now()));
    Object.defineProperty(copy, 'deviceId', { value: device.deviceId });
    await copy.connect();
    await copy.until(() => copy.refused.length > 0, 'the refusal');
    expect(copy.refused).toEqual(['unknown-device']);
    expect(device.connected).toBe(true);
    await device.renewLease();
  });

  it('of one key and two ids: the second is not enrolled', async () => {
    const device = watched(await service.activeDevice(email));
    const { invite } = await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null });
    const copy = watched(new SimulatedDevice(invite, () => service.hub.clock.now()));
    Object.defineProperty(copy, 'key', { value: device.key });
    await copy.connect();
    copy.enrol();
    expect(await copy.hears('enrol-refused')).toMatchObject({ reason: 'invite-refused' });
  });

  it('of one key and one id: the newer connection lives, the older is closed', async () => {
    const device = watched(await service.liveDevice(email));
    const before = device.refused.length;
    await device.connect();
    await device.until(() => device.refused.length > before, 'the end of the older one');
    expect(device.refused.slice(before)).toEqual(['closing']);
    await device.resumeSession();
    await device.renewLease();
  });
});

describe('guessing at invites', () => {
  const guess = async (invite: string, code: string): Promise<string> => {
    const guesser = watched(new SimulatedDevice(writeInvite({ ...readInvite(invite), code })));
    await guesser.connect();
    guesser.enrol();
    await guesser.until(() => guesser.refused.length > 0 || guesser.heard.some(({ c }) => c === 'enrol-refused' || c === 'enrol-pending'), 'an answer');
    return guesser.refused[0] ?? guesser.heard.find(({ c }) => c.startsWith('enrol'))!.c;
  };

  it('burns the invite that is aimed at, and then its own code is refused too', async () => {
    const { id, invite } = await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null });
    const { code } = readInvite(invite);
    for (let n = 0; n < 5; n += 1) expect(await guess(invite, code.slice(0, 8) + 'A'.repeat(18))).toBe('enrol-refused');
    expect(await guess(invite, code)).toBe('enrol-refused');
    expect((await service.ask('invite.list', null)).find((card) => card.id === id)).toMatchObject({ state: 'burned', deviceId: null });
  });

  it('is slowed down for each address, whatever invite it aims at, and a right code is not looked at then', async () => {
    const { id, invite } = await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null });
    const answers: string[] = [];
    for (let n = 0; n < 40 && answers.at(-1) !== 'too-many'; n += 1) answers.push(await guess(invite, `${'ABCDEFGH'.split('').toSorted(() => Math.random() - 0.5).join('')}${'B'.repeat(18)}`));
    expect(answers.at(-1)).toBe('too-many');
    expect(await guess(invite, readInvite(invite).code)).toBe('too-many');
    expect((await service.ask('invite.list', null)).find((card) => card.id === id)).toMatchObject({ state: 'open' });
  });
});
