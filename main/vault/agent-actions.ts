import { randomUUID } from 'node:crypto';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Message } from '../../shared/domain/conversation.ts';
import type { AgentId, ConversationId, MessageId } from '../../shared/domain/ids.ts';
import { mostTags, withTag } from '../../shared/domain/tag.ts';

import type { FileBegun } from '../../shared/contract/ipc/composer.ts';
import type { TranscriptReport } from '../../shared/contract/wire/mail.ts';
import { type WrittenText, writtenText } from '../../shared/marks/written-text.ts';
import { templateText } from '../../shared/template/fill-template.ts';
import type { Change } from './change.ts';
import { settleConflict } from './conflicts.ts';
import type { ConversationRecord } from './conversation-record.ts';
import type { ReadableDatabase } from './database.ts';
import { draftFromPage, draftWentOut } from './drafts-in-common.ts';
import { undoReply } from './held-replies.ts';
import { outdated } from './kept-conflicts.ts';
import type { OutgoingFiles } from './outgoing/outgoing-files.ts';
import { takeAlong } from './outgoing/with-reply.ts';
import { newestMessageFirst, ofConversation } from './messages-of.ts';
import { enqueue, queuedReply } from './outbox.ts';
import { tagsIn } from './pending-work.ts';
import type { QueryInput } from './vault-query.ts';

/**
 * What the agent does: the effect that is seen at once and the command for the hub, in one
 * transaction of the caller's. Read marks stay on the device.
 */
export interface Acting {
  readonly change: Change;
  readonly agent: { readonly id: string; readonly name: string };
  readonly now: number;
  /** Seconds in which a reply can be taken back. */
  readonly undoSeconds: number;
}

/** Where the files of replies lie. */
export interface Filing extends Acting {
  readonly outgoing: OutgoingFiles;
}

export function reply(acting: Acting, input: QueryInput<'conversation.reply'>): { messageId: MessageId; until: number | null } {
  const conversation = present(acting.change, input.id);
  const seen = knownHere(acting.change.database, input.id, input.beside) ?? seenIn(acting.change.database, input.id, conversation);
  const own = writtenText({ text: input.text, format: 'marked' });
  const written = { ...ownMessage(acting, conversation, 'outbound', own.text), ...own };
  const { sent, attachments } = takeAlong(acting.change.database, input.id, 'reply', written.id, input.files);
  const message = { ...written, attachments };
  const until = acting.undoSeconds === 0 ? null : acting.now + acting.undoSeconds * 1000;
  acting.change.storeOwnMessage(message);
  enqueue(acting.change, { do: 'reply', conversationId: input.id, messageId: message.id, text: input.text, ...formatOf(own), ...(input.copies.length === 0 ? {} : { copies: input.copies }), ...(sent.length === 0 ? {} : { files: sent }), seen }, acting.now, until);
  draftWentOut(acting.change, { id: input.id, kind: 'reply' }, { text: input.text, stamp: input.draftStamp }, acting.now);
  return { messageId: message.id, until };
}

/** As the hub is told it. What has no marks says nothing of them. */
export const formatOf = ({ marked }: WrittenText): { readonly format?: 'marked' } => (marked === undefined ? {} : { format: 'marked' });

/** The reply is taken back, if the hub was not given it. */
export function undo({ change, now }: Acting, input: QueryInput<'conversation.undo-reply'>) {
  return undoReply(change, now, input);
}

export function template(acting: Acting, input: QueryInput<'conversation.template'>): { messageId: MessageId } {
  const conversation = present(acting.change, input.id);
  const seen = seenIn(acting.change.database, input.id, conversation);
  const text = templateText(input.template, input.values);
  const written = ownMessage(acting, conversation, 'outbound', text);
  const { sent, attachments } = takeAlong(acting.change.database, input.id, 'reply', written.id, input.files);
  const message = { ...written, attachments };
  acting.change.storeOwnMessage(message);
  const { name, language } = input.template;
  enqueue(acting.change, { do: 'template', conversationId: input.id, messageId: message.id, name, language, values: input.values, ...(sent.length === 0 ? {} : { files: sent }), text, seen }, acting.now);
  return { messageId: message.id };
}

export function note(acting: Acting, input: QueryInput<'conversation.note'>): { messageId: MessageId } {
  const called = input.mentions === undefined || input.mentions.length === 0 ? {} : { mentions: [...new Set(input.mentions)] };
  const whispered = input.whisperTo === undefined ? {} : { whisperTo: input.whisperTo };
  const own = writtenText({ text: input.text, format: 'marked' });
  const written = { ...ownMessage(acting, present(acting.change, input.id), 'note', own.text), ...own };
  const { sent, attachments } = takeAlong(acting.change.database, input.id, 'note', written.id, input.files);
  const message = { ...written, attachments, ...called, ...whispered };
  acting.change.storeOwnMessage(message);
  enqueue(acting.change, { do: 'note', conversationId: input.id, messageId: message.id, text: input.text, ...formatOf(own), ...called, ...(sent.length === 0 ? {} : { files: sent }), ...whispered }, acting.now);
  // A note that was begun before is another one.
  if (input.whisperTo === undefined) draftWentOut(acting.change, { id: input.id, kind: 'note' }, { text: input.text, stamp: input.draftStamp }, acting.now);
  return { messageId: message.id };
}

export function setStatus(acting: Acting, input: QueryInput<'conversation.status'>): null {
  const { status: was } = present(acting.change, input.id);
  const after = queuedReply(acting.change.database, input.id);
  outdated(acting.change, input.id, 'status');
  const until = input.until === undefined ? {} : { until: input.until };
  enqueue(acting.change, { do: 'status', conversationId: input.id, status: input.status, ...until, was, ...(after === null ? {} : { after }) }, acting.now);
  return null;
}

export function assign(acting: Acting, input: QueryInput<'conversation.assign'>): null {
  const { assignee_id: was } = present(acting.change, input.id);
  outdated(acting.change, input.id, 'assign');
  enqueue(acting.change, { do: 'assign', conversationId: input.id, assigneeId: input.assigneeId, was: was as AgentId | null }, acting.now);
  return null;
}

/** The note first: the hub gives the conversation to nobody without it. */
export function handOver(acting: Acting, { id, to, note: text, draftStamp: stamp }: QueryInput<'conversation.hand-over'>): { kind: 'handed-over' } {
  const conversation = present(acting.change, id);
  const { assignee_id: was } = conversation;
  const own = writtenText({ text, format: 'marked' });
  const message = text === '' ? null : { ...ownMessage(acting, conversation, 'note', own.text), ...own, handedTo: to };
  if (message !== null) {
    acting.change.storeOwnMessage(message);
    enqueue(acting.change, { do: 'note', conversationId: id, messageId: message.id, text, ...formatOf(own), handedTo: to }, acting.now);
    draftWentOut(acting.change, { id, kind: 'note' }, { text, stamp }, acting.now);
  }
  outdated(acting.change, id, 'assign');
  const where = to.kind === 'agent' ? { assigneeId: to.id } : { assigneeId: null, teamId: to.id };
  enqueue(acting.change, { do: 'assign', conversationId: id, ...where, was: was as AgentId | null, ...(message === null ? {} : { after: message.id }) }, acting.now);
  return { kind: 'handed-over' };
}

export function setPriority(acting: Acting, input: QueryInput<'conversation.priority'>): null {
  const { priority: was } = present(acting.change, input.id);
  outdated(acting.change, input.id, 'priority');
  enqueue(acting.change, { do: 'priority', conversationId: input.id, priority: input.priority, was }, acting.now);
  return null;
}

/** @throws SealdeskError of kind `invalid` where there are too many already */
export function changeTag(acting: Acting, input: QueryInput<'conversation.tag'>): null {
  const tags = tagsIn(present(acting.change, input.id).tags);
  if (input.change === 'add' && withTag(tags, input.tag) === null) throw new SealdeskError('invalid', `A conversation has at most ${mostTags} tags. Remove one first.`);
  enqueue(acting.change, { do: 'tag', conversationId: input.id, tag: input.tag, change: input.change }, acting.now);
  return null;
}

/** The agent follows the conversation, or ceases to: it is in their list at once. */
export function follow(acting: Acting, input: QueryInput<'conversation.follow'>): null {
  present(acting.change, input.id);
  enqueue(acting.change, { do: 'follow', conversationId: input.id, agentId: acting.agent.id as AgentId, change: input.change }, acting.now);
  return null;
}

/** Tells the audit log, now or when the hub is reached, that the conversation was written into a file. */
export function reportTranscript({ change, now }: Pick<Acting, 'change' | 'now'>, report: TranscriptReport): null {
  enqueue(change, { do: 'transcript', ...report }, now);
  return null;
}

/** The agent's word on work that came back. */
export function settle(acting: Acting, input: QueryInput<'conversation.settle'>): { draft: string | null } {
  return settleConflict(acting.change, acting.now, input);
}

/** A file for a reply, a note or a new conversation begins to come from the page. @throws SealdeskError of kind `invalid` where a conversation has the id that a new one was to have */
export function beginFile({ change, outgoing, now }: Filing, { id, kind, ...file }: QueryInput<'composer.begin-file'>): FileBegun {
  if (kind !== 'start') return outgoing.begin({ id, kind, channel: present(change, id).channel }, file, now);
  if (change.conversation(id) !== undefined) throw new SealdeskError('invalid', 'This conversation has begun already. Add the file to an answer.');
  // Of all channels on which somebody is written to first, mail alone takes files.
  return outgoing.begin({ id, kind, channel: 'email' }, file, now);
}

export function addChunk({ outgoing }: Filing, { file, index, bytes }: QueryInput<'composer.file-chunk'>): { state: 'more' | 'whole' | 'gone' } {
  try {
    return { state: outgoing.add(file, index, bytes) };
  } finally {
    bytes.fill(0);
  }
}

export function removeFile({ change, outgoing }: Filing, { id, file }: QueryInput<'composer.remove-file'>): null {
  outgoing.remove(id, file);
  change.touch(id);
  return null;
}

/** An empty text removes the draft. Answers with what it is, where that is not what was given. */
export function draft(acting: Acting, input: QueryInput<'conversation.draft'>): { text: string; stamp: number } | null {
  if (input.text !== '' && !acting.change.has(input.id)) throw gone();
  return draftFromPage(acting.change, input, input, acting.now);
}

export function markRead(acting: Acting, input: QueryInput<'conversation.read'>): null {
  if (acting.change.conversation(input.id) !== undefined) acting.change.markRead(input.id, input.upTo);
  return null;
}

function present(change: Change, id: ConversationId): ConversationRecord {
  const conversation = change.conversation(id);
  if (conversation === undefined) throw gone();
  return conversation;
}

const gone = (): SealdeskError => new SealdeskError('conversation-gone', 'This conversation is no longer on this laptop. Choose another one from the list.');

/**
 * The newest of the hub's messages that the agent had seen when answering: up to the read mark, or,
 * where nothing was marked, the newest there is.
 */
function seenIn(database: ReadableDatabase, id: ConversationId, conversation: ConversationRecord): MessageId | null {
  const upTo = conversation.read_to > 0 ? conversation.read_to : Math.max(conversation.last_message_at, conversation.hub_last_message_at);
  const row = database.row<{ id: string }>(
    `SELECT id FROM messages WHERE ${ofConversation} AND sent_at <= ? AND revision > 0 AND kind IN ('inbound', 'outbound')
     ORDER BY ${newestMessageFirst} LIMIT 1`,
    [id, id, upTo],
  );
  return (row?.id as MessageId | undefined) ?? null;
}

/** The message, where it is the hub's and of this conversation. */
function knownHere(database: ReadableDatabase, id: ConversationId, messageId: MessageId | undefined): MessageId | null {
  if (messageId === undefined) return null;
  const row = database.row('SELECT 1 AS here FROM messages WHERE id = ? AND conversation_id = ? AND revision > 0', [messageId, id]);
  return row === undefined ? null : messageId;
}

function ownMessage(acting: Acting, conversation: ConversationRecord, kind: 'outbound' | 'note', text: string): Message {
  return {
    id: randomUUID() as MessageId,
    conversationId: conversation.id as ConversationId,
    kind,
    channel: conversation.channel,
    authorName: acting.agent.name,
    agentId: acting.agent.id as AgentId,
    subject: null,
    text,
    html: null,
    // Below what it answers when the laptop's clock is behind the hub's.
    sentAt: Math.max(acting.now, conversation.last_message_at + 1),
    status: 'queued',
    failure: null,
    findings: [],
    risk: { level: 'none', reasons: [] },
    attachments: [],
    revision: 1,
  };
}
