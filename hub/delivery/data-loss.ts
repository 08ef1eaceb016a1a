import type { CustomerId } from '../../shared/domain/ids.ts';
import { inspectText, policyIn, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { unfilledGaps } from '../../shared/domain/canned-text.ts';
import type { Envelope, MessagePolicy, Tx } from '../ports.ts';
import { othersData } from './others-data.ts';

/**
 * data-loss check: what must never leave in an answer, whoever wrote it: what the policy destroys. The text is refused and
 * not changed: an answer that reads differently from what its author wrote helps nobody.
 * @returns a sentence for the author; null when nothing was found.
 */
export function withheld(text: string, policy: RedactionPolicy): string | null {
  const types = new Set(inspectText(text, policyIn(policy, { direction: 'out' })).findings.filter(({ action }) => action === 'destroy').map(({ type }) => type));
  if (types.size === 0) return null;
  if (types.has('card')) return 'It was not sent: it contains a payment card number. Remove the number, then send it again.';
  return 'It was not sent: it contains data that must not leave the company. Remove it, then send it again.';
}

/**
 * Everything that keeps an answer from going to a customer: what the policy destroys, and, unless the policy only marks it, what belongs to another one.
 * @returns a sentence for the author; null when it may go.
 */
export async function mayNotLeave(tx: Tx, { envelope, policy }: { readonly envelope: Envelope; readonly policy: MessagePolicy }, customerId: CustomerId, text: string): Promise<string | null> {
  const { redaction, othersData: others } = await policy(tx);
  if (unfilledGaps(text).length > 0) return 'It was not sent: a gap of a canned reply is not filled in. Write what belongs there, then send it again.';
  return withheld(text, redaction) ?? (others === 'stop' ? await othersData(tx, envelope, customerId, text) : null);
}
