import { z } from 'zod';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { handOver } from '../conversations/hand-over.ts';
import { readAgentCsv } from '../people/agent-csv.ts';
import { PeopleError } from '../people/agents.ts';
import { refuseChangedSince } from '../people/changed-since.ts';
import { refuseOwnAccess } from '../people/own-access.ts';
import { type AgentChanged, tellAgents, tellCanned, tellSight } from '../people/tell-devices.ts';
import type { Tx } from '../ports.ts';
import { setSkills, skillsOf } from '../routing/skills.ts';
import { type AdminContext, adminCall } from './admin-call.ts';
import { refuseWhoLostAccess } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

/** Agents are named by e-mail address, teams by name, as people type them. */
export const peopleCalls = {
  ...consoleAdminCalls({
    'agent.list': ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.agents.list(tx)),
    'agent.add': (context, { teams, ...agent }) =>
      changing(context, async (tx, note) => {
        const after = await context.rooms.agents.add(tx, context.actor, { ...agent, teamIds: await teamIds(context.rooms, tx, teams) });
        note(null, after);
        return after;
      }),
    'agent.change': (context, { agent, teams, was, ...change }) =>
      changing(context, async (tx, note) => {
        const { rooms, actor, user } = context;
        const before = await rooms.agents.requireByEmail(tx, agent);
        refuseChangedSince(before, was, await rooms.teams.list(tx));
        const given = { ...change, ...(teams ? { teamIds: await teamIds(rooms, tx, teams) } : {}) };
        refuseOwnAccess(user, before, { is: 'roles-and-teams', after: { roles: given.roles ?? before.roles, teamIds: given.teamIds ?? before.teamIds } });
        const after = await rooms.agents.change(tx, actor, before.id, given);
        note(before, after);
        return after;
      }),
    'agent.set-status': (context, { agent, status }) =>
      changing(context, async (tx, note) => {
        const { rooms, actor, user } = context;
        const before = await rooms.agents.requireByEmail(tx, agent);
        refuseOwnAccess(user, before, { is: 'status' });
        const after = await rooms.agents.setStatus(tx, actor, before.id, status);
        const devices = status === 'suspended' ? await rooms.devices.ofAgent(tx, before.id) : [];
        for (const device of devices) await rooms.hubSessions.endOf(tx, device);
        note(before, after, devices);
        return after;
      }),
    /** Somebody leaves: suspended, their devices ended, their invites cancelled, and what they had in hand given on; all or nothing. */
    'agent.offboard': (context, { agent, reason, handTo }) =>
      changing(context, async (tx, note) => {
        const { rooms, actor, user } = context;
        const before = await rooms.agents.requireByEmail(tx, agent);
        refuseOwnAccess(user, before, { is: 'status' });
        const to = handTo === null ? null : await successor(rooms, tx, before, handTo);
        const after = await rooms.agents.setStatus(tx, actor, before.id, 'suspended');
        const devices = await rooms.devices.endAllOf(tx, actor, before.id, reason);
        const conversations = await handOver(tx, { envelope: rooms.envelope, fanOut: rooms.mailboxes, clock: rooms.clock }, after, to);
        await rooms.audit.append(tx, { actor, action: 'agent.offboarded', subject: before.id, detail: { devices: devices.length, conversations, to: to?.id ?? 'nobody' } });
        note(before, after, devices);
        return { devices: devices.length, conversations };
      }),
    'skill.show': ({ rooms }, { agent }) => rooms.store.transaction().execute(async (tx) => skillsOf(tx, (await rooms.agents.requireByEmail(tx, agent)).id)),
    'skill.set': (context, { agent, skills }) =>
      context.rooms.store.transaction().execute(async (tx) => {
        await refuseWhoLostAccess(context, tx);
        return setSkills(tx, context.rooms.audit, context.actor, (await context.rooms.agents.requireByEmail(tx, agent)).id, skills);
      }),
  }),
  'agent.import': adminCall({
    input: z.object({ csv: z.string().max(10 * 1024 * 1024) }),
    run: (context, { csv }) =>
      changing(context, async (tx, note) => {
        const { rooms, actor } = context;
        const lines = readAgentCsv(csv);
        const known = new Map((await rooms.agents.list(tx)).map((agent) => [agent.email, agent]));
        const outcome = { added: 0, changed: 0 };
        for (const { teams, ...line } of lines) {
          const fields = { ...line, teamIds: await madeTeams(rooms, tx, actor, teams) };
          const before: Agent | null = known.get(line.email) ?? null;
          note(before, before ? await rooms.agents.change(tx, actor, before.id, fields) : await rooms.agents.add(tx, actor, fields));
          outcome[before ? 'changed' : 'added'] += 1;
        }
        return outcome;
      }),
  }),
};

type Rooms = AdminContext['rooms'];

async function teamIds(rooms: Rooms, tx: Tx, names: readonly string[]): Promise<Agent['teamIds']> {
  const ids = [];
  for (const name of names) ids.push((await rooms.teams.requireByName(tx, name)).id);
  return ids;
}

/** @throws PeopleError `agent-unknown` when it is nobody who could take over. */
async function successor(rooms: Rooms, tx: Tx, leaver: Agent, email: string): Promise<Agent> {
  const agent = await rooms.agents.requireByEmail(tx, email);
  if (agent.id === leaver.id) throw new PeopleError('agent-unknown', 'The conversations must go to somebody else than the agent who leaves.');
  if (agent.status !== 'active') throw new PeopleError('agent-unknown', 'The agent who is to take over is suspended. Choose somebody else.');
  return agent;
}

/** An import may name teams that are not there yet. */
async function madeTeams(rooms: Rooms, tx: Tx, actor: string, names: readonly string[]): Promise<Agent['teamIds']> {
  const known = new Map((await rooms.teams.list(tx)).map(({ id, name }) => [name.toLowerCase(), id]));
  const ids = [];
  for (const name of names) ids.push(known.get(name.toLowerCase()) ?? (await rooms.teams.add(tx, actor, name)).id);
  return ids;
}

/**
 * Makes a change, with what it does to devices, in one transaction, for who may still make it. Connected devices learn of it at once, those from which
 * something is taken (`first`) before all others; then everybody gets the new list of colleagues, which is
 * a mail to every device there is, and nothing that a revocation should wait for.
 */
async function changing<T>(
  context: AdminContext,
  work: (tx: Tx, note: (before: Agent | null, after: Agent, first?: readonly DeviceId[]) => void) => Promise<T>,
): Promise<T> {
  const { rooms, running } = context;
  const urgent: DeviceId[] = [];
  const result = await rooms.store.transaction().execute(async (tx) => {
    await refuseWhoLostAccess(context, tx);
    const changes: AgentChanged[] = [];
    const done = await work(tx, (before, after, first = []) => {
      changes.push({ before, after });
      urgent.push(...first);
    });
    await tellSight(tx, rooms.mailboxes, changes);
    await tellCanned(tx, rooms, changes);
    return done;
  });
  for (const device of urgent) await running?.recheck(device);
  await rooms.store.transaction().execute((tx) => tellAgents(tx, rooms));
  await running?.recheckAll();
  rooms.mailboxes.wake();
  return result;
}
