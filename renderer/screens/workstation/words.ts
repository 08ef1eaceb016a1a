import { messages, say } from '../../languages/spoken.ts';

const t = messages.workstation;

export const words = {
  ...t,
  places: {
    ...t.places,
    securityOf: (agent: string) => say(t.places.securityOf, { agent }),
    waiting: (n: number) => say(t.places.waiting, { n }),
    troubled: (n: number) => say(t.places.troubled, { n }),
  },
  state: {
    ...t.state,
    offlineSince: (when: string) => say(t.state.offlineSince, { when }),
    cachedTo: (when: string) => say(t.state.cachedTo, { when }),
    backfill: (n: number) => say(t.state.backfill, { n }),
    backfillTo: (n: number, when: string) => say(t.state.backfillTo, { n, when }),
    queued: (n: number) => say(t.state.queued, { n }),
    resolvedSince: (day: string) => say(t.state.resolvedSince, { day }),
    conflicts: (n: number) => say(t.state.conflicts, { n }),
  },
  notices: {
    ...t.notices,
    idle: (when: string) => say(t.notices.idle, { when }),
    fewCodes: (n: number) => say(t.notices.fewCodes, { n }),
  },
};
