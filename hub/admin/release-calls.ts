import { ReleaseError } from '../reveal/file-releases.ts';
import { asAgent, asLaptop } from './as-agent.ts';
import { consoleAdminCalls } from './console-call.ts';
import { moreIsAsked } from './level-words.ts';

export const releaseCalls = consoleAdminCalls({
  'file.ask': async (context, wish) => {
    const asked = await asLaptop(context, (tx, asker) => context.rooms.fileReleases.ask(tx, asker, wish));
    // Refused after the commit: the audit log keeps the try.
    if (asked === 'over-limit') throw new ReleaseError('file-limit', 'You have asked for as many files in this hour as your company allows. Ask your lead, or try again later.');
    if (asked === 'never') throw new ReleaseError('file-never', 'Your company lets nobody have files with this in them. Ask the customer to write what you need.');
    if ('refused' in asked) throw new ReleaseError('file-unverified', moreIsAsked(asked));
    return asked;
  },
  'file.take': (context, { release }) => asLaptop(context, (tx, asker) => context.rooms.fileReleases.take(tx, asker, release)),
  'file.list': (context) => asAgent(context, (tx, agent) => context.rooms.fileReleases.waiting(tx, agent)),
  'file.decide': async (context, { release, allow }) => {
    const short = await asAgent(context, (tx, agent) => context.rooms.fileReleases.decide(tx, agent, release, allow));
    if (short !== null) throw new ReleaseError('file-unverified', moreIsAsked(short));
    return null;
  },
});
