import { z } from 'zod';
import { maxReplyText } from '../../domain/conversation.ts';
import { AttachmentId, ConversationId } from '../../domain/ids.ts';
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
const LoggedCall = z.object({ channelId: ChannelChoice.shape.id, with: Caller, call: PhoneCall, notes: z.string().trim().max(maxReplyText) });

/** What an agent had begun and the hub refused: as it was typed. */
export const TakenBack = z.discriminatedUnion('kind', [z.object({ kind: z.literal('start'), start: Start }), z.object({ kind: z.literal('call'), logged: LoggedCall })]);
export type TakenBack = z.infer<typeof TakenBack>;

/** `must-not-leave`: it holds what the policy destroys, such as a card number. The others: what it was begun with is no longer here, or is no number. */
const BegunHere = z.discriminatedUnion('kind', [z.object({ kind: z.literal('begun'), conversationId: ConversationId }), z.object({ kind: z.literal('refused'), why: z.enum(['channel-gone', 'customer-gone', 'no-number', 'must-not-leave']) })]);
export type BegunHere = z.infer<typeof BegunHere>;

/** What the company begins itself. Shown at once as queued; goes to the hub now or when it is reached again. */
export const outboundCalls = {
  /** Where this agent may begin, as the hub has told. */
  'inbox.channels': call({ states: unlocked, permission: 'conversation.start', input: z.null(), output: z.array(ChannelChoice) }),
  /** Customers on this laptop with what was typed in their name or their masked addresses. */
  'inbox.customers': call({ states: unlocked, permission: 'conversation.start', input: z.object({ typed: z.string().max(200) }), output: z.array(Customer).max(20) }),
  /** The files that were brought for a conversation with that id and that are here whole, in the order in which they were added. */
  'conversation.files-to-start': call({ states: unlocked, permission: 'conversation.start', input: z.object({ id: ConversationId }), output: z.array(DraftFile).max(mostDraftFiles) }),
  'conversation.start': call({ states: unlocked, permission: 'conversation.start', input: Start, output: BegunHere }),
  'conversation.log-call': call({ states: unlocked, permission: 'conversation.start', input: LoggedCall, output: BegunHere }),
  /** Takes a conversation that the hub refused off this laptop, and gives back what was typed; null for any other. */
  'conversation.take-back': call({ states: unlocked, permission: 'conversation.start', input: z.object({ id: ConversationId }), output: TakenBack.nullable() }),
};
