import { z } from 'zod';
import { HiddenCount } from '../../domain/attachment.ts';
import { AttachmentId, ConversationId, MessageId, ReleaseId, Timestamp } from '../../domain/ids.ts';
import { RevealReason } from '../../domain/reveal.ts';
import { nameShown } from '../../domain/shown-text.ts';
import { consoleCall } from './call.ts';

/** What became of the wish to have a file. What opens it comes apart from this, to the vault and never to a page. */
export const AskedFor = z.discriminatedUnion('kind', [
  /** It can be opened on this laptop until then. */
  z.object({ kind: z.literal('released'), until: Timestamp }),
  /** Somebody who may decide about it has to say yes first. */
  z.object({ kind: z.literal('waiting'), release: ReleaseId }),
  z.object({ kind: z.literal('denied') }),
]);
export type AskedFor = z.infer<typeof AskedFor>;

/** A wish that waits: what the reader has found in the file, in kinds and numbers, and never what it says. */
export const WaitingFile = z.object({
  release: ReleaseId,
  agentName: z.string(),
  conversationId: ConversationId,
  /** As its sender calls it; redacted. */
  name: z.string().overwrite(nameShown),
  hidden: z.array(HiddenCount).max(100),
  /** `in-part`: nobody knows what else is in it. */
  read: z.enum(['whole', 'in-part', 'not']),
  reason: RevealReason,
  askedAt: Timestamp,
});
export type WaitingFile = z.infer<typeof WaitingFile>;

/** Asked from the inbox and answered by the hub, as reveals are. */
export const releaseConsoleCalls = {
  'file.ask': consoleCall({ permission: 'file.request', input: z.object({ message: MessageId, attachment: AttachmentId, reason: RevealReason }), output: AskedFor }),
  /** Asks again for one that waited. */
  'file.take': consoleCall({ permission: 'file.request', input: z.object({ release: ReleaseId }), output: AskedFor }),
  'file.list': consoleCall({ permission: 'file.release', input: z.null(), output: z.array(WaitingFile) }),
  'file.decide': consoleCall({ permission: 'file.release', input: z.object({ release: ReleaseId, allow: z.boolean() }), output: z.null() }),
};
