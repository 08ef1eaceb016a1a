import { createHash } from 'node:crypto';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import type { Tx } from '../ports.ts';
import type { DeviceUnlockTable } from '../store/tables/trust.ts';
import type { UnlockChange, UnlockRecords } from './unlock-records.ts';

/** Which verifier was shown. `unset`: the hub has none to compare with, and goes by the code alone. */
export type VerifierFit = 'present' | 'next' | 'unset';

/**
 * What proves device secret and passphrase to the hub. While a passphrase is being changed there are two, since nobody
 * knows which one the device will come back with after a crash; the first that is used ends the other.
 */
export class Verifiers {
  readonly #records: UnlockRecords;

  constructor(records: UnlockRecords) {
    this.#records = records;
  }

  /** @param mayBeUnset whether it is enough that the hub has none. @returns null where it is wrong. */
  fit(row: DeviceUnlockTable, verifier: Uint8Array, mayBeUnset: boolean): VerifierFit | null {
    const present = this.#records.verifier(row, 'verifier');
    if (!present) return mayBeUnset ? 'unset' : null;
    const next = this.#records.verifier(row, 'next_verifier');
    const shown = digest(verifier);
    // Both are always compared, so that the time taken does not tell which one it was.
    const isPresent = sameSecret(shown, present);
    const isNext = sameSecret(shown, next ?? new Uint8Array()) && next !== null;
    if (isPresent) return 'present';
    return isNext ? 'next' : null;
  }

  /** What the use of one does: it alone is left. */
  used(row: DeviceUnlockTable, fit: VerifierFit, verifier: Uint8Array): UnlockChange {
    switch (fit) {
      case 'present':
        return row.next_verifier ? { next_verifier: null } : {};
      case 'next':
        return { verifier: this.#records.sealVerifier(row.device_id, 'verifier', digest(verifier)), next_verifier: null };
      case 'unset':
        return {};
    }
  }

  /** From here on `next` is taken beside `verifier`, the one just used. */
  followed(deviceId: DeviceId, verifier: Uint8Array, next: Uint8Array): UnlockChange {
    return {
      verifier: this.#records.sealVerifier(deviceId, 'verifier', digest(verifier)),
      next_verifier: this.#records.sealVerifier(deviceId, 'next_verifier', digest(next)),
    };
  }

  /** Whether `next` is what is to follow `verifier` already: then the answer to that was lost. */
  areBoth(row: DeviceUnlockTable, verifier: Uint8Array, next: Uint8Array): boolean {
    const first = this.fit(row, verifier, false);
    const second = this.fit(row, next, false);
    return first === 'present' && second === 'next';
  }

  /**
   * Sets what codes are checked together with. Once the device is active, one that is set stays: who
   * has device key and code, but not the passphrase, must not put their own in its place.
   * @returns false when another one is set already, and for a device that is not in use.
   */
  async set(tx: Tx, deviceId: DeviceId, verifier: Uint8Array): Promise<boolean> {
    const row = await this.#records.row(tx, deviceId);
    if (!row) return false;
    if (row.totp && row.verifier) return this.fit(row, verifier, false) !== null;
    await this.#records.change(tx, deviceId, { verifier: this.#records.sealVerifier(deviceId, 'verifier', digest(verifier)), next_verifier: null });
    return true;
  }
}

function digest(value: Uint8Array): Bytes {
  return bytes(createHash('sha256').update(value).digest());
}
