import { PrivateKey } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { stepSeconds } from '../../../../shared/trust/totp.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const hour = 3_600_000;
const day = 24 * hour;
let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

const inspect = () => workstation.call('device.inspect', null);
const sync = () => workstation.call('sync.state', null);

/** Enrolled, and away for eight days: the certificate, which holds for seven, has run out. */
async function eightDaysLater(offlineLeaseHours: number): Promise<void> {
  const { hub } = workstation;
  hub.policy = { ...hub.policy, offlineLeaseHours };
  await workstation.enrol();
  await hub.disconnect();
  workstation.clock.offset += 8 * day;
  hub.said.length = 0;
}

for (const [what, leaseHours] of [
  ['without a lease any more', 72],
  ['at lease zero', 0],
] as const) {
  test(`an expired certificate ${what}: the unlock asks for a new one in place of the share, then the same code opens the session, once`, async () => {
    const { hub } = workstation;
    await eightDaysLater(leaseHours);
    expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
    await workstation.connect();
    const unlocked = workstation.unlock();
    const { code, verifier } = await hub.hears('renew');
    expect(verifier).toHaveLength(44);
    await hub.renew();
    expect(await unlocked).toMatchObject({ kind: 'unlocked' });
    expect(await hub.hears('session-open')).toMatchObject({ code, verifier });
    expect(hub.said.filter((said) => said !== 'posture')).toEqual(['renew', 'session-open']);
    await hub.openSession();
    expect(await sync()).toMatchObject({ connection: 'online' });
    // Kept, so that the next link shows it and asks for nothing.
    await workstation.restart();
    await workstation.connect();
    const again = workstation.unlock();
    if (leaseHours === 0) {
      await hub.hears('share-request');
      await hub.giveShares();
    }
    expect(await again).toMatchObject({ kind: 'unlocked' });
    await hub.hears('session-open');
    expect(hub.heard('renew')).toBe(false);
  });
}

test('an expired certificate under a lease that still stands: opened by the lease, and the code typed then renews it and opens the session', async () => {
  const { hub } = workstation;
  await eightDaysLater(14 * 24);
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.connect();
  const { code } = await hub.hears('renew');
  expect(hub.heard('session-open')).toBe(false);
  await hub.renew();
  expect(await hub.hears('session-open')).toMatchObject({ code });
  await hub.openSession();
  expect(await sync()).toMatchObject({ connection: 'online' });
});

test('under a lease and without a code at hand a fresh one is asked for; a wrong one says so, a right one goes on', async () => {
  const { hub } = workstation;
  await workstation.enrol();
  hub.policy = { ...hub.policy, version: 2, offlineLeaseHours: 14 * 24 };
  await hub.tell({ c: 'policy', policy: hub.sign('policy', hub.policy) });
  await hub.tell({ c: 'lease', lease: hub.lease(), certificate: null });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await hub.hears('session-open');
  await hub.openSession();
  await hub.disconnect();
  workstation.clock.offset += 8 * day;
  hub.said.length = 0;
  await workstation.connect();
  // The token of the session is no way round the certificate.
  expect(hub.said).toEqual(['posture']);
  expect(await sync()).toMatchObject({ connection: 'code-needed' });
  const wrong = workstation.call('unlock.code', { code: workstation.freshCode() });
  await hub.hears('renew');
  await hub.tell({ c: 'code-refused', for: 'renew' });
  expect(await wrong).toEqual({ kind: 'wrong' });
  const right = workstation.call('unlock.code', { code: workstation.freshCode() });
  await hub.hears('renew');
  await hub.renew();
  await hub.hears('session-open');
  await hub.openSession();
  expect(await right).toEqual({ kind: 'accepted' });
});

test('a wrong code at the renewal counts as a wrong try, and renews nothing', async () => {
  const { hub } = workstation;
  await eightDaysLater(72);
  await workstation.connect();
  const wrong = workstation.unlock();
  await hub.hears('renew');
  await hub.tell({ c: 'code-refused', for: 'renew' });
  expect(await wrong).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
});

test.each([
  ['a certificate for another device', () => ({ certificate: workstation.hub.deviceCertificate({}, { deviceId: '0b0f3c53-8f0f-4a57-8f0a-3c1a54a0d7aa' as never }) })],
  ['a certificate for another key', () => ({ certificate: workstation.hub.deviceCertificate({}, { deviceKey: publicKeyText(PrivateKey.generate().getPublicKey()) }) })],
  ['a certificate that has expired as well', () => ({ certificate: workstation.hub.deviceCertificate({ notAfter: workstation.clock.now() - 60_000 }) })],
  ['a lease for another device', () => ({ lease: workstation.hub.sign('lease', { deviceId: '0b0f3c53-8f0f-4a57-8f0a-3c1a54a0d7aa' as never, shareGeneration: 1 }) })],
  ['a lease for a share that did not come', () => ({ lease: workstation.hub.sign('lease', { deviceId: workstation.hub.deviceId!, shareGeneration: 9 }) })],
])('a renewal with %s opens nothing', async (_what, parts) => {
  const { hub } = workstation;
  await eightDaysLater(72);
  await workstation.connect();
  const attempt = workstation.unlock();
  await hub.hears('renew');
  workstation.events.length = 0;
  await hub.renew(parts());
  expect(await attempt).toEqual({ kind: 'hub-needed' });
  expect(workstation.events.map(({ kind }) => kind)).toContain('close-link');
  expect(await inspect()).toMatchObject({ kind: 'enrolled', attemptsLeft: 10 });
});

test('a renewal that nobody asked for closes the link', async () => {
  await workstation.enrol();
  workstation.events.length = 0;
  await workstation.hub.renew();
  expect(workstation.events.map(({ kind }) => kind)).toEqual(['close-link']);
});

for (const leaseHours of [72, 0]) {
  test(`while online the certificate is renewed well before it ends, with the generation that opened the vault (lease of ${leaseHours} hours)`, async () => {
    const { hub } = workstation;
    hub.policy = { ...hub.policy, offlineLeaseHours: leaseHours };
    await workstation.enrol();
    const unlocked = workstation.unlock();
    if (leaseHours === 0) {
      await hub.hears('share-request');
      await hub.giveShares();
    }
    expect(await unlocked).toMatchObject({ kind: 'unlocked' });
    await hub.hears('session-open');
    await hub.openSession(14 * day);
    expect(hub.heard('lease-renew')).toBe(false);
    workstation.clock.offset += 2.5 * day;
    // Whatever the hub says of the enrolment makes the device look at what is due.
    await hub.tell({ c: 'policy', policy: hub.sign('policy', { ...hub.policy, version: 2 }) });
    expect((await hub.hears('lease-renew')).generation).toBe(1);
    await hub.tell({ c: 'lease', lease: hub.lease(), certificate: hub.deviceCertificate() });
    await hub.disconnect();
    workstation.clock.offset += 5 * day;
    hub.said.length = 0;
    await workstation.connect();
    await hub.hears('session-resume');
  });
}

test('a new lease is shown at once, on the state line and on the lock screen', async () => {
  const { hub } = workstation;
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  workstation.clock.offset += 10 * hour;
  workstation.events.length = 0;
  const soonest = workstation.clock.now() + 72 * hour - 5_000;
  await hub.tell({ c: 'lease', lease: hub.lease(), certificate: null });
  const shown = workstation.events.findLast((event) => event.kind === 'sync-changed');
  expect(shown?.state.leaseUntil).toBeGreaterThan(soonest);
  expect(workstation.events).toContainEqual({ kind: 'device-changed' });
  expect(((await inspect()) as { leaseUntil: number }).leaseUntil).toBe(shown?.state.leaseUntil);
});

test('on a machine whose clock is wrong, the end of the lease is told as that clock will show it', async () => {
  const { hub } = workstation;
  await workstation.enrol();
  await hub.disconnect();
  const ahead = 10 * 60_000;
  const { leaseUntil } = (await inspect()) as { leaseUntil: number };
  await workstation.connect({ time: workstation.clock.now() + ahead });
  const told = ((await inspect()) as { leaseUntil: number }).leaseUntil;
  // The hub's time is what it was plus ten minutes, within what the test took.
  expect(leaseUntil - told).toBeGreaterThan(ahead - 5_000);
  expect(leaseUntil - told).toBeLessThan(ahead + 5_000);
});

test('a clock put forward by a year locks nobody out: the hub’s time puts it right', async () => {
  const { hub } = workstation;
  await workstation.enrol();
  await hub.disconnect();
  const year = 365 * day;
  const truth = () => workstation.clock.now() - year;
  workstation.clock.offset += year;
  // By this clock lease and certificate are over; the share is gone.
  expect(await inspect()).toMatchObject({ kind: 'enrolled', leaseUntil: null });
  expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
  const certificate = hub.certificate({ notAfter: workstation.clock.now() + year, notBefore: 0 });
  await workstation.connect({ certificate, time: truth() });
  const attempt = workstation.unlock(passphrase);
  // By the hub's time the certificate still holds.
  await hub.hears('share-request');
  await hub.giveShares(hub.lease({ notBefore: truth() - hour, notAfter: truth() + 72 * hour }));
  expect(await attempt).toMatchObject({ kind: 'unlocked' });
  await hub.hears('session-open');
  await hub.tell({ c: 'session-opened', token: Buffer.alloc(32).toString('base64'), until: truth() + 12 * hour, preKeysWanted: false, recoveryCodesLeft: 10, authenticatorEnded: false });
  expect(await sync()).toMatchObject({ connection: 'online', leaseUntil: expect.any(Number) });
  expect(workstation.events.filter(({ kind }) => kind === 'lock-now')).toEqual([]);
  // Put right again, it goes on: the hub's time holds, not the highest that was seen.
  await workstation.restart();
  workstation.clock.offset -= year;
  await workstation.connect();
  expect(await inspect()).toMatchObject({ kind: 'enrolled' });
});

test('a clock put back by a day opens nothing, until the hub has told the time', async () => {
  const { hub } = workstation;
  await workstation.enrol();
  await hub.disconnect();
  workstation.clock.offset -= day;
  expect(await inspect()).toMatchObject({ kind: 'clock-moved-back' });
  const step = Math.floor(workstation.clock.now() / 1000 / stepSeconds);
  expect(await workstation.unlock(passphrase, workstation.code(step))).toMatchObject({ kind: 'clock-moved-back' });
  const truth = workstation.clock.now() + day;
  await workstation.connect({ time: truth });
  expect(await inspect()).toMatchObject({ kind: 'enrolled', leaseUntil: expect.any(Number) });
});

test('a hub whose clock was ahead for a day locks nobody out: once it is right, so is a right code under the lease', async () => {
  const { hub } = workstation;
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await hub.hears('session-open');
  await hub.openSession();
  await hub.disconnect();
  await workstation.connect({ time: workstation.clock.now() + day });
  expect(await sync()).toMatchObject({ connection: 'code-needed' });
  const typed = workstation.freshCode();
  const given = workstation.call('unlock.code', { code: Buffer.from(typed) });
  await hub.hears('session-open');
  // By its clock the code is of another day.
  await hub.tell({ c: 'code-refused', for: 'session-open' });
  expect(await given).toEqual({ kind: 'wrong' });
  await hub.disconnect();
  await workstation.connect();
  await workstation.restart();
  // What was typed in that time stays used up.
  expect(await workstation.unlock(passphrase, typed)).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test.each([
  ['as far in the future as a time can be', 8_640_000_000_000_000],
  ['at the beginning of all clocks', 0],
])('a hub whose clock is %s tells no time: the link goes, the lease stands, and a right code opens', async (_, time) => {
  const { hub } = workstation;
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await hub.hears('session-open');
  await hub.openSession();
  await hub.disconnect();
  workstation.events.length = 0;
  await workstation.connect({ time });
  expect(workstation.events).toContainEqual({ kind: 'close-link', reason: expect.stringContaining('time'), retry: true });
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'enrolled', leaseUntil: expect.any(Number) });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});
