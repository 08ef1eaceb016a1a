import type { Finding } from '../domain/conversation.ts';
import { joint } from './detector.ts';
import { type Found, findAll } from './find.ts';

export interface RedactedText {
  readonly text: string;
  /** `start` and `end` are offsets of the mask in `text`, in UTF-16 code units. */
  readonly findings: Finding[];
}

/**
 * Plain text with everything masked that nobody is to see. Redacting twice changes nothing, and a
 * text with nothing to mask comes back as it is. Time is linear in the length of the text.
 */
export function redactText(text: string): RedactedText {
  return masked(text, 0, text.length, findAll([text]).filter((found) => !found.before));
}

/**
 * Consecutive messages of one sender, oldest first: finds also what is split over several of them
 * ("4242 4242" and then "4242 4242"). Texts may have been redacted before; the findings list every
 * mask in each returned text, also those that stood in it already, so that they can replace the
 * findings kept with it.
 */
export function redactSequence(texts: readonly string[]): readonly RedactedText[] {
  const found = findAll(texts);
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
function masked(text: string, start: number, end: number, found: readonly Found[]): RedactedText {
  if (found.length === 0) return { text, findings: [] };
  const findings: Finding[] = [];
  let result = '';
  let at = start;
  for (const span of found) {
    result += text.slice(at - start, span.start - start);
    findings.push({ type: span.type, mask: span.mask, start: result.length, end: result.length + span.mask.length });
    result += span.mask;
    at = span.end;
  }
  return { text: result + text.slice(at - start, end - start), findings };
}
