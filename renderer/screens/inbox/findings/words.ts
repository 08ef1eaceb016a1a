import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.findings;

export const words = {
  ...t,
  reasons: t.reasons satisfies Record<RevealReason, string>,
  asks: (agent: string, what: string, why: string) => say(t.asks, { agent, what, why }),
  elsewhere: { ...t.elsewhere, file: (name: string) => say(t.elsewhere.file, { name }) },
  mistake: {
    ...t.mistake,
    offer: (until: string) => say(t.mistake.offer, { until }),
    reported: (until: string) => say(t.mistake.reported, { until }),
    says: (agent: string, what: string, until: string) => say(t.mistake.says, { agent, what, until }),
  },
};
