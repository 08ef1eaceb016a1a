import { z } from 'zod';
import { recoveryCodeCount, SecondFactor } from '../../domain/second-factor.ts';
import { call } from './call.ts';
import { Code, Passphrase, tryRefusals } from './session.ts';

const unlocked = ['unlocked'] as const;

/** As people write them down (`shownOneTimeCode`). They cross once, to be shown. */
export const ShownRecoveryCodes = z.array(z.string()).length(recoveryCodeCount);

/** Why a new passphrase is not taken. */
export const passphraseRefusals = [
  z.object({ kind: z.literal('too-short'), minimum: z.number().int() }),
  /** Too easy to guess; both in words for the person. */
  z.object({ kind: z.literal('too-weak'), warning: z.string(), suggestions: z.array(z.string()) }),
] as const;

/** The agent's own passphrase, authenticator and recovery codes. Each change asks for passphrase and code once more, and a wrong one counts as at an unlock. */
export const securityCalls = {
  'security.show': call({
    states: unlocked,
    permission: null,
    input: z.null(),
    output: z.object({
      passphraseMinimum: z.number().int(),
      codeDigits: z.number().int(),
      /** As the hub last told; null when it has not yet. */
      recoveryCodesLeft: z.number().int().nullable(),
      /** A one-time code opened this session: another authenticator may be set up without a further code. */
      codeForgiven: z.boolean(),
      duressAllowed: z.boolean(),
    }),
  }),
  'security.change-passphrase': call({
    states: unlocked,
    permission: null,
    input: z.object({ passphrase: Passphrase, code: SecondFactor, next: Passphrase }),
    output: z.discriminatedUnion('kind', [z.object({ kind: z.literal('changed') }), ...passphraseRefusals, ...tryRefusals]),
  }),
  /** The key of another authenticator, shown once; the one in use holds until `security.confirm-authenticator`. */
  'security.new-authenticator': call({
    states: unlocked,
    permission: null,
    input: z.object({ passphrase: Passphrase, code: SecondFactor.nullable() }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('provisioned'), secret: z.string(), uri: z.string(), recoveryCodes: ShownRecoveryCodes }),
      ...tryRefusals,
    ]),
  }),
  'security.confirm-authenticator': call({
    states: unlocked,
    permission: null,
    input: z.object({ first: Code, second: Code }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('confirmed') }),
      z.object({ kind: z.literal('wrong') }),
      z.object({ kind: z.literal('hub-unreachable') }),
    ]),
  }),
  /** Ends the ones that were. */
  'security.new-recovery-codes': call({
    states: unlocked,
    permission: null,
    input: z.object({ passphrase: Passphrase, code: SecondFactor }),
    output: z.discriminatedUnion('kind', [z.object({ kind: z.literal('made'), recoveryCodes: ShownRecoveryCodes }), ...tryRefusals]),
  }),
  /** Null takes it away. Whether there was one is never told. */
  'security.set-duress-passphrase': call({
    states: unlocked,
    permission: null,
    input: z.object({ passphrase: Passphrase, code: SecondFactor, duress: Passphrase.nullable() }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('set') }),
      /** It must be another one than the passphrase. */
      z.object({ kind: z.literal('same') }),
      z.object({ kind: z.literal('not-allowed') }),
      ...passphraseRefusals,
      ...tryRefusals,
    ]),
  }),
  /** Encrypts the whole cache under a new key; what is open stays open. */
  'security.rotate-vault-key': call({
    states: unlocked,
    permission: null,
    input: z.object({ passphrase: Passphrase, code: SecondFactor }),
    output: z.discriminatedUnion('kind', [z.object({ kind: z.literal('rotated') }), ...tryRefusals]),
  }),
};
