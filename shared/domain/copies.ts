import { z } from 'zod';
import { EmailAddress } from './people.ts';
import { ShownName } from './shown-text.ts';

/** Most people besides the customer who get one mail. */
export const maxCopies = 20;

/** Somebody besides the customer to whom the customer's newest mail went; the address is masked at the hub. */
export const OtherRecipient = z.object({ id: z.uuid(), shown: ShownName(320) });
export type OtherRecipient = z.infer<typeof OtherRecipient>;

/** Who else gets a reply: one of those, or an address that the agent typed. */
export const Copy = z.object({
  way: z.enum(['cc', 'bcc']),
  to: z.discriminatedUnion('kind', [z.object({ kind: z.literal('other'), id: z.uuid() }), z.object({ kind: z.literal('address'), address: EmailAddress })]),
});
export type Copy = z.infer<typeof Copy>;
