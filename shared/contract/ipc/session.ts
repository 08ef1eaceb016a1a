import { z } from 'zod';
import { SecondFactor } from '../../domain/second-factor.ts';
import { totpCodePattern } from '../../domain/typed-code.ts';
import { SessionState } from '../../domain/session-state.ts';
import { Timestamp } from '../../domain/ids.ts';
import { call } from './call.ts';

/** At most 1,024 UTF-8 bytes, so that Argon2id is never handed a novel. */
export const Passphrase = z.string().min(1).max(1024);
export const Code = z.string().regex(totpCodePattern, 'A code is six or eight digits.');

/** What a try of passphrase and code can come to instead of what was asked. One answer for a wrong passphrase, a wrong, late or reused code: which it was is not told. */
export const tryRefusals = [
  z.object({ kind: z.literal('wrong'), retryAt: Timestamp, attemptsLeft: z.number().int() }),
  z.object({ kind: z.literal('wait'), retryAt: Timestamp }),
  /** The hub must be reached for this: the lease has ended, there is none, or a one-time code was given. */
  z.object({ kind: z.literal('hub-needed') }),
] as const;

export const UnlockResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unlocked') }),
  ...tryRefusals,
  /** The short time in which the passphrase alone unlocks is over: the same again, with a code. */
  z.object({ kind: z.literal('code-needed') }),
  /** Passphrase and code are right; the vault is damaged. The state says what can be saved. */
  z.object({ kind: z.literal('repair-offered') }),
]);
export type UnlockResult = z.infer<typeof UnlockResult>;

export const sessionCalls = {
  'session.state': call({ states: 'any', permission: null, input: z.null(), output: SessionState }),
  /** The vault process's public key. The preload seals to it what main must not see, and asks for it by itself. */
  'session.sealing-key': call({ states: 'any', permission: null, input: z.null(), output: z.object({ key: z.instanceof(Uint8Array<ArrayBuffer>) }) }),
  'session.unlock': call({
    states: ['locked', 'lease-ended', 'repair-needed'],
    permission: null,
    /** `code` null: after a short lock, where the state says that the passphrase alone is enough. */
    input: z.object({ passphrase: Passphrase, code: SecondFactor.nullable() }),
    output: UnlockResult,
  }),
  /**
   * The passphrase is forgotten: destroys what this laptop holds, tells the hub, and ends in `wiped`. The person was told
   * what is lost, and said yes.
   */
  'session.forgotten': call({ states: ['locked', 'lease-ended'], permission: null, input: z.object({ understood: z.literal(true) }), output: z.null() }),
  'session.lock': call({ states: ['unlocked', 'repair-offered'], permission: null, input: z.null(), output: z.null() }),
  /** A new vault with what can be saved takes the place of the damaged one, which is kept aside. The person was told what cannot be read, and said yes. */
  'session.repair': call({ states: ['repair-offered'], permission: null, input: z.object({ understood: z.literal(true) }), output: z.null() }),
  /** What a repair has saved was read. */
  'session.repair-seen': call({ states: ['unlocked'], permission: null, input: z.null(), output: z.null() }),
  /** A fresh code for the hub, when it asks for one while the workstation is unlocked. */
  'session.code': call({
    states: ['unlocked'],
    permission: null,
    input: z.object({ code: SecondFactor }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('accepted') }),
      z.object({ kind: z.literal('wrong') }),
      z.object({ kind: z.literal('offline') }),
    ]),
  }),
};
