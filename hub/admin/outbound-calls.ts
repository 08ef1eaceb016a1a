import { SealdeskError } from '../../shared/domain/errors.ts';
import { mayReadConversation } from '../conversations/audience.ts';
import { likelyCustomers } from '../conversations/merging/likely-customers.ts';
import { maySeeCustomer } from '../conversations/outbound/recipient.ts';
import { readConversation } from '../conversations/conversations.ts';
import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

class OutboundError extends SealdeskError<'not-theirs' | 'no-templates'> {}

/** What whoever writes asks the hub for, at a laptop. */
export const outboundCalls = consoleAdminCalls({
  'template.list': async (context, { conversation: id }) => {
    const channelId = await asAgent(context, async (tx, agent) => {
      if (!(await mayReadConversation(tx, agent, id))) throw new OutboundError('not-theirs', 'This conversation is not among those you can see.');
      return (await readConversation(tx, id))?.channel_id ?? '';
    });
    const kept = (await context.running?.channels?.templates(channelId, false)) ?? null;
    if (kept === null) throw new OutboundError('no-templates', 'The hub does not know this number’s approved templates: WhatsApp has not told them yet. Try again in a few minutes, or ask IT.');
    return { templates: [...kept.templates], others: kept.others, fetchedAt: kept.fetchedAt };
  },
  'customer.suggestions': (context, { customer }) =>
    asAgent(context, async (tx, agent) => {
      if (!(await maySeeCustomer(tx, agent, customer))) throw new OutboundError('not-theirs', 'This customer is not among those you can see.');
      return { likely: await likelyCustomers(tx, context.rooms.envelope, agent, customer), merges: await context.rooms.merges.of(tx, customer) };
    }),
  'customer.merge': async (context, { into, from }) => {
    const merge = await asAgent(context, (tx, agent) => context.rooms.merges.merge(tx, agent, into, from));
    context.rooms.mailboxes.wake();
    return { merge };
  },
  'customer.split': async (context, { merge }) => {
    await asAgent(context, (tx, agent) => context.rooms.merges.split(tx, agent, merge));
    context.rooms.mailboxes.wake();
    return null;
  },
});
