import type { Verification } from '../../shared/domain/verification.ts';
import { RevealError } from '../reveal/reveals.ts';
import { asAgent } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';

const levelWords: Readonly<Record<Verification, string>> = {
  unverified: 'Nothing shows yet who this customer is.',
  contact: 'Of this customer it is known only that the contact is theirs.',
  order: 'This customer has shown that they know their order, and no more.',
  identity: 'This customer has shown who they are.',
};

const askedWords: Readonly<Record<Verification, string>> = {
  unverified: 'nothing',
  contact: 'a contact that is theirs, such as signed mail from their own address',
  order: 'something of an order that others do not know',
  identity: 'who they are',
};

export const revealCalls = consoleAdminCalls({
  'reveal.ask': async (context, wish) => {
    const asked = await asAgent(context, (tx, agent) => context.rooms.reveals.ask(tx, agent, wish));
    // Refused after the commit: the audit log keeps the try.
    if (asked === 'over-limit') throw new RevealError('reveal-limit', 'You have seen as many hidden values in this hour as your company allows. Ask your lead, or try again later.');
    if ('refused' in asked) throw new RevealError('reveal-unverified', `${levelWords[asked.level]} Your company asks for more before this is shown: ${askedWords[asked.asked]}.`);
    return asked;
  },
  'reveal.take': (context, { reveal }) => asAgent(context, (tx, agent) => context.rooms.reveals.take(tx, agent, reveal)),
  'reveal.list': (context) => asAgent(context, (tx, agent) => context.rooms.reveals.waiting(tx, agent)),
  'reveal.decide': async (context, { reveal, approve }) => {
    await asAgent(context, (tx, agent) => context.rooms.reveals.decide(tx, agent, reveal, approve));
    return null;
  },
});
