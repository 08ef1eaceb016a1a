import type { Channel, Message } from '../domain/conversation.ts';
import { policyIn, redactSequence, redactText, type RedactionPolicy } from '../redaction/index.ts';
import { oneLine, readable } from './readable.ts';
import { moment, type Side, type TranscriptMessage } from './transcript.ts';

/** What a transcript takes of a message. */
export type Written = Pick<Message, 'id' | 'kind' | 'authorName' | 'subject' | 'text' | 'sentAt' | 'status' | 'attachments'>;

const sides: Readonly<Record<Message['kind'], Side>> = { inbound: 'customer', outbound: 'company', note: 'note', event: 'event' };

/** Messages of one side in a row, which are read together: a number may be split over several of them. Keeps their order. */
export function runsOf(messages: readonly Written[]): Written[][] {
  const runs: Written[][] = [];
  let last: Written[] | undefined;
  for (const message of messages) {
    if (last?.[0]?.kind === message.kind) last.push(message);
    else runs.push((last = [message]));
  }
  return runs;
}

/** The policy as it holds for a file that anybody may read: for no role, so that what a role may read is hidden as well. */
export function policyForPaper(policy: RedactionPolicy, channel: Channel, side: Side): RedactionPolicy {
  return policyIn(policy, { channel, ...(side === 'customer' ? { direction: 'in' } : side === 'company' ? { direction: 'out' } : {}) });
}

/** A name or a subject, in one line, without what the policy hides. */
export function hiddenLine(text: string, policy: RedactionPolicy): string {
  return redactText(oneLine(text), policy).text;
}

/**
 * A run of messages as they are written down: redacted once more, under the policy of now. What was hidden at intake stays
 * hidden, since only its mask is here; what came in under a policy that let it through, or what an agent wrote, is hidden
 * now. Time is linear in the length of the texts.
 */
export function hideAgain(run: readonly Written[], policy: RedactionPolicy, channel: Channel): TranscriptMessage[] {
  const side = sides[run[0]?.kind ?? 'event'];
  const held = policyForPaper(policy, channel, side);
  // Made readable first: what is taken out of a text later could bring the two halves of a number together.
  const texts = redactSequence(run.map(({ text }) => readable(text)), held);
  const hide = (text: string): string => hiddenLine(text, held);
  return run.map(({ id, authorName, subject, sentAt, status, attachments }, index) => {
    const { text = '', findings = [] } = texts[index] ?? {};
    return {
      id,
      at: moment(sentAt),
      from: side,
      author: hide(authorName),
      status,
      subject: subject === null ? null : hide(subject),
      text,
      hidden: findings.map(({ type, mask }) => ({ type, mask })),
      attachments: attachments.map(({ name, mediaType, size }) => ({ name: hide(name), mediaType, size })),
    };
  });
}
