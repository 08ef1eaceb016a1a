import { z } from 'zod';
import { maxMessageText, WrittenKind } from '../../domain/conversation.ts';
import { ConversationId } from '../../domain/ids.ts';
import { call } from './call.ts';

/** Something in a draft that its author should see before it leaves. Offsets in the draft, in UTF-16 code units. */
export const DraftFinding = z.object({
  /** As a finding's type; `internal-note`: words of a note that colleagues wrote; `other-customer`: a name or number of somebody else. */
  type: z.string().min(1).max(40),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  /** It is not sent with this in it; the hub refuses it as well. */
  stops: z.boolean(),
});
export type DraftFinding = z.infer<typeof DraftFinding>;

export const composerCalls = {
  /** Looks through what is being written, under the policy as it holds for what goes out. */
  'composer.check': call({
    states: ['unlocked'],
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, kind: WrittenKind, text: z.string().max(maxMessageText) }),
    output: z.array(DraftFinding).max(100),
  }),
};
