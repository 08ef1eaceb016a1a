import type { BegunHere } from '../shared/contract/ipc/outbound.ts';
import { destroyingOnly, inspectText, policyIn, redactText, type RedactionPolicy } from '../shared/redaction/index.ts';
import type { VaultInput, VaultQuery } from './boundary/vault-process.ts';

/** A query on its way to the vault, or what it is answered with instead. */
export type Looked<N extends VaultQuery> = { readonly kind: 'go'; readonly input: VaultInput<N> } | { readonly kind: 'answered'; readonly output: Extract<BegunHere, { kind: 'refused' }> };

/**
 * Looks into what an agent begins before the vault has it, also while the hub is not reached. The notes of a call are what a
 * customer has said: what must not be kept is hidden. The first word to somebody is refused with it, as an answer is.
 */
export function lookedInto<N extends VaultQuery>(name: N, input: VaultInput<N>, policy: () => RedactionPolicy): Looked<N> {
  if (name === 'conversation.log-call') {
    const call = input as VaultInput<'conversation.log-call'>;
    const notes = redactText(call.notes, destroyingOnly(policyIn(policy(), { channel: 'phone', direction: 'in' }))).text;
    return { kind: 'go', input: { ...call, notes } as VaultInput<N> };
  }
  if (name === 'conversation.start') {
    const { subject, text } = input as VaultInput<'conversation.start'>;
    const { findings } = inspectText(`${subject}\n\n${text}`, policyIn(policy(), { direction: 'out' }));
    if (findings.some(({ action }) => action === 'destroy')) return { kind: 'answered', output: { kind: 'refused', why: 'must-not-leave' } };
  }
  return { kind: 'go', input };
}
