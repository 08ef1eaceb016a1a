import { RevealError } from '../reveal/reveals.ts';
import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';
import { moreIsAsked } from './level-words.ts';

export const revealCalls = consoleAdminCalls({
  'reveal.ask': async (context, wish) => {
    const asked = await asAgent(context, (tx, agent) => context.rooms.reveals.ask(tx, agent, wish));
    // Refused after the commit: the audit log keeps the try.
    if (asked === 'over-limit') throw new RevealError('reveal-limit', 'You have seen as many hidden values in this hour as your company allows. Ask your lead, or try again later.');
    if ('refused' in asked) throw new RevealError('reveal-unverified', moreIsAsked(asked));
    return asked;
  },
  'reveal.take': (context, { reveal }) => asAgent(context, (tx, agent) => context.rooms.reveals.take(tx, agent, reveal)),
  'reveal.list': (context) => asAgent(context, (tx, agent) => context.rooms.reveals.waiting(tx, agent)),
  'reveal.decide': async (context, { reveal, approve }) => {
    await asAgent(context, (tx, agent) => context.rooms.reveals.decide(tx, agent, reveal, approve));
    return null;
  },
});
