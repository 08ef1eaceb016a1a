import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { DeviceId, Timestamp } from '../../shared/domain/ids.ts';
import { Repaired } from '../../shared/domain/vault-repair.ts';
import { Posture } from '../../shared/domain/posture.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { deriveKey, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { framed, fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { PublicKeyText, SignedStatement } from '../../shared/trust/statement-schema.ts';

/** IT's last word on whether this device may be used: serial and reason of the hub's statement. */
const Suspension = z.object({ serial: z.number().int().min(1), suspended: z.boolean(), reason: z.string() });

/** IT's last reset of the authenticator; `ended` until there is another one. */
const TotpReset = z.object({ serial: z.number().int().min(1), ended: z.boolean() });

/**
 * `damaged`: a page of the vault could not be read, and nothing opens it until it was repaired; `planned` is what a repair
 * that was cut short would have said. `repaired`: the person has not been told yet what was saved.
 */
const VaultHealth = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sound') }),
  z.object({ kind: z.literal('damaged'), at: Timestamp, planned: Repaired.nullable() }),
  z.object({ kind: z.literal('repaired'), repaired: Repaired }),
]);
export type VaultHealth = z.infer<typeof VaultHealth>;

/**
 * The enrolment record: which organisation, hub, agent and policy this device belongs to. The whole
 * of it is sealed, so that no name lies readable on the disk; only its version is in clear, and that
 * is authenticated. Both keys come from the device secret in the keychain.
 */
export const RecordContent = z.object({
  organisation: z.string(),
  url: z.url({ protocol: /^wss$/ }),
  tls: z.string().nullable(),
  root: PublicKeyText,
  deviceId: DeviceId,
  deviceName: z.string(),
  agentEmail: z.string(),
  posture: Posture,
  /**
   * `pending`: IT has not approved. `approved`: passphrase and TOTP are to be set. `activating`: both
   * are set and the hub was asked to accept them, its answer not known. `enrolled`: it has.
   */
  stage: z.enum(['pending', 'approved', 'activating', 'enrolled', 'revoked']),
  /** Until the hub has taken it. */
  inviteCode: z.string().nullable(),
  /** Hub keys that proved genuine, newest first: statements made under the one before still hold. */
  hubKeys: z.array(PublicKeyText).max(3),
  hubSignalIdentity: PublicKeyText.nullable(),
  /** Hub certificates with a lower serial are refused. */
  minimumSerial: z.number().int().min(0),
  certificate: SignedStatement.nullable(),
  policy: SignedStatement.nullable(),
  /** The database was made; when it is missing now, it was taken away. */
  vaultMade: z.boolean(),
  /** The hub has the verifier of device secret and passphrase. */
  verifierSet: z.boolean(),
  revocationReason: z.string().nullable(),
  /** Null: never suspended. */
  suspension: Suspension.nullable().default(null),
  /** Null: never reset. */
  totpReset: TotpReset.nullable().default(null),
  vaultHealth: VaultHealth.default({ kind: 'sound' }),
});
export type RecordContent = z.infer<typeof RecordContent>;

export class RecordDamaged extends SealdeskError<'record-damaged'> {
  constructor(options?: ErrorOptions) {
    super(
      'record-damaged',
      'The enrolment record of this laptop was changed, cut short or replaced by an older one. Nothing was deleted. Restore the whole Sealdesk folder from a backup of this laptop, or ask your IT for a new invite.',
      options,
    );
  }
}

const formatVersion = 1;
const noSalt = new Uint8Array();
const RecordFile = z.strictObject({
  v: z.literal(formatVersion),
  version: z.number().int().min(1),
  content: z.base64().max(600_000),
  mac: z.base64().length(44),
});

function mac(secret: Uint8Array, profileId: string, version: number, content: string): Buffer {
  const key = deriveKey(secret, noSalt, 'sealdesk record');
  return createHmac('sha256', key).update(framed('sealdesk record v1', profileId, String(version), content)).digest();
}

function associated(profileId: string, version: number): Uint8Array {
  return framed('sealdesk record content v1', profileId, String(version));
}

function write(file: z.infer<typeof RecordFile>): string {
  return JSON.stringify({ v: file.v, version: file.version, content: file.content, mac: file.mac });
}

/** The text of the record's file. @param secret the device secret. */
export function sealRecord(content: RecordContent, version: number, secret: Uint8Array, profileId: string): string {
  const plain = utf8(JSON.stringify(RecordContent.parse(content)));
  const sealed = toBase64(sealBytes(deriveKey(secret, noSalt, 'sealdesk record-content'), plain, associated(profileId, version)));
  return write({ v: formatVersion, version, content: sealed, mac: toBase64(mac(secret, profileId, version, sealed)) });
}

/** @throws RecordDamaged for anything but a record that `sealRecord` wrote under the same secret for the same profile. */
export function openRecord(text: string, secret: Uint8Array, profileId: string): { readonly version: number; readonly content: RecordContent } {
  try {
    const file = RecordFile.parse(JSON.parse(text));
    // One record has one text: white space or another order of keys would be a change unnoticed.
    if (write(file) !== text || toBase64(fromBase64(file.content)) !== file.content) throw new Error('not as written');
    const claimed = fromBase64(file.mac);
    const right = mac(secret, profileId, file.version, file.content);
    if (claimed.length !== right.length || toBase64(claimed) !== file.mac || !timingSafeEqual(claimed, right)) throw new Error('mac');
    const plain = openBytes(deriveKey(secret, noSalt, 'sealdesk record-content'), fromBase64(file.content), associated(profileId, file.version));
    return { version: file.version, content: RecordContent.parse(JSON.parse(Buffer.from(plain).toString('utf8'))) };
  } catch {
    // Without the cause, which may quote the content.
    throw new RecordDamaged();
  }
}
