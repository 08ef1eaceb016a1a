import type { ConsoleCallName } from '../../shared/contract/console/index.ts';
import { auditListMost } from '../../shared/contract/console/audit.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ipcCalls } from '../../shared/contract/ipc/index.ts';
import { auditKinds } from '../../shared/domain/audit.ts';
import type { AgentId, TeamId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { z } from 'zod';
import { auditNames } from './nordlicht-audit.ts';
import type { Company } from './nordlicht-company.ts';

type Name = `console.${Extract<ConsoleCallName, `agent.${string}` | `skill.${string}` | `team.${string}` | `audit.${string}`>}`;
type Handlers = { [N in Name]: (input: z.output<(typeof ipcCalls)[N]['input']>) => IpcOutput<N> };

/** People, teams and the audit log as the hub would answer for them, in memory. */
export function peopleHandlers(company: Company, newId: () => string, changed: () => void): Handlers {
  const done = <T>(value: T): { kind: 'done'; value: T } => ({ kind: 'done', value });
  const refused = (message: string): { kind: 'refused'; message: string } => ({ kind: 'refused', message });
  const told = <T>(value: T): { kind: 'done'; value: T } => {
    queueMicrotask(changed);
    return done(value);
  };
  const teamIds = (names: readonly string[]): TeamId[] => company.teams.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const change = (email: string, part: (before: Agent) => Partial<Agent>) => {
    const before = company.agents.find((one) => one.email === email);
    if (before === undefined) return refused('There is no agent with this address. See "sealdesk agent list".');
    const after = { ...before, ...part(before) };
    company.agents = company.agents.map((one) => (one === before ? after : one));
    return told(after);
  };
  return {
    'console.agent.list': () => done(company.agents),
    'console.agent.add': ({ teams, ...agent }) => {
      if (company.agents.some(({ email }) => email === agent.email)) return refused('There is an agent with this address already.');
      const added: Agent = { ...agent, id: newId() as AgentId, teamIds: teamIds(teams), status: 'active' };
      company.agents = [...company.agents, added];
      return told(added);
    },
    'console.agent.change': ({ agent, teams, name, email, roles }) =>
      change(agent, (before) => ({ name: name ?? before.name, email: email ?? before.email, roles: roles ?? before.roles, teamIds: teams === undefined ? before.teamIds : teamIds(teams) })),
    'console.agent.set-status': ({ agent, status }) => change(agent, () => ({ status })),
    'console.agent.offboard': ({ agent, reason }) => {
      const theirs = company.devices.filter(({ agent: { email }, state }) => email === agent && !['denied', 'revoked', 'wiped'].includes(state));
      change(agent, () => ({ status: 'suspended' }));
      company.devices = company.devices.map((one) => (theirs.includes(one) ? { ...one, state: 'revoked' as const, reason, ordered: 'revocation' as const } : one));
      return told({ devices: theirs.length, conversations: 3 });
    },
    'console.skill.show': ({ agent }) => done(company.skills[agent] ?? []),
    'console.skill.set': ({ agent, skills }) => {
      company.skills = { ...company.skills, [agent]: skills };
      return told(skills);
    },
    'console.team.list': () => done(company.teams.map((team) => ({ ...team, members: company.agents.filter((agent) => agent.teamIds.includes(team.id)).map(({ id, name, status }) => ({ id, name, status })) }))),
    'console.team.add': ({ name }) => {
      if (company.teams.some((team) => team.name === name)) return refused('There is a team of this name already.');
      const team = { id: newId() as TeamId, name };
      company.teams = [...company.teams, team];
      return told(team);
    },
    'console.team.change': ({ team, name }) => {
      const before = company.teams.find((one) => one.name === team);
      if (before === undefined) return refused('There is no such team. See "sealdesk team list".');
      const after = { ...before, name };
      company.teams = company.teams.map((one) => (one === before ? after : one));
      return told(after);
    },
    'console.audit.list': ({ agent, kind, time, before }) => {
      const laptops = company.devices.filter((device) => device.agent.id === agent).map(({ id }) => id as string);
      const fits = company.audit.filter(
        (entry) =>
          (before === null || entry.position < before) &&
          (agent === null || entry.actor === `agent:${agent}` || entry.subject === agent || laptops.some((id) => entry.subject === id || entry.actor === `device:${id}`)) &&
          (kind === null || auditKinds[kind].some((prefix) => entry.action.startsWith(`${prefix}.`))) &&
          (time === null || (entry.at >= time.from && entry.at < time.to)),
      );
      const entries = fits.toSorted((one, other) => other.position - one.position).slice(0, auditListMost);
      return done({ entries, names: auditNames(company), next: fits.length > entries.length ? (entries.at(-1)?.position ?? null) : null });
    },
    'console.audit.people.list': () => done(company.agents.map(({ id, name }) => ({ id, name }))),
    'console.audit.check': () => done(company.auditCheck),
  };
}
