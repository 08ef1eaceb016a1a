import { z } from 'zod';
import { mostPresent, OwnPresence, Present } from '../../domain/presence.ts';
import { call } from './call.ts';

/** Calls by which colleagues learn of one another. */
export const togetherCalls = {
  /** What is open on the screen, and whether a reply is being written. Answers with where colleagues are; news comes as `presence.changed`. */
  'presence.tell': call({
    states: ['unlocked'],
    permission: 'conversation.read.assigned',
    input: OwnPresence,
    output: z.array(Present).max(mostPresent),
  }),
};
