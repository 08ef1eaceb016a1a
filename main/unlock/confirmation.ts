import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { totpCodePattern } from '../../shared/domain/typed-code.ts';
import { type Bytes, toBase64 } from '../../shared/trust/bytes.ts';
import { type Device, NotNow } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { type HubShare, leaseInForce } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { movedBack } from '../device/trusted-time.ts';
import { currentStep, seenCode } from './device-code.ts';
import { headerInUse, type HeaderInUse } from './header-file.ts';
import { passphraseKey } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';
import type { Tries, WrongTry } from './tries.ts';
import type { ShareSource } from './unlock.ts';
import { type Opened, openHeader, verifierOf } from './vault-header.ts';

export interface ConfirmationPorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly tries: Tries;
  readonly machine: () => Promise<MachineBinding>;
  /** What the vault was opened with; a copy, which is overwritten here. Null when it is not open. */
  readonly share: () => HubShare | null;
  readonly hub: ShareSource;
  /** Too many wrong tries: the wrapped key is gone, and nothing may stay open. */
  readonly keyDestroyed: () => void;
}

/** Passphrase and code were right. All bytes are overwritten when what was asked is done. */
export interface Confirmed extends HeaderInUse {
  readonly opened: Opened & { readonly vaultKey: Bytes };
  readonly passphraseKey: Bytes;
  /** The shares at hand. */
  readonly shares: readonly HubShare[];
  readonly machine: MachineBinding;
}

/** As the contract's `tryRefusals`. */
export type NotConfirmed = WrongTry | { readonly kind: 'wait'; readonly retryAt: number } | { readonly kind: 'hub-needed' };

/**
 * What the hub is asked about passphrase and code.
 *
 * @param request.verifier of the passphrase that was typed, base64. @param request.opens whether the passphrase opens the header.
 */
export type HubCheck = (request: { readonly code: string; readonly verifier: string; readonly opens: boolean }) => Promise<'right' | 'refused' | 'unreachable'>;

/**
 * Passphrase and code once more, while the vault is open: counted, delayed and limited as at an unlock, with one answer
 * for whatever was wrong.
 */
export class Confirmation {
  readonly #ports: ConfirmationPorts;

  constructor(ports: ConfirmationPorts) {
    this.#ports = ports;
  }

  /** Why there can be no try now; null when there can. @param hubCheck as for `confirm`. */
  notNow(hubCheck: HubCheck | null): Exclude<NotConfirmed, WrongTry> | null {
    const { tries, device, clock, hub } = this.#ports;
    // With the hub at hand its time is known, and no clock is back.
    const needed = movedBack(device.present.item, clock) || hubCheck !== null;
    return tries.wait ?? (needed && !hub.online ? { kind: 'hub-needed' } : null);
  }

  /**
   * @param passphrase overwritten here. @param code null where the hub session stands for one.
   * @param hubCheck what the hub is asked, where only the hub may check; null where a lease allows the device to.
   * @param act what was asked for, once both are right.
   */
  async confirm<T>(passphrase: Uint8Array, code: string | null, hubCheck: HubCheck | null, act: (confirmed: Confirmed) => T | Promise<T>): Promise<T | NotConfirmed> {
    const { device, tries } = this.#ports;
    const purged: (Uint8Array | null)[] = [passphrase];
    try {
      const refused = this.notNow(hubCheck);
      if (refused !== null) return refused;
      const held = await this.#shares();
      purged.push(...held.shares.map(({ share }) => share));
      const machine = await this.#ports.machine();
      const { header, binding } = headerInUse(device, machine);
      purged.push(binding.deviceSecret);
      const { policy } = enrolledAs(device.present.record);
      // Which of two authenticators is in use, only the hub can say.
      const oneAuthenticator = header.totp !== null && header.totpNext === null;
      const here = code === null || (held.underLease && oneAuthenticator && policy.offlineLeaseHours > 0 && totpCodePattern.test(code));
      const atHub: HubCheck | null = hubCheck ?? (here ? null : (request) => this.askForShares(request));
      if (atHub !== null && !this.#ports.hub.online) return { kind: 'hub-needed' };

      const { takeBack } = await tries.count();
      const key = await passphraseKey(passphrase, header.kdf);
      const opened = openHeader(header, binding, key, held.shares);
      const verifier = verifierOf(binding, key);
      purged.push(key, verifier, opened.vaultKey, opened.totpSecret, opened.totpNext);
      const answer = atHub === null || code === null ? 'right' : await atHub({ code, verifier: toBase64(verifier), opens: opened.vaultKey !== null });
      if (answer === 'unreachable') {
        await takeBack();
        return { kind: 'hub-needed' };
      }
      const judged = this.#judge(opened, code, policy, atHub !== null);
      const { vaultKey } = opened;
      if (answer === 'refused' || vaultKey === null || !judged.right) return await this.#wrong(policy);
      await tries.right(judged.step);
      return await act({ header, binding, machine, opened: { ...opened, vaultKey }, passphraseKey: key, shares: held.shares });
    } finally {
      purge(...purged);
    }
  }

  /** Copies, which the caller overwrites. */
  async sharesAtHand(): Promise<readonly HubShare[]> {
    return (await this.#shares()).shares;
  }

  /** The share that the vault was opened with, and those that a lease keeps here. */
  async #shares(): Promise<{ readonly shares: readonly HubShare[]; readonly underLease: boolean }> {
    const { device, clock, share } = this.#ports;
    const opened = share();
    if (opened === null) throw new NotNow('The vault is locked.');
    const { record, item } = device.present;
    const lease = await leaseInForce({ keychain: await device.keychain(), clock, record, item });
    return { shares: [...(lease?.shares ?? []), opened], underLease: lease !== null };
  }

  /** Both factors, as at an unlock without a lease; what the hub gives for them is not needed here. */
  async askForShares({ code, verifier }: { readonly code: string; readonly verifier: string }): ReturnType<HubCheck> {
    const answer = await this.#ports.hub.request({ code, verifier });
    if (answer.kind !== 'shares') return answer.kind;
    purge(...answer.shares.map(({ share }) => share));
    return 'right';
  }

  /** What the hub has checked is not judged again. `step`: the one that is used up; null where it was no code of an authenticator. */
  #judge(opened: Opened, code: string | null, policy: Policy, checkedByHub: boolean): { readonly right: boolean; readonly step: number | null } {
    const { clock, device } = this.#ports;
    const { item } = device.present;
    if (code === null) return { right: true, step: null };
    const seen = seenCode(opened, code, policy.totp, checkedByHub ? { ...item, lastStep: null } : item, clock);
    if (!checkedByHub) return { right: seen.of === 'present', step: seen.step };
    return { right: true, step: totpCodePattern.test(code) ? (seen.step ?? currentStep(item, clock)) : null };
  }

  async #wrong(policy: Policy): Promise<WrongTry> {
    const answer = await this.#ports.tries.wrong(policy);
    if (this.#ports.device.present.item.keyDestroyed) this.#ports.keyDestroyed();
    return answer;
  }
}
