import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
let device: SimulatedDevice;
/** Of a colleague in the team: when she has a message, everybody who gets it has been sent it. */
let witness: SimulatedDevice;
const customers: ChatCustomer[] = [];

beforeAll(async () => {
  service = await ServiceInProcess.start();
  const { id } = await service.ask('team.add', { name: 'Returns' });
  await service.addAgent(email);
  await service.ask('channel.add-webchat', { name: 'Chat', teamId: id });
  device = await service.liveDevice(email);
  await service.addAgent('rita@nordlicht.example', ['Returns']);
  witness = await service.liveDevice('rita@nordlicht.example');
});
afterEach(() => {
  for (const customer of customers.splice(0)) customer.leave();
});
afterAll(async () => {
  for (const each of [device, witness]) each.drop();
  await service.remove();
});

async function customer(): Promise<ChatCustomer> {
  const made = new ChatCustomer(service.chat);
  customers.push(made);
  expect(await made.connect()).toBe(true);
  return made;
}

describe('an agent’s device', () => {
  it('gets nothing of a team the agent is not in', async () => {
    const one = await customer();
    one.say('Where is my parcel?');
    await witness.until(() => witness.messages.size === 1, 'the message at a colleague’s');
    await expect.poll(() => one.waiting).toBe(0);
    // Mail comes in its order: what comes after it has passed it.
    const pages = () => device.events.filter(({ e }) => e === 'backfill.page').length;
    await device.send({ m: 'backfill', after: null });
    await device.until(() => pages() === 1, 'what comes after');
    expect(device.messages.size).toBe(0);
  });

  it('gets all of it when the agent joins: the Signal session starts anew and the past comes by back-fill', async () => {
    await service.ask('agent.change', { agent: email, teams: ['Returns'] });
    await device.hears('prekeys-wanted');
    device.publishPreKeys();
    await device.until(() => device.events.at(-1)?.e === 'teams', 'the first mail');
    await device.send({ m: 'resume', seq: device.seq });
    await device.send({ m: 'backfill', after: null });
    await device.until(() => device.events.filter(({ e }) => e === 'backfill.page').length === 2, 'the page');
    expect([...device.messages.values()].map(({ text }) => text)).toEqual(['Where is my parcel?']);
  });

  it('gets what comes in, as it comes in', async () => {
    const one = await customer();
    one.say('Hello?');
    await device.until(() => device.messages.size === 2, 'the message');
    expect([...device.messages.values()].map(({ text }) => text)).toContain('Hello?');
  });

  it('is told to forget it when the agent leaves, even if its mailbox is lost in between', async () => {
    const known = new Set([...device.messages.values()].map(({ conversationId }) => conversationId as string));
    device.acknowledging = false;
    await service.ask('agent.change', { agent: email, teams: [] });
    const purged = () => device.events.flatMap((event) => (event.e === 'conversation.purged' ? [event.conversationId as string] : []));
    await device.until(() => purged().length === known.size, 'the purges');
    // Received, not acknowledged, and then the session is lost: they come again.
    device.tell({ c: 'session-reset' });
    await device.hears('prekeys-wanted');
    device.publishPreKeys();
    await device.until(() => purged().length === 2 * known.size, 'the purges again');
    expect(new Set(purged())).toEqual(known);
    device.acknowledging = true;
    await device.send({ m: 'resume', seq: device.seq });
    device.tell({ c: 'session-reset' });
    await device.hears('prekeys-wanted');
    const before = device.events.length;
    device.publishPreKeys();
    await device.until(() => device.events.length > before, 'the first mail');
    expect(purged()).toHaveLength(2 * known.size);
  });
});
