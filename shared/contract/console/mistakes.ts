import { z } from 'zod';
import { ConversationId, MessageId, MistakeId, Timestamp } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';
import { longestRevealed } from './reveals.ts';

/** What a colleague says was destroyed by mistake. It tells nothing of what it was. */
export const ReportedMistake = z.object({
  mistake: MistakeId,
  agentName: z.string(),
  conversationId: ConversationId,
  type: z.string().max(40),
  /** Then it is gone, decided or not. */
  until: Timestamp,
});
export type ReportedMistake = z.infer<typeof ReportedMistake>;

/** What the second person sees, for so many seconds. */
export const LookedAt = z.object({ value: z.string().max(longestRevealed), seconds: z.number().int().min(1) });
export type LookedAt = z.infer<typeof LookedAt>;

/** Two people put right what redaction destroyed and should not have. Asked and answered as reveals are. */
export const mistakeConsoleCalls = {
  'mistake.report': consoleCall({ permission: 'mistake.report', input: z.object({ message: MessageId, finding: z.uuid() }), output: z.object({ until: Timestamp }) }),
  'mistake.list': consoleCall({ permission: 'mistake.decide', input: z.null(), output: z.array(ReportedMistake) }),
  'mistake.look': consoleCall({ permission: 'mistake.decide', input: z.object({ mistake: MistakeId }), output: LookedAt }),
  'mistake.decide': consoleCall({ permission: 'mistake.decide', input: z.object({ mistake: MistakeId, restore: z.boolean() }), output: z.null() }),
};
