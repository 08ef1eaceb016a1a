import { isAtLeast, type Verification } from '../../shared/domain/verification.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

/** What the account still shows by itself, where a person has raised it; otherwise nothing. Of mail that is not known: later mail may have been anybody's. */
export function levelInDoubt({ verification, channel }: Pick<ConversationTable, 'verification' | 'channel'>): Verification {
  const vouchedFor = channel === 'whatsapp' || channel === 'instagram';
  return vouchedFor && isAtLeast(verification, 'order') ? 'contact' : 'unverified';
}

/** The level of a conversation that is now with another customer, or with more than one: whoever knew of an order of the one has shown nothing of the other. */
export function levelOfOthers(row: Pick<ConversationTable, 'verification' | 'channel'>): Verification {
  return isAtLeast(row.verification, 'order') ? levelInDoubt(row) : row.verification;
}
