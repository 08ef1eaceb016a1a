import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../../hub/admin/console.ts';
import { answerConsole } from '../../../../hub/admin/console.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
let laptop: RoomsDevice;
/** Who asks, as they were when their call had come in. */
let caller: Caller;
beforeEach(async () => {
  hub = await HubInProcess.make();
  laptop = await RoomsDevice.make(hub, ['agent', 'lead']);
  await laptop.enrol();
  await laptop.approve();
  await hub.rooms.store.updateTable('devices').set({ state: 'active' }).where('id', '=', laptop.id).execute();
  caller = { user: laptop.agent, device: laptop.id };
});
afterEach(() => hub.remove());

const ask = (call: string, input: unknown) => answerConsole({ rooms: hub.rooms, running: null }, caller, call, input, () => undefined);
const id = '5b3f1c1e-6a0a-4b0e-8d0a-2f1b3c4d5e6f';
const calls: readonly (readonly [string, unknown])[] = [
  ['reveal.list', null],
  ['customer.merge', { into: id, from: id }],
  ['conversation.merge', { into: id, others: [id] }],
];
const changed = { kind: 'refused', message: expect.stringContaining('Your access has just been changed') };
const agent = (change: Parameters<typeof hub.rooms.agents.change>[3]) => hub.tx((tx) => hub.rooms.agents.change(tx, 'test', laptop.agent.id, change));

describe('a call that waited for its turn', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['whoever asked has lost a role', () => agent({ roles: ['agent'] })],
    ['whoever asked was suspended', () => hub.tx((tx) => hub.rooms.agents.setStatus(tx, 'test', laptop.agent.id, 'suspended'))],
    ['their laptop was suspended', () => hub.tx((tx) => hub.rooms.devices.suspend(tx, 'command:1', laptop.id, 'Lost'))],
    ['their laptop was revoked', () => hub.tx((tx) => hub.rooms.devices.end(tx, 'command:1', laptop.id, 'revocation', 'Lost'))],
  ])('does nothing where meanwhile %s', async (_what, happens) => {
    await happens();
    for (const [call, input] of calls) expect(await ask(call, input)).toMatchObject(changed);
  });

  it('is answered where nothing has changed, and gains nothing by a role that came meanwhile', async () => {
    expect(await ask('reveal.list', null)).toMatchObject({ kind: 'done' });
    await agent({ roles: ['agent', 'lead', 'privacy'] });
    expect(await ask('reveal.list', null)).toMatchObject({ kind: 'done' });
    expect(await ask('customer.merge', { into: id, from: id })).toMatchObject({ kind: 'refused', message: expect.not.stringContaining('has just been changed') });
  });
});
