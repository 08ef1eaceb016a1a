import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { type ControlToDevice, ControlToDevice as ToDevice } from '../../../../shared/contract/wire/index.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { OwnPresence } from '../../../../shared/domain/presence.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, olaf, pia, it_] = ['nora@nordlicht.example', 'olaf@nordlicht.example', 'pia@nordlicht.example', 'ines@nordlicht.example'];
let service: ServiceInProcess;
let noras: SimulatedDevice;
let olafs: SimulatedDevice;
/** Of another team. */
let pias: SimulatedDevice;
let customer: ChatCustomer;
let conversationId: ConversationId;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  const { id } = await service.ask('team.add', { name: 'Returns' });
  await service.ask('team.add', { name: 'Sales' });
  await service.addAgent(nora, ['Returns']);
  await service.addAgent(olaf, ['Returns']);
  await service.addAgent(pia, ['Sales']);
  await service.ask('channel.add-webchat', { name: 'Chat', teamId: id });
  [noras, olafs, pias] = [await service.liveDevice(nora), await service.liveDevice(olaf), await service.liveDevice(pia)];
  customer = new ChatCustomer(service.chat);
  expect(await customer.connect()).toBe(true);
  customer.say('Where is my parcel?');
  await noras.until(() => noras.messages.size > 0, 'the message');
  conversationId = [...noras.messages.values()][0]!.conversationId;
  for (const device of [noras, olafs, pias]) device.tell({ c: 'presence', at: null });
});
afterEach(async () => {
  for (const device of [noras, olafs, pias]) device.tell({ c: 'presence', at: null });
  await olafs.until(() => told(olafs).at(-1)?.length === 0 || told(olafs).length === 0, 'nobody to be there');
});
afterAll(async () => {
  for (const device of [noras, olafs, pias]) device.drop();
  customer.leave();
  await service.remove();
});

type Told = Extract<ControlToDevice, { c: 'presence' }>['present'];
const told = (device: SimulatedDevice): Told[] => device.heard.flatMap((message) => (message.c === 'presence' ? [message.present] : []));
const doing = (device: SimulatedDevice): string[] => (told(device).at(-1) ?? []).map((one) => one.doing);
const at = (doingNow: 'viewing' | 'writing'): OwnPresence => ({ conversationId, doing: doingNow });

describe('presence', () => {
  it('reaches a colleague who may see the conversation, as it changes, and not whoever told it', async () => {
    noras.tell({ c: 'presence', at: at('viewing') });
    await olafs.until(() => doing(olafs)[0] === 'viewing', 'Nora to look');
    noras.tell({ c: 'presence', at: at('writing') });
    await olafs.until(() => doing(olafs)[0] === 'writing', 'Nora to write');
    expect(told(noras).flat()).toEqual([]);
    expect(ToDevice.parse({ c: 'presence', present: told(olafs).at(-1) })).toEqual({ c: 'presence', present: [{ conversationId, agentId: expect.any(String), doing: 'writing' }] });
  });

  it('is heard of by nobody who may not see the conversation, nor told for them', async () => {
    noras.tell({ c: 'presence', at: at('writing') });
    // Whoever learned an id somewhere stands in no conversation that is not theirs.
    pias.tell({ c: 'presence', at: at('writing') });
    await olafs.until(() => doing(olafs).length > 0, 'Nora to write');
    await service.ask('agent.change', { agent: olaf, teams: [] });
    await olafs.until(() => told(olafs).at(-1)?.length === 0, 'nothing any more to be told');
    await service.ask('agent.change', { agent: olaf, teams: ['Returns'] });
    await olafs.until(() => told(olafs).at(-1)?.length === 1, 'Nora again, and her alone');
    expect(told(pias)).toEqual([]);
  });

  it('is told to a device at most once a second, however often it changes, and ends with how it is', async () => {
    const before = told(olafs).length;
    const began = performance.now();
    for (let n = 0; n < 21; n += 1) {
      noras.tell({ c: 'presence', at: at(n % 2 === 0 ? 'writing' : 'viewing') });
      await wait(30);
    }
    await olafs.until(() => told(olafs).length > before && doing(olafs)[0] === 'writing', 'the last of it');
    // On a busy machine it may have changed for longer than the second or two that are usual.
    expect(told(olafs).length - before).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - began) / 1000));
    expect(noras.refused).toEqual([]);
  });

  it('is forgotten with the connection, and with the hub session, which a lock ends', async () => {
    const other = await service.liveDevice(nora);
    other.tell({ c: 'presence', at: at('viewing') });
    await olafs.until(() => doing(olafs).length === 1, 'her second laptop');
    other.drop();
    await olafs.until(() => told(olafs).at(-1)?.length === 0, 'the connection to be gone');
    await other.connect();
    await other.resumeSession();
    other.tell({ c: 'presence', at: at('viewing') });
    await olafs.until(() => doing(olafs).length === 1, 'her second laptop again');
    other.tell({ c: 'session-close' });
    await olafs.until(() => told(olafs).at(-1)?.length === 0, 'the session to be gone');
    // Without one nothing is heard.
    other.tell({ c: 'presence', at: at('writing') });
    noras.tell({ c: 'presence', at: at('viewing') });
    await olafs.until(() => doing(olafs).length === 1, 'her first laptop');
    expect(doing(olafs)).toEqual(['viewing']);
    other.drop();
  });

  it('is forgotten when it is not renewed for thirty seconds', async () => {
    noras.tell({ c: 'presence', at: at('viewing') });
    await olafs.until(() => doing(olafs).length === 1, 'Nora to look');
    service.hub.clock.passed += 30_000;
    await olafs.until(() => told(olafs).at(-1)?.length === 0, 'nobody to be there');
  });

  it('is told to nobody where the policy hides it, from that moment on', async () => {
    noras.tell({ c: 'presence', at: at('viewing') });
    await olafs.until(() => doing(olafs).length === 1, 'Nora to look');
    const its = await service.liveDevice(it_);
    const shown = await its.console('policy.show', null);
    if (shown.kind !== 'done') throw new Error('no policy');
    const { version: _, ...policy } = shown.value as Record<string, unknown>;
    await its.console('policy.set', { ...policy, presence: 'hide' });
    await olafs.until(() => told(olafs).at(-1)?.length === 0, 'nobody to be shown');
    noras.tell({ c: 'presence', at: at('writing') });
    await its.console('policy.set', { ...policy, presence: 'show' });
    await olafs.until(() => doing(olafs)[0] === 'writing', 'Nora again');
    its.drop();
  });

  it('leaves nothing in the hub’s log, its audit log or its database', async () => {
    noras.tell({ c: 'presence', at: at('writing') });
    await olafs.until(() => doing(olafs)[0] === 'writing', 'Nora to write');
    expect(service.hub.logged.filter((line) => line.includes(conversationId))).toEqual([]);
    const entries = await service.ask('audit.page', { after: 0 });
    expect(entries.filter(({ entry }) => entry.subject === conversationId || entry.action.includes('presence'))).toEqual([]);
  });
});
