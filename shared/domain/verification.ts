import { z } from 'zod';

/**
 * How far the company knows with whom it speaks in a conversation, weakest first. The words follow NIST SP 800-63A, without a
 * claim to one of its assurance levels.
 *
 * `unverified`: nothing shows who it is. `contact`: they write from a contact that is theirs (mail that its domain has signed for,
 * an account that the provider vouches for). `order`: they also know something of an order that others do not. `identity`: they
 * have shown who they are. A channel shows at most `contact`; what is above is for a person to raise.
 */
export const Verification = z.enum(['unverified', 'contact', 'order', 'identity']);
export type Verification = z.infer<typeof Verification>;

/** Whether a level is the one that is asked for, or above it. */
export function isAtLeast(level: Verification, asked: Verification): boolean {
  return Verification.options.indexOf(level) >= Verification.options.indexOf(asked);
}
