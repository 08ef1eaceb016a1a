import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleCallName, type ConsoleInput, type ConsoleOutput, consoleCalls } from '../../../../shared/contract/console/index.ts';
import { can, Role } from '../../../../shared/domain/permission.ts';
import { hubIsOlder } from '../../../../shared/contract/wire/older-hub.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const ines = 'ines@nordlicht.example';
const agent = 'nora@nordlicht.example';
/** Is IT and a lead at once. */
const both = 'bea@nordlicht.example';
let service: ServiceInProcess;
const devices: SimulatedDevice[] = [];

function watched(device: SimulatedDevice): SimulatedDevice {
  devices.push(device);
  return device;
}

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(agent);
  await service.addAgent(both, [], ['lead', 'it']);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
});
afterAll(() => service.remove());

const live = async (email: string, roles: Role[] | null = null) => watched(await service.liveDevice(email, roles));

/** Asks, and checks the answer against the contract, as a workstation does. */
async function done<N extends ConsoleCallName>(device: SimulatedDevice, call: N, input: ConsoleInput<N>): Promise<ConsoleOutput<N>> {
  const answer = await device.console(call, input);
  if (answer.kind === 'refused') throw new Error(answer.message);
  return consoleCalls[call].output.parse(answer.value) as ConsoleOutput<N>;
}

const auditEntries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry);

describe('the console of an IT person', () => {
  it('is answered every call of the contract, in the contract’s shape', async () => {
    const console = await live(ines);
    const waiting = watched(await service.newDevice(agent));
    waiting.enrol();
    await waiting.hears('enrol-pending');
    const device = waiting.deviceId;
    expect((await done(console, 'device.list', null)).find(({ id }) => id === device)).toMatchObject({ state: 'pending', online: true, safetyNumber: waiting.safetyNumber });
    expect((await done(console, 'device.approve', { device })).state).toBe('approved');
    await waiting.hears('enrol-approved');
    expect((await done(console, 'device.suspend', { device, reason: 'repair' })).state).toBe('suspended');
    expect((await done(console, 'device.reinstate', { device })).state).toBe('approved');
    expect((await done(console, 'device.show', { device })).reason).toBeNull();
    expect((await done(console, 'device.revoke', { device, reason: 'sold' })).state).toBe('revoked');
    expect((await done(console, 'device.wipe', { device, reason: 'sold' })).ordered).toBe('wipe-order');
    const second = watched(await service.newDevice(agent));
    second.enrol();
    await second.hears('enrol-pending');
    expect((await done(console, 'device.deny', { device: second.deviceId })).state).toBe('denied');

    const { id } = await done(console, 'invite.make', { agent, minutes: 30, roles: ['agent'], asset: null });
    expect((await done(console, 'invite.list', null)).find((card) => card.id === id)).toMatchObject({ state: 'open' });
    expect((await done(console, 'invite.cancel', { invite: id })).state).toBe('cancelled');

    expect(await done(console, 'inventory.import', { csv: 'tag,serial\nNL-1,SN-1\n' })).toMatchObject({ added: 1 });
    const [record] = await done(console, 'inventory.list', null);
    await done(console, 'inventory.remove', { record: record!.id });

    const { version: _, ...policy } = await done(console, 'policy.show', null);
    await done(console, 'policy.preview', { ...policy, autoLockMinutes: 9 });
    expect((await done(console, 'policy.set', { ...policy, autoLockMinutes: 9 })).autoLockMinutes).toBe(9);

    await service.addAgent('leaver@nordlicht.example');
    expect((await done(console, 'agent.list', null)).map(({ email }) => email)).toContain('leaver@nordlicht.example');
    await done(console, 'team.add', { name: 'Returns' });
    await done(console, 'team.change', { team: 'Returns', name: 'Refunds' });
    await done(console, 'agent.add', { name: 'Tom Brandt', email: 'tom@nordlicht.example', roles: ['agent'], teams: ['Refunds'] });
    await done(console, 'agent.change', { agent: 'tom@nordlicht.example', roles: ['agent', 'lead'] });
    await done(console, 'skill.set', { agent: 'tom@nordlicht.example', skills: ['german'] });
    expect(await done(console, 'skill.show', { agent: 'tom@nordlicht.example' })).toEqual(['german']);
    expect((await done(console, 'team.list', null)).map(({ members }) => members.map(({ name }) => name))).toEqual([['Tom Brandt']]);
    expect((await done(console, 'agent.set-status', { agent: 'tom@nordlicht.example', status: 'suspended' })).status).toBe('suspended');
    expect((await done(console, 'audit.list', { agent: null, kind: 'access', time: null, before: null })).entries[0]?.action).toBe('agent.suspended');
    expect((await done(console, 'audit.people.list', null)).map(({ name }) => name)).toContain('Tom Brandt');
    expect((await done(console, 'audit.check', null)).is).toBe('intact');
    expect(await done(console, 'agent.offboard', { agent: 'leaver@nordlicht.example', reason: 'left', handTo: null })).toEqual({ devices: 0, conversations: 0 });
    expect(console.refused).toEqual([]);
  });

  it('is named in the audit log, as the command is for what it does', async () => {
    const console = await live(ines);
    const { id } = await done(console, 'invite.make', { agent, minutes: 30, roles: null, asset: null });
    const inesHerself = (await service.ask('agent.list', null)).find(({ email }) => email === ines)!;
    expect((await auditEntries()).find(({ action, detail }) => action === 'invite.made' && detail['invite'] === id)?.actor).toBe(`agent:${inesHerself.id}`);
  });

  it('is told in words what is wrong with a request', async () => {
    const console = await live(ines);
    expect(await console.console('device.show', { device: crypto.randomUUID() })).toEqual({ kind: 'refused', message: expect.stringContaining('no such device') });
    expect(await console.console('device.suspend', { device: console.deviceId })).toEqual({ kind: 'refused', message: expect.stringContaining('reason') });
    expect(await console.console('invite.make', 'anything')).toMatchObject({ kind: 'refused' });
    // Of a newer workstation: it says what to do, and nothing is done without what is not understood.
    await service.addAgent('stays@nordlicht.example');
    expect(await console.console('agent.offboard', { agent: 'stays@nordlicht.example', reason: 'left', handTo: null, wipe: true })).toEqual({ kind: 'refused', message: hubIsOlder });
    expect((await service.ask('agent.list', null)).find(({ email }) => email === 'stays@nordlicht.example')?.status).toBe('active');
    expect(console.connected).toBe(true);
  });
});

describe('a call of the console is refused', () => {
  it('to an agent, whatever it is, and the audit log has it', async () => {
    const device = await live(agent);
    const forIt = Object.keys(consoleCalls).filter((call) => !['reveal.ask', 'reveal.take', 'mistake.report', 'signature.set', 'sender.block', 'customer.look', 'customer.note.add', 'customer.note.remove', 'template.list', 'customer.verify', 'customer.doubt', 'order.look', 'order.act', 'order.take', 'numbers.show', 'file.ask', 'file.take', 'conversation.merge', 'conversation.split', 'conversation.forward'].includes(call));
    for (const [n, call] of forIt.entries()) {
      // So many at once the hub takes on one connection.
      if (n % 30 === 29) {
        device.drop();
        await device.connect();
        await device.resumeSession();
      }
      expect(await device.console(call)).toEqual({ kind: 'refused', message: expect.stringContaining('Your role does not allow this') });
    }
    const nora = (await service.ask('agent.list', null)).find(({ email }) => email === agent)!;
    const calls = (await auditEntries()).filter(({ action, actor }) => action === 'console.refused' && actor === `agent:${nora.id}`).map(({ detail }) => detail['call']);
    expect(calls).toEqual(forIt);
    expect(device.connected).toBe(true);
  });

  it('on a device that an IT person has enrolled for another role only', async () => {
    const narrowed = await live(both, ['lead']);
    const answers = await Promise.all([narrowed.console('device.list'), narrowed.console('policy.show')]);
    for (const answer of answers) expect(answer).toEqual({ kind: 'refused', message: expect.stringContaining('on this laptop') });
    await done(await live(both, ['it']), 'device.list', null);
  });

  it('as soon as the role is taken away, on the connection there is', async () => {
    await service.addAgent('ivo@nordlicht.example', [], ['it']);
    const device = await live('ivo@nordlicht.example');
    await done(device, 'device.list', null);
    await service.ask('agent.change', { agent: 'ivo@nordlicht.example', roles: ['agent'] });
    expect(await device.console('device.list')).toMatchObject({ kind: 'refused' });
  });

  it('without a hub session', async () => {
    const device = watched(await service.activeDevice(ines));
    expect(await device.console('device.list')).toEqual({ kind: 'refused', message: expect.stringContaining('session') });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    await device.openSession();
    await done(device, 'device.list', null);
    device.tell({ c: 'session-close' });
    expect(await device.console('device.list')).toMatchObject({ kind: 'refused' });
  });

  it('when it is not in the console’s contract, though the command has it', async () => {
    const console = await live(ines);
    for (const call of ['agent.import', 'audit.page', 'audit.verify', 'sender.add', 'channel.add-email', 'backup.made', 'master-key.sheet-printed', 'toString', '__proto__', '']) {
      expect(await console.console(call, { name: 'Eve', email: 'eve@nordlicht.example', roles: ['it'], teams: [] })).toEqual({ kind: 'refused', message: expect.stringContaining('does not know') });
    }
    expect((await service.ask('agent.list', null)).map(({ email }) => email)).not.toContain('eve@nordlicht.example');
  });
});

describe('news for the console', () => {
  const news = (device: SimulatedDevice) => device.heard.filter(({ c }) => c === 'console-changed').length;
  /** Longer than between two pieces of news. */
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 1500));

  it('comes when something it shows has changed, to those whose roles show devices, and to nobody else', async () => {
    const console = await live(ines);
    const other = await live(agent);
    const narrowed = await live(both, ['lead']);
    for (const change of [
      () => service.ask('invite.make', { agent, minutes: 30, roles: null, asset: null }),
      () => service.ask('inventory.import', { csv: 'tag,serial\nNL-2,NL-0007\n' }),
      () => service.addAgent('another@nordlicht.example'),
      () => Promise.resolve(other.drop()),
    ]) {
      await quiet();
      console.heard.length = 0;
      await change();
      await console.hears('console-changed');
    }
    expect([news(other), news(narrowed)]).toEqual([0, 0]);
  });

  it('does not come for looking', async () => {
    const console = await live(ines);
    await quiet();
    console.heard.length = 0;
    await done(console, 'device.list', null);
    await done(console, 'invite.list', null);
    await quiet();
    expect(news(console)).toBe(0);
  });
});

describe('the numbers', () => {
  it('numbers as a file have their hash in the audit log under who saved them', async () => {
    const lead = await live(both, ['lead']);
    const { csv, sha256 } = await done(lead, 'numbers.export', { period: { kind: 'latest', days: 7 }, by: 'agent' });
    expect(createHash('sha256').update(csv, 'utf8').digest('hex')).toBe(sha256);
    const person = (await service.ask('agent.list', null)).find(({ email }) => email === both)!;
    expect((await auditEntries()).filter(({ action }) => action === 'numbers.export')).toMatchObject([{ actor: `agent:${person.id}`, detail: { by: 'agent', sha256, bytes: Buffer.byteLength(csv) } }]);
    expect(csv.split('\r\n')[0]).toMatch(/^part,name,from,to,opened/);
  });
});

describe('who may use the console', () => {
  it('are those whom the contract’s permissions name: IT alone, but for what is customers’, which IT never sees, what helps to write, who gets what, conversations themselves, and the numbers', () => {
    const roles = Role.options;
    const seeing: Readonly<Record<string, readonly Role[]>> = {
      'reveal.ask': ['agent', 'lead'], 'reveal.take': ['agent', 'lead'], 'reveal.list': ['lead'], 'reveal.decide': ['lead'], 'mistake.report': ['agent', 'lead'], 'mistake.list': ['lead'], 'mistake.look': ['lead'], 'mistake.decide': ['lead'],
      'canned.list': ['lead'], 'canned.save': ['lead'], 'canned.remove': ['lead'], 'signature.set': ['agent', 'lead'], 'template.list': ['agent', 'lead'],
      'customer.look': ['agent', 'lead', 'finance', 'privacy'], 'customer.note.add': ['agent', 'lead'], 'customer.note.remove': ['agent', 'lead'],
      'customer.verify': ['agent', 'lead'], 'customer.doubt': ['agent', 'lead'], 'customer.identify': ['lead'],
      'order.look': ['agent', 'lead'], 'order.act': ['agent', 'lead'], 'order.take': ['agent', 'lead'], 'order.list': ['lead'], 'order.decide': ['lead'],
      'customer.suggestions': ['lead'], 'customer.merge': ['lead'], 'customer.split': ['lead'],
      'routing.show': ['lead', 'it'], 'routing.choices.list': ['lead', 'it'], 'routing.preview': ['lead', 'it'], 'routing.set': ['lead', 'it'],
      'numbers.show': ['agent', 'lead'], 'numbers.export': ['lead'],
      'file.ask': ['agent', 'lead'], 'file.take': ['agent', 'lead'], 'file.list': ['lead'], 'file.decide': ['lead'],
      'conversation.merge': ['agent', 'lead'], 'conversation.split': ['agent', 'lead'], 'conversation.forward': ['agent', 'lead'],
      'team.list': ['lead', 'it'], 'team.add': ['lead', 'it'], 'team.change': ['lead', 'it'], 'audit.list': ['it', 'privacy'], 'audit.people.list': ['it', 'privacy'], 'audit.check': ['it', 'privacy'],
      'sender.list': ['lead', 'it'], 'sender.unblock': ['lead', 'it'], 'sender.block': ['agent', 'lead'],
    };
    for (const [call, { permission }] of Object.entries(consoleCalls)) expect([call, roles.filter((role) => can([role], permission))]).toEqual([call, seeing[call] ?? ['it']]);
  });
});
