import { z } from 'zod';
import { maxReplyText } from '../../domain/conversation.ts';
import { ConversationId, MessageId } from '../../domain/ids.ts';
import { EmailAddress } from '../../domain/people.ts';
import { consoleCall } from './call.ts';

/** Most messages of one forwarded mail. */
export const mostForwarded = 100;

export const ForwardWish = z.strictObject({
  conversation: ConversationId,
  /** Chosen by the page: asked twice, it is sent once. */
  messageId: MessageId,
  /** Null: all that customer and company wrote to each other. */
  messages: z.array(MessageId).min(1).max(mostForwarded).nullable(),
  to: EmailAddress,
  /** What the agent writes above. */
  text: z.string().trim().max(maxReplyText),
  /** Whether marks in it mean something (shared/marks). */
  format: z.literal('marked').optional(),
});
export type ForwardWish = z.infer<typeof ForwardWish>;

/** Sent by the hub alone: only it knows what may be shown, and to whom. */
export const forwardingConsoleCalls = {
  'conversation.forward': consoleCall({ permission: 'conversation.forward', input: ForwardWish, output: z.null() }),
};
