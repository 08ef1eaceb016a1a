import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InventoryRecord } from '../../../../shared/domain/device.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
});
afterEach(() => hub.remove());

const cards = () => hub.tx((tx) => hub.rooms.invites.list(tx));
const states = async () => (await cards()).map(({ state }) => state);
/** Why invites were refused, as the audit log has it. */
async function reasons(): Promise<string[]> {
  const rows = await hub.rooms.store.selectFrom('audit').select('detail').where('action', '=', 'invite.refused').orderBy('position').execute();
  return rows.map(({ detail }) => (JSON.parse(detail) as { reason: string }).reason);
}
const asset = (fields: Partial<Pick<InventoryRecord, 'serial' | 'hardwareUuid'>> = {}) =>
  hub.tx((tx) => hub.rooms.inventory.add(tx, 'test', { tag: 'NL-7', serial: 'NL-0007', hardwareUuid: null, model: null, note: null, ...fields }));

describe('an invite', () => {
  it('is used once, and says then by which device', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite();
    expect(code).toMatch(/^[A-Z2-7]{26}$/);
    expect(await device.enrol(code)).toBe(true);
    expect(await new RoomsDevice(hub, device.agent).enrol(code)).toBe(false);
    expect(await cards()).toMatchObject([{ state: 'used', deviceId: device.id, agent: { id: device.agent.id }, roles: null, asset: null }]);
    expect(await reasons()).toEqual(['used']);
  });

  it('runs out', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite({ minutes: 30 });
    hub.clock.ahead = 30 * 60_000 + 1;
    expect(await device.enrol(code)).toBe(false);
    expect(await states()).toEqual(['expired']);
    expect(await reasons()).toEqual(['expired']);
  });

  it('is burned when somebody guesses at it, and then even the right code is refused', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite();
    for (let guess = 0; guess < 4; guess++) expect(await device.enrol(code.slice(0, 8) + 'A'.repeat(18))).toBe(false);
    expect(await states()).toEqual(['open']);
    expect(await device.enrol(code.slice(0, 8) + 'A'.repeat(18))).toBe(false);
    expect(await states()).toEqual(['burned']);
    expect(await device.enrol(code)).toBe(false);
    expect(await reasons()).toEqual([...Array.from({ length: 5 }, () => 'wrong-code'), 'burned']);
  });

  it('is of no use once it is cancelled, and cannot be cancelled twice', async () => {
    const device = await RoomsDevice.make(hub);
    const { id, code } = await device.invite();
    expect(await hub.tx((tx) => hub.rooms.invites.cancel(tx, 'test', id))).toMatchObject({ id, state: 'cancelled' });
    expect(await device.enrol(code)).toBe(false);
    expect(await reasons()).toEqual(['cancelled']);
    await expect(hub.tx((tx) => hub.rooms.invites.cancel(tx, 'test', id))).rejects.toMatchObject({ kind: 'invite-not-open' });
    await expect(hub.tx((tx) => hub.rooms.invites.cancel(tx, 'test', crypto.randomUUID()))).rejects.toMatchObject({ kind: 'invite-unknown' });
  });

  it('that was used cannot be cancelled: its device can be revoked', async () => {
    const device = await RoomsDevice.make(hub);
    const { id, code } = await device.invite();
    await device.enrol(code);
    await expect(hub.tx((tx) => hub.rooms.invites.cancel(tx, 'test', id))).rejects.toMatchObject({ kind: 'invite-not-open' });
  });

  it('is neither made for nor used by an agent who is suspended', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite();
    await hub.tx((tx) => hub.rooms.agents.setStatus(tx, 'test', device.agent.id, 'suspended'));
    expect(await device.enrol(code)).toBe(false);
    expect(await reasons()).toEqual(['agent-suspended']);
    const suspended = await hub.tx((tx) => hub.rooms.agents.require(tx, device.agent.id));
    await expect(device.invite({ agent: suspended })).rejects.toMatchObject({ kind: 'agent-suspended' });
  });

  it('ends with everything else of an agent who leaves', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite();
    await hub.tx((tx) => hub.rooms.devices.endAllOf(tx, 'test', device.agent.id, 'left'));
    expect(await states()).toEqual(['cancelled']);
    expect(await device.enrol(code)).toBe(false);
  });

  it('that nobody made is refused as all the others are', async () => {
    const device = await RoomsDevice.make(hub);
    expect(await device.enrol('A'.repeat(26))).toBe(false);
    expect(await device.enrol('')).toBe(false);
    expect(await reasons()).toEqual(['unknown', 'unknown']);
  });
});

describe('an invite for some roles', () => {
  it('is not made for a role that the agent lacks', async () => {
    const device = await RoomsDevice.make(hub, ['agent']);
    await expect(device.invite({ roles: ['agent', 'it'] })).rejects.toMatchObject({ kind: 'invite-roles', message: expect.stringContaining('role it') as string });
  });

  it('is refused when one of them was taken away meanwhile, and good again when it is given back', async () => {
    const device = await RoomsDevice.make(hub, ['agent', 'lead']);
    const { code } = await device.invite({ roles: ['lead'] });
    const give = (roles: typeof device.agent.roles) => hub.tx((tx) => hub.rooms.agents.change(tx, 'test', device.agent.id, { roles }));
    await give(['agent']);
    expect(await device.enrol(code)).toBe(false);
    expect(await reasons()).toEqual(['roles-taken-away']);
    await give(['agent', 'lead']);
    expect(await device.enrol(code)).toBe(true);
  });

  it('makes a device of the roles that the agent has at present, within its own', async () => {
    const device = await RoomsDevice.make(hub, ['agent', 'lead', 'it']);
    await device.enrol((await device.invite({ roles: ['agent', 'lead'] })).code);
    await device.approve();
    const certified = async () => {
      const certificate = await hub.tx((tx) => hub.rooms.devices.renewCertificate(tx, device.id));
      return verifyStatement('device-certificate', certificate, hub.rooms.organisation.hubKey.getPublicKey(), hub.clock.now()).payload.roles;
    };
    const becomes = (roles: typeof device.agent.roles) => hub.tx((tx) => hub.rooms.agents.change(tx, 'test', device.agent.id, { roles }));
    expect(await hub.tx((tx) => hub.rooms.devices.find(tx, device.id))).toMatchObject({ roles: ['agent', 'lead'] });
    expect(await certified()).toEqual(['agent', 'lead']);
    await becomes(['lead', 'privacy']);
    expect(await certified()).toEqual(['lead']);
    expect((await device.card()).roles).toEqual(['lead']);
    await becomes(['privacy']);
    expect(await certified()).toEqual([]);
  });

  it('whose roles are all gone makes no device that can be approved', async () => {
    const device = await RoomsDevice.make(hub, ['agent', 'lead']);
    await device.enrol((await device.invite({ roles: ['lead'] })).code);
    await hub.tx((tx) => hub.rooms.agents.change(tx, 'test', device.agent.id, { roles: ['agent'] }));
    await expect(device.approve()).rejects.toMatchObject({ kind: 'roles-taken-away' });
  });
});

describe('an invite for one machine', () => {
  it('is taken from that machine, however its serial number is written', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite({ asset: await asset() });
    device.posture = { ...soundPosture, serial: ' nl-0007 ' };
    expect(await device.enrol(code)).toBe(true);
    expect(await cards()).toMatchObject([{ asset: { tag: 'NL-7' } }]);
  });

  it.each([
    ['serial number', { serial: 'NL-0008', hardwareUuid: null }],
    ['hardware UUID', { serial: null, hardwareUuid: '00000001-0042-3510-8054-b7c04f4e3732' }],
    ['hardware UUID, though the serial number is right', { serial: 'NL-0007', hardwareUuid: '00000001-0042-3510-8054-b7c04f4e3732' }],
  ])('is refused from a machine with another %s, and stays open for the right one', async (_what, told) => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite({ asset: await asset({ hardwareUuid: soundPosture.hardwareUuid }) });
    device.posture = { ...soundPosture, ...told };
    expect(await device.enrol(code)).toBe(false);
    expect(await reasons()).toEqual(['other-machine']);
    device.posture = soundPosture;
    expect(await device.enrol(code)).toBe(true);
  });

  it('is burned when machine after machine is tried', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite({ asset: await asset() });
    for (let n = 0; n < 5; n++) {
      device.posture = { ...soundPosture, serial: `GUESS-${n}` };
      expect(await device.enrol(code)).toBe(false);
    }
    device.posture = soundPosture;
    expect(await device.enrol(code)).toBe(false);
    expect(await states()).toEqual(['burned']);
  });

  it.each([
    ['nothing', { serial: null, hardwareUuid: null }],
    ['what the maker left in', { serial: 'To be filled by O.E.M.', hardwareUuid: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }],
  ])('takes in a machine that tells %s, as unknown and not to be approved', async (_what, told) => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite({ asset: await asset() });
    device.posture = { ...soundPosture, ...told };
    expect(await device.enrol(code)).toBe(true);
    expect(await device.card()).toMatchObject({ state: 'pending', inventory: { kind: 'unknown' } });
    await expect(device.approve()).rejects.toMatchObject({ kind: 'machine-unlisted' });
  });

  it('makes no device that can be approved, when the machine turns out to be another later', async () => {
    const device = await RoomsDevice.make(hub);
    const { code } = await device.invite({ asset: await asset() });
    device.posture = { ...soundPosture, serial: null, hardwareUuid: null };
    await device.enrol(code);
    await hub.tx((tx) => hub.rooms.inventory.add(tx, 'test', { tag: 'NL-8', serial: 'NL-0008', hardwareUuid: null, model: null, note: null }));
    await hub.tx((tx) => hub.rooms.devices.takePosture(tx, device.id, { ...soundPosture, serial: 'NL-0008' }));
    await expect(device.approve()).rejects.toMatchObject({ kind: 'machine-unlisted', message: expect.stringContaining('invited as NL-7') as string });
  });

  it('is of no use when the machine has left the inventory, and its card keeps the tag', async () => {
    const device = await RoomsDevice.make(hub);
    const machine = await asset();
    const { code } = await device.invite({ asset: machine });
    await hub.tx((tx) => hub.rooms.inventory.remove(tx, 'test', machine.id));
    expect(await device.enrol(code)).toBe(false);
    expect(await reasons()).toEqual(['asset-removed']);
    expect(await cards()).toMatchObject([{ asset: { id: machine.id, tag: 'NL-7' } }]);
  });
});
