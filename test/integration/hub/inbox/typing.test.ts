import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import { ChatLine } from '../../../doubles/chat-door.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const waiting = { timeout: 60_000, interval: 20 };

let service: ServiceInProcess;
let nora: SimulatedDevice;
/** Of a team that the chat is not of. */
let omar: SimulatedDevice;
let visitor: ChatLine;
let other: ChatLine;
let conversation: ConversationId;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  const { id } = await service.ask('team.add', { name: 'Returns' });
  for (const name of ['nora', 'omar']) await service.addAgent(`${name}@nordlicht.example`);
  await service.ask('agent.change', { agent: 'nora@nordlicht.example', teams: ['Returns'] });
  await service.ask('channel.add-webchat', { name: 'Chat', teamId: id });
  nora = await service.liveDevice('nora@nordlicht.example');
  omar = await service.liveDevice('omar@nordlicht.example');
  const origin = new URL(service.chat).origin;
  visitor = await ChatLine.open(origin);
  visitor.hello(null);
  visitor.write('Hello?');
  other = await ChatLine.open(origin);
  other.hello(null);
  other.write('Somebody else');
  await nora.until(() => nora.messages.size === 2, 'both messages');
  conversation = ConversationId.parse([...nora.messages.values()].find(({ text }) => text === 'Hello?')?.conversationId);
});
afterAll(async () => {
  for (const line of [visitor, other]) line.socket.terminate();
  for (const device of [nora, omar]) device.drop();
  await service.remove();
});

const dots = (line: ChatLine) => line.heard.filter(({ t }) => t === 'typing').length;
const heard = (device: SimulatedDevice) => device.heard.filter(({ c }) => c === 'typing');
/** Whatever was said before has had its effect when this is answered. */
const settled = async (device: SimulatedDevice) => {
  device.tell({ c: 'console', id: 7, call: 'no-such-call', input: null });
  await device.hears('console-answer');
};

describe('that somebody types', () => {
  it('an agent’s typing is three dots for that customer, and says nothing more', async () => {
    nora.tell({ c: 'typing', conversation });
    await vi.waitFor(() => expect(dots(visitor)).toBe(1), waiting);
    expect(visitor.heard.find(({ t }) => t === 'typing')).toEqual({ t: 'typing' });
    expect(dots(other)).toBe(0);
  });

  it('nobody’s typing is shown who may not see the conversation, or in one that is not there', async () => {
    const before = dots(visitor);
    omar.tell({ c: 'typing', conversation });
    omar.tell({ c: 'typing', conversation: ConversationId.parse(randomUUID()) });
    await settled(omar);
    expect(dots(visitor)).toBe(before);
  });

  it('no more of an agent’s typing is passed on than somebody types', async () => {
    const before = dots(visitor);
    for (let n = 0; n < 40; n += 1) nora.tell({ c: 'typing', conversation });
    await settled(nora);
    await vi.waitFor(() => expect(dots(visitor)).toBeGreaterThan(before), waiting);
    expect(dots(visitor) - before).toBeLessThan(15);
  });

  it('a customer’s typing is told to those who may see the conversation, and never what', async () => {
    visitor.say({ t: 'typing', text: 'my secret' });
    await vi.waitFor(() => expect(heard(nora)).toContainEqual({ c: 'typing', conversation }), waiting);
    expect(JSON.stringify(nora.heard)).not.toContain('my secret');
    await settled(omar);
    expect(heard(omar)).toEqual([]);
  });

  it('no more of a customer’s typing is passed on than somebody types', async () => {
    const before = heard(nora).length;
    for (let n = 0; n < 40; n += 1) visitor.say({ t: 'typing' });
    visitor.say({ t: 'hello', token: null, channel: null });
    await visitor.next('error');
    await settled(nora);
    expect(heard(nora).length - before).toBeLessThan(15);
  });
});
