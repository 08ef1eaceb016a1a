import { z } from 'zod';
import { ConversationId, MessageId } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';

/** Most conversations that are put into one at once, beside the one that stays. */
export const mostMerged = 10;
/** Most messages that one merge or split moves: all of them go to each laptop again. */
export const mostMoved = 500;

/** What leaves a conversation: a message and all after it, only chosen ones, or what a merge had brought, back to where it came from. */
export const SplitWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('from'), message: MessageId }),
  z.strictObject({ kind: z.literal('these'), messages: z.array(MessageId).min(1).max(mostMoved) }),
  z.strictObject({ kind: z.literal('merged'), back: ConversationId }),
]);
export type SplitWish = z.infer<typeof SplitWish>;

/**
 * Conversations put into one and taken apart. Answered by the hub alone, since only it has all the messages. Where somebody
 * would come to see what they did not see before, the hub asks for `conversation.merge` besides.
 */
export const joiningConsoleCalls = {
  /** The messages of all are in `into`, in the order of time; the others point to it. */
  'conversation.merge': consoleCall({ permission: 'conversation.status', input: z.strictObject({ into: ConversationId, others: z.array(ConversationId).min(1).max(mostMerged) }), output: z.null() }),
  /** Answers with where the messages are now. */
  'conversation.split': consoleCall({ permission: 'conversation.status', input: z.strictObject({ conversation: ConversationId, what: SplitWish }), output: z.strictObject({ conversation: ConversationId }) }),
};
