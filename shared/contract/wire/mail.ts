import { z } from 'zod';
import { Conversation, ConversationStatus, HandedTo, MessageStatus, maxReplyText, Priority, mostMentions } from '../../domain/conversation.ts';
import { CannedReply, mostCannedReplies } from '../../domain/canned-reply.ts';
import { AgentId, CannedReplyId, ConversationId, CustomerId, IdempotencyKey, MessageId, TeamId, Timestamp, TranscriptId } from '../../domain/ids.ts';
import { Copy, maxCopies } from '../../domain/copies.ts';
import { Caller, ChannelChoice, PhoneCall, Recipient, Subject } from '../../domain/outgoing.ts';
import { Agent, Customer, longestSignature, mostTeamsTold, TeamHere } from '../../domain/people.ts';
import { Tag } from '../../domain/tag.ts';
import { Template, TemplateValues } from '../../domain/template.ts';
import { TranscriptFormat } from '../../transcript/transcript.ts';
import { mostFiles } from '../../domain/outgoing-file.ts';
import { HubMessage, SentFile } from './attachment.ts';
import { beginningEvent, beginningKeptEvent, beginningMail, beginningStaysEvent } from './beginnings.ts';
import { draftEvent, draftKeptEvent, draftMail, draftStaysEvent } from './drafts.ts';

/**
 * Mail: the plaintext of the Signal messages between hub and device, as UTF-8 JSON.
 *
 * Hub to device, every mail has a sequence number within the device's mailbox; the device stores
 * its effects, the ratchet and `seq` in one transaction and then acknowledges "all up to seq". What
 * is not acknowledged is sent again, as the same ciphertext.
 */
const BackfillCursor = z.object({ at: Timestamp, id: z.uuid() });

/**
 * Why the hub did not do what was asked, though it could have: a person has to look first.
 * `answered`: another agent's reply is newer than what the author had seen. `changed`: status, assignee or priority is
 * no longer what the author saw. `held`: the author's own reply, which this was to follow, has not gone out.
 */
export const Conflict = z.object({
  reason: z.enum(['answered', 'changed', 'held']),
  /** The colleague who did it; null: nobody's doing (a customer wrote, IT handed over), or not known. */
  by: z.string().max(200).nullable(),
  /** That colleague's newest reply, for `answered`. */
  answer: MessageId.nullable(),
});
export type Conflict = z.infer<typeof Conflict>;

export const HubEvent = z.discriminatedUnion('e', [
  z.object({ e: z.literal('conversation'), conversation: Conversation, customer: Customer }),
  z.object({ e: z.literal('message'), message: HubMessage }),
  /** Later redaction, unsend, erasure: the device's copy and its search index are rewritten. */
  z.object({ e: z.literal('message.replaced'), message: HubMessage }),
  z.object({ e: z.literal('message.status'), messageId: MessageId, status: MessageStatus, failure: z.string().max(500).nullable() }),
  /** It is in a conversation now that the agent may not see: message and search entries go. */
  z.object({ e: z.literal('message.removed'), messageId: MessageId }),
  /** The agent may no longer see it: conversation, messages, drafts and search entries go. */
  z.object({ e: z.literal('conversation.purged'), conversationId: ConversationId, /** The customer has been erased: what is here of them beside their conversations goes, too. Not said by hubs of before. */ erased: CustomerId.optional() }),
  /** Where this device's agent may begin conversations. */
  z.object({ e: z.literal('channels'), channels: z.array(ChannelChoice).max(200) }),
  z.object({ e: z.literal('agents'), agents: z.array(Agent.pick({ id: true, name: true })) }),
  /** The teams whose conversations the agent may see; the ones told before are gone. */
  z.object({ e: z.literal('teams'), teams: z.array(TeamHere).max(mostTeamsTold) }),
  /** A canned reply, new or another version of it. */
  z.object({ e: z.literal('canned'), reply: CannedReply }),
  /** Of the canned replies that were, the agent has these alone; the others go. */
  z.object({ e: z.literal('canned.kept'), ids: z.array(CannedReplyId).max(mostCannedReplies) }),
  /** The agent's own, for e-mail; empty: none. */
  z.object({ e: z.literal('signature'), text: z.string().max(longestSignature) }),
  z.object({ e: z.literal('draft'), ...draftEvent }),
  z.object({ e: z.literal('draft.kept'), ...draftKeptEvent }),
  z.object({ e: z.literal('draft.stays'), ...draftStaysEvent }),
  z.object({ e: z.literal('beginning'), ...beginningEvent }),
  z.object({ e: z.literal('beginning.kept'), ...beginningKeptEvent }),
  z.object({ e: z.literal('beginning.stays'), ...beginningStaysEvent }),
  z.object({
    e: z.literal('command.result'),
    key: IdempotencyKey,
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('done') }),
      z.object({ kind: z.literal('refused'), message: z.string().max(500) }),
      z.object({ kind: z.literal('conflict'), conflict: Conflict }),
    ]),
  }),
  /** After the conversations and messages of one page, within the same mail. `next` null: back-fill is complete. */
  z.object({ e: z.literal('backfill.page'), next: BackfillCursor.nullable() }),
]);
export type HubEvent = z.infer<typeof HubEvent>;

export const HubMail = z.object({ seq: z.number().int().min(1), events: z.array(HubEvent).max(2000) });
export type HubMail = z.infer<typeof HubMail>;

/** A conversation was written into a file, from what the device has. */
export const TranscriptReport = z.object({
  conversationId: ConversationId,
  /** The file's own, which it says in itself. */
  number: TranscriptId,
  format: TranscriptFormat,
  /** Of the file's bytes, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(1),
  messages: z.number().int().min(0),
});
export type TranscriptReport = z.infer<typeof TranscriptReport>;

/** Whether the marks in an agent's text mean something (shared/marks); absent: they are characters like others, as of every laptop before. */
const TextFormat = z.literal('marked').optional();

/** What an agent asks to be done. `replyId` is chosen on the device: the same message on screen and at the hub. */
export const Command = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('reply'),
    conversationId: ConversationId,
    messageId: MessageId,
    text: z.string().min(1).max(maxReplyText),
    format: TextFormat,
    /** By e-mail: who gets it besides the customer. */
    copies: z.array(Copy).max(maxCopies).optional(),
    /** Uploaded before, whole. */
    files: z.array(SentFile).min(1).max(mostFiles).optional(),
    /** The newest message the agent had seen: where another agent has answered since, it comes back as a conflict. */
    seen: MessageId.nullable(),
  }),
  /** An approved template, where the channel passes on nothing else any more. */
  z.object({
    do: z.literal('template'),
    conversationId: ConversationId,
    messageId: MessageId,
    name: Template.shape.name,
    language: Template.shape.language,
    values: TemplateValues,
    /** What it begins with, where that is no text. Uploaded before, whole. */
    files: z.array(SentFile).length(1).optional(),
    /** As the agent saw it, filled: where the template has been changed since, it is refused. */
    text: z.string().min(1).max(maxReplyText),
    seen: MessageId.nullable(),
  }),
  /** The first word, to somebody who has not written. Conversation and message have their ids from the device. */
  z.object({
    do: z.literal('start'),
    conversationId: ConversationId,
    messageId: MessageId,
    channelId: ChannelChoice.shape.id,
    to: Recipient,
    subject: Subject,
    text: z.string().min(1).max(maxReplyText),
    format: TextFormat,
    /** Uploaded before, whole, for the conversation that this begins. */
    files: z.array(SentFile).min(1).max(mostFiles).optional(),
  }),
  /** A telephone call is written down. */
  z.object({
    do: z.literal('call'),
    conversationId: ConversationId,
    messageId: MessageId,
    channelId: ChannelChoice.shape.id,
    with: Caller,
    call: PhoneCall,
    notes: z.string().max(maxReplyText),
    format: TextFormat,
  }),
  z.object({
    do: z.literal('note'),
    conversationId: ConversationId,
    messageId: MessageId,
    text: z.string().min(1).max(maxReplyText),
    format: TextFormat,
    /** Colleagues whom it calls; those who may not see the conversation are left out by the hub. */
    mentions: z.array(AgentId).min(1).max(mostMentions).optional(),
    /** Uploaded before, whole. They go to no customer. */
    files: z.array(SentFile).min(1).max(mostFiles).optional(),
    /** It hands the conversation over; the assignment is a command of its own, which names this note. */
    handedTo: HandedTo.optional(),
    /** Whispered to this colleague, by who may look in. */
    whisperTo: AgentId.optional(),
  }),
  z.object({
    do: z.literal('status'),
    conversationId: ConversationId,
    status: ConversationStatus,
    /** What the agent saw. Not said by work that an earlier version queued, which is done whatever stands there now. */
    was: ConversationStatus.optional(),
    /** When a snoozed conversation is to become open by itself. Goes with `snoozed`, and with nothing else. */
    until: Timestamp.optional(),
    /** The agent's own reply that was still queued: a conversation is not resolved over an answer that did not go out. */
    after: MessageId.optional(),
  }),
  z.object({
    do: z.literal('assign'),
    conversationId: ConversationId,
    assigneeId: AgentId.nullable(),
    /** Whom the agent saw there; null for nobody. Not said by work that an earlier version queued. */
    was: AgentId.nullable().optional(),
    /** It goes to this team, and `assigneeId` is null: somebody of the team takes it. */
    teamId: TeamId.optional(),
    /** The note that hands it over: without it the conversation is not given away. */
    after: MessageId.optional(),
  }),
  z.object({ do: z.literal('priority'), conversationId: ConversationId, priority: Priority, /** What the agent saw. */ was: Priority }),
  /** One tag comes or goes; where it is there or gone already, nothing happens. */
  z.object({ do: z.literal('tag'), conversationId: ConversationId, tag: Tag, change: z.enum(['add', 'remove']) }),
  /** The agent, who is named so that the device can show it before the hub has answered, begins or ceases to follow; where that is so already, nothing happens. */
  z.object({ do: z.literal('follow'), conversationId: ConversationId, agentId: AgentId, change: z.enum(['add', 'remove']) }),
  /** No wish but a report, for the audit log. It is never refused. */
  TranscriptReport.extend({ do: z.literal('transcript') }),
]);
export type Command = z.infer<typeof Command>;

export const DeviceMail = z.discriminatedUnion('m', [
  /** First mail of each connection: everything up to `seq` is stored. */
  z.object({ m: z.literal('resume'), seq: z.number().int().min(0) }),
  z.object({ m: z.literal('ack'), seq: z.number().int().min(1) }),
  z.object({ m: z.literal('command'), key: IdempotencyKey, at: Timestamp, command: Command }),
  z.object({ m: z.literal('backfill'), after: BackfillCursor.nullable() }),
  /** Answered by `draft.kept`, `draft.stays`, or `draft`, where there is a newer one. */
  z.object({ m: z.literal('draft'), ...draftMail }),
  /** Likewise, of what is to become a conversation. */
  z.object({ m: z.literal('beginning'), ...beginningMail }),
]);
export type DeviceMail = z.infer<typeof DeviceMail>;
