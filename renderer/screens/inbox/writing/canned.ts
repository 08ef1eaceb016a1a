import type { CannedReply } from '../../../../shared/domain/canned-reply.ts';
import { firstNameIn, nameIn, type TextValues, unfilledGaps } from '../../../../shared/domain/canned-text.ts';

/** What fits what was typed behind "/": by shortcut first, then by a word of the name. */
export function cannedFound(replies: readonly CannedReply[], query: string): CannedReply[] {
  const wanted = query.trim().toLocaleLowerCase();
  const byShortcut = replies.filter(({ shortcut }) => shortcut.startsWith(wanted));
  const byName = replies.filter((reply) => !byShortcut.includes(reply) && reply.name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(wanted)));
  return [...byShortcut, ...byName];
}

/** The text in a language, or else in the one it was written in first. */
export function cannedIn({ texts }: Pick<CannedReply, 'texts'>, language: string | null): { readonly language: string; readonly text: string } {
  return texts.find((one) => one.language === language) ?? texts[0] ?? { language: '', text: '' };
}

/** What fills the gaps in a conversation. */
export function valuesIn(customerName: string, subject: string, agentName: string, companyName: string): TextValues {
  return {
    'customer.firstName': firstNameIn(customerName),
    'customer.name': nameIn(customerName),
    'agent.name': agentName,
    'conversation.subject': subject.replace(/^(re|aw|fwd?|wg)\s*:\s*/i, ''),
    'company.name': companyName,
  };
}

/** A text put in place of what was typed to find it. `select`: a gap that nobody has filled, or the end of what was put in. */
export function inserted(text: string, start: number, end: number, put: string): { readonly text: string; readonly select: readonly [number, number] } {
  const gap = unfilledGaps(put)[0];
  const at = start + put.length;
  return { text: text.slice(0, start) + put + text.slice(end), select: gap === undefined ? [at, at] : [start + gap.start, start + gap.end] };
}
