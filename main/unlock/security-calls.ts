import type { SecurityCall, VaultCallHandlers } from '../boundary/vault-process.ts';
import { type Device, NotNow } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { HubExchange } from '../sync/hub-exchange.ts';
import type { OwnFactors } from './own-factors.ts';
import { codeText, purge } from './secret-bytes.ts';

export interface SecurityCallPorts {
  readonly device: Device;
  readonly exchange: HubExchange;
  readonly factors: OwnFactors;
  /** The vault is open. */
  readonly open: () => boolean;
}

/** The calls of the vault process about the agent's own passphrase, authenticator and recovery codes. */
export function securityCalls({ device, exchange, factors, open }: SecurityCallPorts): Pick<VaultCallHandlers, SecurityCall> {
  /** In the one place where all of them pass: none of them is looked at while nothing is open. */
  const whenOpen = <I, O>(change: (input: I) => Promise<O>) => async (input: I): Promise<O> => {
    if (open()) return change(input);
    for (const secret of Object.values(input ?? {})) if (secret instanceof Uint8Array) purge(secret);
    throw new NotNow('The vault is locked.');
  };
  return {
    'security.show': whenOpen(() => {
      const { policy } = enrolledAs(device.present.record);
      const { recoveryCodesLeft, codeForgiven } = exchange.secondFactor;
      return Promise.resolve({ passphraseMinimum: policy.passphraseMinimum, codeDigits: policy.totp.digits, recoveryCodesLeft, codeForgiven, duressAllowed: policy.duressPassphrase });
    }),
    'security.change-passphrase': whenOpen((input) => factors.changePassphrase({ ...input, code: codeText(input.code) })),
    'security.new-authenticator': whenOpen((input) => factors.newAuthenticator({ ...input, code: input.code === null ? null : codeText(input.code) })),
    'security.confirm-authenticator': whenOpen(({ first, second }) => factors.confirmAuthenticator(codeText(first), codeText(second))),
    'security.new-recovery-codes': whenOpen((input) => factors.newRecoveryCodes({ ...input, code: codeText(input.code) })),
    'security.set-duress-passphrase': whenOpen((input) => factors.setDuressPassphrase({ ...input, code: codeText(input.code) })),
    'security.rotate-vault-key': whenOpen((input) => factors.rotateVaultKey({ ...input, code: codeText(input.code) })),
  };
}
