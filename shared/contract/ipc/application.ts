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
  'sync.state': call({ states: ['unlocked'], permission: null, input: z.null(), output: SyncState }),
};
