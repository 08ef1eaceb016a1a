import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

export const mistakeCalls = consoleAdminCalls({
  'mistake.report': (context, { message, finding }) => asAgent(context, (tx, agent) => context.rooms.mistakes.report(tx, agent, message, finding)),
  'mistake.list': (context) => asAgent(context, (tx, agent) => context.rooms.mistakes.waiting(tx, agent)),
  'mistake.look': (context, { mistake }) => asAgent(context, (tx, agent) => context.rooms.mistakes.look(tx, agent, mistake)),
  'mistake.decide': async (context, { mistake, restore }) => {
    await asAgent(context, (tx, agent) => context.rooms.mistakes.decide(tx, agent, mistake, restore));
    context.rooms.mailboxes.wake();
    return null;
  },
});
