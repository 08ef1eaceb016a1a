import { IdentityKeyPair, PrivateKey } from '@signalapp/libsignal-client';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type DeviceMail, maxFrameLength } from '../../../../shared/contract/wire/index.ts';
import { hubLacksIt } from '../../../../shared/contract/wire/older-hub.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { readInvite, writeInvite } from '../../../../shared/trust/invite.ts';
import { signStatement, verifyStatement } from '../../../../shared/trust/statement.ts';
import { runs } from '../../../doubles/how-often.ts';
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

/** The device and what the hub said when it would not have it. */
async function refusal(connecting: Promise<void>): Promise<string> {
  return connecting.then(
    () => 'not refused',
    (error: unknown) => (error as Error).message,
  );
}

describe('the devices’ door', () => {
  it('serves nothing but enrolment to a device it does not know', async () => {
    const device = watched(await service.newDevice(email));
    device.tell({ c: 'session-open', code: '123456', verifier: toBase64(device.verifier) });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
    await device.until(() => device.refused.includes('denied'), 'the refusal');
  });

  it('refuses a wrong invite, and the right one after it was used', async () => {
    const device = watched(await service.newDevice(email));
    const invite = readInvite(device.invite);
    const wrong = watched(new SimulatedDevice(writeInvite({ ...invite, code: 'A'.repeat(26) })));
    await wrong.connect();
    wrong.enrol();
    expect(await wrong.hears('enrol-refused')).toMatchObject({ reason: 'invite-refused' });
    device.enrol();
    await device.hears('enrol-pending');
    const second = watched(new SimulatedDevice(device.invite));
    await second.connect();
    second.enrol();
    expect(await second.hears('enrol-refused')).toMatchObject({ reason: 'invite-refused' });
    // The first one's answer was lost: it asks again and is not punished.
    device.enrol();
    await device.hears('enrol-pending');
  });

  it('tells a device that IT denied it', async () => {
    const device = watched(await service.newDevice(email));
    device.enrol();
    await device.hears('enrol-pending');
    await service.ask('device.deny', { device: device.deviceId });
    expect(await device.hears('enrol-refused')).toMatchObject({ reason: 'denied' });
  });

  it('approves a device that is away when IT decides', async () => {
    const device = watched(await service.newDevice(email));
    device.enrol();
    await device.hears('enrol-pending');
    device.drop();
    await service.ask('device.approve', { device: device.deviceId });
    await device.connect();
    await device.hears('enrol-approved');
    // Certificate and share were not stored before a crash: it asks without, and gets them again.
    device.drop();
    device.certificate = null;
    await device.connect();
    expect((await device.hears('enrol-approved')).shareGeneration).toBe(1);
  });

  it('gives the share to no key alone once the authenticator is active', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    expect(await refusal(device.connect({ certificate: null }).then(() => device.until(() => device.refused.length > 0, 'the refusal')))).toBe('not refused');
    expect(device.refused).toContain('certificate');
  });

  it('opens a session for a right code only, and no code twice', async () => {
    const device = watched(await service.activeDevice(email));
    service.hub.clock.ahead = 60_000;
    device.tell({ c: 'session-open', code: device.wrongCode(), verifier: toBase64(device.verifier) });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
    const code = device.code();
    await device.openSession(code);
    device.drop();
    await device.connect();
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
  });

  it('takes the code of a share request once more, for the session of the same unlock', async () => {
    const device = watched(await service.activeDevice(email));
    const first = device.shares[0]!.share;
    device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
    device.drop();
    service.hub.clock.ahead = 60_000;
    await device.connect();
    const code = device.code();
    device.tell({ c: 'share-request', code, verifier: toBase64(device.verifier) });
    expect((await device.hears('share')).shares).toEqual([{ generation: 1, share: first }]);
    await device.openSession(code);
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    await device.hears('code-refused');
  });

  it('opens nothing for device key and code without the passphrase: no session, and no verifier of their own', async () => {
    const device = watched(await service.activeDevice(email));
    device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
    const thiefs = toBase64(new Uint8Array(32).fill(9));
    device.drop();
    service.hub.clock.ahead = 60_000;
    await device.connect();
    device.tell({ c: 'session-open', code: device.code(), verifier: thiefs });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
    // The secret itself, told once more, is no code.
    device.tell({ c: 'totp-activate', secret: toBase64(device.totpSecret), first: '000000', second: '000000', recovery: Array.from({ length: 10 }, () => toBase64(new Uint8Array(32))) });
    await device.hears('totp-activated');
    device.tell({ c: 'session-open', code: '000000', verifier: thiefs });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
    service.hub.clock.ahead += 60_000;
    await device.openSession();
    device.tell({ c: 'verifier-set', verifier: thiefs });
    await device.until(() => device.refused.includes('denied'), 'the refusal');
    // It was a guess; what is right ends the count.
    service.hub.clock.ahead += 60_000;
    await device.connect();
    await device.openSession();
  });

  it('resumes a session by its token, on its own device, until it is closed', async () => {
    const device = watched(await service.liveDevice(email));
    const other = watched(await service.activeDevice(email));
    other.tell({ c: 'session-resume', token: device.token! });
    expect(await other.hears('session-refused')).toMatchObject({ reason: 'ended' });
    device.drop();
    await device.connect();
    await device.resumeSession();
    device.tell({ c: 'session-close' });
    device.tell({ c: 'session-resume', token: device.token! });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
  });

  it('carries no mail outside a session', async () => {
    const device = watched(await service.liveDevice(email));
    device.tell({ c: 'session-close' });
    await device.send({ m: 'backfill', after: null });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    // The session's first mail, and nothing after it.
    expect(device.events.map(({ e }) => e)).toEqual(['channels', 'agents', 'canned.kept', 'signature', 'teams']);
  });

  it('refuses pre-keys that the device key has not certified', async () => {
    const device = watched(await service.activeDevice(email));
    await device.openSession();
    device.publishPreKeys({ certifier: IdentityKeyPair.generate().privateKey });
    await device.until(() => device.refused.includes('proof'), 'the refusal');
  });

  it('starts the Signal session anew when the device asks, and numbers go on', async () => {
    const device = watched(await service.liveDevice(email));
    await device.send({ m: 'backfill', after: null });
    const heard = (kind: string) => device.events.filter(({ e }) => e === kind).length;
    await device.until(() => heard('backfill.page') === 1, 'the page');
    device.tell({ c: 'session-reset' });
    await device.hears('prekeys-wanted');
    device.publishPreKeys();
    await device.until(() => heard('agents') === 2, 'the first mail');
    expect(device.seqs).toEqual([...device.seqs].sort((one, other) => one - other));
    expect(new Set(device.seqs).size).toBe(device.seqs.length);
    await device.send({ m: 'resume', seq: device.seq });
    await device.send({ m: 'backfill', after: null });
    await device.until(() => heard('backfill.page') === 2, 'the page');
  });

  it('asks for new pre-keys when mail cannot be read', async () => {
    const device = watched(await service.liveDevice(email));
    device.raw(JSON.stringify({ t: 'mail', kind: 'signal', body: toBase64(new Uint8Array(200).fill(5)) }));
    await device.hears('prekeys-wanted');
  });

  it('ends the sessions of an agent who is suspended, at once', async () => {
    await service.addAgent('max@nordlicht.example');
    const device = watched(await service.liveDevice('max@nordlicht.example'));
    await service.ask('agent.set-status', { agent: 'max@nordlicht.example', status: 'suspended' });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    service.hub.clock.ahead = 60_000;
    device.tell({ c: 'session-open', code: device.code(), verifier: toBase64(device.verifier) });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    await service.ask('agent.set-status', { agent: 'max@nordlicht.example', status: 'active' });
    await device.openSession();
  });

  it('tells devices who works here, as it changes', async () => {
    const device = watched(await service.liveDevice(email));
    await service.addAgent('new@nordlicht.example');
    await device.until(() => device.events.some((event) => event.e === 'agents' && event.agents.some(({ name }) => name === 'new@nordlicht.example')), 'the new agent');
  });

  it('sends a new policy to connected devices', async () => {
    const device = watched(await service.liveDevice(email));
    const before = device.policy!;
    await service.ask('policy.set', { ...before, autoLockMinutes: 7 });
    await device.until(() => device.policy?.autoLockMinutes === 7, 'the policy');
    expect(device.policy!.version).toBe(before.version + 1);
  });

  it('orders a wipe, and takes the receipt of the device key only', async () => {
    const device = watched(await service.liveDevice(email));
    await service.ask('device.wipe', { device: device.deviceId, reason: 'lost on a train' });
    const { order } = await device.hears('wipe');
    const { serial } = verifyStatement('wipe-order', order, device.hubKey!, 'any');
    const receipt = (key: PrivateKey, orderSerial: number) =>
      signStatement('wipe-receipt', { deviceId: device.deviceId, orderSerial, wipedAt: service.hub.clock.now(), cause: 'ordered' }, { serial: 1, notBefore: 0, notAfter: service.hub.clock.now() + 1e9 }, key);
    device.tell({ c: 'wiped', receipt: receipt(PrivateKey.generate(), serial) });
    await device.until(() => device.refused.includes('proof'), 'the refusal');
    await device.connect();
    await device.hears('wipe');
    device.tell({ c: 'wiped', receipt: receipt(device.key, serial) });
    await device.until(() => !device.connected, 'the end');
    expect((await service.ask('device.show', { device: device.deviceId })).state).toBe('wiped');
  });

  it('breaks off a replayed, reordered or changed sealed frame', async () => {
    const device = watched(await service.activeDevice(email));
    device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
    device.raw(JSON.stringify({ t: 'sealed', n: 0, box: toBase64(new Uint8Array(64)), signature: toBase64(new Uint8Array(64)) }));
    await device.until(() => device.refused.includes('frame'), 'the refusal');
  });

  it('refuses in words what only a newer workstation can ask for, and serves it on; what is no mail it breaks off', async () => {
    const device = watched(await service.liveDevice(email));
    const later = { m: 'command', key: crypto.randomUUID(), at: 1, command: { do: 'translate', into: 'fr' } };
    await device.send(later as unknown as DeviceMail);
    await device.until(() => device.events.some((event) => event.e === 'command.result' && event.key === later.key), 'the answer');
    expect(device.events.find((event) => event.e === 'command.result' && event.key === later.key)).toMatchObject({ outcome: { kind: 'refused', message: hubLacksIt } });
    expect([device.connected, device.refused]).toEqual([true, []]);
    await device.send({ ...later, command: { do: 'reply' } } as unknown as DeviceMail);
    await device.until(() => device.refused.includes('frame'), 'the refusal');
  });

  it('has room for fifty devices that nobody knows of one address, and beside them for those that are known', async () => {
    const known = watched(await service.activeDevice(email));
    known.drop();
    const { invite } = watched(await service.newDevice(email));
    const strangers = [];
    for (let n = 0; n < 49; n += 1) {
      const stranger = watched(new SimulatedDevice(invite));
      await stranger.connect();
      strangers.push(stranger);
    }
    const oneMore = watched(new SimulatedDevice(invite));
    await oneMore.connect().catch(() => undefined);
    await oneMore.until(() => oneMore.refused.includes('too-many'), 'the refusal');
    await known.connect();
    known.tell({ c: 'session-open', code: known.wrongCode(), verifier: toBase64(known.verifier) });
    await known.hears('code-refused');
    // Who has enrolled is no stranger.
    strangers[0]!.enrol();
    await strangers[0]!.hears('enrol-pending');
    const next = watched(new SimulatedDevice(invite));
    await next.connect();
    next.tell({ c: 'session-open', code: '123456', verifier: toBase64(next.verifier) });
    await next.hears('session-refused');
  });

  it('breaks off a flood of control messages', async () => {
    const device = watched(await service.activeDevice(email));
    // More than a busy hub, which gives back six a second, has forgotten by the time it comes to the last.
    for (let n = 0; n < 600; n++) device.tell({ c: 'session-close' });
    await device.until(() => device.refused.includes('too-many'), 'the refusal');
  });
});

describe('frames of any kind whatever', () => {
  let url = '';
  beforeAll(async () => {
    url = readInvite((await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null })).invite).url;
  });

  /** Sends one frame first thing and waits for the end. */
  function throwAt(data: string | Uint8Array, binary = false): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(url, { rejectUnauthorized: false });
      let last = '';
      socket.on('open', () => socket.send(data, { binary }));
      socket.on('message', (message: Buffer) => {
        last = message.toString('utf8');
      });
      socket.on('error', () => {});
      socket.on('close', (code) => resolve(`${code} ${last}`));
    });
  }

  it('that are no frame are refused by kind', async () => {
    for (const text of ['', '{', 'null', '[]', '{"t":"mail"}', '{"t":"device-hello","v":2}', '\u0000', '{"__proto__":{"t":"mail"}}']) {
      expect(await throwAt(text)).toContain('"kind":"frame"');
    }
    expect(await throwAt(new Uint8Array([0xff, 0xfe, 0x00]), true)).toContain('"kind":"frame"');
    expect(await throwAt(JSON.stringify({ t: 'mail', kind: 'signal', body: 'AAAA' }))).toContain('"kind":"frame"');
    expect(await throwAt(JSON.stringify({ t: 'sealed', n: 0, box: 'AAAA', signature: 'AAAA' }))).toContain('"kind":"frame"');
  });

  it('larger than the contract allows end the connection', async () => {
    expect(await throwAt('x'.repeat(maxFrameLength + 1))).toMatch(/^(1009|1006)/);
  });

  it('never crash the gateway', async () => {
    const hello = fc.record({
      t: fc.constantFrom('device-hello', 'sealed', 'mail', 'hub-hello', ''),
      v: fc.oneof(fc.constant(1), fc.integer()),
      deviceId: fc.oneof(fc.uuid(), fc.string()),
      deviceKey: fc.oneof(fc.uint8Array({ minLength: 33, maxLength: 33 }).map(toBase64), fc.string()),
      nonce: fc.uint8Array({ minLength: 0, maxLength: 40 }).map(toBase64),
      certificate: fc.oneof(fc.constant(null), fc.record({ body: fc.json(), signature: fc.uint8Array({ minLength: 64, maxLength: 64 }).map(toBase64) })),
      proof: fc.uint8Array({ minLength: 0, maxLength: 64 }).map(toBase64),
    });
    const anything = fc.oneof(fc.string(), fc.json(), hello.map((frame) => JSON.stringify(frame)));
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (text, binary) => {
        expect(await throwAt(text, binary)).toContain('"t":"refused"');
      }),
      runs(150),
    );
    // It is still there, for those who behave.
    watched(await service.liveDevice(email));
  });
});
