import { randomBytes } from 'node:crypto';
import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { codeServesMs } from '../../shared/domain/second-factor.ts';
import { shownOneTimeCode } from '../../shared/domain/typed-code.ts';
import { type Bytes, bytes, toBase64 } from '../../shared/trust/bytes.ts';
import { newRecoveryCodes, recoveryDigests } from '../../shared/trust/one-time-code.ts';
import { acceptedPair, provisioningUri, secretLength, secretText } from '../../shared/trust/totp.ts';
import { authenticatorReplaced } from '../device/authenticator-end.ts';
import { type Device, NotNow } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { trustedNow } from '../device/trusted-time.ts';
import type { Confirmation, HubCheck } from './confirmation.ts';
import { replaceHeader } from './header-file.ts';
import { purge } from './secret-bytes.ts';
import { type SealedAuthenticators, sealAuthenticators, verifierOf } from './vault-header.ts';

/** The hub, which takes one authenticator in place of another. Implemented over the link. */
export interface AuthenticatorHub {
  readonly online: boolean;
  /** The session was opened by a one-time code a short time ago, which stands for a code. */
  readonly codeForgiven: boolean;
  /** The code that was checked last was checked over the link that there is: the hub takes it for one thing more. */
  readonly codeServes: boolean;
  replaceAuthenticator(request: Omit<Extract<ControlToHub, { c: 'totp-replace' }>, 'c'>): Promise<'replaced' | 'refused' | 'unreachable'>;
  /** What is told the hub and shown from now on. */
  authenticatorReplaced(): Promise<void>;
}

export interface AuthenticatorChangePorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly machine: () => Promise<MachineBinding>;
  readonly confirmation: Confirmation;
  readonly hub: AuthenticatorHub;
}

/** Another authenticator, between its being shown and its first two codes. */
interface Pending {
  readonly secret: Bytes;
  readonly recoveryCodes: readonly string[];
  /** The code that was typed; null while the session stands for one. */
  readonly code: string | null;
  readonly verifier: Bytes;
  /** As the header will have it: while the hub has not answered, and after that. */
  readonly beside: Pick<SealedAuthenticators, 'totpNext'>;
  readonly alone: SealedAuthenticators;
  /** On the monotonic clock. */
  readonly begunAt: number;
  /** Of the passphrase key that all this is of. */
  readonly salt: string;
  /** The hub was asked, and may have taken it. */
  asked: boolean;
}

const beginAgain = () => new NotNow('Too much time has passed, or the connection to the hub was lost in between. Begin with the new authenticator again.');

/**
 * Another authenticator in place of the one in use. The header gets its secret beside the present one before the hub is
 * asked, and it alone once the hub has answered. Killed in between, the next code that the hub takes says which of the
 * two is in use: at every moment one of them opens, and after that unlock never both.
 */
export class AuthenticatorChange {
  readonly #ports: AuthenticatorChangePorts;
  #pending: Pending | null = null;

  constructor(ports: AuthenticatorChangePorts) {
    this.#ports = ports;
  }

  /**
   * Both factors are judged by the hub: on the same link it then takes the code for the exchange as well, which comes a
   * minute later, when no authenticator shows it any more.
   *
   * @param passphrase overwritten here. @param code null only while the session stands for one.
   */
  async begin({ passphrase, code }: { readonly passphrase: Uint8Array; readonly code: string | null }): Promise<IpcOutput<'security.new-authenticator'>> {
    const { clock, confirmation, device, hub } = this.#ports;
    if (code === null && !hub.codeForgiven) throw new NotNow('Type a code of your authenticator as well, or one of your recovery codes.');
    const check: HubCheck | null = code === null ? null : ({ code: typed, verifier }) => confirmation.askForShares({ code: typed, verifier });
    return confirmation.confirm(passphrase, code, check, ({ header, binding, passphraseKey }) => {
      this.forget();
      const secret = bytes(randomBytes(secretLength));
      const recoveryCodes = newRecoveryCodes();
      this.#pending = {
        secret,
        recoveryCodes,
        code,
        verifier: verifierOf(binding, passphraseKey),
        beside: { totpNext: sealAuthenticators({ binding, passphraseKey, totpSecret: null, totpNext: secret }).totpNext },
        alone: sealAuthenticators({ binding, passphraseKey, totpSecret: secret, totpNext: null }),
        begunAt: clock.monotonic(),
        salt: header.kdf.salt,
        asked: false,
      };
      const { organisation, agentEmail } = device.present.record;
      const uri = provisioningUri(secret, enrolledAs(device.present.record).policy.totp, `Sealdesk ${organisation}`, agentEmail);
      return { kind: 'provisioned' as const, secret: secretText(secret), uri, recoveryCodes: recoveryCodes.map(shownOneTimeCode) };
    });
  }

  /** @param first and second: two consecutive codes of the new one. */
  async confirm(first: string, second: string): Promise<IpcOutput<'security.confirm-authenticator'>> {
    const { device, clock, hub } = this.#ports;
    const pending = this.#pending;
    if (pending === null) throw new NotNow('Begin with the new authenticator first.');
    const { record, item } = device.present;
    const step = acceptedPair(pending.secret, first, second, enrolledAs(record).policy.totp, trustedNow(item, clock));
    if (step === null) return { kind: 'wrong' };
    if (!hub.online) return { kind: 'hub-unreachable' };
    // What the hub has taken already it takes again, whatever else is shown: its answer may have been lost.
    if (!pending.asked && !this.#codeServes(pending)) {
      this.forget();
      throw beginAgain();
    }
    await this.#write(pending, pending.beside);
    const { secret, code, verifier, recoveryCodes } = pending;
    const again = pending.asked;
    pending.asked = true;
    const answer = await hub.replaceAuthenticator({ code, verifier: toBase64(verifier), secret: toBase64(secret), first, second, recovery: recoveryDigests(record.deviceId, recoveryCodes) });
    switch (answer) {
      case 'unreachable':
        return { kind: 'hub-unreachable' };
      case 'refused':
        // It has not taken it before either.
        pending.asked = false;
        await this.#write(pending, { totpNext: null });
        if (!again) return { kind: 'wrong' };
        this.forget();
        throw beginAgain();
      case 'replaced':
        await this.#write(pending, pending.alone);
        await device.updateItem((kept) => ({ ...kept, lastStep: Math.max(step, kept.lastStep ?? 0) }));
        await authenticatorReplaced(device);
        await hub.authenticatorReplaced();
        this.forget();
        return { kind: 'confirmed' };
    }
  }

  #codeServes({ code, begunAt }: Pending): boolean {
    const { clock, hub } = this.#ports;
    return code === null ? hub.codeForgiven : hub.codeServes && clock.monotonic() - begunAt < codeServesMs;
  }

  /** At lease zero neither is kept here. @throws NotNow when the passphrase is another one by now. */
  async #write({ salt }: Pending, sealed: Partial<SealedAuthenticators>): Promise<void> {
    const { device, machine } = this.#ports;
    const { policy } = enrolledAs(device.present.record);
    const kept = policy.offlineLeaseHours === 0 ? { totp: null, totpNext: null } : sealed;
    if (replaceHeader(device, await machine(), (header) => (header.kdf.salt === salt ? { ...header, ...kept } : null))) return;
    this.forget();
    throw beginAgain();
  }

  /** Overwrites what can be. */
  forget(): void {
    purge(this.#pending?.secret, this.#pending?.verifier);
    this.#pending = null;
  }
}
