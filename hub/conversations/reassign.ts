import { randomUUID } from 'node:crypto';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { AgentId, ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import { recordAssigned } from '../numbers/ledger.ts';
import type { Envelope, News, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { maySee } from './audience.ts';
import { changeConversation, conversationEvent } from './conversations.ts';
import { insertMessage, toMessage } from './messages.ts';
import { pastOf } from './past.ts';

export interface ReassignDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
}

/** Who did something to a conversation; `id` null: not an agent at work. */
export interface Doer {
  readonly id: string | null;
  readonly name: string;
}

/** What nobody did: a rule, a time that was over, somebody's leaving. */
export const sealdeskItself: Doer = { id: null, name: 'Sealdesk' };

/**
 * Gives a conversation to somebody, or to nobody, with a line in it that says so. @param teamId where it goes to another team.
 * @returns what is to be published: the change for those who see it before and after; all of it for those who begin to
 * see it; its purge for those who cease to.
 */
export async function reassign(tx: Tx, deps: ReassignDeps, before: ConversationTable, assigneeId: string | null, doer: Doer, line: string, teamId = before.team_id): Promise<News> {
  const { envelope } = deps;
  const after = await changeConversation(tx, envelope, before, { assignee_id: assigneeId, assignee_by: doer.id, team_id: teamId });
  await recordAssigned(tx, deps, before, after);
  const happened = await writeLine(tx, deps, after, doer, line);
  const event = await conversationEvent(tx, envelope, after);
  // Nobody but the new assignee begins to see it, or those of another team.
  const all = assigneeId === null && teamId === before.team_id ? [] : [event, ...(await pastOf(tx, envelope, after))];
  const purge: HubEvent = { e: 'conversation.purged', conversationId: ConversationId.parse(before.id) };
  return (viewer) => {
    const saw = maySee(viewer, before);
    const sees = maySee(viewer, after);
    if (saw && sees) return [event, happened];
    if (sees) return all;
    return saw ? [purge] : [];
  };
}

/** A thin line in the conversation that says who did what. @param leadsTo the other conversation that it is about */
export async function writeLine(tx: Tx, { envelope, clock }: ReassignDeps, conversation: ConversationTable, doer: Doer, text: string, leadsTo?: string): Promise<HubEvent> {
  const row = await insertMessage(tx, envelope, {
    id: MessageId.parse(randomUUID()),
    conversationId: ConversationId.parse(conversation.id),
    customerId: CustomerId.parse(conversation.customer_id),
    kind: 'event',
    agentId: doer.id === null ? null : AgentId.parse(doer.id),
    content: { authorName: doer.name, subject: null, text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [], ...(leadsTo === undefined ? {} : { leadsTo: ConversationId.parse(leadsTo) }) },
    status: 'accepted',
    sentAt: clock.now(),
    messageId: null,
    automatic: false,
    authentication: null,
  });
  return { e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) };
}
