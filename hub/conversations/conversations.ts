import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Channel, Conversation } from '../../shared/domain/conversation.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import { ConversationId, CustomerId } from '../../shared/domain/ids.ts';
import { Tags } from '../../shared/domain/tag.ts';
import type { Tag } from '../../shared/domain/tag.ts';
import type { Verification } from '../../shared/domain/verification.ts';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { moveKeptDrafts } from '../writing/kept-drafts.ts';
import { readCustomer } from './customers.ts';

/** `others`: to whom else the customer's newest mail went. */
const KeptOther = z.object({ id: z.uuid(), address: z.string() });
export type KeptOther = z.infer<typeof KeptOther>;

/** `tags` and `others` are not in what was sealed before there were any. */
const ConversationContent = z.object({ subject: z.string(), preview: z.string(), tags: Tags.default([]), others: z.array(KeptOther).default([]) });
type ConversationContent = z.infer<typeof ConversationContent>;
const contentContext = (id: string) => `conversations.content:${id}`;

export interface NewConversation {
  /** Chosen by the device that began it. */
  readonly id?: ConversationId;
  readonly customerId: CustomerId;
  readonly channel: Channel;
  readonly channelId: string;
  readonly teamId: string | null;
  /** As it is routed; nobody's, open (pending, where an agent begins it) and plain where that is not said. */
  readonly assigneeId?: string | null;
  readonly status?: ConversationTable['status'];
  readonly priority?: ConversationTable['priority'];
  readonly tags?: readonly Tag[];
  readonly followers?: readonly string[];
  readonly subject: string;
  readonly subjectIndex: Uint8Array | null;
  readonly verification: Verification;
  readonly identityId?: string | null;
  /** By which its customer came to be this one. */
  readonly mergeId?: string | null;
  /** The agent who begins it, whose it is then, waiting for the customer's answer. */
  readonly startedBy?: string;
  readonly at: number;
}

export async function createConversation(tx: Tx, envelope: Envelope, { customerId, channel, channelId, teamId, assigneeId = null, status, priority = 'normal', tags = [], followers = [], subject, subjectIndex, verification, identityId = null, mergeId = null, startedBy, at, ...given }: NewConversation): Promise<ConversationTable> {
  const id = given.id ?? ConversationId.parse(randomUUID());
  const row: ConversationTable = {
    id,
    customer_id: customerId,
    channel,
    channel_id: channelId,
    content: await sealed(tx, envelope, customerId, id, { subject, preview: '', tags: [...tags], others: [] }),
    subject_index: subjectIndex,
    status: status ?? (startedBy === undefined ? 'open' : 'pending'),
    status_by: startedBy ?? null,
    assignee_id: startedBy ?? assigneeId,
    assignee_by: startedBy ?? null,
    team_id: teamId,
    priority,
    priority_by: null,
    snoozed_until: null,
    verification,
    waiting_since: null,
    answered: 0,
    due_at: null,
    reply_until: null,
    identity_id: identityId,
    merge_id: mergeId,
    followers: JSON.stringify(followers),
    merged_into: null,
    started_by: startedBy ?? null,
    created_at: at,
    last_message_at: at,
    revision: 1,
  };
  await tx.insertInto('conversations').values(row).execute();
  return row;
}

export async function readConversation(tx: Tx, id: string): Promise<ConversationTable | null> {
  return (await tx.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function openConversation(tx: Tx, envelope: Envelope, row: ConversationTable): Promise<ConversationContent> {
  return ConversationContent.parse(JSON.parse(await envelope.open(tx, CustomerId.parse(row.customer_id), contentContext(row.id), row.content)));
}

export interface ConversationChange {
  readonly status?: ConversationTable['status'];
  /** The agent who set the status; nobody where it is not said. */
  readonly status_by?: string | null;
  readonly assignee_id?: string | null;
  readonly assignee_by?: string | null;
  readonly team_id?: string | null;
  readonly priority?: ConversationTable['priority'];
  readonly priority_by?: string | null;
  /** Goes with the status `snoozed`; with any other it ends. */
  readonly snoozed_until?: number;
  readonly tags?: readonly string[];
  readonly followers?: readonly string[];
  readonly merged_into?: string | null;
  readonly verification?: Verification;
  /** All three together: hub/routing/answer-clock.ts. */
  readonly waiting_since?: number | null;
  readonly answered?: number;
  readonly due_at?: number | null;
  readonly reply_until?: number | null;
  readonly last_message_at?: number;
  /** Text of the newest message; a preview is made of it. */
  readonly newest?: string;
  readonly others?: readonly KeptOther[];
  /** As it was before something of it was destroyed by mistake. What answers are found by stays: they are redacted as it was. */
  readonly subject?: string;
}

/** Changes a conversation; its revision grows, so that devices take the change. */
export async function changeConversation(tx: Tx, envelope: Envelope, row: ConversationTable, { newest, tags, others, subject, followers, ...change }: ConversationChange): Promise<ConversationTable> {
  const content =
    newest === undefined && tags === undefined && others === undefined && subject === undefined
      ? row.content
      : await sealed(tx, envelope, CustomerId.parse(row.customer_id), row.id, {
          ...(await openConversation(tx, envelope, row)),
          ...(newest === undefined ? {} : { preview: previewOf(newest) }),
          ...(tags === undefined ? {} : { tags: [...tags] }),
          ...(others === undefined ? {} : { others: [...others] }),
          ...(subject === undefined ? {} : { subject }),
        });
  const doers = {
    ...(change.status === undefined || change.status === row.status ? {} : { status_by: change.status_by ?? null }),
    ...(change.assignee_id === undefined || change.assignee_id === row.assignee_id ? {} : { assignee_by: change.assignee_by ?? null }),
    ...(change.priority === undefined || change.priority === row.priority ? {} : { priority_by: change.priority_by ?? null }),
  };
  const status = change.status ?? row.status;
  const changed = { ...row, ...change, ...(followers === undefined ? {} : { followers: JSON.stringify(followers) }), ...doers, snoozed_until: status === 'snoozed' ? (change.snoozed_until ?? row.snoozed_until) : null, content, revision: row.revision + 1 };
  const { id, ...columns } = changed;
  await tx.updateTable('conversations').set(columns).where('id', '=', id).execute();
  return changed;
}

/** A conversation goes to another customer: sealed anew under their key, with another revision. Its messages are moved beside it. */
export async function moveConversation(tx: Tx, envelope: Envelope, row: ConversationTable, to: CustomerId, change: Pick<ConversationTable, 'subject_index' | 'merge_id' | 'identity_id'>): Promise<void> {
  const content = await sealed(tx, envelope, to, row.id, await openConversation(tx, envelope, row));
  await moveKeptDrafts(tx, envelope, row.id, row.customer_id, to);
  await tx.updateTable('conversations').set({ ...change, customer_id: to, content, revision: row.revision + 1 }).where('id', '=', row.id).execute();
}

/** As devices get it, with its customer. */
export async function conversationEvent(tx: Tx, envelope: Envelope, row: ConversationTable): Promise<Extract<HubEvent, { e: 'conversation' }>> {
  const customer = await readCustomer(tx, envelope, CustomerId.parse(row.customer_id));
  const { subject, preview, tags, others } = await openConversation(tx, envelope, row);
  const conversation = Conversation.parse({
    id: row.id,
    customerId: row.customer_id,
    customerName: customer.name,
    channel: row.channel,
    subject,
    preview,
    status: row.status,
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    priority: row.priority,
    dueAt: row.due_at,
    tags,
    snoozedUntil: row.snoozed_until,
    verification: row.verification,
    replyUntil: row.reply_until,
    others: others.map(({ id: other, address }) => ({ id: other, shown: maskedIdentity('email', address) })),
    followers: JSON.parse(row.followers) as unknown,
    mergedInto: row.merged_into,
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
    revision: row.revision,
  });
  return { e: 'conversation', conversation, customer };
}

function sealed(tx: Tx, envelope: Envelope, customerId: CustomerId, id: string, content: ConversationContent): Promise<Uint8Array> {
  return envelope.seal(tx, customerId, contentContext(id), JSON.stringify(content));
}

/** One line, at most 240 UTF-16 code units. */
export function previewOf(text: string): string {
  const line = text.slice(0, 2000).replaceAll(/\s+/g, ' ').trim();
  // Half a surrogate pair at the cut is dropped with the rest of its character.
  return line.length <= 240 ? line : `${line.slice(0, 239).replace(/[\ud800-\udbff]$/, '')}…`;
}
