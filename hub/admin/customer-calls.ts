import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { AtLaptop } from '../orders/in-sight.ts';
import type { AdminContext } from './admin-call.ts';
import { consoleAdminCalls } from './console-call.ts';

class NotAnAgent extends SealdeskError<'not-an-agent'> {}

/** A customer is looked up from a conversation, by an agent at a laptop; at the hub's own command line by nobody. */
export const customerCalls = consoleAdminCalls({
  'customer.look': (context, { conversation }) => context.rooms.customerLooks.look(agentOf(context), conversation),
  'customer.note.add': (context, { conversation, text }) => context.rooms.customerLooks.addNote(agentOf(context), conversation, text),
  'customer.note.remove': async (context, { conversation, note }) => {
    await context.rooms.customerLooks.removeNote(agentOf(context), conversation, note);
    return null;
  },
  'customer.verify': async (context, { conversation, ...told }) => {
    const answer = await context.rooms.customerVerifications.verify(agentOf(context), conversation, told);
    context.rooms.mailboxes.wake();
    return answer;
  },
  'customer.identify': async (context, { conversation, reason }) => {
    await context.rooms.customerVerifications.identify(agentOf(context), conversation, reason);
    context.rooms.mailboxes.wake();
    return null;
  },
  'customer.doubt': async (context, { conversation }) => {
    await context.rooms.customerVerifications.doubt(agentOf(context), conversation);
    context.rooms.mailboxes.wake();
    return null;
  },
});

function agentOf({ user, device }: AdminContext): AtLaptop<Agent> {
  if (user === null) throw new NotAnAgent('not-an-agent', 'Customers are looked up on an agent’s laptop only, within their limit and what their role may see.');
  return device === null ? user : { ...user, device };
}
