import { z } from 'zod';
import { call } from './call.ts';
import { passphraseRefusals, ShownRecoveryCodes } from './security.ts';
import { Code, Passphrase } from './session.ts';

export const enrolmentCalls = {
  'enrolment.begin': call({
    states: ['unenrolled'],
    permission: null,
    input: z.object({ invite: z.string().min(1).max(4096) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('pending') }),
      z.object({
        kind: z.literal('refused'),
        reason: z.enum(['invite-malformed', 'invite-refused', 'hub-unreachable', 'hub-not-genuine', 'no-keychain']),
        message: z.string(),
      }),
    ]),
  }),
  /** The invite of a `sealdesk:` link that was opened; null when there was none. Handed out once. */
  'enrolment.offered': call({ states: ['unenrolled'], permission: null, input: z.null(), output: z.object({ invite: z.string().nullable() }) }),
  /**
   * Destroys what is left of an enrolment that has come to its end, or that cannot be opened any more, so that this
   * laptop can be enrolled anew. The person was told what is lost, and said yes.
   */
  'enrolment.start-over': call({
    states: ['revoked', 'wiped', 'keychain-changed', 'record-damaged', 'vault-damaged', 'repair-needed'],
    permission: null,
    input: z.object({ understood: z.literal(true) }),
    output: z.null(),
  }),
  'enrolment.cancel': call({ states: ['pending-approval'], permission: null, input: z.null(), output: z.null() }),
  'enrolment.choose-passphrase': call({
    states: ['approved'],
    permission: null,
    input: z.object({ passphrase: Passphrase }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('chosen') }),
      ...passphraseRefusals,
    ]),
  }),
  /** TOTP secret and recovery codes cross here, once: shown, never stored by the renderer. They hold once both codes are confirmed. */
  'enrolment.provision-totp': call({
    states: ['approved'],
    permission: null,
    input: z.null(),
    output: z.object({ secret: z.string(), uri: z.string(), recoveryCodes: ShownRecoveryCodes }),
  }),
  'enrolment.confirm-totp': call({
    states: ['approved'],
    permission: null,
    input: z.object({ first: Code, second: Code }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('confirmed') }),
      z.object({ kind: z.literal('wrong') }),
      z.object({ kind: z.literal('hub-unreachable') }),
    ]),
  }),
};
