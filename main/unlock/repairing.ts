import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Repaired, Salvage } from '../../shared/domain/vault-repair.ts';
import type { VaultRepair } from '../boundary/vault-repair.ts';
import { type Device, NotNow } from '../device/device.ts';
import { finishSwap, isReady, markReady, nameAside, placeToMake } from '../device/vault-swap.ts';
import { purge } from './secret-bytes.ts';
import type { UnlockedKeys } from './unlock.ts';

/** What a right unlock of a damaged vault has found out, kept until the person has chosen. */
interface Held {
  readonly keys: UnlockedKeys;
  readonly code: string | null;
}

/**
 * A damaged vault, from the moment it is noticed to the whole one in its place. Nothing is written over: the damaged
 * file is read, and kept aside when another one has been made.
 */
export class Repairing {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #repair: VaultRepair;
  #held: Held | null = null;

  constructor(device: Device, clock: Clock, repair: VaultRepair) {
    this.#device = device;
    this.#clock = clock;
    this.#repair = repair;
  }

  /** A right unlock was made, and nothing is open yet. */
  get waiting(): boolean {
    return this.#held !== null;
  }

  /** A page of the vault could not be read: from now on it is not opened before it was repaired. */
  async found(): Promise<void> {
    const at = this.#clock.now();
    await this.#device.updateRecord((record) => (record.vaultHealth.kind === 'damaged' ? record : { ...record, vaultHealth: { kind: 'damaged', at, planned: null } }));
  }

  /** Carries on to its end what was cut short after the new vault was made. The device is loaded, and nothing is open. */
  async finish(): Promise<void> {
    const { profile, present } = this.#device;
    const health = present.record.vaultHealth;
    // The plan is in the record before the file has its name: a file without one was not made by a repair.
    const repaired = health.kind === 'damaged' ? health.planned : health.kind === 'repaired' ? health.repaired : null;
    if (repaired === null || !isReady(profile)) return;
    await this.#device.updateRecord((record) => ({ ...record, vaultHealth: { kind: 'repaired', repaired } }));
    finishSwap(profile, repaired.kept);
  }

  /** Says what could be saved, and keeps what opened it until the answer. @param keys the caller overwrites them. */
  async survey(keys: UnlockedKeys, code: string | null): Promise<Salvage> {
    const salvage = await this.#repair.survey({ file: this.#device.profile.database, keys: candidates(keys) });
    this.forget();
    this.#held = { keys: copied(keys), code };
    return salvage;
  }

  /**
   * Saves what can be saved into a new vault, and puts that in the place of the damaged one.
   * @returns what the vault is opened with; the caller overwrites the keys. @throws NotNow
   */
  async carryOut(): Promise<Held> {
    const held = this.#held;
    if (held === null) throw new NotNow('There is nothing to repair.');
    const { profile } = this.#device;
    const at = this.#clock.now();
    const salvage = await this.#repair.rebuild({ file: profile.database, keys: candidates(held.keys) }, placeToMake(profile), held.keys.vaultKey);
    // Locked, or wiped, meanwhile.
    if (this.#held !== held) throw new NotNow('The repair was called off.');
    const planned: Repaired = { at, kept: nameAside(at), salvage };
    await this.#device.updateRecord((record) => ({ ...record, vaultHealth: { kind: 'damaged', at: record.vaultHealth.kind === 'damaged' ? record.vaultHealth.at : at, planned } }));
    markReady(profile);
    await this.finish();
    this.#held = null;
    return held;
  }

  /** What was saved in the last repair, until the person has seen it. */
  get untold(): Repaired | null {
    const { vaultHealth } = this.#device.present.record;
    return vaultHealth.kind === 'repaired' ? vaultHealth.repaired : null;
  }

  async seen(): Promise<void> {
    await this.#device.updateRecord((record) => (record.vaultHealth.kind === 'repaired' ? { ...record, vaultHealth: { kind: 'sound' } } : record));
  }

  forget(): void {
    if (this.#held !== null) purgeKeys(this.#held.keys);
    this.#held = null;
  }
}

/** Where a rotation did not come to its end, the vault is under one of two. */
function candidates({ vaultKey, rotation }: UnlockedKeys): Bytes[] {
  return rotation === null ? [vaultKey] : [vaultKey, rotation.nextVaultKey];
}

function copied(keys: UnlockedKeys): UnlockedKeys {
  return {
    ...keys,
    vaultKey: bytes(keys.vaultKey),
    verifier: bytes(keys.verifier),
    share: { ...keys.share, share: bytes(keys.share.share) },
    rotation: keys.rotation && { ...keys.rotation, nextVaultKey: bytes(keys.rotation.nextVaultKey) },
  };
}

export function purgeKeys({ vaultKey, rotation, verifier, share }: UnlockedKeys): void {
  purge(vaultKey, rotation?.nextVaultKey, verifier, share.share);
}
