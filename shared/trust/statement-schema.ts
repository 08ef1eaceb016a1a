import { z } from 'zod';
import { AgentId, DeviceId, Timestamp } from '../domain/ids.ts';
import { WipeCause } from '../domain/device.ts';
import { Policy } from '../domain/policy.ts';
import { Role } from '../domain/permission.ts';

/** A serialised libsignal public key: 33 bytes, base64. */
export const PublicKeyText = z.base64().length(44);
/** Names a key: the first 16 bytes of the SHA-256 of its serialised public half, in hexadecimal. */
export const KeyId = z.string().regex(/^[0-9a-f]{32}$/);

/** A hub that names more is at fault or hostile: the root would go on from there, and soon have no serials left. */
const highestRequested = 1_000_000_000;

/**
 * What a statement of each type says. The type label is signed too, so that no statement can be
 * taken for one of another type.
 */
export const statementPayloads = {
  /** By the organisation root: this is our hub. `minimumSerial` ends every earlier certificate. */
  'hub-certificate': z.object({
    organisation: z.string().min(1).max(120),
    hubKey: PublicKeyText,
    signalIdentity: PublicKeyText,
    minimumSerial: z.number().int().min(1),
  }),
  /** By the organisation root: from now on `newRoot` is. The new root shows that it holds its key by the certificate it signs. */
  'root-rotation': z.object({ organisation: z.string().min(1).max(120), newRoot: PublicKeyText }),
  /** By the hub key, for the organisation root: certify me. `serial` and `minimumSerial` are those of the certificate in force. */
  'hub-request': z.object({
    organisation: z.string().min(1).max(120),
    hubKey: PublicKeyText,
    signalIdentity: PublicKeyText,
    serial: z.number().int().min(1).max(highestRequested),
    minimumSerial: z.number().int().min(1).max(highestRequested),
  }),
  /** By the hub: this key is an approved device of this agent. */
  'device-certificate': z.object({
    deviceId: DeviceId,
    deviceKey: PublicKeyText,
    deviceName: z.string().max(120),
    agentId: AgentId,
    agentName: z.string().max(120),
    agentEmail: z.string().max(254),
    roles: z.array(Role),
  }),
  /** By the hub: until `notAfter` this device may be unlocked without the hub. */
  lease: z.object({ deviceId: DeviceId, shareGeneration: z.number().int().min(1) }),
  policy: Policy,
  /** By the hub, on every connection: what time it is, bound to the device's nonce. */
  'hub-time': z.object({ deviceId: DeviceId, now: Timestamp, nonce: z.base64().length(44) }),
  /** By the hub: suspended, or reinstated; of one device's, the one with the highest serial holds. */
  suspension: z.object({ deviceId: DeviceId, suspended: z.boolean(), reason: z.string().max(300) }),
  revocation: z.object({ deviceId: DeviceId, reason: z.string().max(300) }),
  'wipe-order': z.object({ deviceId: DeviceId, reason: z.string().max(300) }),
  /** By the device key: done. `orderSerial` is 0 where nobody ordered it. */
  'wipe-receipt': z.object({ deviceId: DeviceId, orderSerial: z.number().int(), wipedAt: Timestamp, cause: WipeCause.default('ordered') }),
  /**
   * By the hub, at IT's word: the authenticator of this device has ended, and until `notAfter` the one code with this
   * digest (as `oneTimeCodeDigest` makes it) takes the place of its codes, once. Of one device's, the one with the highest serial holds.
   */
  'totp-reset': z.object({ deviceId: DeviceId, codeDigest: z.base64().length(44) }),
  /** By the device key: this Signal identity key, made inside the vault, is mine. */
  'signal-identity': z.object({ deviceId: DeviceId, identityKey: PublicKeyText, epoch: z.number().int().min(0) }),
} as const;

export type StatementType = keyof typeof statementPayloads;
export type StatementPayload<T extends StatementType> = z.infer<(typeof statementPayloads)[T]>;

/** What is signed, apart from the payload. */
export const StatementHeader = z.object({
  v: z.literal(1),
  type: z.string().max(40),
  issuer: KeyId,
  /** Grows with every statement of one type by one issuer. */
  serial: z.number().int().min(1),
  notBefore: Timestamp,
  notAfter: Timestamp,
});

export { SignedStatement } from '../contract/wire/signed-statement.ts';

export interface Statement<T extends StatementType> {
  readonly type: T;
  readonly issuer: string;
  readonly serial: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly payload: StatementPayload<T>;
}
