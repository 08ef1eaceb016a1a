import { tellTeams } from '../people/tell-devices.ts';
import type { Tx } from '../ports.ts';
import type { AdminContext } from './admin-call.ts';
import { refuseWhoLostAccess } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

/** Teams are named by name, as people type it. */
export const teamCalls = consoleAdminCalls({
  'team.list': ({ rooms }) =>
    rooms.store.transaction().execute(async (tx) => {
      const agents = await rooms.agents.list(tx);
      return (await rooms.teams.list(tx)).map((team) => ({ ...team, members: agents.filter(({ teamIds }) => teamIds.includes(team.id)).map(({ id, name, status }) => ({ id, name, status })) }));
    }),
  'team.add': (context, { name }) => changing(context, (tx) => context.rooms.teams.add(tx, context.actor, name)),
  'team.change': (context, { team, name }) => changing(context, async (tx) => context.rooms.teams.rename(tx, context.actor, (await context.rooms.teams.requireByName(tx, team)).id, name)),
});

/** Every device learns what the teams are called. */
async function changing<T>(context: AdminContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { rooms } = context;
  const result = await rooms.store.transaction().execute(async (tx) => {
    await refuseWhoLostAccess(context, tx);
    const changed = await work(tx);
    await tellTeams(tx, rooms);
    return changed;
  });
  rooms.mailboxes.wake();
  return result;
}
