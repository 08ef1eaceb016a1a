import { randomUUID } from 'node:crypto';
import { maxElsewhere } from '../../shared/domain/conversation.ts';
import { neverRecoverable } from '../../shared/domain/mistake.ts';
import { type HiddenFinding, redactText, type RedactionPolicy } from '../../shared/redaction/index.ts';
import type { DestroyedElsewhere } from './stages.ts';
import { wellFormed } from './well-formed.ts';

export interface RedactedPlace {
  readonly text: string;
  readonly cut: boolean;
  /** Everything that was hidden, also beyond the length. */
  readonly findings: readonly HiddenFinding[];
  /** Something that the policy destroys is among it. */
  readonly destroys: boolean;
  /** What may be brought back, as far as its mask stands within the length; the first so many. */
  readonly destroyed: readonly DestroyedElsewhere[];
}

/**
 * Redacts what is no message's text: a subject, a name, what a file says. What is destroyed is named, so that a mistake can be put right there too.
 * @param length in UTF-16 code units; cut after redaction, since half a card number would not be recognised as one.
 */
export function redactKeeping(text: string, policy: RedactionPolicy, length = Number.POSITIVE_INFINITY): RedactedPlace {
  const destroyed: DestroyedElsewhere[] = [];
  let destroys = false;
  const result = redactText(text, policy, ({ type, mask, start, end }, value) => {
    destroys = true;
    if (neverRecoverable.includes(type) || end > length || destroyed.length >= maxElsewhere) return;
    destroyed.push({ id: randomUUID(), type, value, mask, start });
  });
  return { text: wellFormed(result.text.slice(0, length)), cut: result.text.length > length, findings: result.findings, destroys, destroyed };
}
