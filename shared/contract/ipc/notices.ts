import { z } from 'zod';
import { ConversationId, Timestamp } from '../../domain/ids.ts';
import { NoticeWords } from '../../domain/notices.ts';
import { call } from './call.ts';

export const noticeCalls = {
  /** The conversation of a notification that was clicked, once. */
  'notices.asked': call({ states: ['unlocked'], permission: 'conversation.read.assigned', input: z.null(), output: z.object({ conversation: ConversationId.nullable() }) }),
  'notices.state': call({
    states: ['unlocked'],
    permission: null,
    input: z.null(),
    output: z.object({
      pausedUntil: Timestamp.nullable(),
      /** The most that the company lets a notification say. */
      allowed: NoticeWords,
      /** Whether there is a tray that the window can be hidden in. */
      tray: z.boolean(),
    }),
  }),
  /** 0 ends the pause. */
  'notices.pause': call({ states: ['unlocked'], permission: null, input: z.object({ minutes: z.number().int().min(0).max(24 * 60) }), output: z.null() }),
};
