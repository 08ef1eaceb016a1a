import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { type Bytes, toBase64 } from '../../shared/trust/bytes.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import { acceptedStep, secretLength, stepSeconds, type TotpTerms } from '../../shared/trust/totp.ts';
import type { UnlockOutcome } from '../boundary/vault-process.ts';
import { type Device, NotNow } from '../device/device.ts';
import type { DeviceItem } from '../device/device-item.ts';
import { readWhole, writeDurably } from '../device/durable-file.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { KeychainError } from '../device/keychain.ts';
import { type HubShare, keepOnly, keepShares, type LeaseInForce, leaseInForce } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { movedBack, seeing, trustedNow } from '../device/trusted-time.ts';
import type { TryDelay } from './attempts.ts';
import { passphraseKey } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';
import { type Binding, boundAnew, HeaderError, openHeader, readHeader, type VaultHeader, verifierOf, withNewShare, withOnlyGeneration, writeHeader } from './vault-header.ts';

/** The hub, where the shares have to come from there. Implemented over the link. */
export interface ShareSource {
  readonly online: boolean;
  request(request: {
    readonly code: string;
    readonly verifier: string;
  }): Promise<ShareAnswer>;
}
export type ShareAnswer =
  /** Newest first. */
  | { readonly kind: 'shares'; readonly shares: readonly HubShare[]; readonly lease: SignedStatement | null }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

export interface UnlockedKeys {
  readonly kind: 'keys';
  /** 32 bytes; the caller overwrites it. */
  readonly vaultKey: Bytes;
  /** What the hub compares beside every code; the caller overwrites it. */
  readonly verifier: Bytes;
  /** The share that opened the header; the caller overwrites it. */
  readonly share: HubShare;
  /** The profile is an older copy: sessions and pre-keys in the vault are not the newest any more. */
  readonly restored: boolean;
  /** The hub has checked this code already, and used it up. */
  readonly codeSpent: boolean;
  readonly policy: Policy;
}
export type UnlockAttempt = Exclude<UnlockOutcome, { kind: 'unlocked' }> | UnlockedKeys;

export const keyDestroyed = {
  kind: 'vault-damaged',
  explanation:
    'There were too many wrong tries, so the key of the vault on this laptop was destroyed, as your policy says. What was stored here cannot be opened any more. Ask your IT for a new invite; nothing that the hub has is lost.',
} as const;

interface Judged {
  readonly vaultKey: Bytes | null;
  /** The share that opened it. */
  readonly share: HubShare | null;
  /** The step to be remembered; null when the code is wrong. */
  readonly step: number | null;
}

/** A present enrolment, ready for one try. */
interface Try {
  readonly header: VaultHeader;
  readonly binding: Binding;
  /** Where the try is made; `binding` may know less of it. */
  readonly machine: MachineBinding;
  readonly policy: Policy;
  readonly code: string;
  readonly item: DeviceItem;
}

/** Passphrase and code, checked with the same work and the same answer whichever of them is wrong. */
export class Unlock {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #delay: TryDelay;
  readonly #hub: ShareSource;

  constructor(device: Device, clock: Clock, delay: TryDelay, hub: ShareSource) {
    this.#device = device;
    this.#clock = clock;
    this.#delay = delay;
    this.#hub = hub;
  }

  /** @param passphrase overwritten here. @throws NotNow, KeychainError */
  async attempt(passphrase: Uint8Array, code: string, machine: MachineBinding): Promise<UnlockAttempt> {
    const deviceSecret: { bytes: Bytes | null } = { bytes: null };
    try {
      const loaded = await this.#device.load();
      if (loaded.kind === 'problem') {
        if (loaded.problem === 'no-keychain') throw new KeychainError(loaded.explanation);
        return { kind: loaded.problem, explanation: loaded.explanation };
      }
      if (loaded.kind !== 'present' || (loaded.record.stage !== 'enrolled' && loaded.record.stage !== 'activating')) throw new NotNow();
      const { record, item } = loaded;
      if (item.keyDestroyed) return keyDestroyed;
      const { policy } = enrolledAs(record);

      this.#delay.startOnce(item.attempts);
      if (this.#delay.remaining > 0) return { kind: 'wait', retryAt: this.#retryAt() };
      if (movedBack(item, this.#clock)) return { kind: 'clock-moved-back', highestSeen: item.highestSeen };

      deviceSecret.bytes = this.#device.secret();
      const { header, binding } = readHeader(readWhole(this.#device.profile.header), {
        deviceSecret: deviceSecret.bytes,
        deviceId: record.deviceId,
        machine,
        unknownHardware: policy.posture['hardware-id'].unknown,
      });
      const lease = await this.#usableLease(header, policy);
      if (lease === null && !this.#hub.online) return { kind: 'hub-needed' };
      return await this.#try({ header, binding, machine, policy, code, item }, passphrase, lease);
    } catch (error) {
      if (error instanceof HeaderError) return { kind: error.kind, explanation: error.message };
      throw error;
    } finally {
      purge(passphrase, deviceSecret.bytes);
    }
  }

  /** With a lease the device checks the code itself; without the secret to check it with, a lease is of no use. */
  async #usableLease(header: VaultHeader, policy: Policy): Promise<LeaseInForce | null> {
    if (policy.offlineLeaseHours === 0 || header.totp === null) return null;
    const { record, item } = this.#device.present;
    const lease = await leaseInForce({ keychain: await this.#device.keychain(), clock: this.#clock, record, item });
    return lease?.shares.some(({ generation }) => header.wraps.some((wrap) => wrap.generation === generation)) === true ? lease : null;
  }

  async #try(attempt: Try, passphrase: Uint8Array, lease: LeaseInForce | null): Promise<UnlockAttempt> {
    const { header, binding, machine, policy, code, item } = attempt;
    // Counted before anything is checked: a process killed half-way has used up its try.
    await this.#device.updateItem((kept) => seeing({ ...kept, attempts: kept.attempts + 1 }, this.#clock));
    const key = await passphraseKey(passphrase, header.kdf);
    const verifier = verifierOf(binding, key);
    let shares: readonly HubShare[] = lease?.shares ?? [];
    let leaseFromHub: SignedStatement | null = null;
    try {
      if (lease === null) {
        const answer = await this.#hub.request({ code, verifier: toBase64(verifier) });
        if (answer.kind === 'unreachable') {
          // Nothing was judged, so nothing counts.
          await this.#device.updateItem((kept) => ({ ...kept, attempts: item.attempts }));
          return { kind: 'hub-needed' };
        }
        if (answer.kind === 'refused') return await this.#wrong(policy);
        ({ shares, lease: leaseFromHub } = answer);
      }
      const { vaultKey, share, step } = this.#judge(attempt, key, shares, lease === null);
      if (vaultKey === null || share === null || step === null) {
        purge(vaultKey);
        return await this.#wrong(policy);
      }
      // The one moment when all three parts are at hand.
      const bound = boundAnew(header, binding, machine, key, shares);
      const restored = await this.#right({ ...attempt, ...bound }, step, { shares, opened: share, lease: leaseFromHub });
      const opened = { generation: share.generation, share: new Uint8Array(share.share) };
      return { kind: 'keys', vaultKey, verifier: new Uint8Array(verifier), share: opened, restored, codeSpent: lease === null, policy };
    } finally {
      purge(key, verifier, ...shares.map(({ share }) => share));
    }
  }

  /** Always opens the header and always computes a code, with a secret of nobody's where the right one is not at hand. */
  #judge({ header, binding, policy, code }: Try, key: Uint8Array, shares: readonly HubShare[], checkedByHub: boolean): Judged {
    const opened = openHeader(header, binding, key, shares);
    const secret = opened.totpSecret ?? new Uint8Array(randomBytes(secretLength));
    try {
      const { item } = this.#device.present;
      // What the hub has checked is not judged again, only remembered.
      const step = this.#accepted(secret, code, policy.totp, checkedByHub ? { ...item, lastStep: null } : item);
      const known = opened.totpSecret === null ? null : step;
      const share = shares.find(({ generation }) => generation === opened.generation) ?? null;
      return { vaultKey: opened.vaultKey, share, step: checkedByHub ? (known ?? this.#currentStep()) : known };
    } finally {
      purge(secret);
    }
  }

  /** In the hub's time; and, where this clock was found to differ from it, also as the clock stands: it may have been set right since. */
  #accepted(secret: Uint8Array, code: string, terms: TotpTerms, item: DeviceItem): number | null {
    const corrected = acceptedStep(secret, code, terms, trustedNow(item, this.#clock), item.lastStep);
    if (corrected !== null || Math.abs(item.clockOffset) < (stepSeconds * 1000) / 2) return corrected;
    return acceptedStep(secret, code, terms, this.#clock.now(), item.lastStep);
  }

  #currentStep(): number {
    return Math.floor(trustedNow(this.#device.present.item, this.#clock) / 1000 / stepSeconds);
  }

  async #wrong(policy: Policy): Promise<UnlockAttempt> {
    const { attempts } = this.#device.present.item;
    this.#delay.start(attempts);
    if (attempts >= policy.attemptLimit) await this.#device.destroyWrappedKey();
    return { kind: 'wrong', retryAt: this.#retryAt(), attemptsLeft: Math.max(0, policy.attemptLimit - attempts) };
  }

  /**
   * Everything that a right try changes, the used step first. Opened with the newest share, the header
   * keeps the wrap under that alone; opened with the one before, it gets one under the newest beside it.
   *
   * @param held.shares newest first. @param held.lease as the hub sent it with them.
   * @returns whether the profile is an older copy.
   */
  async #right(attempt: Try, step: number, held: { readonly shares: readonly HubShare[]; readonly opened: HubShare; readonly lease: SignedStatement | null }): Promise<boolean> {
    const { header, binding, policy } = attempt;
    const settled = await this.#device.updateItem((item) => ({ ...item, attempts: 0, lastStep: Math.max(step, item.lastStep ?? 0) }));
    this.#delay.start(0);
    const keychain = await this.#device.keychain();
    const restored = header.epoch < settled.epoch;
    const epoch = Math.max(header.epoch, settled.epoch) + 1;
    const hubOnly = policy.offlineLeaseHours === 0;
    const newer = held.shares.find(({ generation }) => generation > held.opened.generation) ?? null;
    const wrapped = newer === null ? null : withNewShare(header, binding, held.opened, newer);
    const next: VaultHeader = { ...(wrapped ?? withOnlyGeneration(header, held.opened.generation)), epoch, totp: hubOnly ? null : header.totp };
    // The header first: killed in between, it is one ahead of the keychain, which is no older copy.
    writeDurably(this.#device.profile.header, writeHeader(next, binding));
    const { record, item } = { record: this.#device.present.record, item: await this.#device.updateItem((kept) => ({ ...kept, epoch })) };
    const kept = newer === null ? [held.opened] : [newer, held.opened];
    if (held.lease !== null && next.totp !== null) await keepShares({ keychain, clock: this.#clock, record, item }, kept, held.lease);
    else if (newer === null) await keepOnly(keychain, held.opened.generation);
    return restored;
  }

  #retryAt(): number {
    return this.#delay.retryAt ?? this.#clock.now();
  }
}
