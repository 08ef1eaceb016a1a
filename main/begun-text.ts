import type { Policy } from '../shared/domain/policy.ts';
import { plainReading } from '../shared/marks/plain-reading.ts';
import { writtenText } from '../shared/marks/written-text.ts';
import { destroyingOnly, inspectText, policyIn, redactText, type RedactionPolicy } from '../shared/redaction/index.ts';
import type { VaultInput, VaultOutput, VaultQuery } from './boundary/vault-process.ts';

/** A query on its way to the vault, or what it is answered with instead. */
export type Looked<N extends VaultQuery> = { readonly kind: 'go'; readonly input: VaultInput<N> } | { readonly kind: 'answered'; readonly output: VaultOutput<'conversation.start'> | VaultOutput<'conversation.hand-over'> };

/**
 * Looks into what an agent begins before the vault has it, also while the hub is not reached. The notes of a call are what a
 * customer has said: what must not be kept is hidden. The first word to somebody is refused with it, as an answer is, and so is
 * the note of a hand-over; without a note there is no hand-over where the company wants one.
 */
export function lookedInto<N extends VaultQuery>(name: N, input: VaultInput<N>, policy: () => { readonly redaction: RedactionPolicy } & Pick<Policy, 'handOverNote'>): Looked<N> {
  if (name === 'conversation.log-call') {
    const call = input as VaultInput<'conversation.log-call'>;
    return { kind: 'go', input: { ...call, ...hiddenIn(call, destroyingOnly(policyIn(policy().redaction, { channel: 'phone', direction: 'in' }))) } as VaultInput<N> };
  }
  if (name === 'conversation.start') {
    const { subject, text } = input as VaultInput<'conversation.start'>;
    if (mustNotLeave(`${subject}\n\n${text}`, policy().redaction)) return { kind: 'answered', output: { kind: 'refused', why: 'must-not-leave' } };
  }
  if (name === 'conversation.hand-over') {
    const { note } = input as VaultInput<'conversation.hand-over'>;
    const terms = policy();
    if (note === '' && terms.handOverNote === 'required') return { kind: 'answered', output: { kind: 'note-needed' } };
    if (mustNotLeave(note, terms.redaction)) return { kind: 'answered', output: { kind: 'must-not-leave' } };
  }
  return { kind: 'go', input };
}

/** Notes with marks as they read, too; where there is anything to hide in the one or the other, what is left of them is plain. */
function hiddenIn({ notes, format }: VaultInput<'conversation.log-call'>, policy: RedactionPolicy): Pick<VaultInput<'conversation.log-call'>, 'notes' | 'format'> {
  const { text, marked } = writtenText({ text: notes, format });
  const hidden = redactText(text, policy).text;
  const clean = hidden === text && (marked === undefined || redactText(marked, policy).text === marked);
  return clean ? { notes, format } : { notes: hidden, format: undefined };
}

/** As it was written, and as it reads: marks would tear a number in two, or hide one in an address. */
function mustNotLeave(text: string, policy: RedactionPolicy): boolean {
  return [text, plainReading(text)].some((each) => inspectText(each, policyIn(policy, { direction: 'out' })).findings.some(({ action }) => action === 'destroy'));
}
