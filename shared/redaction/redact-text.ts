import type { Finding } from '../domain/conversation.ts';
import { findAll } from './engine/find.ts';
import type { Found } from './engine/found.ts';
import { maskFor } from './engine/masks.ts';
import { type Span, joint } from './engine/span.ts';
import type { FindingType } from './finding-type.ts';
import { type RedactionPolicy, defaultPolicy, ownPatterns } from './policy/policy.ts';
import type { Treatment } from './policy/treatment.ts';

/** A finding with what stood there, where the policy masks or seals it; without, where it is destroyed or the mask stood there already. */
export type HiddenFinding = Finding & { readonly value?: string };

export interface RedactedText {
  readonly text: string;
  /** `start` and `end` are offsets of the mask in `text`, in UTF-16 code units. */
  readonly findings: HiddenFinding[];
}

export interface TextFinding {
  readonly type: FindingType;
  /** Offsets in the text as it came, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** How sure it is, 0 to 1. */
  readonly confidence: number;
  readonly action: 'destroy' | 'mask' | 'seal' | 'warn';
}

/** Hears of each finding that the policy destroys, with what stood there, so that a mistake can be put right for a while. */
export type WhenDestroyed = (finding: Finding, value: string) => void;
const forget: WhenDestroyed = () => undefined;

/** A stretch of the text with the mask that takes its place. */
export interface Hidden extends Span {
  readonly type: FindingType;
  /** The mask that stood there before; null: none did. */
  readonly before: string | null;
  readonly mask: string;
  /** It may be revealed later, to whoever the policy lets see it. */
  readonly recoverable: boolean;
}

/** What is hidden under a policy, with its masks; masks that stand there already stay what they are. */
export function hiddenOf(found: readonly Found[], policy: RedactionPolicy): readonly Hidden[] {
  const hidden: Hidden[] = [];
  for (const one of found) {
    const treatment = treatmentOf(one, policy);
    if (one.before !== null) hidden.push(hiddenAs(one, one.before, false));
    else if (hides(treatment)) hidden.push(hiddenAs(one, maskFor(one.type, treatment, one.written, one.last), treatment.action !== 'destroy'));
  }
  return hidden;
}

function hiddenAs({ type, start, end, before }: Found, mask: string, recoverable: boolean): Hidden {
  return { type, start, end, before, mask, recoverable };
}

function hides({ action }: Treatment): boolean {
  return action !== 'keep' && action !== 'warn';
}

/** What is found under a policy, in one text or in consecutive ones. */
export function foundIn(texts: readonly string[], policy: RedactionPolicy): readonly Found[] {
  return findAll(texts, (one) => hides(treatmentOf(one, policy)), ownPatterns(policy));
}

/** What is found in a text, without the masks that stand in it. */
function foundNow(text: string, policy: RedactionPolicy): readonly Found[] {
  const found = foundIn([text], policy);
  return found.some(({ before }) => before !== null) ? found.filter(({ before }) => before === null) : found;
}

function treatmentOf(one: Pick<Found, 'type' | 'treatment'>, policy: RedactionPolicy): Treatment {
  return one.treatment ?? policy.types[one.type];
}

/**
 * What a text holds, where, and the text without it.
 *
 * @returns `findings`, sorted and not overlapping; those of action `warn` are listed and stay readable in `redacted`.
 * Masks that stand in the text already are not findings. Never throws, and takes time linear in the length of the text.
 */
export function inspectText(text: string, policy: RedactionPolicy = defaultPolicy): { readonly redacted: string; readonly findings: readonly TextFinding[] } {
  const found = foundNow(text, policy);
  if (found.length === 0) return { redacted: text, findings: [] };
  const findings: TextFinding[] = [];
  for (const one of found) {
    const { action } = treatmentOf(one, policy);
    const { type, start, end, confidence } = one;
    if (action !== 'keep') findings.push({ type, start, end, confidence, action });
  }
  return { redacted: withMasks(text, hiddenOf(found, policy)), findings };
}

function withMasks(text: string, hidden: readonly Hidden[]): string {
  if (hidden.length === 0) return text;
  let result = '';
  let at = 0;
  for (const { start, end, mask } of hidden) {
    result += text.slice(at, start) + mask;
    at = end;
  }
  return result + text.slice(at);
}

/**
 * Plain text with everything masked that nobody is to see. Redacting twice changes nothing, and a
 * text with nothing to mask comes back as it is. Time is linear in the length of the text.
 *
 * @param destroyed is told what each destroyed finding stood for: nothing else ever is.
 */
export function redactText(text: string, policy: RedactionPolicy = defaultPolicy, destroyed: WhenDestroyed = forget): RedactedText {
  const found = foundNow(text, policy);
  return masked(text, 0, text.length, hiddenOf(found, policy), destroyed);
}

/**
 * Consecutive messages of one sender, oldest first: finds also what is split over several of them
 * ("4242 4242" and then "4242 4242"). Texts may have been redacted before; the findings list every
 * mask in each returned text, also those that stood in it already, so that they can replace the
 * findings kept with it.
 */
export function redactSequence(texts: readonly string[], policy: RedactionPolicy = defaultPolicy): readonly RedactedText[] {
  const found = hiddenOf(foundIn(texts, policy), policy);
  let start = 0;
  let next = 0;
  return texts.map((text) => {
    const end = start + text.length;
    const first = next;
    while ((found[next]?.start ?? Number.POSITIVE_INFINITY) < end) next++;
    const redacted = masked(text, start, end, found.slice(first, next));
    start = end + joint.length;
    return redacted;
  });
}

/** @param start @param end where `text` lies in what was read; the spans count from there. */
function masked(text: string, start: number, end: number, found: readonly Hidden[], destroyed: WhenDestroyed = forget): RedactedText {
  if (found.length === 0) return { text, findings: [] };
  const findings: HiddenFinding[] = [];
  let result = '';
  let at = start;
  for (const span of found) {
    result += text.slice(at - start, span.start - start);
    const finding = { type: span.type, mask: span.mask, start: result.length, end: result.length + span.mask.length };
    const value = text.slice(span.start - start, span.end - start);
    findings.push(span.recoverable ? { ...finding, value } : finding);
    if (!span.recoverable && span.before === null) destroyed(finding, value);
    result += span.mask;
    at = span.end;
  }
  return { text: result + text.slice(at - start, end - start), findings };
}
