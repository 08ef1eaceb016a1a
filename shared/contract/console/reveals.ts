import { z } from 'zod';
import { ConversationId, MessageId, RevealId, Timestamp } from '../../domain/ids.ts';
import { RevealReason } from '../../domain/reveal.ts';
import { consoleCall } from './call.ts';

/** Longest text that a finding can stand for, in UTF-16 code units. */
export const longestRevealed = 2000;

/** What became of the wish to see. `shown` comes once; the page forgets it after so many seconds. */
export const Revealed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shown'), value: z.string().max(longestRevealed), seconds: z.number().int().min(1), copying: z.boolean() }),
  /** Somebody who may approve has to say yes first. */
  z.object({ kind: z.literal('waiting'), reveal: RevealId }),
  z.object({ kind: z.literal('denied') }),
]);
export type Revealed = z.infer<typeof Revealed>;

/** A wish that waits for approval. It names nothing of what is hidden. */
export const WaitingReveal = z.object({
  reveal: RevealId,
  agentName: z.string(),
  conversationId: ConversationId,
  type: z.string().max(40),
  reason: RevealReason,
  askedAt: Timestamp,
});
export type WaitingReveal = z.infer<typeof WaitingReveal>;

/** Asked from the inbox and answered by the hub like the console's calls: over the sealed channel, never from a cache, each in the audit log. */
export const revealConsoleCalls = {
  'reveal.ask': consoleCall({ permission: 'reveal.request', input: z.object({ message: MessageId, finding: z.uuid(), reason: RevealReason }), output: Revealed }),
  /** Asks again for one that waited. */
  'reveal.take': consoleCall({ permission: 'reveal.request', input: z.object({ reveal: RevealId }), output: Revealed }),
  'reveal.list': consoleCall({ permission: 'reveal.approve', input: z.null(), output: z.array(WaitingReveal) }),
  'reveal.decide': consoleCall({ permission: 'reveal.approve', input: z.object({ reveal: RevealId, approve: z.boolean() }), output: z.null() }),
};
