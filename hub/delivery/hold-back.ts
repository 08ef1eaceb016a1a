import type { Clock } from '../../shared/domain/clock.ts';
import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent, readConversation } from '../conversations/conversations.ts';
import { openContent } from '../conversations/messages.ts';
import { sealdeskItself, writeLine } from '../conversations/reassign.ts';
import type { Arrivals, Audit, Envelope, FanOut, Tx } from '../ports.ts';
import { answerClock } from '../routing/answer-clock.ts';
import type { DeliveryTable } from '../store/tables/channels.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { markStatus } from './message-status.ts';
import { partsOf } from './parts.ts';

export interface HoldBackDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

/** What is said beneath the message; where it goes out as several of the channel's, its text is the first of them, and each file one after it. */
export const heldBackWords = {
  author: {
    none: 'It was not sent: whoever wrote it has no access any more. Read it, and send it yourself if it still holds.',
    text: 'Its text has left, its files have not: whoever wrote it has no access any more. Look at the files, and send them yourself if they still hold.',
    some: (files: number, of: number) => `Its text and ${files} of its ${of} files have left, the last have not: whoever wrote it has no access any more. Look at those, and send them yourself if they still hold.`,
  },
  laptop: {
    none: 'It was not sent: the laptop that it was written on has been revoked. Read it, and send it again if it still holds.',
    text: 'Its text has left, its files have not: the laptop that it was written on has been revoked. Look at the files, and send them again if they still hold.',
    some: (files: number, of: number) => `Its text and ${files} of its ${of} files have left, the last have not: the laptop that it was written on has been revoked. Look at those, and send them again if they still hold.`,
  },
} as const;

/**
 * Keeps back what was accepted from somebody whose access has ended since, or from a laptop that was revoked or wiped: as long as it has not left, that end counts for
 * it, too. Its conversation is open again, with the text in it, for whoever may answer there. What programs send is nobody's. Of what goes out as several messages,
 * those that have left are said to have: nobody is to send them twice.
 * @returns whether it was kept back
 */
export async function holdBack(tx: Tx, deps: HoldBackDeps, delivery: DeliveryTable): Promise<boolean> {
  const { envelope, clock } = deps;
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', delivery.message_id).executeTakeFirst();
  if (row === undefined) return false;
  const why = await endedSince(tx, envelope, row);
  if (why === null) return false;
  const now = clock.now();
  await tx.updateTable('deliveries').set({ state: 'failed', finished_at: now }).where('message_id', '=', row.id).execute();
  const parts = await partsOf(tx, row.id);
  const left = parts.filter(({ status }) => status !== 'accepted' && status !== 'failed').length;
  await markStatus(tx, deps, row.id, 'failed', left === 0 ? heldBackWords[why].none : left === 1 ? heldBackWords[why].text : heldBackWords[why].some(left - 1, parts.length - 1));
  const conversation = await readConversation(tx, row.conversation_id);
  // What was put into another conversation meanwhile is there; a pointer to it is not opened.
  if (conversation !== null && conversation.merged_into === null) {
    const waits = row.kind === 'outbound' ? await answerClock.asked(tx, deps.arrivals, conversation, now) : {};
    const open = await changeConversation(tx, envelope, conversation, { status: 'open', ...waits });
    const { authorName } = await openContent(tx, envelope, row);
    await deps.fanOut.publish(tx, newsOf(open, [await conversationEvent(tx, envelope, open), await writeLine(tx, deps, open, sealdeskItself, left === 0 ? `Open again: what ${authorName} wrote was kept back, and has not been sent.` : `Open again: the rest of what ${authorName} wrote was kept back, and has not been sent.`)]));
  }
  await deps.audit.append(tx, { actor: 'hub', action: 'delivery.held-back', subject: row.id, detail: { why, attempts: delivery.attempts - 1, ...(left === 0 ? {} : { left, parts: parts.length }) } });
  return true;
}

async function endedSince(tx: Tx, envelope: Envelope, row: MessageTable): Promise<keyof typeof heldBackWords | null> {
  if (row.agent_id === null) return null;
  const author = await tx.selectFrom('agents').select('status').where('id', '=', row.agent_id).executeTakeFirst();
  if (author?.status !== 'active') return 'author';
  // Not kept of what was accepted before it was.
  const { writtenOn } = await openContent(tx, envelope, row);
  if (writtenOn === undefined) return null;
  const laptop = await tx.selectFrom('devices').select('state').where('id', '=', writtenOn).executeTakeFirst();
  return laptop?.state === 'revoked' || laptop?.state === 'wiped' ? 'laptop' : null;
}
