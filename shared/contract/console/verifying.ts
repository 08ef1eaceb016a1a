import { z } from 'zod';
import { ConversationId } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';

/** Wrong tries that one conversation takes in an hour, and one agent, over all of their laptops. */
export const wrongTries = { ofConversation: 5, ofAgent: 20 } as const;
/** Longest reason in own words, in UTF-16 code units. */
export const maxIdentityReason = 200;

/** What a customer can tell of an order besides its number: postal code of where it goes, the last four digits of the number given with it, what it cost in all. */
export const ToldKind = z.enum(['postal-code', 'phone-end', 'total']);
export type ToldKind = z.infer<typeof ToldKind>;

/** As the customer said it and the agent typed it. */
export const ToldOfOrder = z.strictObject({ kind: ToldKind, value: z.string().trim().min(1).max(40) });
export type ToldOfOrder = z.infer<typeof ToldOfOrder>;

export const VerifyAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('confirmed') }),
  /** Which part was wrong is not told, nor whether there is such an order. `left`: tries until it is refused for an hour. */
  z.strictObject({ kind: z.literal('not-confirmed'), left: z.number().int().min(0) }),
  /** No shop is connected. */
  z.strictObject({ kind: z.literal('no-shop') }),
  /** A shop said nothing, and the others did not confirm it. */
  z.strictObject({ kind: z.literal('silent') }),
]);
export type VerifyAnswer = z.infer<typeof VerifyAnswer>;

/** Why a lead takes somebody for who they say they are. */
export const IdentityReason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('called-back') }),
  z.strictObject({ kind: z.literal('document-seen') }),
  z.strictObject({ kind: z.literal('other'), words: z.string().trim().min(1).max(maxIdentityReason) }),
]);
export type IdentityReason = z.infer<typeof IdentityReason>;

/** How far a customer is known, raised or taken back by a person. The conversation names the customer; what was typed is compared at the hub, and goes nowhere else. */
export const verifyingConsoleCalls = {
  'customer.verify': consoleCall({
    permission: 'customer.verify',
    waitsForOthers: true,
    input: z.strictObject({ conversation: ConversationId, orderNumber: z.string().trim().min(1).max(60), known: ToldOfOrder }),
    output: VerifyAnswer,
  }),
  'customer.identify': consoleCall({ permission: 'customer.identify', input: z.strictObject({ conversation: ConversationId, reason: IdentityReason }), output: z.null() }),
  /** Takes back what a person, or the channel, has shown. */
  'customer.doubt': consoleCall({ permission: 'customer.verify', input: z.strictObject({ conversation: ConversationId }), output: z.null() }),
};
