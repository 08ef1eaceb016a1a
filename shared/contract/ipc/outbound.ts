import { z } from 'zod';
import { maxReplyText } from '../../domain/conversation.ts';
import { Beginning, mostBeginnings } from '../../domain/beginning.ts';
import { AttachmentId, BeginningId, ConversationId, Timestamp } from '../../domain/ids.ts';
import { mostDraftFiles, mostFiles } from '../../domain/outgoing-file.ts';
import { Caller, ChannelChoice, PhoneCall, Recipient, Subject } from '../../domain/outgoing.ts';
import { Customer } from '../../domain/people.ts';
import { call } from './call.ts';
import { DraftFile } from './composer.ts';

const unlocked = ['unlocked'] as const;

const Start = z.object({
  channelId: ChannelChoice.shape.id,
  to: Recipient,
  subject: Subject,
  text: z.string().trim().min(1).max(maxReplyText),
  /** The files that go along, brought before with `composer.begin-file`, and the id under which they were: the conversation's own. */
  brought: z.object({ id: ConversationId, files: z.array(AttachmentId).min(1).max(mostFiles) }).optional(),
});
/** `format`: whether the marks in its notes mean something. They do not where something was hidden in what they read as. */
const LoggedCall = z.object({ channelId: ChannelChoice.shape.id, with: Caller, call: PhoneCall, notes: z.string().trim().max(maxReplyText), format: z.literal('marked').optional() });

/** What an agent had begun and the hub refused: as it was typed. */
export const TakenBack = z.discriminatedUnion('kind', [z.object({ kind: z.literal('start'), start: Start }), z.object({ kind: z.literal('call'), logged: LoggedCall })]);
export type TakenBack = z.infer<typeof TakenBack>;

/** `must-not-leave`: it holds what the policy destroys, such as a card number. The others: what it was begun with is no longer here, or is no number. */
const BegunHere = z.discriminatedUnion('kind', [z.object({ kind: z.literal('begun'), conversationId: ConversationId }), z.object({ kind: z.literal('refused'), why: z.enum(['channel-gone', 'customer-gone', 'no-number', 'must-not-leave']) })]);
export type BegunHere = z.infer<typeof BegunHere>;

const Stamp = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The beginning that it was written as, which is over with it. */
const as = { beginning: z.object({ id: BeginningId, stamp: Stamp }).optional() };

/** A new conversation or a call that was begun on one of the agent's laptops, and not sent. */
export const BeginningShown = z.object({
  id: BeginningId,
  /** When it was last changed here. */
  at: Timestamp,
  content: Beginning,
  /** Counts how often it was changed from another laptop: goes along with what is typed, so that neither is put over the other. */
  stamp: Stamp,
  /** The customer as this laptop knows them; null where none is named, or none of their conversations is here. */
  customer: Customer.nullable(),
  /** Why it is on this laptop alone: something in it must not be kept, or the hub does not take it. */
  stays: z.enum(['withheld', 'refused']).nullable(),
  /** Files that were brought for it on other laptops, and are there alone. */
  filesThere: z.number().int().min(0),
});
export type BeginningShown = z.infer<typeof BeginningShown>;

/** What the company begins itself. Shown at once as queued; goes to the hub now or when it is reached again. */
export const outboundCalls = {
  /** Where this agent may begin, as the hub has told. */
  'inbox.channels': call({ states: unlocked, permission: 'conversation.start', input: z.null(), output: z.array(ChannelChoice) }),
  /** Customers on this laptop with what was typed in their name or their masked addresses. */
  'inbox.customers': call({ states: unlocked, permission: 'conversation.start', input: z.object({ typed: z.string().max(200) }), output: z.array(Customer).max(20) }),
  /** The files that were brought for a conversation with that id and that are here whole, in the order in which they were added. */
  'conversation.files-to-start': call({ states: unlocked, permission: 'conversation.start', input: z.object({ id: ConversationId }), output: z.array(DraftFile).max(mostDraftFiles) }),
  'conversation.start': call({ states: unlocked, permission: 'conversation.start', input: Start.extend(as), output: BegunHere }),
  'conversation.log-call': call({ states: unlocked, permission: 'conversation.start', input: LoggedCall.extend(as), output: BegunHere }),
  /** Takes a conversation that the hub refused off this laptop, and gives back what was typed; null for any other. */
  'conversation.take-back': call({ states: unlocked, permission: 'conversation.start', input: z.object({ id: ConversationId }), output: TakenBack.nullable() }),
  /** Newest first. */
  'beginnings.list': call({ states: unlocked, permission: 'conversation.start', input: z.null(), output: z.array(BeginningShown).max(mostBeginnings) }),
  /**
   * Kept in the vault; goes to the agent's other laptops after a moment's rest, or at once where the form is being left. `content` null: it is
   * thrown away. Answers with what it is from now on: another one where the other laptop has written on, so that both are kept.
   */
  'beginnings.save': call({
    states: unlocked,
    permission: 'conversation.start',
    input: z.object({ id: BeginningId, content: Beginning.nullable(), stamp: Stamp, leaving: z.boolean().optional() }),
    output: z.object({ id: BeginningId, stamp: Stamp }),
  }),
};
