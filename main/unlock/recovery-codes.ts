import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import { shownOneTimeCode } from '../../shared/domain/typed-code.ts';
import { newRecoveryCodes, recoveryDigests } from '../../shared/trust/one-time-code.ts';
import type { Device } from '../device/device.ts';
import type { Confirmation, HubCheck } from './confirmation.ts';

/** The hub, which alone has the digests of recovery codes. Implemented over the link. */
export interface RecoveryHub {
  /** All base64. */
  replaceRecovery(request: { readonly code: string; readonly verifier: string; readonly recovery: string[] }): Promise<'replaced' | 'refused' | 'unreachable'>;
  recoveryCodesReplaced(): void;
}

/**
 * Another set of recovery codes. Where the hub's answer is lost it may have taken them, and nobody has seen them: then
 * the ones before are void, and the same again makes others.
 *
 * @param passphrase overwritten here.
 */
export async function replaceRecoveryCodes(
  { device, confirmation, hub }: { readonly device: Device; readonly confirmation: Confirmation; readonly hub: RecoveryHub },
  { passphrase, code }: { readonly passphrase: Uint8Array; readonly code: string },
): Promise<IpcOutput<'security.new-recovery-codes'>> {
  const codes = newRecoveryCodes();
  const check: HubCheck = async (request) => {
    // A passphrase that does not open the header replaces nothing; the hub counts it all the same.
    if (!request.opens) return confirmation.askForShares(request);
    const recovery = recoveryDigests(device.present.record.deviceId, codes);
    const answer = await hub.replaceRecovery({ code: request.code, verifier: request.verifier, recovery });
    return answer === 'replaced' ? 'right' : answer;
  };
  return confirmation.confirm(passphrase, code, check, () => {
    hub.recoveryCodesReplaced();
    return { kind: 'made' as const, recoveryCodes: codes.map(shownOneTimeCode) };
  });
}
