import { readdirSync } from 'node:fs';
import { PrivateKey } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inspectedState } from '../../../../main/unlock/inspected-state.ts';
import { endOfTime } from '../../../../shared/domain/ids.ts';
import { SessionState } from '../../../../shared/domain/session-state.ts';
import { SyncState } from '../../../../shared/domain/sync-state.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

const inspect = () => workstation.call('device.inspect', null);
const closed = () => workstation.events.filter(({ kind }) => kind === 'close-link');

test('a hub of another root is not told the invite, and the enrolment is forgotten', async () => {
  await workstation.call('device.begin', { invite: workstation.hub.invite, posture: soundPosture });
  await workstation.connect({ certificate: workstation.hub.certificate({}, PrivateKey.generate()) });
  expect(workstation.events).toContainEqual({ kind: 'enrolment-refused', reason: 'hub-not-genuine' });
  expect(workstation.events.some(({ kind }) => kind === 'send')).toBe(false);
  expect(await inspect()).toEqual({ kind: 'unenrolled' });
});

test.each([
  ['of another root', () => workstation.hub.certificate({}, PrivateKey.generate())],
  ['that has expired', () => workstation.hub.certificate({ notAfter: workstation.clock.now() - 1 })],
  ['with a serial that was ended', () => workstation.hub.certificate({ serial: 4 })],
])('once enrolled, a hub certificate %s is refused and nothing is lost', async (_what, certificate) => {
  await workstation.enrol();
  await workstation.hub.disconnect();
  await workstation.connect({ certificate: workstation.hub.certificate({ serial: 6, minimumSerial: 5 }) });
  await workstation.hub.disconnect();
  workstation.events.length = 0;
  await workstation.connect({ certificate: certificate() });
  expect(closed()).toHaveLength(1);
  expect(workstation.events.some(({ kind }) => kind === 'send')).toBe(false);
  expect(await inspect()).toMatchObject({ kind: 'enrolled' });
});

test('a hub that cannot prove its key gets nothing but the hello', async () => {
  await workstation.enrol();
  await workstation.hub.disconnect();
  workstation.events.length = 0;
  await workstation.connect({ prover: PrivateKey.generate(), time: null });
  await expect.poll(closed).toEqual([{ kind: 'close-link', reason: 'The hub could not prove that it holds its key.', retry: true }]);
  expect(workstation.events.filter(({ kind }) => kind === 'send')).toHaveLength(1);
});

test('a frame that does not fit closes the link and breaks nothing', async () => {
  await workstation.enrol();
  const frames = [
    '', 'null', '[]', '{', '{"t":"hub-hello"}', '{"t":"nothing"}', '\uFFFD\0', 'x'.repeat(4 * 1024 * 1024 + 1),
    JSON.stringify({ t: 'hub-ready', proof: Buffer.alloc(64).toString('base64') }),
    JSON.stringify({ t: 'sealed', n: 0, box: 'AAAA', signature: Buffer.alloc(64).toString('base64') }),
  ];
  for (const text of frames) {
    workstation.events.length = 0;
    await workstation.link.frame(text);
    expect(closed()).toHaveLength(1);
    // What comes after it on the same link is not looked at any more.
    await workstation.link.frame(text);
    expect(closed()).toHaveLength(1);
    expect(await inspect()).toMatchObject({ kind: 'enrolled' });
    await workstation.connect();
  }
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('mail before there is a session is dropped, without an answer', async () => {
  await workstation.enrol();
  workstation.events.length = 0;
  await workstation.link.frame(JSON.stringify({ t: 'mail', kind: 'signal', body: 'AAAA' }));
  expect(workstation.events).toEqual([]);
});

test('a repeated sealed frame and an unknown control message close the link', async () => {
  await workstation.enrol();
  const { hub } = workstation;
  const policy = hub.sealed({ c: 'policy', policy: hub.sign('policy', hub.policy) });
  await workstation.link.frame(policy);
  expect(closed()).toHaveLength(0);
  await workstation.link.frame(policy);
  expect(closed()).toHaveLength(1);
  await workstation.connect();
  await hub.tell({ c: 'give-me-the-keys' });
  expect(closed()).toHaveLength(2);
});

test('a newer policy holds; an older one, one of another signer, and one of a stranger close the link', async () => {
  await workstation.enrol();
  const { hub } = workstation;
  await hub.tell({ c: 'policy', policy: hub.sign('policy', { ...hub.policy, version: 3, autoLockMinutes: 2 }) });
  expect(await inspect()).toMatchObject({ policy: { version: 3, autoLockMinutes: 2 } });
  for (const policy of [hub.sign('policy', { ...hub.policy, version: 2 }), hub.sign('policy', { ...hub.policy, version: 9 }, {}, PrivateKey.generate())]) {
    workstation.events.length = 0;
    await hub.tell({ c: 'policy', policy });
    expect(closed()).toHaveLength(1);
    await workstation.connect();
  }
  expect(await inspect()).toMatchObject({ policy: { version: 3 } });
});

test('a time for another connection moves no clock', async () => {
  await workstation.enrol();
  await workstation.hub.tellTime(workstation.clock.now() + 3_600_000, Buffer.alloc(32).toString('base64'));
  expect(closed()).toHaveLength(1);
});

test('a certificate for another device is refused at approval', async () => {
  await workstation.begin();
  workstation.hub.deviceKey = PrivateKey.generate().getPublicKey();
  await workstation.hub.approve();
  expect(closed()).toHaveLength(1);
  expect(await inspect()).toMatchObject({ kind: 'pending-approval' });
});

test('an invite that is refused, and a device that is denied, leave nothing behind', async () => {
  await workstation.begin();
  await workstation.hub.tell({ c: 'enrol-refused', reason: 'denied' });
  expect(workstation.events).toContainEqual({ kind: 'enrolment-refused', reason: 'denied' });
  expect(await inspect()).toEqual({ kind: 'unenrolled' });
});

test('revoked while open: locked at once, and no share or code opens it again', async () => {
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  const { hub } = workstation;
  workstation.events.length = 0;
  await hub.tell({ c: 'revoked', revocation: hub.sign('revocation', { deviceId: hub.deviceId!, reason: 'The laptop was lost.' }) });
  expect(workstation.events.map(({ kind }) => kind)).toContain('lock-now');
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'revoked', organisation: hub.organisation, reason: 'The laptop was lost.' });
  await expect(workstation.unlock()).rejects.toMatchObject({ kind: 'not-now' });
});

test('wiped while open: nothing is left but the tombstone, the receipt holds, and after its delivery the device is silent', async () => {
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  const { hub } = workstation;
  const order = hub.sign('wipe-order', { deviceId: hub.deviceId!, reason: 'The agent has left.' }, { serial: 77 });
  await hub.tell({ c: 'wipe', order });
  const { receipt } = await hub.hears('wiped');
  expect(verifyStatement('wipe-receipt', receipt, hub.deviceKey!, 'any').payload).toMatchObject({ deviceId: hub.deviceId, orderSerial: 77 });
  expect(readdirSync(workstation.profile)).toEqual(['wiped.record']);
  expect(workstation.events.map(({ kind }) => kind)).toContain('lock-now');

  await workstation.restart();
  expect(await inspect()).toEqual({ kind: 'wiped', organisation: hub.organisation, receipt: 'waiting' });
  expect(await workstation.call('link.target', null)).toMatchObject({ url: expect.stringContaining('wss:') });
  for (let time = 0; time < 2; time += 1) {
    await workstation.connect();
    await hub.hears('wiped');
    await hub.disconnect();
  }
  expect(await workstation.call('link.target', null)).toBeNull();
  expect(await inspect()).toEqual({ kind: 'wiped', organisation: hub.organisation, receipt: 'delivered' });
  await expect(workstation.begin()).rejects.toMatchObject({ kind: 'not-now' });
});

test('a wipe order for another device, or of another signer, wipes nothing', async () => {
  await workstation.enrol();
  const { hub } = workstation;
  for (const order of [
    hub.sign('wipe-order', { deviceId: '0b0f3c53-8f0f-4a57-8f0a-3c1a54a0d7aa' as never, reason: '' }),
    hub.sign('wipe-order', { deviceId: hub.deviceId!, reason: '' }, {}, PrivateKey.generate()),
    hub.sign('revocation', { deviceId: hub.deviceId!, reason: '' }),
  ]) {
    await hub.tell({ c: 'wipe', order });
    expect(await inspect()).toMatchObject({ kind: 'enrolled' });
    await workstation.connect();
  }
});

test('a lease until the end of all time can be shown, also by a clock that is ahead of the hub’s', async () => {
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  const { hub, clock } = workstation;
  await hub.tellTime(clock.now() - 60_000);
  await hub.tell({ c: 'lease', lease: hub.lease({ notAfter: endOfTime }), certificate: null });
  const inspection = await inspect();
  expect(inspection).toMatchObject({ kind: 'enrolled', leaseUntil: endOfTime });
  expect(SessionState.safeParse(inspectedState(inspection, { now: clock.now(), online: true, passphraseOnlyUntil: null })).success).toBe(true);
  const told = workstation.events.filter((event) => event.kind === 'sync-changed');
  expect(told.map(({ state }) => state.leaseUntil)).toContain(endOfTime);
  for (const { state } of told) expect(SyncState.safeParse(state).success).toBe(true);
});
