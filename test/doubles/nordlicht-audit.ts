import type { AuditName } from '../../shared/contract/console/audit.ts';
import type { ChannelCard } from '../../shared/contract/console/channels.ts';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { DeviceCard } from '../../shared/domain/device.ts';
import type { Agent, Team } from '../../shared/domain/people.ts';

const minute = 60_000;
const id = (kind: number, n: number): string => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const person = (n: number) => `agent:${id(1, n)}`;
const laptop = (n: number) => id(6, n);

/** What was done at the made-up shop, oldest first: minutes ago, by whom, what, to what. */
const told: readonly (readonly [ago: number, actor: string, action: string, subject: string, detail?: AuditEntry['detail']])[] = [
  [4000, 'command:1000', 'organisation.made', 'organisation'],
  [3990, 'command:1000', 'agent.added', id(1, 6), { roles: 'it' }],
  [2900, person(6), 'agent.added', id(1, 5), { roles: 'agent' }],
  [2890, person(6), 'invite.made', id(1, 5), { invite: id(8, 4) }],
  [2880, `device:${laptop(7)}`, 'device.enrolled', id(1, 5), { invite: id(8, 4) }],
  [2870, person(6), 'device.approved', laptop(7)],
  [1500, person(2), 'reveal.asked', id(3, 12), { type: 'phone', reason: 'The parcel service asks for it.' }],
  [1480, person(3), 'reveal.approved', id(3, 12), { type: 'phone' }],
  [300, person(6), 'agent.changed', id(1, 4), { fields: 'roles', before: 'agent', roles: 'agent lead' }],
  [240, 'hub', 'channel.troubled', id(7, 3), { kind: 'refused' }],
  [180, `device:${laptop(9)}`, 'code.refused', laptop(9), { reason: 'wrong' }],
  [120, person(1), 'console.refused', id(1, 1), { call: 'policy.set' }],
  [60, person(6), 'policy.set', 'policy:7'],
  [30, person(6), 'agent.suspended', id(1, 8)],
  [12, person(6), 'device.wipe-ordered', laptop(5)],
  [2, `device:${laptop(14)}`, 'session.opened', laptop(14)],
];

export function nordlichtAudit(now: number): AuditEntry[] {
  return told.map(([ago, actor, action, subject, detail = {}], place) => ({ position: place + 1, at: now - ago * minute, actor, action, subject, detail }));
}

/** What the hub calls whom an entry names. */
export function auditNames({ agents, devices, teams, channels }: { readonly agents: readonly Agent[]; readonly devices: readonly DeviceCard[]; readonly teams: readonly Team[]; readonly channels: readonly ChannelCard[] }): AuditName[] {
  return [
    ...agents.map((one) => ({ id: one.id as string, is: 'person' as const, name: one.name })),
    ...devices.map((one) => ({ id: one.id as string, is: 'laptop' as const, name: one.name })),
    ...teams.map((one) => ({ id: one.id as string, is: 'team' as const, name: one.name })),
    ...channels.map((one) => ({ id: one.id, is: 'channel' as const, name: one.name })),
  ];
}
