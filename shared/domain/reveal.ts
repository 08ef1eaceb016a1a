import { z } from 'zod';
import { FindingType } from '../redaction/finding-type.ts';
import { Verification } from './verification.ts';

/** Why an agent has to see what was hidden. A list, so that it can be counted, and nobody writes personal data into it. */
export const RevealReason = z.enum(['delivery', 'order', 'payment', 'identity', 'legal']);
export type RevealReason = z.infer<typeof RevealReason>;

export const RevealPolicy = z.object({
  /** How many values an agent may see in an hour, over all of their laptops. 0: none. */
  perHour: z.number().int().min(0).max(1000).default(30),
  /** Seconds for which a value is shown. */
  seconds: z.number().int().min(5).max(300).default(30),
  /** `lead`: somebody else who may approve has to say yes each time. */
  approval: z.enum(['none', 'lead']).default('none'),
  /** Whether what is shown may be selected and copied. */
  copying: z.boolean().default(false),
  /** How far the customer must be known before a value of a kind is shown; kinds that are left out need nothing. */
  verification: z.partialRecord(FindingType, Verification).default({}),
});
export type RevealPolicy = z.infer<typeof RevealPolicy>;
