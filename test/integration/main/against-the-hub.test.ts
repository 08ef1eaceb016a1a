import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemTimers } from '../../../main/boundary/timers.ts';
import { startVaultProcessInNode } from '../../../main/boundary/vault-process-in-node.ts';
import type { VaultEvent, VaultProcess } from '../../../main/boundary/vault-process.ts';
import { Connection } from '../../../main/sync/connection.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../shared/trust/totp.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { Hub } from '../../e2e/journey/hub.ts';

/** The vault process and the hub, both as built, each in a process of its own, over a true socket. */
const entry = join(import.meta.dirname, '..', '..', '..', 'dist', 'test-main', 'vault-process.js');
const passphrase = 'quiet heron crosses the morning river';
const hour = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'sealdesk-hub-'));
const profile = join(folder, 'workstation');
const hub = new Hub(join(folder, 'hub'));
const link = new Connection({ timers: systemTimers, random: () => 0, resolveProxy: () => Promise.resolve('DIRECT'), note: () => undefined });
let vault: VaultProcess;
let events: VaultEvent[] = [];

function start(offsetMs = 0): void {
  vault = startVaultProcessInNode({ profile, entry, environment: { ...process.env, SEALDESK_TEST_CLOCK_OFFSET_MS: String(offsetMs) } });
  events = [];
  vault.call('device.posture', { posture: soundPosture, refusedByHub: false }).catch(() => undefined);
  vault.onEvent((event) => {
    events.push(event);
    if (event.kind === 'send' || event.kind === 'close-link') link.handle(event);
    else if (event.kind === 'device-changed') link.retarget();
  });
}

async function lock(): Promise<void> {
  await vault.call('vault.close', { keepTicket: false });
  link.detach();
  const gone = new Promise((resolve) => vault.onExit(resolve));
  vault.kill();
  await gone;
}

async function goOffline(): Promise<void> {
  link.detach();
  await vault.call('link.closed', null);
}

const inspect = () => vault.call('device.inspect', null);
const sync = () => vault.call('sync.state', null);
const soon = { timeout: 60_000, interval: 50 };

let secret = new Uint8Array();
let lastStep = 0;
const stepNow = () => Math.floor(Date.now() / 1000 / stepSeconds);
const codeOf = (step: number) => Buffer.from(codeAt(secret, firstPolicy.totp, step));

/** A code that was not used yet; waits for it where it must. */
async function freshCode(): Promise<Uint8Array> {
  while (stepNow() + 1 <= lastStep) await pause(500);
  lastStep = Math.max(lastStep + 1, stepNow());
  return codeOf(lastStep);
}

const unlock = async (code?: Uint8Array) => vault.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: code ?? (await freshCode()), ticket: null });

beforeAll(async () => {
  await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
  await hub.start();
  await hub.command('agent', 'add', '--email', 'nora@lindgren.example', '--name', 'Nora Bergström', '--role', 'agent');
  start();
});
afterAll(async () => {
  link.detach();
  vault.kill();
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('from an invite to a wiped laptop', { timeout: 300_000 }, async () => {
  expect(await inspect()).toEqual({ kind: 'unenrolled' });
  link.attach(vault);
  const { invite } = await hub.command<{ invite: string }>('device', 'invite', '--agent', 'nora@lindgren.example');
  expect(await vault.call('device.begin', { invite, posture: soundPosture })).toEqual({ kind: 'begun' });
  link.retarget();
  await expect.poll(async () => (await inspect()).kind, soon).toBe('pending-approval');

  // Both sides show the same number, and IT approves.
  const pending = await inspect();
  const devices = await hub.command<{ id: string; safetyNumber: string }[]>('device', 'list');
  expect(pending).toMatchObject({ kind: 'pending-approval', organisation: 'Lindgren Outdoor', safetyNumber: devices[0]!.safetyNumber });
  await hub.command('device', 'approve', devices[0]!.id);
  await expect.poll(async () => (await inspect()).kind, soon).toBe('approved');

  // Passphrase and authenticator.
  expect(await vault.call('setup.passphrase', { passphrase: Buffer.from(passphrase) })).toEqual({ kind: 'chosen' });
  secret = secretFromText((await vault.call('setup.totp', null)).secret);
  // The pair is the oldest that is taken: not when the next step is about to begin.
  while ((Date.now() / 1000) % stepSeconds > stepSeconds - 8) await pause(500);
  lastStep = stepNow() - 1;
  expect(await vault.call('setup.confirm', { first: codeOf(lastStep - 1), second: codeOf(lastStep) })).toEqual({ kind: 'confirmed' });
  expect(await inspect()).toMatchObject({ kind: 'enrolled', agent: { name: 'Nora Bergström', roles: ['agent'] } });

  // Offline first; the code typed then opens the hub session when the link comes.
  await goOffline();
  expect(await unlock()).toMatchObject({ kind: 'unlocked' });
  expect(await sync()).toMatchObject({ connection: 'offline' });
  link.attach(vault);
  await expect.poll(async () => (await sync()).connection, soon).toBe('online');
  await expect.poll(async () => (await sync()).backfill, soon).toBe('done');
  expect(await vault.call('inbox.agents', null)).toMatchObject([{ name: 'Nora Bergström' }]);

  // A dropped connection comes back without a new code.
  await goOffline();
  link.attach(vault);
  await expect.poll(async () => (await sync()).connection, soon).toBe('online');

  // A new process, online from the start.
  await lock();
  start();
  link.attach(vault);
  await expect.poll(() => link.status(), soon).toBe('online');
  expect(await unlock()).toMatchObject({ kind: 'unlocked' });
  await expect.poll(async () => (await sync()).connection, soon).toBe('online');
  const { leaseUntil } = await sync();
  expect(leaseUntil).toBeGreaterThan(Date.now() + 71 * hour);

  // Another phone: the hub takes its authenticator for the one in use, and from then on only that opens anything.
  const provisioned = await vault.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code: await freshCode() });
  if (provisioned.kind !== 'provisioned') throw new Error(`No new authenticator: ${provisioned.kind}`);
  const [formerSecret, formerStep] = [secret, lastStep];
  secret = secretFromText(provisioned.secret);
  expect(await vault.call('security.confirm-authenticator', { first: codeOf(stepNow() - 1), second: codeOf(stepNow()) })).toEqual({ kind: 'confirmed' });
  lastStep = Math.max(lastStep, stepNow());
  await lock();
  start();
  link.attach(vault);
  await expect.poll(() => link.status(), soon).toBe('online');
  while (stepNow() + 1 <= formerStep) await pause(500);
  expect(await unlock(Buffer.from(codeAt(formerSecret, firstPolicy.totp, stepNow() + 1)))).toMatchObject({ kind: 'wrong' });
  expect(await unlock()).toMatchObject({ kind: 'unlocked' });
  await expect.poll(async () => (await sync()).connection, soon).toBe('online');
  await lock();

  // The lease has ended by this clock: the hub is needed, and hands out the share for a right code.
  start(73 * hour);
  expect(await inspect()).toMatchObject({ kind: 'enrolled', leaseUntil: null });
  expect(await unlock(codeOf(1))).toEqual({ kind: 'hub-needed' });
  link.attach(vault);
  await expect.poll(async () => (await unlock(Buffer.from('000000'))).kind, soon).toBe('wrong');
  expect(await unlock()).toMatchObject({ kind: 'unlocked' });
  await expect.poll(async () => (await sync()).connection, soon).toBe('online');
  expect(await inspect()).toMatchObject({ leaseUntil: expect.any(Number) });

  // Wiped while it works.
  await hub.command('device', 'wipe', devices[0]!.id, '--reason', 'The agent has left.');
  await expect.poll(() => events.some(({ kind }) => kind === 'lock-now'), soon).toBe(true);
  expect(readdirSync(profile)).toEqual(['wiped.record']);
  await expect
    .poll(async () => (await hub.command<{ state: string }[]>('device', 'list'))[0]!.state, soon)
    .toBe('wiped');
  await lock();
  start();
  expect(await inspect()).toMatchObject({ kind: 'wiped', organisation: 'Lindgren Outdoor' });

  // The hub has the receipt: a last call or two, then the device key goes and nothing calls any more.
  link.attach(vault);
  await expect.poll(() => vault.call('link.target', null), soon).toBeNull();
  expect(await inspect()).toEqual({ kind: 'wiped', organisation: 'Lindgren Outdoor', receipt: 'delivered' });
});
