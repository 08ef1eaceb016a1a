import { z } from 'zod';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { Policy } from '../../shared/domain/policy.ts';
import { type Bytes, bytes, fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { TotpTerms } from '../../shared/trust/totp.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { DeviceUnlockTable } from '../store/tables/trust.ts';

/** The terms are those of the moment it was set up: a later policy does not change an authenticator. */
const Authenticator = z.object({ secret: z.base64(), terms: Policy.shape.totp });

const Digests = z.array(z.base64());

const Reset = z.object({
  statement: SignedStatement,
  reason: z.string(),
  /** Of the reset code, as `oneTimeCodeDigest` makes it; null once it was spent. */
  codeDigest: z.base64().nullable(),
  expiresAt: z.number(),
});
/** IT's reset of an authenticator. */
export type Reset = z.infer<typeof Reset>;

/** What the hub keeps to unlock a device, and its agent's wrong tries on whatever device. */
export interface UnlockRow extends DeviceUnlockTable {
  readonly agent_id: string;
  readonly agent_failures: number | null;
  readonly agent_retry_at: number | null;
}

/** Columns that a check, a replacement or a reset changes. */
export type UnlockChange = Partial<Pick<DeviceUnlockTable, 'verifier' | 'next_verifier' | 'totp' | 'totp_step' | 'recovery' | 'reset'>>;

type SealedColumn = 'verifier' | 'next_verifier' | 'totp' | 'recovery' | 'reset';

/** Reads and seals the columns that a device is unlocked by; the share's own are in `Shares`. */
export class UnlockRecords {
  readonly #envelope: Envelope;

  constructor(envelope: Envelope) {
    this.#envelope = envelope;
  }

  /** None for a suspended device: while it is, no code of it is looked at and no share handed out. */
  row(tx: Tx, deviceId: DeviceId): Promise<UnlockRow | undefined> {
    return tx
      .selectFrom('device_unlock')
      .innerJoin('devices', 'devices.id', 'device_unlock.device_id')
      .leftJoin('agent_failures', 'agent_failures.agent_id', 'devices.agent_id')
      .selectAll('device_unlock')
      .select(['devices.agent_id', 'agent_failures.failures as agent_failures', 'agent_failures.retry_at as agent_retry_at'])
      .where('device_unlock.device_id', '=', deviceId)
      .where('devices.suspended_at', 'is', null)
      .executeTakeFirst();
  }

  async change(tx: Tx, deviceId: string, change: UnlockChange): Promise<void> {
    if (Object.keys(change).length > 0) await tx.updateTable('device_unlock').set(change).where('device_id', '=', deviceId).execute();
  }

  /** Null before an authenticator is set up. */
  authenticator({ device_id, totp }: DeviceUnlockTable): { readonly secret: Bytes; readonly terms: TotpTerms } | null {
    if (!totp) return null;
    const { secret, terms } = Authenticator.parse(this.#json(device_id, 'totp', totp));
    return { secret: fromBase64(secret), terms };
  }

  /** Digests of the recovery codes that are not spent. */
  recovery({ device_id, recovery }: DeviceUnlockTable): Bytes[] {
    return recovery ? Digests.parse(this.#json(device_id, 'recovery', recovery)).map(fromBase64) : [];
  }

  reset({ device_id, reset }: DeviceUnlockTable): Reset | null {
    return reset ? Reset.parse(this.#json(device_id, 'reset', reset)) : null;
  }

  /** SHA-256 of a verifier. */
  verifier(row: DeviceUnlockTable, column: 'verifier' | 'next_verifier'): Bytes | null {
    const sealed = row[column];
    return sealed ? this.#open(row.device_id, column, sealed) : null;
  }

  sealAuthenticator(deviceId: string, secret: Uint8Array, terms: TotpTerms): Uint8Array {
    return this.#sealJson(deviceId, 'totp', { secret: toBase64(secret), terms });
  }

  sealRecovery(deviceId: string, digests: readonly Uint8Array[]): Uint8Array {
    return this.#sealJson(deviceId, 'recovery', digests.map(toBase64));
  }

  sealReset(deviceId: string, reset: Reset): Uint8Array {
    return this.#sealJson(deviceId, 'reset', reset);
  }

  sealVerifier(deviceId: string, column: 'verifier' | 'next_verifier', digest: Uint8Array): Uint8Array {
    return this.#seal(deviceId, column, digest);
  }

  #sealJson(deviceId: string, column: SealedColumn, value: unknown): Uint8Array {
    return this.#seal(deviceId, column, utf8(JSON.stringify(value)));
  }

  #json(deviceId: string, column: SealedColumn, sealed: Uint8Array): unknown {
    return JSON.parse(Buffer.from(this.#open(deviceId, column, sealed)).toString('utf8'));
  }

  #seal(deviceId: string, column: SealedColumn, plaintext: Uint8Array): Uint8Array {
    return this.#envelope.sealSystem(`device_unlock.${column}:${deviceId}`, plaintext);
  }

  #open(deviceId: string, column: SealedColumn, sealed: Uint8Array): Bytes {
    return bytes(this.#envelope.openSystem(`device_unlock.${column}:${deviceId}`, sealed));
  }
}
