import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

export const signatureCalls = consoleAdminCalls({
  'signature.set': async (context, { text }) => {
    await asAgent(context, (tx, agent) => context.rooms.signatures.set(tx, agent, text));
    context.rooms.mailboxes.wake();
    return null;
  },
});
