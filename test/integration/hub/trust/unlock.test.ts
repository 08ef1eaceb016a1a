import { PrivateKey } from '@signalapp/libsignal-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { validity } from '../../../../hub/enrolment/statement-signer.ts';
import type { DeviceCard } from '../../../../shared/domain/device.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { bytes, toBase64 } from '../../../../shared/trust/bytes.ts';
import { newOneTimeCode } from '../../../../shared/trust/one-time-code.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

let service: ServiceInProcess;
const devices: SimulatedDevice[] = [];
beforeAll(async () => {
  service = await ServiceInProcess.start();
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
});
afterAll(() => service.remove());

const ines = 'ines@nordlicht.example';
const reason = 'the phone fell into the sea';
const stranger = bytes(new Uint8Array(32).fill(9));
const later = (seconds: number) => {
  service.hub.clock.ahead += seconds * 1000;
};

/** Of an agent of its own: wrong tries on one device keep the agent's others waiting. With a verifier and a hub session. */
async function live(): Promise<SimulatedDevice> {
  const email = `${crypto.randomUUID()}@nordlicht.example`;
  await service.addAgent(email);
  const device = await service.liveDevice(email);
  devices.push(device);
  device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
  await device.renewLease();
  later(120);
  return device;
}

async function again(device: SimulatedDevice): Promise<void> {
  device.drop();
  await device.connect();
}

const card = (device: SimulatedDevice): Promise<DeviceCard> => service.ask('device.show', { device: device.deviceId });
const reset = async (device: SimulatedDevice) => {
  const made = await service.ask('device.reset-totp', { device: device.deviceId, reason });
  await device.until(() => device.reset !== null || !device.connected, 'the reset');
  return made;
};

async function setPolicy(change: Partial<Policy>): Promise<void> {
  const { version: _version, ...policy } = await service.ask('policy.show', null);
  await service.ask('policy.set', { ...policy, ...change });
}

describe('a recovery code over the wire', () => {
  it('opens share and session of one unlock, and is told of to device and IT', async () => {
    const device = await live();
    expect(device.recoveryCodesLeft).toBe(10);
    const [code] = device.recoveryCodes;
    await again(device);
    await device.requestShare(code);
    await device.openSession(code);
    expect(device.recoveryCodesLeft).toBe(9);
    expect((await card(device)).unlock).toEqual({ failures: 0, shareDestroyed: false, recoveryCodesLeft: 9, authenticator: 'set-up' });
    await expect(device.requestShare(code)).rejects.toThrow('code-refused');
    await again(device);
    await expect(device.requestShare(code)).rejects.toThrow('code-refused');
  });

  it('renews a certificate that has run out', async () => {
    const device = await live();
    later(validity.deviceCertificate / 1000);
    await again(device);
    await device.renew(device.recoveryCodes[0]);
    await device.openSession(device.recoveryCodes[0]);
    expect(device.recoveryCodesLeft).toBe(9);
  });

  it('of another device opens nothing', async () => {
    const [device, other] = [await live(), await live()];
    await expect(device.requestShare(other.recoveryCodes[0])).rejects.toThrow('code-refused');
  });

  it('of the set before opens nothing once there are new ones', async () => {
    const device = await live();
    const [old] = device.recoveryCodes;
    await expect(device.replaceRecoveryCodes(device.wrongCode())).rejects.toThrow('code-refused');
    await device.replaceRecoveryCodes(device.code());
    await expect(device.requestShare(old)).rejects.toThrow('code-refused');
    later(60);
    await device.requestShare(device.recoveryCodes[0]);
  });
});

describe('IT’s reset over the wire', () => {
  it('is told at once, and at every contact, also before anything is unlocked, until there is another authenticator', async () => {
    const device = await live();
    await reset(device);
    for (let contact = 0; contact < 2; contact += 1) {
      device.reset = null;
      device.heard.length = 0;
      await again(device);
      await device.until(() => device.heard.length === 3, 'what it is told');
      expect(device.heard.map(({ c }) => c)).toEqual(['time', 'totp-reset', 'policy']);
    }
    const { code } = await reset(device);
    await device.openSession(code);
    await device.replaceAuthenticator(null);
    device.heard.length = 0;
    await again(device);
    await device.until(() => device.heard.length === 2, 'what it is told');
    expect(device.heard.map(({ c }) => c)).toEqual(['time', 'policy']);
  });

  it('ends every code of the authenticator, even one that was right a moment before', async () => {
    const device = await live();
    const code = device.code();
    await device.requestShare(code);
    await reset(device);
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
    later(60);
    await expect(device.requestShare()).rejects.toThrow('code-refused');
    later(60);
    await expect(device.requestShare(device.recoveryCodes[0])).rejects.toThrow('code-refused');
  });

  it('opens a session that serves no mail and no console, and all of it once there is another authenticator', async () => {
    const device = await live();
    const { code } = await reset(device);
    await again(device);
    await device.requestShare(code);
    await device.openSession(code);
    expect(device.authenticatorEnded).toBe(true);
    const before = device.events.length;
    await device.send({ m: 'resume', seq: device.seq });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    device.tell({ c: 'session-reset' });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    expect(await device.console('device.list')).toEqual({ kind: 'refused', message: expect.stringContaining('authenticator') });
    await device.renewLease();
    // A new connection changes nothing of that.
    await again(device);
    await device.resumeSession();
    expect(device.authenticatorEnded).toBe(true);
    expect(device.events).toHaveLength(before);
    await device.replaceAuthenticator(null);
    await device.resumeSession();
    expect(device.authenticatorEnded).toBe(false);
    await device.send({ m: 'backfill', after: null });
    await device.until(() => device.events.length > before, 'mail');
    expect((await card(device)).unlock).toMatchObject({ authenticator: 'set-up', recoveryCodesLeft: 10 });
    await again(device);
    await device.requestShare();
  });

  it('opens no Signal session before there is another authenticator', async () => {
    const device = await live();
    const { code } = await reset(device);
    await device.openSession(code);
    device.publishPreKeys();
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
  });

  it('done once more ends the code of before, even one that was right a moment ago', async () => {
    const device = await live();
    const { code } = await reset(device);
    await device.requestShare(code);
    await reset(device);
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
  });

  it('code is good once, on its device, with its passphrase', async () => {
    const [device, other] = [await live(), await live()];
    const { code } = await reset(device);
    await expect(other.requestShare(code)).rejects.toThrow('code-refused');
    await expect(device.requestShare(code, stranger)).rejects.toThrow('code-refused');
    await device.requestShare(code);
    await expect(device.requestShare(code)).rejects.toThrow('code-refused');
  });

  it('reaches no device that is suspended or revoked', async () => {
    const [suspended, revoked] = [await live(), await live()];
    const codes = [(await reset(suspended)).code, (await reset(revoked)).code];
    await service.ask('device.suspend', { device: suspended.deviceId, reason });
    await service.ask('device.revoke', { device: revoked.deviceId, reason });
    suspended.heard.length = 0;
    await again(suspended);
    await suspended.hears('suspension');
    suspended.tell({ c: 'share-request', code: codes[0]!, verifier: toBase64(suspended.verifier) });
    expect(await suspended.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    expect(suspended.heard.map(({ c }) => c)).not.toContain('totp-reset');
    await again(revoked);
    revoked.tell({ c: 'share-request', code: codes[1]!, verifier: toBase64(revoked.verifier) });
    expect(await revoked.hears('session-refused')).toMatchObject({ reason: 'not-active' });
  });
});

describe('another authenticator over the wire', () => {
  it('needs no code for a quarter of an hour after a one-time code, and one from then on', async () => {
    const device = await live();
    await device.openSession(device.recoveryCodes[0]);
    later(14 * 60);
    const before = device.code();
    await device.replaceAuthenticator(null);
    await expect(device.requestShare(before)).rejects.toThrow('code-refused');
    // It is used up: what opened the session is as good as the new one.
    await expect(device.replaceAuthenticator(null)).rejects.toThrow('code-refused');
    later(60);
    await device.openSession(device.recoveryCodes[0]);
    later(15 * 60 + 1);
    await expect(device.replaceAuthenticator(null)).rejects.toThrow('code-refused');
    await device.replaceAuthenticator(device.code());
  });

  it('takes the code that the share was asked for with, on that connection, for a quarter of an hour and once', async () => {
    const device = await live();
    await device.openSession();
    later(60);
    const shown = device.code();
    await device.requestShare(shown);
    later(14 * 60);
    await device.replaceAuthenticator(shown);
    await expect(device.replaceAuthenticator(shown)).rejects.toThrow('code-refused');

    later(60);
    const late = device.code();
    await device.requestShare(late);
    later(15 * 60 + 1);
    await expect(device.replaceAuthenticator(late)).rejects.toThrow('code-refused');

    later(60);
    const elsewhere = device.code();
    await device.requestShare(elsewhere);
    await again(device);
    await device.resumeSession();
    later(2 * 60);
    await expect(device.replaceAuthenticator(elsewhere)).rejects.toThrow('code-refused');
  });

  it('without a code is refused in a session of the authenticator, on a connection without one, and with a wrong verifier', async () => {
    const device = await live();
    await expect(device.replaceAuthenticator(null)).rejects.toThrow('code-refused');
    await device.openSession(device.recoveryCodes[0]);
    await again(device);
    await expect(device.replaceAuthenticator(null)).rejects.toThrow('code-refused');
    await device.resumeSession();
    await expect(device.replaceAuthenticator(null, stranger)).rejects.toThrow('code-refused');
    expect((await card(device)).unlock).toMatchObject({ failures: 1 });
    await device.replaceAuthenticator(null);
  });

  it('without a code is refused after IT’s reset in a session that a recovery code opened before it', async () => {
    const device = await live();
    await device.openSession(device.recoveryCodes[0]);
    await reset(device);
    await expect(device.replaceAuthenticator(null)).rejects.toThrow('code-refused');
  });
});

describe('another passphrase over the wire', () => {
  const next = bytes(new Uint8Array(32).fill(4));

  it('needs code and passphrase; within a session the passphrase alone, and nothing with a wrong one', async () => {
    const device = await live();
    await expect(device.replaceVerifier(device.code(), next, stranger)).rejects.toThrow('code-refused');
    later(60);
    await device.replaceVerifier(device.code(), next);
    device.verifier = next;
    later(60);
    await device.openSession();
    await device.replaceVerifier(null, stranger);
    device.tell({ c: 'session-close' });
    await expect(device.replaceVerifier(null, next)).rejects.toThrow('code-refused');
  });
});

describe('a short lock', () => {
  const minutes = 10;
  beforeAll(() => setPolicy({ passphraseOnlyMinutes: minutes }));
  afterAll(() => setPolicy({ passphraseOnlyMinutes: 0 }));

  /** What a lock does: the connection ends, the session stands. */
  const locked = async () => {
    const device = await live();
    await device.openSession();
    await again(device);
    return device;
  };

  it('gives the share for the passphrase alone, and the session stays under its token', async () => {
    const device = await locked();
    const { token } = device;
    later(minutes * 60 - 60);
    await device.requestShareAgain();
    await device.resumeSession();
    expect(device.token).toBe(token);
    await device.renewLease();
  });

  it('that lasted too long gives none, and that is no wrong try', async () => {
    const device = await locked();
    later(minutes * 60 + 5);
    await expect(device.requestShareAgain()).rejects.toThrow('code-refused');
    expect((await card(device)).unlock).toMatchObject({ failures: 0 });
    await device.requestShare();
  });

  it('is counted from when the device was last heard within the session, and not from its connections of before', async () => {
    const device = await live();
    await device.openSession();
    later(3 * 60 * 60);
    // It was there all the time.
    await device.renewLease();
    await again(device);
    await device.requestShareAgain();
    later(minutes * 30);
    await again(device);
    later(minutes * 31);
    await again(device);
    await expect(device.requestShareAgain()).rejects.toThrow('code-refused');
  });

  it('with a wrong passphrase is a wrong try like any other', async () => {
    const device = await locked();
    await expect(device.requestShareAgain(stranger)).rejects.toThrow('code-refused');
    expect((await card(device)).unlock).toMatchObject({ failures: 1 });
    await device.requestShareAgain();
    expect((await card(device)).unlock).toMatchObject({ failures: 1 });
  });

  it.each([
    ['after the session was closed', (device: SimulatedDevice) => Promise.resolve(device.tell({ c: 'session-close' }))],
    ['with the token of another device', async (device: SimulatedDevice) => {
      device.token = (await live()).token;
    }],
    ['with no token of ours', (device: SimulatedDevice) => Promise.resolve(void (device.token = toBase64(stranger)))],
    ['once IT has ended the authenticator', async (device: SimulatedDevice) => void (await reset(device))],
    ['where the policy has none any more', async (device: SimulatedDevice) => {
      await setPolicy({ passphraseOnlyMinutes: 0 });
      await device.until(() => device.policy?.passphraseOnlyMinutes === 0, 'the policy');
    }],
  ])('is refused %s, and that is no wrong try', async (_when, change) => {
    const device = await locked();
    await change(device);
    await expect(device.requestShareAgain()).rejects.toThrow('code-refused');
    expect((await card(device)).unlock).toMatchObject({ failures: 0 });
    await setPolicy({ passphraseOnlyMinutes: minutes });
  });

  it('is known to a hub that was stopped meanwhile', async () => {
    const other = await ServiceInProcess.start();
    await other.addAgent('nora@nordlicht.example');
    await other.ask('policy.set', { ...(await other.ask('policy.show', null)), passphraseOnlyMinutes: minutes });
    const device = await other.liveDevice('nora@nordlicht.example');
    device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
    other.hub.clock.ahead += 3_600_000;
    await device.renewLease();
    // One that is gone without a word: the hub does not wait for its goodbye.
    device.freeze();
    await other.stop();
    const started = await ServiceInProcess.on(other.hub);
    await device.connect({ url: started.url });
    await device.requestShareAgain();
    device.drop();
    await started.remove();
  });
});

describe('what IT sees of wrong tries', () => {
  it('comes to the console as they come, and into the audit log', async () => {
    const console = await service.liveDevice(ines);
    devices.push(console);
    const device = await live();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    console.heard.length = 0;
    await expect(device.requestShare(newOneTimeCode())).rejects.toThrow('code-refused');
    await console.hears('console-changed');
    expect((await card(device)).unlock).toMatchObject({ failures: 1 });
    const entries = await service.ask('audit.page', { after: 0 });
    expect(entries.map(({ entry }) => entry).find(({ action, subject }) => action === 'code.refused' && subject === device.deviceId)?.detail).toEqual({ failures: 1, ofAgent: 1 });
  });
});

describe('a laptop that wipes itself', () => {
  const wiped = async (device: SimulatedDevice, cause: 'forgotten' | 'duress') => {
    device.wipeItself(cause);
    await device.until(() => !device.connected, 'the end');
    expect(device.refused.filter((kind) => kind !== 'closing')).toEqual([]);
    expect(await card(device)).toMatchObject({ state: 'wiped', wipeCause: cause, unlock: null });
  };

  it.each(['forgotten', 'duress'] as const)('says so, and is wiped: %s', async (cause) => {
    const device = await live();
    await wiped(device, cause);
    // The answer may have been lost.
    await device.connect();
    await wiped(device, cause);
    const entries = await service.ask('audit.page', { after: 0 });
    expect(entries.map(({ entry }) => entry).filter(({ action, subject }) => action === 'device.wiped' && subject === device.deviceId).map(({ detail }) => detail)).toEqual([{ orderSerial: 0, cause }]);
  });

  it('is heard while it is approved, suspended, revoked, or its certificate has run out', async () => {
    const email = `${crypto.randomUUID()}@nordlicht.example`;
    await service.addAgent(email);
    const approved = await service.approvedDevice(email);
    devices.push(approved);
    await wiped(approved, 'forgotten');
    const suspended = await live();
    await service.ask('device.suspend', { device: suspended.deviceId, reason });
    await suspended.hears('suspension');
    await wiped(suspended, 'duress');
    const revoked = await live();
    revoked.drop();
    await service.ask('device.revoke', { device: revoked.deviceId, reason });
    await revoked.connect();
    await wiped(revoked, 'duress');
    const expired = await live();
    expired.drop();
    later(validity.deviceCertificate / 1000 + 60);
    await expired.connect();
    await wiped(expired, 'forgotten');
  });

  it('is not believed under another key, under an order’s serial, or while it waits for approval', async () => {
    const device = await live();
    for (const options of [{ key: PrivateKey.generate() }, { orderSerial: 1 }]) {
      device.refused.length = 0;
      device.wipeItself('duress', options);
      await device.until(() => device.refused.includes('proof'), 'the refusal');
      await device.connect();
    }
    expect((await card(device)).state).toBe('active');
    const email = `${crypto.randomUUID()}@nordlicht.example`;
    await service.addAgent(email);
    const pending = await service.newDevice(email);
    devices.push(pending);
    pending.enrol();
    await pending.hears('enrol-pending');
    pending.wipeItself('forgotten');
    await pending.until(() => pending.refused.includes('denied'), 'the refusal');
    expect((await card(pending)).state).toBe('pending');
  });
});
