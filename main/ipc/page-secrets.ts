import type { IpcCallName, IpcInput, IpcOutput } from '../../shared/contract/ipc/index.ts';

/** A field that only some answers of a call have counts as well. */
type KeysOfAny<T> = T extends unknown ? keyof T : never;
type Secrets = { readonly [N in IpcCallName]?: { readonly in: readonly (keyof NonNullable<IpcInput<N>>)[]; readonly out: readonly KeysOfAny<IpcOutput<N>>[] } };

/**
 * What of a call is for page and vault process alone: the preload seals it, or opens it, and main carries boxes. Plain
 * names, as in call-names.ts, and of the same calls as main/boundary/sealed-fields.ts, which has the vault process's names.
 */
export const pageSecrets = {
  'session.unlock': { in: ['passphrase', 'code'], out: [] },
  'session.code': { in: ['code'], out: [] },
  'security.change-passphrase': { in: ['passphrase', 'code', 'next'], out: [] },
  'security.new-authenticator': { in: ['passphrase', 'code'], out: ['secret', 'uri', 'recoveryCodes'] },
  'security.confirm-authenticator': { in: ['first', 'second'], out: [] },
  'security.new-recovery-codes': { in: ['passphrase', 'code'], out: ['recoveryCodes'] },
  'security.set-duress-passphrase': { in: ['passphrase', 'code', 'duress'], out: [] },
  'security.rotate-vault-key': { in: ['passphrase', 'code'], out: [] },
  'enrolment.choose-passphrase': { in: ['passphrase'], out: [] },
  'enrolment.provision-totp': { in: [], out: ['secret', 'uri', 'recoveryCodes'] },
  'enrolment.confirm-totp': { in: ['first', 'second'], out: [] },
} as const satisfies Secrets;

type PageSecrets = typeof pageSecrets;
type SecretInputs<N extends IpcCallName> = N extends keyof PageSecrets ? PageSecrets[N]['in'][number] : never;
type Boxed<T> = null extends T ? Uint8Array | null : Uint8Array;

/** A call's input as main sees it. A call with nothing secret in it whose answer is for the page alone brings an empty box to seal that to. */
export type CarriedInput<N extends IpcCallName, Input> = N extends keyof PageSecrets
  ? PageSecrets[N]['in'] extends readonly []
    ? Uint8Array
    : { readonly [F in keyof Input]: F extends SecretInputs<N> ? Boxed<Input[F]> : Input[F] }
  : Input;
