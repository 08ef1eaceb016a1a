import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Posture } from '../../../../shared/domain/posture.ts';
import { holdDerivations } from '../../../doubles/held-derivation.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

vi.mock('@node-rs/argon2', async (original) => (await import('../../../doubles/held-derivation.ts')).heldDerivation(original));

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const withCheck = (check: keyof Posture['checks'], state: 'failed' | 'unknown', detail: string): Posture =>
  Posture.parse({ ...soundPosture, checks: { ...soundPosture.checks, [check]: { state, detail } } });
const debugged = withCheck('debugger', 'failed', 'A debugger is attached.');
const unencrypted = withCheck('disk-encryption', 'failed', 'The disk is not encrypted.');

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
});
afterEach(() => workstation.remove());

const inspect = () => workstation.call('device.inspect', null);
const kinds = () => workstation.events.map(({ kind }) => kind);

test('a laptop whose state the policy refuses opens nothing, says why, and opens again once it is sound', async () => {
  workstation.events.length = 0;
  await workstation.become(debugged);
  expect(kinds()).toContain('device-changed');
  expect(await inspect()).toEqual({ kind: 'posture-failed', organisation: workstation.hub.organisation, problems: ['Debugger: A debugger is attached.'] });
  await expect(workstation.unlock()).rejects.toMatchObject({ kind: 'not-now' });
  await workstation.become(soundPosture);
  expect(await inspect()).toMatchObject({ kind: 'enrolled', attemptsLeft: 10 });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('refused while open: locked at once', async () => {
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  workstation.events.length = 0;
  await workstation.become(debugged);
  expect(kinds()).toContain('lock-now');
});

test('refused while passphrase and code are being judged: nothing is opened', async () => {
  const judge = holdDerivations();
  const attempt = workstation.unlock();
  attempt.catch(() => undefined);
  // Counted: from here on the passphrase is being worked on.
  await expect.poll(inspect, { interval: 2 }).toMatchObject({ attemptsLeft: 9 });
  await workstation.become(debugged);
  judge();
  await expect(attempt).rejects.toMatchObject({ kind: 'not-now' });
});

test('a stricter policy locks an open vault at once', async () => {
  await workstation.become(unencrypted);
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  workstation.events.length = 0;
  const { hub } = workstation;
  const posture = { ...hub.policy.posture, 'disk-encryption': { failed: 'refuse', unknown: 'refuse' } as const };
  await hub.tell({ c: 'policy', policy: hub.sign('policy', { ...hub.policy, version: 2, posture }) });
  expect(kinds()).toContain('lock-now');
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'posture-failed', problems: ['Disk encryption: The disk is not encrypted.'] });
});

test('an older policy that would let it pass is refused, and so is one that was edited', async () => {
  const { hub } = workstation;
  const lenient = hub.sign('policy', { ...hub.policy, version: 2, posture: { ...hub.policy.posture, debugger: { failed: 'allow', unknown: 'allow' } } });
  await hub.tell({ c: 'policy', policy: hub.sign('policy', { ...hub.policy, version: 3 }) });
  await workstation.become(debugged);
  await hub.tell({ c: 'policy', policy: lenient });
  expect(await inspect()).toMatchObject({ kind: 'posture-failed' });
  await workstation.connect();
  const edited = { ...lenient, body: lenient.body.replace('"version":2', '"version":4') };
  expect(edited.body).not.toBe(lenient.body);
  await hub.tell({ c: 'policy', policy: edited });
  expect(await inspect()).toMatchObject({ kind: 'posture-failed' });
});

test('what the policy warns of opens, and is said', async () => {
  await workstation.become(unencrypted);
  expect(await inspect()).toMatchObject({ kind: 'enrolled', postureWarnings: ['Disk encryption: The disk is not encrypted.'] });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('a state that was not read opens nothing; one of yesterday is not kept', async () => {
  workstation.posture = null;
  await workstation.restart();
  await expect(workstation.unlock()).rejects.toMatchObject({ kind: 'not-now' });
  await workstation.become(soundPosture);
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('a refused laptop is not set up either', async () => {
  await workstation.remove();
  workstation = new WorkstationCore();
  await workstation.begin();
  await workstation.become(debugged);
  // Nothing is judged before there is a policy.
  expect(await inspect()).toMatchObject({ kind: 'pending-approval' });
  await workstation.hub.approve();
  expect(await inspect()).toMatchObject({ kind: 'posture-failed' });
  await expect(workstation.choosePassphrase()).rejects.toMatchObject({ kind: 'not-now' });
  await workstation.become(soundPosture);
  expect(await inspect()).toMatchObject({ kind: 'approved' });
});

test('the hub is told before it is asked for anything, again when it changes, and not otherwise', async () => {
  const { hub } = workstation;
  await hub.disconnect();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  while (hub.heard('posture')) await hub.hears('posture');
  hub.said.length = 0;
  await workstation.connect();
  await hub.hears('session-open');
  expect(hub.said).toEqual(['posture', 'session-open']);
  expect((await hub.hears('posture')).posture).toEqual({ ...soundPosture, keychainBackend: 'secret-service' });
  await workstation.become(soundPosture);
  expect(hub.heard('posture')).toBe(false);
  await workstation.become(unencrypted);
  expect((await hub.hears('posture')).posture.checks['disk-encryption'].state).toBe('failed');
});

test('a link that comes before the first reading waits with its questions until the hub was told', async () => {
  await workstation.remove();
  workstation = new WorkstationCore();
  const { hub } = workstation;
  await workstation.begin();
  await hub.approve();
  await workstation.choosePassphrase();
  const [first, second] = workstation.pair();
  const confirmed = workstation.call('setup.confirm', { first, second });
  await hub.hears('totp-activate');
  // Its answer is lost: the next link begins with a question.
  await hub.disconnect();
  await confirmed;
  workstation.posture = null;
  await workstation.restart();
  hub.said.length = 0;
  await workstation.connect();
  expect(hub.said).toEqual([]);
  await workstation.become(soundPosture);
  expect(hub.said).toEqual(['posture', 'session-resume']);
});

test('what the hub refuses is refused here, in words, until it was read again', async () => {
  const { hub } = workstation;
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await hub.hears('session-open');
  workstation.events.length = 0;
  await hub.tell({ c: 'session-refused', reason: 'posture' });
  expect(kinds()).toContain('posture-refused');
  // Main reads anew and says that the refusal stands.
  workstation.events.length = 0;
  await workstation.call('device.posture', { posture: soundPosture, refusedByHub: true });
  expect(kinds()).toContain('lock-now');
  await workstation.restart();
  await workstation.call('device.posture', { posture: soundPosture, refusedByHub: true });
  expect(await inspect()).toMatchObject({ kind: 'posture-failed', problems: [expect.stringContaining('The hub refuses the state of this laptop')] });
  await workstation.call('device.posture', { posture: soundPosture, refusedByHub: false });
  expect(await inspect()).toMatchObject({ kind: 'enrolled' });
});

test('where the device finds the reason itself, that is what it says', async () => {
  await workstation.call('device.posture', { posture: debugged, refusedByHub: true });
  expect(await inspect()).toMatchObject({ kind: 'posture-failed', problems: ['Debugger: A debugger is attached.'] });
});

test('a share that the hub refuses for the laptop’s state uses up no try', async () => {
  const { hub } = workstation;
  workstation.clock.offset += 73 * 3_600_000;
  await workstation.connect();
  const attempt = workstation.unlock();
  await hub.hears('share-request');
  await hub.tell({ c: 'session-refused', reason: 'posture' });
  expect(await attempt).toEqual({ kind: 'hub-needed' });
  expect(await inspect()).toMatchObject({ kind: 'posture-failed' });
  await workstation.become(soundPosture);
  expect(await inspect()).toMatchObject({ kind: 'enrolled', attemptsLeft: 10 });
});
