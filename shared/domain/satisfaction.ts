import { z } from 'zod';

/** Where customers can be asked: by what takes a link, and in a web chat, on its page. */
export const askingChannels = ['email', 'whatsapp', 'instagram', 'webchat'] as const;

/** Whether customers are asked how it went, once their conversation is resolved. */
export const Satisfaction = z.object({
  /** Ids of the channels on which they are; none: nobody is asked. */
  channels: z.array(z.string().min(1).max(64)).max(50).default([]),
  /** For so many days nobody is asked again. */
  everyDays: z.number().int().min(1).max(365).default(30),
  /** What they are sent, in the company's words; the link, or the answers to choose from, follow. Null: Sealdesk's own, in the customer's language. Those of before, which were English only, are nobody's. */
  text: z.string().trim().max(1_000).nullable().default(null).transform((text) => (text === '' || text === 'How did we do? A click is enough; your answer helps us.' ? null : text)),
});
export type Satisfaction = z.infer<typeof Satisfaction>;

/** From 1, bad, to 5, very good. */
export const Score = z.number().int().min(1).max(5);
/** From here on somebody counts as satisfied. */
export const satisfied = 4;

export const maxComment = 1_000;
