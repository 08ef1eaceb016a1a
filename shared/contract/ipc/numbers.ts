import { z } from 'zod';
import { NumbersWish } from '../console/numbers.ts';
import { call } from './call.ts';

export const numbersCalls = {
  /** Asks the person for a place, in the system's own dialog, and the hub for the file. The page learns neither where it is nor what is in it. */
  'numbers.save': call({
    states: ['unlocked'],
    permission: 'numbers.view',
    input: NumbersWish,
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['saved', 'cancelled', 'busy', 'unreachable']) }),
      /** The hub's own words. */
      z.object({ kind: z.literal('refused'), message: z.string() }),
      z.object({ kind: z.literal('not-written'), why: z.enum(['taken', 'no-room', 'not-allowed', 'own-folder', 'failed']) }),
    ]),
  }),
};
