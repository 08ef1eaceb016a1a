import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { AtLaptop } from '../orders/in-sight.ts';
import type { AdminContext } from './admin-call.ts';
import { consoleAdminCalls } from './console-call.ts';

class NotAnAgent extends SealdeskError<'not-an-agent'> {}

/** Orders are changed from a conversation, by an agent at a laptop; at the hub's own command line by nobody. */
export const orderCalls = consoleAdminCalls({
  'order.look': (context, { conversation, order }) => context.rooms.orderActions.look(agentOf(context), conversation, order),
  'order.act': async (context, input) => {
    try {
      return await context.rooms.orderActions.act(agentOf(context), input);
    } finally {
      context.rooms.mailboxes.wake();
    }
  },
  'order.take': (context, { action }) => context.rooms.orderActions.take(agentOf(context), action),
  'order.list': (context) => context.rooms.store.transaction().execute((tx) => context.rooms.orderApprovals.waiting(tx, agentOf(context))),
  'order.decide': (context, { action, approve }) => context.rooms.orderApprovals.decide(agentOf(context), action, approve),
  'order.limits.list': (context) => context.rooms.store.transaction().execute((tx) => context.rooms.orderApprovals.limits(tx)),
});

function agentOf({ user, device }: AdminContext): AtLaptop<Agent> {
  if (user === null) throw new NotAnAgent('not-an-agent', 'Orders are changed on an agent’s laptop only, within their limit and what their role may do.');
  return device === null ? user : { ...user, device };
}
