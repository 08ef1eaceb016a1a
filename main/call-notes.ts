import { destroyingOnly, policyIn, redactText, type RedactionPolicy } from '../shared/redaction/index.ts';
import type { VaultInput, VaultQuery } from './boundary/vault-process.ts';

/** What was noted of a call is what a customer has said: what must not be kept is hidden before the vault has it, also while the hub is not reached. */
export function withoutSecretsOfCalls<N extends VaultQuery>(name: N, input: VaultInput<N>, policy: () => RedactionPolicy): VaultInput<N> {
  if (name !== 'conversation.log-call') return input;
  const call = input as VaultInput<'conversation.log-call'>;
  const notes = redactText(call.notes, destroyingOnly(policyIn(policy(), { channel: 'phone', direction: 'in' }))).text;
  return { ...call, notes } as VaultInput<N>;
}
