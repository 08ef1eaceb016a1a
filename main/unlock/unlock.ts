import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { type Bytes, bytes, toBase64 } from '../../shared/trust/bytes.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import { secretLength } from '../../shared/trust/totp.ts';
import type { UnlockOutcome } from '../boundary/vault-process.ts';
import { type Device, NotNow } from '../device/device.ts';
import { readWhole, writeDurably } from '../device/durable-file.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { KeychainError } from '../device/keychain.ts';
import { type HubShare, keepOnly, keepShares, type LeaseInForce, leaseInForce } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { movedBack } from '../device/trusted-time.ts';
import { prepareRaise, type Raise } from './dearer-passphrase.ts';
import { acceptedHere, currentStep } from './device-code.ts';
import { isDuress } from './duress.ts';
import { boundAnew, nextVaultKeyOf, withNewShare, withOnlyGeneration } from './header-changes.ts';
import { formatVersion } from './header-format.ts';
import { passphraseKey } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';
import type { Tries } from './tries.ts';
import { type Binding, HeaderError, type Opened, openHeader, type PassphraseSecrets, type PassphraseSide, readHeader, sealPassphraseSide, type VaultHeader, verifierOf, writeHeader } from './vault-header.ts';

/** The hub, where the shares have to come from there. Implemented over the link. */
export interface ShareSource {
  readonly online: boolean;
  /** @param request.verifier base64. */
  request(request: { readonly code: string; readonly verifier: string }): Promise<ShareAnswer>;
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
  /** The key that the database may be under instead, where its rotation did not come to its end. */
  readonly rotation: UnfinishedRotation | null;
  /** Terms that cost more, to be taken over once the hub knows of them; null for none. */
  readonly raise: Raise | null;
  /** The profile is an older copy: sessions and pre-keys in the vault are not the newest any more. */
  readonly restored: boolean;
  /** The hub has checked this code already, and used it up. */
  readonly codeSpent: boolean;
  readonly policy: Policy;
}

/** A vault key whose database was, or was not, encrypted under it before the program ended. */
export interface UnfinishedRotation {
  /** 32 bytes; the caller overwrites it. */
  readonly nextVaultKey: Bytes;
  /** The header's, with this key in it. */
  readonly side: PassphraseSide;
}

/** `duress`: the duress passphrase was typed, and nothing else was looked at. */
export type UnlockAttempt = Exclude<UnlockOutcome, { kind: 'unlocked' | 'wiped' }> | UnlockedKeys | { readonly kind: 'duress' };

export const keyDestroyed = {
  kind: 'vault-damaged',
  explanation:
    'There were too many wrong tries, so the key of the vault on this laptop was destroyed, as your policy says. What was stored here cannot be opened any more. Ask your IT for a new invite; nothing that the hub has is lost.',
} as const;

interface Judged {
  /** Overwritten when the try is over. */
  readonly opened: Opened;
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
  /** Whether the duress passphrase was typed; computed beside the passphrase key. */
  readonly duress: Promise<boolean>;
}

/** Passphrase and code, checked with the same work and the same answer whichever of them is wrong. */
export class Unlock {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #tries: Tries;
  readonly #hub: ShareSource;

  constructor(device: Device, clock: Clock, tries: Tries, hub: ShareSource) {
    this.#device = device;
    this.#clock = clock;
    this.#tries = tries;
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

      deviceSecret.bytes = this.#device.secret();
      const { header, binding } = readHeader(readWhole(this.#device.profile.header), {
        deviceSecret: deviceSecret.bytes,
        deviceId: record.deviceId,
        machine,
        unknownHardware: policy.posture['hardware-id'].unknown,
      });
      const lease = await this.#usableLease(header, policy);
      const duress = this.#underDuress(passphrase, header, binding, policy);
      const notNow = this.#notNow(lease);
      if (notNow !== null) return (await duress) ? { kind: 'duress' } : notNow;
      return await this.#try({ header, binding, machine, policy, code, duress }, passphrase, lease);
    } catch (error) {
      if (error instanceof HeaderError) return { kind: error.kind, explanation: error.message };
      throw error;
    } finally {
      purge(passphrase, deviceSecret.bytes);
    }
  }

  /** Why no try can be made now. The duress passphrase is heard all the same. */
  #notNow(lease: LeaseInForce | null): Extract<UnlockAttempt, { kind: 'wait' | 'clock-moved-back' | 'hub-needed' }> | null {
    const { item } = this.#device.present;
    const { wait } = this.#tries;
    if (wait !== null) return wait;
    if (movedBack(item, this.#clock)) return { kind: 'clock-moved-back', highestSeen: item.highestSeen };
    return lease === null && !this.#hub.online ? { kind: 'hub-needed' } : null;
  }

  /** Where the policy has it, at every try, and at the same cost whichever passphrase it is. Where it has it not, what the header holds means nothing. */
  #underDuress(passphrase: Uint8Array, header: VaultHeader, binding: Binding, policy: Policy): Promise<boolean> {
    if (!policy.duressPassphrase || header.v !== formatVersion) return Promise.resolve(false);
    const found = isDuress(passphrase, binding, header.duress);
    // Waited for further down; what fails before that fails for a reason of its own.
    found.catch(() => undefined);
    return found;
  }

  /** With a lease the device checks the code itself; without the secret to check it with, a lease is of no use. */
  async #usableLease(header: VaultHeader, policy: Policy): Promise<LeaseInForce | null> {
    if (policy.offlineLeaseHours === 0 || header.totp === null) return null;
    const { record, item } = this.#device.present;
    const lease = await leaseInForce({ keychain: await this.#device.keychain(), clock: this.#clock, record, item });
    return lease?.shares.some(({ generation }) => header.wraps.some((wrap) => wrap.generation === generation)) === true ? lease : null;
  }

  async #try(attempt: Try, passphrase: Uint8Array, lease: LeaseInForce | null): Promise<UnlockAttempt> {
    const { header, binding, machine, policy, code } = attempt;
    const { takeBack } = await this.#tries.count();
    const started = this.#clock.monotonic();
    const [key, duress] = await Promise.all([passphraseKey(passphrase, header.kdf), attempt.duress]);
    const took = this.#clock.monotonic() - started;
    const verifier = verifierOf(binding, key);
    let shares: readonly HubShare[] = lease?.shares ?? [];
    let leaseFromHub: SignedStatement | null = null;
    let judged: Judged | null = null;
    try {
      if (duress) return { kind: 'duress' };
      if (lease === null) {
        const answer = await this.#hub.request({ code, verifier: toBase64(verifier) });
        if (answer.kind === 'unreachable') {
          // Nothing was judged, so nothing counts.
          await takeBack();
          return { kind: 'hub-needed' };
        }
        if (answer.kind === 'refused') return await this.#tries.wrong(policy);
        ({ shares, lease: leaseFromHub } = answer);
      }
      judged = this.#judge(attempt, key, shares, lease === null);
      const { opened, share, step } = judged;
      if (opened.vaultKey === null || share === null || step === null) return await this.#tries.wrong(policy);
      // The one moment when all three parts are at hand.
      const bound = boundAnew(header, binding, machine, key, shares);
      const restored = await this.#right({ ...attempt, ...bound }, step, { shares, opened: share, lease: leaseFromHub });
      const kept = policy.offlineLeaseHours === 0 ? { totpSecret: null, totpNext: null } : opened;
      const secrets: PassphraseSecrets = { ...kept, binding: bound.binding, kdf: header.kdf, passphraseKey: key, vaultKey: opened.vaultKey };
      const nextVaultKey = nextVaultKeyOf(bound.header, bound.binding, opened.vaultKey);
      return {
        kind: 'keys',
        vaultKey: bytes(opened.vaultKey),
        verifier: bytes(verifier),
        share: { generation: share.generation, share: bytes(share.share) },
        rotation: nextVaultKey && { nextVaultKey, side: sealPassphraseSide({ ...secrets, vaultKey: nextVaultKey }) },
        // Only where the hub can be told in a moment, or the same work would be done in vain at every unlock. Where there is
        // not the memory for it, this unlock is right all the same.
        raise: nextVaultKey === null && this.#hub.online ? await prepareRaise(secrets, passphrase, took, this.#clock).catch(() => null) : null,
        restored,
        codeSpent: lease === null,
        policy,
      };
    } finally {
      purge(key, verifier, judged?.opened.vaultKey, judged?.opened.totpSecret, judged?.opened.totpNext, ...shares.map(({ share }) => share));
    }
  }

  /** Always opens the header and always computes a code, with a secret of nobody's where the right one is not at hand. */
  #judge({ header, binding, policy, code }: Try, key: Uint8Array, shares: readonly HubShare[], checkedByHub: boolean): Judged {
    const opened = openHeader(header, binding, key, shares);
    const secret = opened.totpSecret ?? new Uint8Array(randomBytes(secretLength));
    const { item } = this.#device.present;
    // What the hub has checked is not judged again, only remembered.
    const step = acceptedHere(secret, code, policy.totp, checkedByHub ? { ...item, lastStep: null } : item, this.#clock);
    const known = opened.totpSecret === null ? null : step;
    const share = shares.find(({ generation }) => generation === opened.generation) ?? null;
    return { opened, share, step: checkedByHub ? (known ?? currentStep(item, this.#clock)) : known };
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
    await this.#tries.right(step);
    const settled = this.#device.present.item;
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
}
