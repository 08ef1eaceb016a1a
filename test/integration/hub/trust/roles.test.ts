import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import type { Role } from '../../../../shared/domain/permission.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

/** Is a lead and runs the hub; each of her laptops is for one of the two. */
const email = 'bea@nordlicht.example';
let service: ServiceInProcess;
let office: SimulatedDevice;
let admin: SimulatedDevice;
/** Of a colleague who sees all of it: when she has a message, everybody who gets it has been sent it. */
let witness: SimulatedDevice;
let customer: ChatCustomer;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.ask('team.add', { name: 'Returns' });
  const [team] = await service.ask('team.list', null);
  await service.addAgent(email, [], ['lead', 'it']);
  await service.ask('channel.add-webchat', { name: 'Chat', teamId: team!.id });
  office = await service.liveDevice(email, ['lead']);
  admin = await service.liveDevice(email, ['it']);
  await service.addAgent('lea@nordlicht.example', [], ['lead']);
  witness = await service.liveDevice('lea@nordlicht.example');
  customer = new ChatCustomer(service.chat);
  await customer.connect();
});
afterAll(async () => {
  for (const device of [office, admin, witness]) device.drop();
  customer.leave();
  await service.remove();
});

const rolesInCertificate = (device: SimulatedDevice) => (JSON.parse(device.certificate!.body) as { payload: { roles: Role[] } }).payload.roles;
const words = (device: SimulatedDevice) => [...device.messages.values()].map(({ text }) => text);
const purged = (device: SimulatedDevice) => device.events.filter(({ e }) => e === 'conversation.purged').length;

async function backfilled(device: SimulatedDevice): Promise<void> {
  const before = device.events.filter(({ e }) => e === 'backfill.page').length;
  await device.send({ m: 'backfill', after: null });
  await device.until(() => device.events.filter(({ e }) => e === 'backfill.page').length > before, 'the page');
}

/** What a narrowed device would have got, it has got by then. */
async function settled(): Promise<void> {
  await wait(300);
  await backfilled(admin);
}

describe('two laptops of one person, enrolled for different roles', () => {
  it('have certificates for these', () => {
    expect([rolesInCertificate(office), rolesInCertificate(admin)]).toEqual([['lead'], ['it']]);
  });

  it('get different mail: the one for IT gets no conversation, neither as it comes nor by back-fill', async () => {
    customer.say('Where is my parcel?');
    await office.until(() => words(office).includes('Where is my parcel?'), 'the message');
    await settled();
    expect(words(admin)).toEqual([]);
    expect(admin.events.filter(({ e }) => e === 'conversation')).toEqual([]);
  });

  it('may do different things: a command from the one for IT is refused', async () => {
    const [message] = office.messages.values();
    const key = crypto.randomUUID();
    await admin.send({ m: 'command', key: key as never, at: Date.now(), command: { do: 'status', conversationId: message!.conversationId, status: 'resolved' } });
    const outcome = () => admin.events.find((event) => event.e === 'command.result' && event.key === key);
    await admin.until(() => outcome() !== undefined, 'the result');
    expect(outcome()).toMatchObject({ outcome: { kind: 'refused' } });
  });

  it('gets what is assigned to her on the one that shows conversations only', async () => {
    const [message] = office.messages.values();
    const bea = (await service.ask('agent.list', null)).find((agent) => agent.email === email)!;
    await office.send({ m: 'command', key: crypto.randomUUID() as never, at: Date.now(), command: { do: 'assign', conversationId: message!.conversationId, assigneeId: bea.id } });
    await office.until(() => [...office.messages.values()].some(({ kind, text }) => kind === 'event' && text.includes('assigned')), 'the line');
    await settled();
    expect(words(admin)).toEqual([]);
  });

  it('lose different things: with the role of lead goes what that laptop shows, and the other notices nothing', async () => {
    await service.ask('agent.change', { agent: email, roles: ['it'] });
    await office.until(() => purged(office) === 1, 'the purge');
    await office.renewLease();
    expect(rolesInCertificate(office)).toEqual([]);
    expect([purged(admin), admin.heard.filter(({ c }) => c === 'prekeys-wanted').length]).toEqual([0, 0]);
    customer.say('Hello?');
    await witness.until(() => words(witness).includes('Hello?'), 'the message at a colleague’s');
    await backfilled(office);
    expect(words(office)).not.toContain('Hello?');
  });

  it('and gain different things: given back, all comes to the one laptop, and the other’s Signal session goes on', async () => {
    await service.ask('agent.change', { agent: email, roles: ['lead', 'it'] });
    await office.hears('prekeys-wanted');
    office.publishPreKeys();
    await office.until(() => office.events.at(-1)?.e === 'teams', 'the first mail');
    await office.send({ m: 'resume', seq: office.seq });
    await backfilled(office);
    expect(words(office)).toContain('Hello?');
    await settled();
    expect(words(admin)).toEqual([]);
    expect(admin.heard.filter(({ c }) => c === 'prekeys-wanted')).toEqual([]);
  });
});
