import { z } from 'zod';
import { Conversation, ConversationStatus, maxMessageText, maxReplyText, Priority, mostMentions, WrittenKind } from '../../domain/conversation.ts';
import { Copy, maxCopies } from '../../domain/copies.ts';
import { Filter, View } from '../../domain/filter.ts';
import { AgentId, AttachmentId, ConversationId, CustomerId, IdempotencyKey, MessageId, Timestamp } from '../../domain/ids.ts';
import { Agent, Customer, mostTeamsTold, TeamHere } from '../../domain/people.ts';
import { nameShown, textShown } from '../../domain/shown-text.ts';
import { Template, TemplateValues } from '../../domain/template.ts';
import { mostDraftFiles, mostFiles } from '../../domain/outgoing-file.ts';
import { ShownMessage } from './attachments.ts';
import { DraftFile } from './composer.ts';
import { call } from './call.ts';

const unlocked = ['unlocked'] as const;

const DraftStamp = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A conversation with what only this device knows. */
export const ConversationRow = Conversation.extend({
  unread: z.boolean(),
  assigneeName: z.string().nullable(),
  /** A draft is kept on this device. */
  hasDraft: z.boolean(),
  /** Something the agent did came back, and waits for a decision. */
  hasConflict: z.boolean(),
  /** A colleague's note calls the agent, and it has not been read. */
  called: z.boolean(),
  /** Begun here, and not at the hub: it waits to be, or was refused. */
  onlyHere: z.boolean(),
});
export type ConversationRow = z.infer<typeof ConversationRow>;

/**
 * What the agent did and the hub did not carry out, because something else had happened meanwhile. `by`: the colleague
 * who did that; null where it was nobody, or is not known.
 */
const conflict = { key: IdempotencyKey, by: z.string().nullable() };
export const ConflictShown = z.discriminatedUnion('about', [
  /** `theirs`: the colleague's answer, null where this laptop does not hold it. */
  z.object({ ...conflict, about: z.literal('reply'), text: z.string(), theirs: z.object({ authorName: z.string(), text: z.string(), sentAt: Timestamp }).nullable() }),
  /** `held`: the agent's own reply, which this was to follow, did not go out. */
  z.object({ ...conflict, about: z.literal('status'), held: z.boolean(), wanted: ConversationStatus, now: ConversationStatus }),
  z.object({ ...conflict, about: z.literal('priority'), wanted: Priority, now: Priority }),
  /** Names; null for nobody. `held`: the note that was to hand it over was not kept. */
  z.object({ ...conflict, about: z.literal('assign'), held: z.boolean(), wanted: z.string().nullable(), now: z.string().nullable() }),
]);
export type ConflictShown = z.infer<typeof ConflictShown>;

/** How a draft stands with the agent's other laptops. */
export const DraftElsewhere = z.object({
  /** Counts how often it was changed from there: goes along with what is typed, so that neither is put over the other. */
  stamp: DraftStamp,
  /** Files beside it on other laptops, where they stay. */
  files: z.number().int().min(0),
  /** Words from there stand in it, and the agent was not told. */
  joined: z.boolean(),
  /** Why it is on this laptop alone: see `DraftStays`. */
  stays: z.enum(['withheld', 'refused', 'sent', 'too-long']).nullable(),
});
export type DraftElsewhere = z.infer<typeof DraftElsewhere>;

/** What becomes of it: done in spite of what happened, taken back to be edited (replies), or forgotten. */
export const SettleHow = z.enum(['again', 'edit', 'discard']);
export type SettleHow = z.infer<typeof SettleHow>;

/** Position in a list, in whatever order that is; opaque to the renderer. */
export const Cursor = z.object({ at: Timestamp, id: z.uuid() });
export type Cursor = z.infer<typeof Cursor>;
/** The same in a conversation, where `place` tells what was sent in one moment apart. */
export const MessageCursor = Cursor.extend({ place: z.number().int() });
export type MessageCursor = z.infer<typeof MessageCursor>;

/** The `stamp` of what the page has; absent where it has no draft. */
export const draftStamp = { draftStamp: DraftStamp.optional() };

/** A piece of a search result: `matched` pieces are highlighted. */
export const SnippetPart = z.object({ text: z.string().overwrite(textShown), matched: z.boolean() });
export type SnippetPart = z.infer<typeof SnippetPart>;

export const SearchHit = z.object({
  messageId: MessageId,
  conversationId: ConversationId,
  customerName: z.string().overwrite(nameShown),
  subject: z.string().overwrite(nameShown),
  channel: Conversation.shape.channel,
  sentAt: Timestamp,
  snippet: z.array(SnippetPart),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** Words and phrases that one search looks for. */
export const mostSearchWords = 12;

/** `until` goes with `snoozed`; the hub refuses one without. */
export const statusWish = { status: ConversationStatus, /** When it is to become open by itself. */ until: Timestamp.optional() } as const;

export const inboxCalls = {
  'inbox.list': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ view: View, /** What narrows it further. */ filter: Filter.optional(), after: Cursor.nullable(), limit: z.number().int().min(1).max(200) }),
    output: z.object({
      /** With a filter there may be fewer than asked for, even none, though there are more: the time for looking was up. `next` goes on. */
      rows: z.array(ConversationRow),
      next: Cursor.nullable(),
      /** Null where counting would take as long as reading it all: with a filter. */
      total: z.number().int().nullable(),
    }),
  }),
  'inbox.counts': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.null(),
    output: z.record(View, z.object({ total: z.number().int(), unread: z.number().int() })),
  }),
  'inbox.agents': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.null(),
    output: z.array(Agent.pick({ id: true, name: true })),
  }),
  /** As the hub has told, in the order of the alphabet. */
  'inbox.teams': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.null(),
    output: z.array(TeamHere).max(mostTeamsTold),
  }),
  'conversation.open': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, before: MessageCursor.nullable(), limit: z.number().int().min(1).max(200) }),
    output: z
      .object({
        conversation: ConversationRow,
        customer: Customer,
        /** Oldest first. */
        messages: z.array(ShownMessage),
        /** Where the page before this one ends; null at the beginning of the conversation. */
        earlier: MessageCursor.nullable(),
        /** What was left half-written; empty where nothing was. */
        drafts: z.object({ reply: z.string(), note: z.string() }),
        draftsElsewhere: z.object({ reply: DraftElsewhere, note: DraftElsewhere }),
        /** Waits for the agent's word, oldest first. */
        conflicts: z.array(ConflictShown),
        /** Replies that can still be taken back, and until when. */
        held: z.array(z.object({ messageId: MessageId, until: Timestamp })),
        /** Of each draft, sealed on this laptop, in the order in which they were added. */
        files: z.object({ reply: z.array(DraftFile).max(mostDraftFiles), note: z.array(DraftFile).max(mostDraftFiles) }),
      })
      .nullable(),
  }),
  /** Other conversations with the same customer that this laptop holds, newest first. */
  'customer.conversations': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ customer: CustomerId, except: ConversationId, limit: z.number().int().min(1).max(100) }),
    output: z.object({ rows: z.array(ConversationRow), more: z.boolean() }),
  }),
  'conversation.read': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, upTo: Timestamp }),
    output: z.null(),
  }),
  /** Shown at once as `queued`; goes to the hub after the policy's seconds for taking it back, or when it is reached again. Clears the reply's draft. */
  'conversation.reply': call({
    states: unlocked,
    permission: 'conversation.reply',
    input: z.object({
      id: ConversationId,
      text: z.string().trim().min(1).max(maxReplyText),
      copies: z.array(Copy).max(maxCopies).default([]),
      /** Of the draft, whole. */
      files: z.array(AttachmentId).max(mostFiles).default([]),
      /** A colleague's answer of which the agent was told, and sends this all the same. */
      beside: MessageId.optional(),
      ...draftStamp,
    }),
    /** `until`: so long it can be taken back; null where it goes out at once. */
    output: z.object({ messageId: MessageId, until: Timestamp.nullable() }),
  }),
  /** Takes a reply back that has not been given to the hub: its text stands in the draft again, above what was begun since. */
  'conversation.undo-reply': call({
    states: unlocked,
    permission: 'conversation.reply',
    input: z.object({ id: ConversationId, messageId: MessageId }),
    output: z.discriminatedUnion('kind', [
      /** `text`: of the reply. `draft`: with what was begun since, a blank line between. `status`: a status that was to follow the reply was taken back as well. */
      z.object({ kind: z.literal('undone'), text: z.string(), draft: z.string(), status: z.boolean() }),
      z.object({ kind: z.literal('too-late') }),
    ]),
  }),
  /** As a reply: an approved template, filled. `template` is as the hub has told it. */
  'conversation.template': call({
    states: unlocked,
    permission: 'conversation.reply',
    input: z.object({ id: ConversationId, template: Template, values: TemplateValues, /** Of the reply's draft, whole: what the template begins with. */ files: z.array(AttachmentId).max(1).default([]) }),
    output: z.object({ messageId: MessageId }),
  }),
  /** As a reply, for colleagues only. Clears the note's draft. */
  'conversation.note': call({
    states: unlocked,
    permission: 'conversation.note',
    /** `mentions`: colleagues whom it calls by name. */
    input: z.object({ id: ConversationId, text: z.string().trim().min(1).max(maxReplyText), mentions: z.array(AgentId).max(mostMentions).optional(), /** Of the note's draft, whole. */ files: z.array(AttachmentId).max(mostFiles).default([]), /** By who looks in. */ whisperTo: AgentId.optional(), ...draftStamp }),
    output: z.object({ messageId: MessageId }),
  }),
  'conversation.status': call({
    states: unlocked,
    permission: 'conversation.status',
    input: z.object({ id: ConversationId, ...statusWish }),
    output: z.null(),
  }),
  'conversation.assign': call({
    states: unlocked,
    permission: 'conversation.assign',
    input: z.object({ id: ConversationId, assigneeId: AgentId.nullable() }),
    output: z.null(),
  }),
  /** The agent's word on a conflict. The hub asks again for the permission of what is then done. Answers with the reply's draft after `edit`. */
  'conversation.settle': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, key: IdempotencyKey, how: SettleHow }),
    output: z.object({ draft: z.string().nullable() }),
  }),
  /**
   * Kept in the vault, also where it is too long to be sent; goes to the agent's other laptops after a moment's rest, or at once where
   * the conversation is being left. Sending asks for the permission of what it is. Answers with the draft as it is now where that is another one than the page has.
   */
  'conversation.draft': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, kind: WrittenKind, text: z.string().max(maxMessageText), stamp: DraftStamp.optional(), leaving: z.boolean().optional() }),
    output: z.object({ text: z.string(), stamp: DraftStamp }).nullable(),
  }),
  'search.messages': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    /** What the agent typed, as typed: the search syntax never reaches the database unparsed. */
    input: z.object({
      query: z.string().max(400),
      limit: z.number().int().min(1).max(100),
      /** Goes on with an earlier search where it stopped: its `further.below`. */
      below: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    }),
    output: z.object({
      hits: z.array(SearchHit),
      /** There are more than `limit`. */
      truncated: z.boolean(),
      /** The search took too long and stopped: what was sent before `sentAt` has not been looked through. */
      further: z.object({ below: z.number().int().min(0), sentAt: Timestamp }).nullable(),
      /** Words typed that are nowhere, and those a letter away that were looked for instead. */
      near: z.array(z.object({ typed: z.string(), words: z.array(z.string()) })),
      /** Words typed behind those, which were not looked for. */
      left: z.array(z.string()),
    }),
  }),
};
