import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerConsole, type Caller } from '../../../../hub/admin/console.ts';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import type { ConsoleCallName, ConsoleInput } from '../../../../shared/contract/console/index.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
});
afterEach(() => hub.remove());

/** Somebody at a laptop in use. */
async function at(roles: Agent['roles']): Promise<Caller> {
  const laptop = await RoomsDevice.make(hub, roles);
  await laptop.enrol();
  await laptop.approve();
  await hub.rooms.store.updateTable('devices').set({ state: 'active' }).where('id', '=', laptop.id).execute();
  return { user: laptop.agent, device: laptop.id };
}
const ask = <N extends ConsoleCallName>(caller: Caller, call: N, input: ConsoleInput<N>) => answerConsole({ rooms: hub.rooms, running: null }, caller, call, input, () => undefined);
const agent = (id: string) => hub.tx((tx) => hub.rooms.agents.require(tx, id));
const entries = async () => (await readAudit(hub.rooms.store, 0, 1000)).map(({ entry }) => entry);
const own = { kind: 'refused', message: expect.stringContaining('This is your own access') };

describe('somebody of IT at a laptop', () => {
  it('adds a person, gives roles, teams and skills, suspends, lifts it and offboards, and the audit log has it all under their name', async () => {
    const it_ = await at(['it']);
    expect(await ask(it_, 'team.add', { name: ' Returns ' })).toMatchObject({ kind: 'done', value: { name: 'Returns' } });
    expect(await ask(it_, 'agent.add', { name: 'Tom', email: 'Tom@nordlicht.example', roles: ['agent', 'agent'], teams: ['returns'] })).toMatchObject({ kind: 'done', value: { email: 'tom@nordlicht.example', roles: ['agent'] } });
    const [tom] = (await hub.tx((tx) => hub.rooms.agents.list(tx))).filter(({ email }) => email === 'tom@nordlicht.example');
    expect(await ask(it_, 'agent.change', { agent: tom!.email, roles: ['agent', 'lead'], teams: [] })).toMatchObject({ kind: 'done', value: { roles: ['agent', 'lead'], teamIds: [] } });
    expect(await ask(it_, 'skill.set', { agent: tom!.email, skills: ['German', 'returns'] })).toEqual({ kind: 'done', value: ['german', 'returns'] });
    expect(await ask(it_, 'skill.show', { agent: tom!.email })).toEqual({ kind: 'done', value: ['german', 'returns'] });
    expect(await ask(it_, 'team.change', { team: 'Returns', name: 'Refunds' })).toMatchObject({ kind: 'done', value: { name: 'Refunds' } });
    expect(await ask(it_, 'agent.set-status', { agent: tom!.email, status: 'suspended' })).toMatchObject({ kind: 'done', value: { status: 'suspended' } });
    expect(await ask(it_, 'agent.set-status', { agent: tom!.email, status: 'active' })).toMatchObject({ kind: 'done', value: { status: 'active' } });
    expect(await ask(it_, 'agent.offboard', { agent: tom!.email, reason: 'left', handTo: null })).toEqual({ kind: 'done', value: { devices: 0, conversations: 0 } });
    const noted = (await entries()).filter(({ actor }) => actor === `agent:${it_.user.id}`);
    expect(noted.map(({ action }) => action)).toEqual(['team.added', 'agent.added', 'agent.changed', 'agent.skills', 'team.renamed', 'agent.suspended', 'agent.resumed', 'agent.suspended', 'agent.offboarded']);
    expect(noted.find(({ action }) => action === 'agent.changed')?.detail).toEqual({ fields: 'roles teamIds', before: 'agent', roles: 'agent lead' });
  });

  it('gives nothing back that a colleague took away while the form was open, and takes nothing that was given', async () => {
    const [one, other] = [await at(['it']), await at(['it'])];
    await ask(one, 'team.add', { name: 'Returns' });
    await ask(one, 'agent.add', { name: 'Tom', email: 'tom@nordlicht.example', roles: ['agent', 'it'], teams: ['Returns'] });
    const tom = async () => (await hub.tx((tx) => hub.rooms.agents.list(tx))).find(({ email }) => email === 'tom@nordlicht.example');
    expect(await ask(one, 'agent.change', { agent: 'tom@nordlicht.example', roles: ['agent'], was: { roles: ['it', 'agent'] } })).toMatchObject({ kind: 'done' });
    const before = await tom();
    const changed = { kind: 'refused', message: expect.stringContaining('Somebody has changed this person since you opened this') };
    expect(await ask(other, 'agent.change', { agent: 'tom@nordlicht.example', name: 'Tom Ek', roles: ['agent', 'it', 'lead'], was: { roles: ['agent', 'it'] } })).toEqual(changed);
    expect(await ask(other, 'agent.change', { agent: 'tom@nordlicht.example', teams: ['Returns'], was: { teams: [] } })).toEqual(changed);
    expect(await tom()).toEqual(before);
    // What somebody else changed does not matter for what is not given.
    expect(await ask(other, 'agent.change', { agent: 'tom@nordlicht.example', name: 'Tom Ek', teams: [], was: { teams: ['Returns'] } })).toMatchObject({ kind: 'done', value: { name: 'Tom Ek', roles: ['agent'], teamIds: [] } });
  });

  it('is told of a team and who is in it', async () => {
    const it_ = await at(['it']);
    await ask(it_, 'team.add', { name: 'Returns' });
    const added = await ask(it_, 'agent.add', { name: 'Tom', email: 'tom@nordlicht.example', roles: ['agent'], teams: ['Returns'] });
    const { id } = (added as { value: Agent }).value;
    expect(await ask(it_, 'team.list', null)).toMatchObject({ kind: 'done', value: [{ name: 'Returns', members: [{ id, name: 'Tom', status: 'active' }] }] });
  });
});

describe('nobody at a laptop', () => {
  it('gives themselves a role or a team, also beside what they have, and the try is in the audit log', async () => {
    const it_ = await at(['it']);
    await ask(it_, 'team.add', { name: 'Returns' });
    const { email } = it_.user;
    expect(await ask(it_, 'agent.change', { agent: email, roles: ['it', 'lead'] })).toEqual(own);
    expect(await ask(it_, 'agent.change', { agent: email, roles: ['privacy'] })).toEqual(own);
    expect(await ask(it_, 'agent.change', { agent: email.toUpperCase(), teams: ['Returns'] })).toEqual(own);
    expect(await ask(it_, 'agent.change', { agent: email, name: 'Somebody else', roles: ['it', 'agent'] })).toEqual(own);
    expect(await agent(it_.user.id)).toEqual(it_.user);
    expect((await entries()).filter(({ action }) => action === 'console.refused')).toMatchObject(Array.from({ length: 4 }, () => ({ actor: `agent:${it_.user.id}`, detail: { call: 'agent.change' } })));
    expect(await ask(it_, 'agent.change', { agent: email, name: 'Nora Lindgren', roles: ['it'], teams: [] })).toMatchObject({ kind: 'done', value: { name: 'Nora Lindgren', roles: ['it'] } });
  });

  it('suspends or offboards themselves, whether they are the last of IT or not', async () => {
    const it_ = await at(['it']);
    const { email } = it_.user;
    for (const ines of ['active', 'suspended'] as const) {
      await ask(it_, 'agent.set-status', { agent: 'ines@nordlicht.example', status: ines });
      expect(await ask(it_, 'agent.set-status', { agent: email, status: 'suspended' })).toEqual(own);
      expect(await ask(it_, 'agent.offboard', { agent: email, reason: 'left', handTo: null })).toEqual(own);
    }
    expect((await agent(it_.user.id)).status).toBe('active');
  });

  it('changes people or teams without a role for it, on that laptop', async () => {
    const people = ['agent.list', 'agent.add', 'agent.change', 'agent.set-status', 'agent.offboard', 'skill.show', 'skill.set'] as const;
    const teams = ['team.list', 'team.add', 'team.change'] as const;
    const both = await at(['agent', 'it']);
    const refused = { kind: 'refused', message: expect.stringContaining('Your role does not allow this on this laptop') };
    const told = async (caller: Caller, calls: readonly ConsoleCallName[]) => Promise.all(calls.map((call) => answerConsole({ rooms: hub.rooms, running: null }, caller, call, {}, () => undefined)));
    for (const roles of [['agent'], ['finance'], ['privacy']] as const) for (const answer of await told(await at([...roles]), [...people, ...teams])) expect(answer).toEqual(refused);
    for (const answer of await told({ ...both, user: { ...both.user, roles: ['agent'] } }, [...people, ...teams])) expect(answer).toEqual(refused);
    const lead = await at(['lead']);
    for (const answer of await told(lead, people)) expect(answer).toEqual(refused);
    expect(await ask(lead, 'team.add', { name: 'Returns' })).toMatchObject({ kind: 'done' });
  });
});

describe('one of IT always remains', () => {
  it('where two want to suspend each other, the one who is later is not listened to any more', async () => {
    const [one, other] = [await at(['it']), await at(['it'])];
    await ask(one, 'agent.set-status', { agent: 'ines@nordlicht.example', status: 'suspended' });
    const changed = { kind: 'refused', message: expect.stringContaining('Your access has just been changed') };
    expect(await ask(one, 'agent.set-status', { agent: other.user.email, status: 'suspended' })).toMatchObject({ kind: 'done' });
    // As they were when their calls had come in.
    expect(await ask(other, 'agent.set-status', { agent: one.user.email, status: 'suspended' })).toEqual(changed);
    expect(await ask(other, 'agent.change', { agent: one.user.email, roles: ['agent'] })).toEqual(changed);
    expect(await ask(other, 'agent.add', { name: 'Eve', email: 'eve@nordlicht.example', roles: ['it'], teams: [] })).toEqual(changed);
    expect(await ask(other, 'skill.set', { agent: one.user.email, skills: [] })).toEqual(changed);
    expect(await ask(other, 'team.add', { name: 'Returns' })).toEqual(changed);
    expect((await agent(one.user.id)).status).toBe('active');
  });
});
