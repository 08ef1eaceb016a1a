import { z } from 'zod';
import { can } from '../../shared/domain/permission.ts';
import { SenderPattern } from '../../shared/domain/routing.ts';
import { allSkills } from '../routing/skills.ts';
import { adminCall } from './admin-call.ts';
import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

export const routingCalls = {
  ...consoleAdminCalls({
    'routing.show': ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.routing.inForce(tx)),
    'routing.choices.list': async ({ rooms }) =>
      rooms.store.transaction().execute(async (tx) => ({
        channels: await tx.selectFrom('channels').select(['id', 'name', 'kind']).where('removed_at', 'is', null).orderBy('created_at').orderBy('id').execute(),
        teams: await rooms.teams.list(tx),
        agents: (await rooms.agents.active(tx)).filter(({ roles }) => can(roles, 'conversation.reply')).map(({ id, name }) => ({ id, name })),
        skills: await allSkills(tx),
      })),
    'routing.preview': ({ rooms }, routing) => rooms.store.transaction().execute((tx) => rooms.routing.preview(tx, routing)),
    'routing.set': ({ rooms, actor }, { version, routing }) => rooms.store.transaction().execute((tx) => rooms.routing.set(tx, actor, version, routing)),
    'sender.list': ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.blockedSenders.list(tx)),
    'sender.unblock': async ({ rooms, actor }, { id }) => {
      await rooms.store.transaction().execute((tx) => rooms.blockedSenders.unblock(tx, actor, id));
      return null;
    },
    'sender.block': async (context, { conversationId }) => {
      await asAgent(context, (tx, agent) => context.rooms.blockedSenders.blockCustomer(tx, agent, conversationId));
      return null;
    },
  }),
  /** By an address, or by all of a domain: "@spam.example". */
  'sender.add': adminCall({
    input: z.object({ sender: SenderPattern }),
    run: ({ rooms, actor }, { sender }) =>
      rooms.store.transaction().execute((tx) => rooms.blockedSenders.block(tx, actor, sender.startsWith('@') ? { kind: 'domain', value: sender.slice(1) } : { kind: 'email', value: sender })),
  }),
};
