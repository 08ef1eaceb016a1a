import type { AuditName } from '../../shared/contract/console/audit.ts';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { DeviceRecords } from '../enrolment/device-records.ts';
import type { Agents } from '../people/agents.ts';
import type { Teams } from '../people/teams.ts';
import type { Tx } from '../ports.ts';

export interface AuditNameRooms {
  readonly agents: Agents;
  readonly teams: Teams;
  readonly records: DeviceRecords;
}

/** What the ids in these entries are called. Of customers and what they write there is nothing: IT and privacy read the log, and not the inbox. */
export async function namesIn(tx: Tx, { agents, teams, records }: AuditNameRooms, entries: readonly AuditEntry[]): Promise<AuditName[]> {
  const ids = new Set(entries.flatMap(({ actor, subject, detail }) => [actor.slice(actor.indexOf(':') + 1), subject, ...Object.values(detail).filter((value) => typeof value === 'string')]));
  const devices = await tx.selectFrom('devices').selectAll().where('id', 'in', [...ids]).execute();
  const channels = await tx.selectFrom('channels').select(['id', 'name']).where('id', 'in', [...ids]).execute();
  const names: AuditName[] = [
    ...(await agents.list(tx)).map(({ id, name }) => ({ id, is: 'person' as const, name })),
    ...(await teams.list(tx)).map(({ id, name }) => ({ id, is: 'team' as const, name })),
    ...devices.map((row) => ({ id: row.id, is: 'laptop' as const, name: records.profile(row).name })),
    ...channels.map(({ id, name }) => ({ id, is: 'channel' as const, name })),
  ];
  return names.filter(({ id }) => ids.has(id));
}
