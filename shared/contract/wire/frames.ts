import { z } from 'zod';
import { DeviceId } from '../../domain/ids.ts';
import { SignedStatement } from './signed-statement.ts';

/** Bytes as base64 (RFC 4648 section 4). `size` is exact where given, in bytes. */
export const base64 = (maximumBytes: number) => z.base64().max(Math.ceil(maximumBytes / 3) * 4);

/** Largest frame either side accepts, in characters. A larger one closes the connection. */
export const maxFrameLength = 4 * 1024 * 1024;
/** Largest message that can be sealed, in bytes, with what seals it: in base64, and with the frame around it, it stays below `maxFrameLength`. */
export const largestSealed = 2_900_000;
export const wireVersion = 1;
/** Rotations of the organisation root that a hub shows and a device follows. */
export const maxRotations = 16;

/**
 * The frames of the WebSocket between hub and workstation, each one JSON text message.
 *
 *   hub     -> device  hub-hello     certificate and nonce
 *   device  -> hub     device-hello  nonce and proof of possession of the device key
 *   hub     -> device  hub-ready     proof of possession of the certified hub key
 *   both               sealed        control frames (HPKE to the other's key, signed, counted)
 *   both               mail          Signal messages, only within a hub session
 *   hub     -> device  refused       why the hub closes; carries nothing but a kind
 */
export const HubHello = z.object({
  t: z.literal('hub-hello'),
  v: z.literal(wireVersion),
  certificate: SignedStatement,
  /** How the organisation's root came to be the one that signed the certificate, oldest first. */
  rotations: z.array(SignedStatement).max(maxRotations).default([]),
  nonce: base64(32),
});
export const DeviceHello = z.object({
  t: z.literal('device-hello'),
  v: z.literal(wireVersion),
  deviceId: DeviceId,
  /** libsignal public key, serialised (33 bytes). */
  deviceKey: base64(33),
  nonce: base64(32),
  /** Null while the device has none: then only enrolment is served. */
  certificate: SignedStatement.nullable(),
  proof: base64(64),
});
export const HubReady = z.object({ t: z.literal('hub-ready'), proof: base64(64) });
export const Sealed = z.object({
  t: z.literal('sealed'),
  /** Counts from 0 in each direction of a connection; a gap or a repeat closes it. */
  n: z.number().int().min(0),
  box: base64(largestSealed),
  signature: base64(64),
});
export const Mail = z.object({
  t: z.literal('mail'),
  kind: z.enum(['prekey', 'signal']),
  body: base64(maxFrameLength / 2),
});
export const Refused = z.object({
  t: z.literal('refused'),
  kind: z.enum(['version', 'proof', 'certificate', 'unknown-device', 'denied', 'frame', 'too-many', 'closing']),
});

export const FrameToDevice = z.discriminatedUnion('t', [HubHello, HubReady, Sealed, Mail, Refused]);
export const FrameToHub = z.discriminatedUnion('t', [DeviceHello, Sealed, Mail]);
export type FrameToDevice = z.infer<typeof FrameToDevice>;
export type FrameToHub = z.infer<typeof FrameToHub>;
