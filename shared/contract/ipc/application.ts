import { z } from 'zod';
import { SyncState } from '../../domain/sync-state.ts';
import { call } from './call.ts';

export const applicationCalls = {
  'application.about': call({
    states: 'any',
    permission: null,
    input: z.null(),
    output: z.object({
      version: z.string(),
      /** Set on the compatibility runtime, which is for tests and trying out only. */
      runtimeNotice: z.string().nullable(),
    }),
  }),
  /** The person is copying from the page just now, or has selected something in it: main knows then what to clear at the lock. */
  'application.copying': call({
    states: ['approved', 'unlocked'],
    permission: null,
    input: z.object({ to: z.enum(['clipboard', 'selection']) }),
    output: z.null(),
  }),
  /** Something that was hidden is on screen, or no more: the system is asked to keep the window out of pictures meanwhile. */
  'application.showing': call({ states: ['unlocked'], permission: 'reveal.request', input: z.object({ hidden: z.boolean() }), output: z.null() }),
  'sync.state': call({ states: ['unlocked'], permission: null, input: z.null(), output: SyncState }),
};
