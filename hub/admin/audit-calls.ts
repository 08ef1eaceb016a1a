import { auditPageOf } from '../audit/audit-pages.ts';
import { namesIn } from '../audit/audit-names.ts';
import { DeviceRecords } from '../enrolment/device-records.ts';
import { consoleAdminCalls } from './console-call.ts';

/** The audit log as it is read at a laptop: a page at a time, and nothing of it can be changed. */
export const auditCalls = consoleAdminCalls({
  'audit.list': ({ rooms }, wish) =>
    rooms.store.transaction().execute(async (tx) => {
      const page = await auditPageOf(tx, wish);
      return { ...page, names: await namesIn(tx, { agents: rooms.agents, teams: rooms.teams, records: new DeviceRecords(rooms.envelope) }, page.entries) };
    }),
  'audit.people.list': ({ rooms }) => rooms.store.transaction().execute(async (tx) => (await rooms.agents.list(tx)).map(({ id, name }) => ({ id, name }))),
  'audit.check': ({ rooms }) => rooms.auditChecks.check(),
});
