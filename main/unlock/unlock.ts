import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { type Bytes, bytes, toBase64 } from '../../shared/trust/bytes.ts';
import { totpCodePattern } from '../../shared/domain/typed-code.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { UnlockOutcome } from '../boundary/vault-process.ts';
import { authenticatorReplaced } from '../device/authenticator-end.ts';
import { type Device, NotNow } from '../device/device.ts';
import { writeDurably } from '../device/durable-file.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { KeychainError } from '../device/keychain.ts';
import { type HubShare, keepOnly, keepShares, type LeaseInForce, leaseInForce } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { movedBack } from '../device/trusted-time.ts';
import { prepareRaise, type Raise } from './dearer-passphrase.ts';
import { currentStep, type HeldAuthenticators, seenCode, type SeenCode, settledBy } from './device-code.ts';
import { isDuress } from './duress.ts';
import { boundAnew, nextVaultKeyOf, withNewShare, withOnlyGeneration } from './header-changes.ts';
import { formatVersion } from './header-format.ts';
import { headerText } from './header-text.ts';
import { passphraseKey } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';
import { openTicket, type ShortLockTicket, ticketServes } from './short-lock-ticket.ts';
import type { Tries } from './tries.ts';
import { type Binding, HeaderError, type Opened, openHeader, type PassphraseSecrets, type PassphraseSide, readHeader, type SealedAuthenticators, sealAuthenticators, sealPassphraseSide, type VaultHeader, verifierOf, writeHeader } from './vault-header.ts';

/** The hub, where the shares have to come from there. Implemented over the link. */
export interface ShareSource {
  readonly online: boolean;
  /** @param request.verifier base64. */
  request(request: { readonly code: string; readonly verifier: string }): Promise<ShareAnswer>;
}
/** The hub, asked once more after a short lock. */
export interface SharesAgain {
  /** Both base64. `ended`: the session does not stand any more, and nothing was judged. */
  resume(request: { readonly token: string; readonly verifier: string }): Promise<ShareAnswer | { readonly kind: 'ended' }>;
}
/** What stands beside the passphrase: a code, or the ticket of a short lock, sealed. */
export type SecondFactor = { readonly kind: 'code'; readonly code: string } | { readonly kind: 'ticket'; readonly sealed: Uint8Array };

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
  /** The hub session from before a short lock, to be taken up again; null after an unlock with a code. */
  readonly session: ShortLockTicket['session'];
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
export type UnlockAttempt = Exclude<UnlockOutcome, { kind: 'unlocked' | 'wiped' | 'repair-offered' }> | UnlockedKeys | { readonly kind: 'duress' };

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
  /** Whether what stands beside the passphrase is right. */
  readonly right: boolean;
  /** The step to be remembered; null where it was no code of an authenticator. */
  readonly step: number | null;
  readonly seen: SeenCode;
}

/** Shares to open the header with. */
interface Held {
  readonly kind: 'shares';
  /** Newest first. */
  readonly shares: readonly HubShare[];
  /** As the hub sent it with them. */
  readonly lease: SignedStatement | null;
  /** The hub has checked what stands beside the passphrase. */
  readonly byHub: boolean;
}

/** A present enrolment, ready for one try. */
interface Try {
  readonly header: VaultHeader;
  readonly binding: Binding;
  /** Where the try is made; `binding` may know less of it. */
  readonly machine: MachineBinding;
  readonly policy: Policy;
  readonly factor: Factor;
  /** Whether the duress passphrase was typed; computed beside the passphrase key. */
  readonly duress: Promise<boolean>;
}

/** `ticket` null: it does not serve, whatever the passphrase. */
type Factor = { readonly kind: 'code'; readonly code: string } | { readonly kind: 'ticket'; readonly ticket: ShortLockTicket | null };

const isOneTime = (factor: Factor): boolean => factor.kind === 'code' && !totpCodePattern.test(factor.code);

/** Passphrase and code, checked with the same work and the same answer whichever of them is wrong. */
export class Unlock {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #tries: Tries;
  readonly #hub: ShareSource & SharesAgain;

  constructor(device: Device, clock: Clock, tries: Tries, hub: ShareSource & SharesAgain) {
    this.#device = device;
    this.#clock = clock;
    this.#tries = tries;
    this.#hub = hub;
  }

  /** @param passphrase overwritten here. @throws NotNow, KeychainError */
  async attempt(passphrase: Uint8Array, given: SecondFactor, machine: MachineBinding): Promise<UnlockAttempt> {
    const deviceSecret: { bytes: Bytes | null } = { bytes: null };
    let lease: LeaseInForce | null = null;
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
      const { header, binding } = readHeader(headerText(this.#device.profile.header), {
        deviceSecret: deviceSecret.bytes,
        deviceId: record.deviceId,
        machine,
        unknownHardware: policy.posture['hardware-id'].unknown,
      });
      const factor: Factor = given.kind === 'code' ? given : { kind: 'ticket', ticket: this.#usableTicket(given.sealed, deviceSecret.bytes) };
      // One-time codes are spent at the hub, also while a lease is in force. By a clock moved back no lease is judged: one that has
      // not begun would go, and with it the share.
      lease = isOneTime(factor) || movedBack(item, this.#clock) ? null : await this.#usableLease(header, policy);
      const duress = this.#underDuress(passphrase, header, binding, policy);
      const notNow = this.#notNow(factor, lease);
      if (notNow !== null) return (await duress) ? { kind: 'duress' } : notNow;
      return await this.#try({ header, binding, machine, policy, factor, duress }, passphrase, lease);
    } catch (error) {
      if (error instanceof HeaderError) return { kind: error.kind, explanation: error.message };
      throw error;
    } finally {
      purge(passphrase, deviceSecret.bytes, ...(lease?.shares ?? []).map(({ share }) => share));
    }
  }

  #usableTicket(sealed: Uint8Array, deviceSecret: Uint8Array): ShortLockTicket | null {
    const ticket = openTicket(sealed, deviceSecret, this.#device.present.record.deviceId);
    return ticket !== null && ticketServes(ticket, this.#device.present, this.#clock) ? ticket : null;
  }

  /** Why no try can be made now. The duress passphrase is heard all the same. */
  #notNow(factor: Factor, lease: LeaseInForce | null): Extract<UnlockAttempt, { kind: 'wait' | 'clock-moved-back' | 'code-needed' | 'hub-needed' }> | null {
    const { item } = this.#device.present;
    const { wait } = this.#tries;
    if (wait !== null) return wait;
    if (movedBack(item, this.#clock)) return { kind: 'clock-moved-back', highestSeen: item.highestSeen };
    if (factor.kind === 'ticket' && (factor.ticket === null || (lease === null && factor.ticket.session === null))) return { kind: 'code-needed' };
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
    const { header, binding, machine, policy, factor } = attempt;
    const { takeBack } = await this.#tries.count();
    const started = this.#clock.monotonic();
    const [key, duress] = await Promise.all([passphraseKey(passphrase, header.kdf), attempt.duress]);
    const took = this.#clock.monotonic() - started;
    const verifier = verifierOf(binding, key);
    let shares: readonly HubShare[] = [];
    let judged: Judged | null = null;
    try {
      if (duress) return { kind: 'duress' };
      const here: Held | null = lease && { kind: 'shares', shares: lease.shares, lease: null, byHub: false };
      const held = here === null || this.#isOfNext(attempt, key, here) ? await this.#fromHub(factor, verifier) : here;
      if (held.kind === 'refused') return await this.#tries.wrong(policy);
      if (held.kind !== 'shares') {
        // Nothing was judged, so nothing counts.
        await takeBack();
        return { kind: held.kind === 'ended' ? 'code-needed' : 'hub-needed' };
      }
      shares = held.shares;
      judged = this.#judge(attempt, key, held);
      const { opened, share, right } = judged;
      if (opened.vaultKey === null || share === null || !right) return await this.#tries.wrong(policy);
      // The one moment when all three parts are at hand.
      const bound = boundAnew(header, binding, machine, key, shares);
      const settled = held.byHub ? settledBy(opened, judged.seen.of) : opened;
      const kept: HeldAuthenticators = policy.offlineLeaseHours === 0 ? { totpSecret: null, totpNext: null } : settled;
      const restored = await this.#right({ ...attempt, ...bound }, judged, { ...held, opened: share, sealed: sealAuthenticators({ ...kept, binding: bound.binding, passphraseKey: key }) });
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
        codeSpent: held.byHub,
        session: factor.kind === 'ticket' ? (factor.ticket?.session ?? null) : null,
        policy,
      };
    } finally {
      purge(key, verifier, judged?.opened.vaultKey, judged?.opened.totpSecret, judged?.opened.totpNext, ...shares.map(({ share }) => share));
    }
  }

  async #fromHub(factor: Factor, verifier: Uint8Array): Promise<Held | Exclude<Awaited<ReturnType<SharesAgain['resume']>>, { kind: 'shares' }>> {
    const answer = await this.#ask(factor, toBase64(verifier));
    return answer.kind === 'shares' ? { ...answer, byHub: true } : answer;
  }

  #ask(factor: Factor, verifier: string): ReturnType<SharesAgain['resume']> {
    if (factor.kind === 'code') return this.#hub.request({ code: factor.code, verifier });
    const session = factor.ticket?.session ?? null;
    return session === null ? Promise.resolve({ kind: 'ended' }) : this.#hub.resume({ token: session.token, verifier });
  }

  /** A code of another authenticator, with the right passphrase: whether the hub has taken that one, only the hub can say. */
  #isOfNext(attempt: Try, key: Uint8Array, held: Held): boolean {
    const { opened, seen } = this.#judge(attempt, key, held);
    purge(opened.vaultKey, opened.totpSecret, opened.totpNext);
    return opened.vaultKey !== null && seen.of === 'next';
  }

  /** Always opens the header and always computes a code, whatever of them is wrong. */
  #judge({ header, binding, policy, factor }: Try, key: Uint8Array, { shares, byHub }: Held): Judged {
    const opened = openHeader(header, binding, key, shares);
    const share = shares.find(({ generation }) => generation === opened.generation) ?? null;
    const { item } = this.#device.present;
    if (factor.kind === 'ticket') return { opened, share, right: true, step: null, seen: { of: null, step: null } };
    // What the hub has checked is not judged again, only remembered.
    const seen = seenCode(opened, factor.code, policy.totp, byHub ? { ...item, lastStep: null } : item, this.#clock);
    if (!byHub) return { opened, share, right: seen.of === 'present', step: seen.step, seen };
    return { opened, share, right: true, step: isOneTime(factor) ? null : (seen.step ?? currentStep(item, this.#clock)), seen };
  }

  /**
   * Everything that a right try changes, the used step first. Opened with the newest share, the header
   * keeps the wrap under that alone; opened with the one before, it gets one under the newest beside it.
   *
   * @param held.sealed the authenticators that are kept.
   * @returns whether the profile is an older copy.
   */
  async #right(attempt: Try, { step, seen }: Judged, held: Held & { readonly opened: HubShare; readonly sealed: SealedAuthenticators }): Promise<boolean> {
    const { header, binding } = attempt;
    await this.#tries.right(step);
    const settled = this.#device.present.item;
    const keychain = await this.#device.keychain();
    const restored = header.epoch < settled.epoch;
    const epoch = Math.max(header.epoch, settled.epoch) + 1;
    const newer = held.shares.find(({ generation }) => generation > held.opened.generation) ?? null;
    const wrapped = newer === null ? null : withNewShare(header, binding, held.opened, newer);
    const rewrapped = wrapped ?? withOnlyGeneration(header, held.opened.generation);
    const { totp, totpNext } = held.sealed;
    const next: VaultHeader = rewrapped.v === formatVersion ? { ...rewrapped, epoch, totp, totpNext } : { ...rewrapped, epoch, totp };
    // The header first: killed in between, it is one ahead of the keychain, which is no older copy.
    writeDurably(this.#device.profile.header, writeHeader(next, binding));
    // A code that the hub took is of no authenticator that IT has ended; of which, is known where it fits, or where none is kept here.
    if (held.byHub && step !== null && (seen.of === 'next' || header.totp === null)) await authenticatorReplaced(this.#device);
    const { record, item } = { record: this.#device.present.record, item: await this.#device.updateItem((kept) => ({ ...kept, epoch })) };
    const kept = newer === null ? [held.opened] : [newer, held.opened];
    if (held.lease !== null && next.totp !== null) await keepShares({ keychain, clock: this.#clock, record, item }, kept, held.lease);
    else if (newer === null) await keepOnly(keychain, held.opened.generation);
    return restored;
  }
}
