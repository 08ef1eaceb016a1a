import { z } from 'zod';

/** What becomes of a finding that was destroyed and was none: an order number taken for a card, a word for a password. */
export const MistakePolicy = z.object({
  /** Minutes in which two people together can bring it back, from the moment the message came. 0: never, and nothing is kept. */
  minutes: z.number().int().min(0).max(60).default(15),
});
export type MistakePolicy = z.infer<typeof MistakePolicy>;

/** Of these nothing is kept, not for a minute (PCI DSS 4.0, requirement 3.3.1.2). */
export const neverRecoverable: readonly string[] = ['card-code'];
