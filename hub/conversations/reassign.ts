import { randomUUID } from 'node:crypto';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { AgentId, ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import type { Envelope, FanOut, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/inbox.ts';
import { maySee, seeing } from './audience.ts';
import { changeConversation, conversationEvent } from './conversations.ts';
import { insertMessage, toMessage } from './messages.ts';
import { pastOf } from './past.ts';

export interface ReassignDeps {
  readonly envelope: Envelope;
  readonly fanOut: FanOut;
  readonly clock: Clock;
}

/** Who did something to a conversation; `id` null: not an agent at work. */
export interface Doer {
  readonly id: string | null;
  readonly name: string;
}

/**
 * Gives a conversation to somebody, or to nobody, with a line in it that says so. Those who see it
 * now and did not before get all of it; from those who do not any more it is purged.
 */
export async function reassign(tx: Tx, deps: ReassignDeps, before: ConversationTable, assigneeId: string | null, doer: Doer, line: string): Promise<void> {
  const { envelope, fanOut } = deps;
  const after = await changeConversation(tx, envelope, before, { assignee_id: assigneeId });
  const happened = await writeLine(tx, deps, after, doer, line);
  const event = await conversationEvent(tx, envelope, after);
  await fanOut.publish(tx, seeing(after), [event, happened]);
  // Nobody but the two assignees begins or ceases to see it.
  if (assigneeId !== null) await fanOut.publish(tx, (viewer) => maySee(viewer, after) && !maySee(viewer, before), [event, ...(await pastOf(tx, envelope, after))]);
  if (before.assignee_id !== null) await fanOut.publish(tx, (viewer) => maySee(viewer, before) && !maySee(viewer, after), [{ e: 'conversation.purged', conversationId: ConversationId.parse(before.id) }]);
}

/** A thin line in the conversation that says who did what. */
export async function writeLine(tx: Tx, { envelope, clock }: ReassignDeps, conversation: ConversationTable, doer: Doer, text: string): Promise<HubEvent> {
  const row = await insertMessage(tx, envelope, {
    id: MessageId.parse(randomUUID()),
    conversationId: ConversationId.parse(conversation.id),
    customerId: CustomerId.parse(conversation.customer_id),
    kind: 'event',
    agentId: doer.id === null ? null : AgentId.parse(doer.id),
    content: { authorName: doer.name, subject: null, text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
    status: 'accepted',
    sentAt: clock.now(),
    messageId: null,
    automatic: false,
    authentication: null,
  });
  return { e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) };
}
