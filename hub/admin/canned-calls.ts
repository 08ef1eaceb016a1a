import { consoleAdminCalls } from './console-call.ts';

export const cannedCalls = consoleAdminCalls({
  'canned.list': ({ rooms }) => rooms.store.transaction().execute(async (tx) => ({ replies: await rooms.canned.list(tx), teams: await rooms.teams.list(tx) })),
  'canned.save': async ({ rooms, actor }, draft) => {
    const reply = await rooms.store.transaction().execute((tx) => rooms.canned.save(tx, actor, draft));
    rooms.mailboxes.wake();
    return reply;
  },
  'canned.remove': async ({ rooms, actor }, { id }) => {
    await rooms.store.transaction().execute((tx) => rooms.canned.remove(tx, actor, id));
    rooms.mailboxes.wake();
    return null;
  },
});
