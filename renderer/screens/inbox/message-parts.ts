import type { Finding } from '../../../shared/domain/conversation.ts';

export type MessagePart = { readonly kind: 'text'; readonly text: string; readonly at: number } | { readonly kind: 'finding'; readonly finding: Finding };

/**
 * The text between `from` and `to`, cut where masks stand. Nothing is ever lost: a finding whose
 * offsets do not point at its mask (an older copy, a cut text) or overlap another's stays plain text.
 */
export function messageParts(text: string, findings: readonly Finding[], from = 0, to = text.length): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let at = from;
  for (const finding of [...findings].sort((one, other) => one.start - other.start)) {
    if (finding.start < at || finding.end > to || text.slice(finding.start, finding.end) !== finding.mask) continue;
    if (finding.start > at) parts.push({ kind: 'text', text: text.slice(at, finding.start), at });
    parts.push({ kind: 'finding', finding });
    at = finding.end;
  }
  if (at < to) parts.push({ kind: 'text', text: text.slice(at, to), at });
  return parts;
}
