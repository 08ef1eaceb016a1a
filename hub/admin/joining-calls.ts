import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { forward } from '../conversations/outbound/forward.ts';
import type { Tx } from '../ports.ts';
import type { AdminContext } from './admin-call.ts';
import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

class NotAnAgent extends SealdeskError<'not-an-agent'> {}

/** Conversations are put together, taken apart and forwarded at an agent's laptop, and by nobody at the hub's own command line. */
export const joiningCalls = consoleAdminCalls({
  'conversation.merge': async (context, { into, others }) => {
    await atLaptop(context, (tx, agent) => context.rooms.joining.merge(tx, agent, into, others));
    context.rooms.mailboxes.wake();
    return null;
  },
  'conversation.split': async (context, { conversation, what }) => {
    const into = await atLaptop(context, (tx, agent) => context.rooms.joining.split(tx, agent, conversation, what));
    context.rooms.mailboxes.wake();
    return { conversation: into };
  },
  'conversation.forward': async (context, wish) => {
    const { envelope, audit, mailboxes, policies, clock } = context.rooms;
    await atLaptop(context, (tx, agent) => forward(tx, { envelope, audit, clock, fanOut: mailboxes, policy: async (of) => (await policies.current(of)).policy, deviceId: context.device }, agent, wish));
    mailboxes.wake();
    context.running?.channels?.queued();
    return null;
  },
});

function atLaptop<T>(context: AdminContext, work: (tx: Tx, agent: Agent) => Promise<T>): Promise<T> {
  if (context.user === null) throw new NotAnAgent('not-an-agent', 'Conversations are merged, split and forwarded on an agent’s laptop only.');
  return asAgent(context, work);
}
