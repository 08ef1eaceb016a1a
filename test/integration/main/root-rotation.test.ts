import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSignedTls, type TlsIdentity, tlsFingerprint } from '../../../hub/http/tls-certificate.ts';
import { systemTimers } from '../../../main/boundary/timers.ts';
import type { VaultEvent, VaultProcess } from '../../../main/boundary/vault-process.ts';
import { Connection } from '../../../main/sync/connection.ts';
import { readMachineBinding } from '../../../main/device/machine-binding.ts';
import { VaultCore } from '../../../main/vault-core.ts';
import { spellerInThread } from '../../../main/vault/speller-in-thread.ts';
import { judgeInThread } from '../../../main/vault/judge-in-thread.ts';
import { openVault } from '../../../main/vault/open-vault.ts';
import { repairInThread } from '../../../main/vault/repair/repair-in-thread.ts';
import { systemClock } from '../../../shared/domain/clock.ts';
import { readInvite, writeInvite } from '../../../shared/trust/invite.ts';
import { publicKeyText } from '../../../shared/trust/keys.ts';
import { signStatement } from '../../../shared/trust/statement.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { HubInProcess, RootInHand, ServiceInProcess } from '../../doubles/rooms.ts';
import { judge, repairer, spelling, workers } from '../../doubles/vault-entries.ts';

/**
 * The workstation's core and its connection, a real hub over true sockets, and between the two
 * somebody who decides which hub answers at the hub's address, with the hub's own TLS certificate.
 */
const email = 'nora@nordlicht.example';
const soon = { timeout: 60_000, interval: 50 };
const profile = mkdtempSync(join(tmpdir(), 'sealdesk-profile-'));

let tls: TlsIdentity;
let service: ServiceInProcess;
let root: RootInHand;
const impostors: ServiceInProcess[] = [];

let port = 0;
const sockets = new Set<Socket>();
const between = createServer((incoming) => {
  const outgoing = connect(port, '127.0.0.1');
  for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]] as const) {
    sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
});

/** From now on this hub answers. */
function lead(to: ServiceInProcess): void {
  port = Number(new URL(to.url).port);
  for (const socket of sockets) socket.destroy();
  sockets.clear();
}

let events: VaultEvent[] = [];
const core = new VaultCore({
  sealingKey: new Uint8Array(),
  profile,
  clock: systemClock,
  timers: systemTimers,
  machine: readMachineBinding,
  emit: (event) => {
    events.push(event);
    if (event.kind === 'send' || event.kind === 'close-link') link.handle(event);
    else if (event.kind === 'device-changed') link.retarget();
  },
  openVault: (options) => openVault({ ...options, workers }),
  repair: repairInThread(repairer, () => Date.now()),
  speller: spellerInThread(spelling, () => Date.now()),
  judgePassphrase: judgeInThread(judge, () => Date.now()),
});
const vault: VaultProcess = { call: (name, input) => core.call(name, input), onEvent: () => undefined, onExit: () => undefined, kill: () => undefined };
const link = new Connection({ timers: systemTimers, random: () => 0, resolveProxy: () => Promise.resolve('DIRECT'), note: () => undefined });

const inspect = () => core.call('device.inspect', null);
const atHub = async () => (await service.ask('device.list', null))[0]!;
const believed = () => events.some(({ kind }) => kind === 'send');
const refused = () => events.some((event) => event.kind === 'close-link' && event.reason.includes('not certified'));

/** Another hub with the same TLS certificate. @param shown what it shows beside its certificate, and under which root it was made. */
async function impostor(by: PrivateKey, shown: { readonly signedBy?: PrivateKey }): Promise<ServiceInProcess> {
  const hub = await HubInProcess.make({ root: by });
  if (shown.signedBy) {
    const terms = { serial: 9, notBefore: 0, notAfter: Date.now() + 3_600_000 };
    const rotation = signStatement('root-rotation', { organisation: 'Nordlicht Versand', newRoot: publicKeyText(by.getPublicKey()) }, terms, shown.signedBy);
    await hub.rooms.store.updateTable('organisation').set({ rotations: JSON.stringify([rotation]) }).execute();
  }
  await hub.rooms.store.destroy();
  const started = await ServiceInProcess.on(hub, tls);
  impostors.push(started);
  return started;
}

beforeAll(async () => {
  tls = await selfSignedTls(['127.0.0.1'], Date.now());
  const hub = await HubInProcess.make();
  await hub.rooms.store.destroy();
  service = await ServiceInProcess.on(hub, tls);
  root = await RootInHand.of(hub);
  await service.addAgent(email);
  await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
  lead(service);
});
afterAll(async () => {
  link.detach();
  await core.call('vault.close', { keepTicket: false });
  for (const socket of sockets) socket.destroy();
  between.close();
  for (const each of [service, ...impostors]) await each.remove();
  root.remove();
  rmSync(profile, { recursive: true, force: true });
});

test('a workstation follows its organisation’s root from hub to hub certificate, and nobody else’s', { timeout: 300_000 }, async () => {
  // An invite that names the address in between, and the certificate that will be shown there.
  const { invite } = await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null });
  const url = `wss://127.0.0.1:${(between.address() as AddressInfo).port}/device`;
  await core.call('device.begin', { invite: writeInvite({ ...readInvite(invite), url, tls: tlsFingerprint(tls.certificate) }), posture: soundPosture });
  link.attach(vault);
  await expect.poll(inspect, soon).toMatchObject({ kind: 'pending-approval' });
  await expect.poll(async () => (await service.ask('device.list', null)).length, soon).toBe(1);
  const first = (await atHub()).safetyNumber;
  expect(await inspect()).toMatchObject({ safetyNumber: first });

  // Rotated while it waits for approval: the hub ends the connection, the workstation comes back by itself, and both
  // sides show one number again.
  await service.ask('hub.adopt', await root.rotate(service));
  await expect.poll(inspect, soon).toMatchObject({ kind: 'pending-approval', safetyNumber: (await atHub()).safetyNumber });
  expect((await atHub()).safetyNumber).not.toBe(first);

  // Rotated twice while it is away.
  link.detach();
  await core.call('link.closed', null);
  await service.ask('hub.adopt', await root.rotate(service));
  await service.ask('hub.adopt', await root.rotate(service));
  link.attach(vault);
  await expect.poll(inspect, soon).toMatchObject({ safetyNumber: (await atHub()).safetyNumber });
  await service.ask('device.approve', { device: (await atHub()).id });
  await expect.poll(async () => (await inspect()).kind, soon).toBe('approved');

  // Another hub answers at the same address, with the right TLS certificate: under a root of its own; with a rotation that
  // it made up, knowing the root's public half only; with the old root, stolen, and a rotation signed by it.
  const stranger = PrivateKey.generate();
  for (const other of [await impostor(stranger, {}), await impostor(PrivateKey.generate(), { signedBy: stranger }), await impostor(service.hub.root, {}), await impostor(PrivateKey.generate(), { signedBy: service.hub.root })]) {
    events = [];
    lead(other);
    link.wake();
    await expect.poll(refused, soon).toBe(true);
    expect(believed()).toBe(false);
    expect((await inspect()).kind).toBe('approved');
  }

  // The company's own hub again.
  events = [];
  lead(service);
  link.wake();
  await expect.poll(believed, soon).toBe(true);
  await expect.poll(() => link.status(), soon).toBe('online');
  expect(refused()).toBe(false);
});
