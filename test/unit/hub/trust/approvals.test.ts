import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../../../shared/domain/policy.ts';
import type { Posture } from '../../../../shared/domain/posture.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
});
afterEach(() => hub.remove());

const setPolicy = (change: Partial<Policy>) =>
  hub.tx(async (tx) => {
    const { version: _version, ...policy } = (await hub.rooms.policies.current(tx)).policy;
    await hub.rooms.policies.set(tx, 'test', { ...policy, ...change, version: undefined });
  });
const list = (tag: string, serial: string | null, hardwareUuid: string | null = null) =>
  hub.tx((tx) => hub.rooms.inventory.add(tx, 'test', { tag, serial, hardwareUuid, model: null, note: null }));

async function pending(change: Partial<Posture> = {}): Promise<RoomsDevice> {
  const device = await RoomsDevice.make(hub);
  device.posture = { ...soundPosture, ...change };
  expect(await device.enrol()).toBe(true);
  return device;
}

describe('where the policy asks for two approvers', () => {
  beforeEach(() => setPolicy({ approvers: 2 }));

  it('one is not enough: no certificate, no share', async () => {
    const device = await pending();
    const ines = await hub.tx((tx) => hub.rooms.agents.requireByEmail(tx, 'ines@nordlicht.example'));
    await device.approve(`agent:${ines.id}`);
    expect(await device.card()).toMatchObject({ state: 'pending', approvals: [{ by: 'Ines Admin (ines@nordlicht.example)' }], approvalsNeeded: 2, certificateUntil: null, decidedAt: null });
    expect(await hub.tx((tx) => hub.rooms.codes.firstShare(tx, device.id))).toBeNull();
  });

  it('the same person twice is not enough, and is told so', async () => {
    const device = await pending();
    await device.approve('command:1');
    await expect(device.approve('command:1')).rejects.toMatchObject({ kind: 'approved-before', message: expect.stringContaining('another one') as string });
    expect((await device.card()).state).toBe('pending');
  });

  it('two different people are enough', async () => {
    const device = await pending();
    await device.approve('command:1');
    await device.approve('agent:b');
    const card = await device.card();
    expect(card.state).toBe('approved');
    expect(card.approvals.map(({ by }) => by)).toEqual(['command:1', 'agent:b']);
  });

  it('an approval before is enough once the policy asks for one only, even from the same person', async () => {
    const device = await pending();
    await device.approve('command:1');
    await setPolicy({ approvers: 1 });
    await device.approve('command:1');
    expect(await device.card()).toMatchObject({ state: 'approved', approvals: [{ by: 'command:1' }] });
  });

  it('an approval does not outlive a posture that is refused since', async () => {
    const device = await pending();
    await device.approve('command:1');
    await hub.tx((tx) => hub.rooms.devices.takePosture(tx, device.id, { ...soundPosture, checks: { ...soundPosture.checks, administrator: { state: 'failed', detail: 'Runs as root.' } } }));
    await expect(device.approve('command:2')).rejects.toMatchObject({ kind: 'posture-refused' });
  });
});

describe('nobody approves', () => {
  it('a device of their own from the console', async () => {
    const device = await pending();
    await expect(device.approve(`agent:${device.agent.id}`)).rejects.toMatchObject({ kind: 'own-device' });
    await device.approve('agent:another');
    expect((await device.card()).state).toBe('approved');
  });

  it('a laptop that the policy refuses, and is told what is wrong with it', async () => {
    const device = await pending({ appVersion: '0.0.9' });
    await expect(device.approve()).rejects.toMatchObject({ kind: 'posture-refused', message: expect.stringContaining('Sealdesk 0.0.9 is older than 0.1.0') as string });
    expect(await device.card()).toMatchObject({ state: 'pending', verdict: 'refuse', approvals: [] });
  });

  it('a device of an agent who is suspended', async () => {
    const device = await pending();
    await hub.tx((tx) => hub.rooms.agents.setStatus(tx, 'test', device.agent.id, 'suspended'));
    await expect(device.approve()).rejects.toMatchObject({ kind: 'agent-suspended' });
  });
});

describe('where there is an inventory', () => {
  it('a listed machine is approved', async () => {
    await list('NL-7', 'nl-0007');
    const device = await pending();
    expect((await device.card()).inventory).toEqual({ kind: 'listed', tag: 'NL-7' });
    await device.approve();
  });

  it('one that is not listed is not, until it is', async () => {
    await list('NL-8', 'NL-0008');
    const device = await pending();
    expect((await device.card()).inventory).toEqual({ kind: 'unlisted' });
    await expect(device.approve()).rejects.toMatchObject({ kind: 'machine-unlisted' });
    await list('NL-7', 'NL-0007');
    await device.approve();
  });

  it('one that tells nothing of itself is not either', async () => {
    await list('NL-7', 'NL-0007');
    const device = await pending({ serial: 'Default string', hardwareUuid: null });
    expect((await device.card()).inventory).toEqual({ kind: 'unknown' });
    // Another line in the inventory would not help it.
    const advice = expect.stringMatching(/Have them recorded on it(?!.*Add it)/) as string;
    await expect(device.approve()).rejects.toMatchObject({ kind: 'machine-unlisted', message: advice });
  });

  it.each(['NL-0008', null])('both are where the policy allows it (%s)', async (serial) => {
    await list('NL-7', 'NL-0007');
    await setPolicy({ unlistedMachines: 'allow' });
    const device = await pending({ serial, hardwareUuid: null });
    await device.approve();
    expect((await device.card()).state).toBe('approved');
  });

  it('none that matters, everything is approved that else may be', async () => {
    const device = await pending({ serial: null, hardwareUuid: null });
    expect((await device.card()).inventory).toEqual({ kind: 'no-inventory' });
    await device.approve();
  });
});

describe('the card of a device', () => {
  it('has every check with what the policy makes of it', async () => {
    const device = await pending({ checks: { ...soundPosture.checks, 'screen-lock': { state: 'failed', detail: 'Never locks.' }, 'disk-encryption': { state: 'unknown', detail: 'Not to be read.' } } });
    const { checks, verdict, roles } = await device.card();
    expect(verdict).toBe('warn');
    expect(roles).toEqual(['agent']);
    expect(checks.map(({ check, state, verdict: each }) => `${check} ${state} ${each}`)).toEqual([
      'disk-encryption unknown warn',
      'screen-lock failed warn',
      'debugger ok allow',
      'administrator ok allow',
      'hardware-id ok allow',
      'os-version ok allow',
      'app-version ok allow',
    ]);
  });

  it('has the certificate, the lease and, after a wipe, when it was done', async () => {
    const device = await pending();
    await device.approve();
    const day = 24 * 3_600_000;
    const approved = await device.card();
    expect(Math.round(((approved.certificateUntil ?? 0) - hub.clock.now()) / day)).toBe(7);
    expect(Math.round(((approved.leaseUntil ?? 0) - hub.clock.now()) / day)).toBe(3);
    await hub.tx((tx) => hub.rooms.devices.end(tx, 'test', device.id, 'wipe-order', 'lost on a train'));
    expect(await device.card()).toMatchObject({ state: 'revoked', ordered: 'wipe-order', reason: 'lost on a train', wipedAt: null, certificateUntil: null, leaseUntil: null });
    const before = hub.clock.now();
    await device.receipt();
    const wiped = await device.card();
    expect(wiped.state).toBe('wiped');
    expect(wiped.wipedAt).toBeGreaterThanOrEqual(before);
  });

  it('is the same in the list', async () => {
    await list('NL-7', null, soundPosture.hardwareUuid?.toUpperCase() ?? null);
    const device = await pending();
    await device.approve();
    expect(await hub.rooms.deviceCards.list(hub.rooms.store)).toEqual([await device.card()]);
  });
});
