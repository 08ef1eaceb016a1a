import { inspectText, policyIn, type RedactionPolicy } from '../../shared/redaction/index.ts';

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
