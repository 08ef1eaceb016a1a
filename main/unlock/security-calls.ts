import type { SecurityCall, VaultCallHandlers } from '../boundary/vault-process.ts';
import { type Device, NotNow } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { HubExchange } from '../sync/hub-exchange.ts';
import type { OwnFactors } from './own-factors.ts';
import { codeText } from './secret-bytes.ts';

export interface SecurityCallPorts {
  readonly device: Device;
  readonly exchange: HubExchange;
  readonly factors: OwnFactors;
  /** The vault is open. */
  readonly open: () => boolean;
}

/** The calls of the vault process about the agent's own passphrase, authenticator and recovery codes. */
export function securityCalls({ device, exchange, factors, open }: SecurityCallPorts): Pick<VaultCallHandlers, SecurityCall> {
  return {
    'security.show': async () => {
      if (!open()) throw new NotNow('The vault is locked.');
      const { policy } = enrolledAs(device.present.record);
      const { recoveryCodesLeft, codeForgiven } = exchange.secondFactor;
      return { passphraseMinimum: policy.passphraseMinimum, codeDigits: policy.totp.digits, recoveryCodesLeft, codeForgiven, duressAllowed: policy.duressPassphrase };
    },
    'security.change-passphrase': (input) => factors.changePassphrase({ ...input, code: codeText(input.code) }),
    'security.new-authenticator': (input) => factors.newAuthenticator({ ...input, code: input.code === null ? null : codeText(input.code) }),
    'security.confirm-authenticator': ({ first, second }) => factors.confirmAuthenticator(codeText(first), codeText(second)),
    'security.new-recovery-codes': (input) => factors.newRecoveryCodes({ ...input, code: codeText(input.code) }),
    'security.set-duress-passphrase': (input) => factors.setDuressPassphrase({ ...input, code: codeText(input.code) }),
    'security.rotate-vault-key': (input) => factors.rotateVaultKey({ ...input, code: codeText(input.code) }),
  };
}
