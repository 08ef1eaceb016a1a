import { z } from 'zod';
import { SessionState } from '../../domain/session-state.ts';
import { Timestamp } from '../../domain/ids.ts';
import { call } from './call.ts';

/** At most 1,024 UTF-8 bytes, so that Argon2id is never handed a novel. */
export const Passphrase = z.string().min(1).max(1024);
export const Code = z.string().regex(/^\d{6}(\d{2})?$/, 'A code is six or eight digits.');

/** One answer for a wrong passphrase, a wrong, late or reused code: which it was is not told. */
export const UnlockResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unlocked') }),
  z.object({ kind: z.literal('wrong'), retryAt: Timestamp, attemptsLeft: z.number().int() }),
  z.object({ kind: z.literal('wait'), retryAt: Timestamp }),
  /** The lease has ended, or there is none: the hub must be reached to unlock. */
  z.object({ kind: z.literal('hub-needed') }),
]);
export type UnlockResult = z.infer<typeof UnlockResult>;

export const sessionCalls = {
  'session.state': call({ states: 'any', permission: null, input: z.null(), output: SessionState }),
  'session.unlock': call({
    states: ['locked', 'lease-ended'],
    permission: null,
    input: z.object({ passphrase: Passphrase, code: Code }),
    output: UnlockResult,
  }),
  'session.lock': call({ states: ['unlocked'], permission: null, input: z.null(), output: z.null() }),
  /** A fresh code for the hub, when it asks for one while the workstation is unlocked. */
  'session.code': call({
    states: ['unlocked'],
    permission: null,
    input: z.object({ code: Code }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('accepted') }),
      z.object({ kind: z.literal('wrong') }),
      z.object({ kind: z.literal('offline') }),
    ]),
  }),
};
