import { z } from 'zod';
import { HubAttachment, HubMessage } from '../../shared/contract/wire/index.ts';
import { type Channel, Elsewhere, Finding, HandedTo, Risk } from '../../shared/domain/conversation.ts';
import { AgentId, ConversationId, CustomerId, DeviceId, type MessageId } from '../../shared/domain/ids.ts';
import { formattedOf } from '../../shared/marks/shown-formatted.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { fileForDevices } from './attachments.ts';

const SentTemplate = z.object({
  name: z.string(),
  language: z.string(),
  values: z.array(z.object({ part: z.enum(['header', 'body', 'button']), name: z.string(), button: z.number().int().nullable(), value: z.string() })),
});

/** What of a message is personal: one sealed value. */
export const MessageContent = z.object({
  authorName: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  /** What an agent wrote with marks, of which `text` is the reading. */
  marked: z.string().optional(),
  html: z.string().nullable(),
  /** With what stood there, where it may be revealed. */
  findings: z.array(Finding.extend({ value: z.string().optional() })),
  /** What two people brought back after it was destroyed by mistake: it is not to be found again. */
  restored: z.array(z.string()).optional(),
  elsewhere: z.array(Elsewhere).min(1).optional(),
  risk: Risk,
  /** Of a message that went out as an approved template: which, and what stands in its variables. */
  template: SentTemplate.optional(),
  /** Who got it by e-mail besides the customer. */
  copies: z.array(z.object({ way: z.enum(['cc', 'bcc']), address: z.string() })).optional(),
  /** Of kept ones with what opens their chunks. */
  attachments: z.array(HubAttachment),
  mentions: z.array(AgentId).optional(),
  /** Of a note that something was forwarded: the mail that goes out. It never goes to a device. */
  forward: z.object({ to: z.string(), subject: z.string(), text: z.string(), marked: z.string().optional() }).optional(),
  /** The laptop on which an agent wrote it: where that is revoked before it has left, it stays. It never goes to a device. */
  writtenOn: DeviceId.optional(),
  /** The other conversation that a line is about. */
  leadsTo: ConversationId.optional(),
  handedTo: HandedTo.optional(),
  whisperTo: AgentId.optional(),
  /** Its author changed its words: when, and which of the changes these words are; a lower one is older. */
  edited: z.object({ at: z.number(), order: z.number() }).optional(),
});
export type MessageContent = z.infer<typeof MessageContent>;

const contentContext = (id: string) => `messages.content:${id}`;
const messageIdContext = (id: string) => `messages.message_id:${id}`;
const authenticationContext = (id: string) => `messages.authentication:${id}`;

export interface NewMessage {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly customerId: CustomerId;
  readonly kind: MessageTable['kind'];
  readonly agentId: AgentId | null;
  readonly content: MessageContent;
  readonly status: MessageTable['status'];
  readonly sentAt: number;
  readonly messageId: string | null;
  readonly automatic: boolean;
  /** Kept for later checks; never sent to a device. */
  readonly authentication: unknown;
}

/** Adds a message at the end of its conversation. */
export async function insertMessage(tx: Tx, envelope: Envelope, message: NewMessage): Promise<MessageTable> {
  const { last } = await tx
    .selectFrom('messages')
    .select((e) => e.fn.max('position').as('last'))
    .where('conversation_id', '=', message.conversationId)
    .executeTakeFirstOrThrow();
  const seal = (context: string, value: string) => envelope.seal(tx, message.customerId, context, value);
  const row: MessageTable = {
    id: message.id,
    conversation_id: message.conversationId,
    customer_id: message.customerId,
    kind: message.kind,
    agent_id: message.agentId,
    content: await seal(contentContext(message.id), JSON.stringify(message.content)),
    authentication: message.authentication === null ? null : await seal(authenticationContext(message.id), JSON.stringify(message.authentication)),
    message_id_index: message.messageId === null ? null : messageIdIndex(envelope, message.messageId),
    message_id: message.messageId === null ? null : await seal(messageIdContext(message.id), message.messageId),
    automatic: message.automatic ? 1 : 0,
    sent_at: message.sentAt,
    position: (last ?? 0) + 1,
    status: message.status,
    failure: null,
    revision: 1,
  };
  await tx.insertInto('messages').values(row).execute();
  return row;
}

export function messageIdIndex(envelope: Envelope, messageId: string): Uint8Array {
  return envelope.blindIndex('message-id', messageId.trim());
}

export async function openContent(tx: Tx, envelope: Envelope, row: MessageTable): Promise<MessageContent> {
  return MessageContent.parse(JSON.parse(await envelope.open(tx, CustomerId.parse(row.customer_id), contentContext(row.id), row.content)));
}

/** The Message-ID as it was on the wire; null where the channel has none. */
export async function openMessageId(tx: Tx, envelope: Envelope, row: Pick<MessageTable, 'id' | 'customer_id' | 'message_id'>): Promise<string | null> {
  return row.message_id === null ? null : envelope.open(tx, CustomerId.parse(row.customer_id), messageIdContext(row.id), row.message_id);
}

/** Notes what a channel calls a message that has gone out, so that statuses and answers find it. */
export async function setRemoteId(tx: Tx, envelope: Envelope, row: Pick<MessageTable, 'id' | 'customer_id'>, remoteId: string): Promise<void> {
  const sealed = await envelope.seal(tx, CustomerId.parse(row.customer_id), messageIdContext(row.id), remoteId);
  await tx.updateTable('messages').set({ message_id: sealed, message_id_index: messageIdIndex(envelope, remoteId) }).where('id', '=', row.id).execute();
}

/** Puts new content in a message's place; its revision grows. */
export async function replaceContent(tx: Tx, envelope: Envelope, row: MessageTable, replacing: MessageContent): Promise<MessageTable> {
  const content = withoutStaleMarks(replacing);
  const sealed = await envelope.seal(tx, CustomerId.parse(row.customer_id), contentContext(row.id), JSON.stringify(content));
  const replaced = { ...row, content: sealed, revision: row.revision + 1 };
  await tx.updateTable('messages').set({ content: sealed, revision: replaced.revision }).where('id', '=', row.id).execute();
  return replaced;
}

/** What was hidden in the text must not go on in the marks that it was made of. */
function withoutStaleMarks({ marked, ...content }: MessageContent): MessageContent {
  return marked === undefined || formattedOf({ text: content.text, marked }) === null ? content : { ...content, marked };
}

/** A message goes to another customer, with its conversation: sealed anew under their key. */
export async function moveMessage(tx: Tx, envelope: Envelope, row: MessageTable, to: CustomerId): Promise<void> {
  const from = CustomerId.parse(row.customer_id);
  const moved = async (context: string, sealed: Uint8Array) => envelope.seal(tx, to, context, await envelope.open(tx, from, context, sealed));
  await tx
    .updateTable('messages')
    .set({
      customer_id: to,
      content: await moved(contentContext(row.id), row.content),
      authentication: row.authentication === null ? null : await moved(authenticationContext(row.id), row.authentication),
      message_id: row.message_id === null ? null : await moved(messageIdContext(row.id), row.message_id),
    })
    .where('id', '=', row.id)
    .execute();
}

/** As devices get it: never with what a finding stands for. */
export async function toMessage(tx: Tx, envelope: Envelope, row: MessageTable, channel: Channel): Promise<HubMessage> {
  const content = await openContent(tx, envelope, row);
  return HubMessage.parse({
    id: row.id,
    conversationId: row.conversation_id,
    kind: row.kind,
    channel,
    agentId: row.agent_id,
    ...content,
    findings: content.findings.map(({ value: _never, ...finding }) => finding),
    attachments: content.attachments.map(fileForDevices),
    ...(content.edited === undefined ? {} : { editedAt: content.edited.at }),
    sentAt: row.sent_at,
    status: row.status,
    failure: row.failure,
    place: row.position,
    revision: row.revision,
  });
}

/** The newest `limit` messages of a conversation, oldest first. */
export async function newestMessages(tx: Tx, conversationId: string, limit: number): Promise<MessageTable[]> {
  const rows = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).orderBy('position', 'desc').limit(limit).execute();
  return rows.toReversed();
}
