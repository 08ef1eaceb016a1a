import type { RevealReason } from '../../../../shared/domain/reveal.ts';

export const words = {
  why: 'Why do you have to see it?',
  reasons: {
    delivery: 'To arrange a delivery',
    order: 'To find or change an order',
    payment: 'To settle a payment or refund',
    identity: 'To be sure who the customer is',
    legal: 'For a legal or privacy request',
  } satisfies Record<RevealReason, string>,
  recorded: 'Who saw it, when and why is recorded, and the customer may ask for it.',
  show: 'Show it',
  hide: 'Hide it',
  waiting: 'Waits for somebody who may approve it. It shows here as soon as they do.',
  denied: 'This was not approved.',
  unreachable: 'It is kept at the hub only, and the hub is not reached.',
  asks: (agent: string, what: string, why: string) => `${agent} asks to see something hidden: ${what}. ${why}.`,
  mistake: {
    offer: (until: string) => `If it was no such thing, a second person can bring it back until ${until}.`,
    report: 'This was a mistake',
    reported: (until: string) => `Reported. Somebody who may decide looks at it, until ${until}.`,
    says: (agent: string, what: string, until: string) => `${agent} says this was destroyed by mistake: ${what}. It can be brought back until ${until}.`,
    look: 'Look at it',
    restore: 'Bring it back',
    keep: 'Destroy it',
    unreachable: 'Only the hub can bring it back, and the hub is not reached.',
  },
  approve: 'Approve',
  deny: 'Deny',
};
