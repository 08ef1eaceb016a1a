import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const leaver = 'nora@nordlicht.example';
const successor = 'max@nordlicht.example';
const lead = 'lea@nordlicht.example';
const reason = 'has left the company';
let service: ServiceInProcess;
let watching: SimulatedDevice;
const devices: SimulatedDevice[] = [];
const customers: ChatCustomer[] = [];

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.ask('channel.add-webchat', { name: 'Chat' });
  await service.addAgent(successor);
  await service.addAgent(lead, [], ['lead']);
  watching = await service.liveDevice(lead);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
  for (const customer of customers.splice(0)) customer.leave();
});
afterAll(async () => {
  watching.drop();
  await service.remove();
});

const agentOf = async (email: string) => (await service.ask('agent.list', null)).find((agent) => agent.email === email)!;

async function live(email: string): Promise<SimulatedDevice> {
  const device = await service.liveDevice(email);
  devices.push(device);
  return device;
}

/** Conversations of new customers, assigned to somebody; the last of them resolved. */
async function assigned(email: string, count: number): Promise<string[]> {
  const { id } = await agentOf(email);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const customer = new ChatCustomer(service.chat);
    customers.push(customer);
    await customer.connect();
    const text = `Question ${crypto.randomUUID()}`;
    customer.say(text);
    const message = () => [...watching.messages.values()].find((known) => known.text === text);
    await watching.until(() => message() !== undefined, 'the message');
    const { conversationId } = message()!;
    ids.push(conversationId);
    await command({ do: 'assign', conversationId, assigneeId: id });
    if (n === count - 1) await command({ do: 'status', conversationId, status: 'resolved' });
  }
  return ids;
}

async function command(what: Parameters<SimulatedDevice['send']>[0] extends infer M ? (M extends { m: 'command'; command: infer C } ? C : never) : never): Promise<void> {
  const key = crypto.randomUUID();
  await watching.send({ m: 'command', key: key as never, at: Date.now(), command: what });
  await watching.until(() => watching.events.some((event) => event.e === 'command.result' && event.key === key && event.outcome.kind === 'done'), `${what.do} done`);
}

/** To whom the newest news of a conversation says it is assigned. */
const assignee = (device: SimulatedDevice, id: string) => device.events.findLast((event) => event.e === 'conversation' && event.conversation.id === id);
const lines = (device: SimulatedDevice) => [...device.messages.values()].filter(({ kind }) => kind === 'event').map(({ text }) => text);

describe('offboarding', () => {
  it('ends every device and invite, hands on what is not resolved, and tells those who see it', async () => {
    await service.addAgent(leaver);
    const laptops = [await live(leaver), await live(leaver)];
    const waiting = await service.newDevice(leaver);
    devices.push(waiting);
    waiting.enrol();
    await waiting.hears('enrol-pending');
    const colleague = await live(successor);
    const { id: invite } = await service.ask('invite.make', { agent: leaver, minutes: 30, roles: null, asset: null });
    const conversations = await assigned(leaver, 3);
    const to = await agentOf(successor);

    expect(await service.ask('agent.offboard', { agent: leaver, reason, handTo: successor })).toEqual({ devices: 3, conversations: 2 });

    for (const laptop of laptops) {
      expect((await laptop.hears('revoked')).revocation.body).toContain(reason);
      await laptop.until(() => !laptop.connected, 'the end');
    }
    expect(await waiting.hears('enrol-refused')).toMatchObject({ reason: 'denied' });
    expect((await agentOf(leaver)).status).toBe('suspended');
    expect((await service.ask('invite.list', null)).find(({ id }) => id === invite)?.state).toBe('cancelled');
    await colleague.until(() => lines(colleague).filter((line) => line.includes('has left')).length === 2, 'the lines');
    for (const id of conversations.slice(0, 2)) expect(assignee(colleague, id)).toMatchObject({ conversation: { assigneeId: to.id } });
    const before = await agentOf(leaver);
    expect(assignee(watching, conversations[2]!)).toMatchObject({ conversation: { assigneeId: before.id, status: 'resolved' } });
    const entries = (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry);
    expect(entries.find(({ action }) => action === 'agent.offboarded')).toMatchObject({ subject: before.id, detail: { devices: 3, conversations: 2, to: to.id } });
  });

  it('can leave the conversations to nobody yet', async () => {
    await service.addAgent('olga@nordlicht.example');
    const [open] = await assigned('olga@nordlicht.example', 2);
    expect(await service.ask('agent.offboard', { agent: 'olga@nordlicht.example', reason, handTo: null })).toEqual({ devices: 0, conversations: 1 });
    await watching.until(() => lines(watching).some((line) => line.includes('nobody has this yet')), 'the line');
    expect(assignee(watching, open!)).toMatchObject({ conversation: { assigneeId: null } });
  });

  it('is refused whole when the successor could not see the conversations, is suspended, or is the leaver', async () => {
    await service.addAgent('pia@nordlicht.example');
    const laptop = await live('pia@nordlicht.example');
    await assigned('pia@nordlicht.example', 2);
    await service.addAgent('suspended@nordlicht.example');
    await service.ask('agent.set-status', { agent: 'suspended@nordlicht.example', status: 'suspended' });
    const offboard = (handTo: string) => service.ask('agent.offboard', { agent: 'pia@nordlicht.example', reason, handTo });
    await expect(offboard('ines@nordlicht.example')).rejects.toThrow('cannot see 1 of these 1');
    await expect(offboard('suspended@nordlicht.example')).rejects.toThrow('suspended');
    await expect(offboard('pia@nordlicht.example')).rejects.toThrow('somebody else');
    expect((await agentOf('pia@nordlicht.example')).status).toBe('active');
    await laptop.renewLease();
  });

  it('is refused for the last who runs the hub', async () => {
    await expect(service.ask('agent.offboard', { agent: 'ines@nordlicht.example', reason, handTo: null })).rejects.toThrow('last active IT admin');
  });
});
