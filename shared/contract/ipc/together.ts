import { z } from 'zod';
import { HandedTo, maxReplyText } from '../../domain/conversation.ts';
import { ConversationId } from '../../domain/ids.ts';
import { mostPresent, OwnPresence, Present } from '../../domain/presence.ts';
import { call } from './call.ts';
import { draftStamp } from './inbox.ts';

/** `note-needed`: the company wants one with each hand-over. `must-not-leave`: the note has something in it that nobody may keep. */
export const HandedOver = z.object({ kind: z.enum(['handed-over', 'note-needed', 'must-not-leave']) });
export type HandedOver = z.infer<typeof HandedOver>;

/** Calls by which colleagues learn of one another. */
export const togetherCalls = {
  /** Note and assignment in one step, shown at once; both go to the hub when it is reached. An empty note is none. Clears the note's draft, which it was. */
  'conversation.hand-over': call({
    states: ['unlocked'],
    permission: 'conversation.assign',
    input: z.object({ id: ConversationId, to: HandedTo, note: z.string().trim().max(maxReplyText), ...draftStamp }),
    output: HandedOver,
  }),
  /** What is open on the screen, and whether a reply is being written. Answers with where colleagues are; news comes as `presence.changed`. */
  'presence.tell': call({
    states: ['unlocked'],
    permission: 'conversation.read.assigned',
    input: OwnPresence,
    output: z.array(Present).max(mostPresent),
  }),
};
