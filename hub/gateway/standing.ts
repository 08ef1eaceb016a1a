import type { PublicKey } from '@signalapp/libsignal-client';
import type { DeviceHello, Refused } from '../../shared/contract/wire/index.ts';
import type { z } from 'zod';
import { StatementError, verifyStatement } from '../../shared/trust/statement.ts';
import type { KnownDevice } from '../enrolment/devices.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';

/**
 * What a connection is served, decided from the hub's own records; a certificate can only take away.
 *
 * `expired`: set up and approved, but its certificate has run out: it can renew that and nothing else.
 */
export type Standing =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'pending' | 'approved' | 'active' | 'expired' | 'suspended' | 'denied' | 'revoked' | 'wiped'; readonly device: KnownDevice };

/** Of the certificate that a connection has shown or was given since. */
export type CertificateState = 'none' | 'good' | 'expired';

export type Greeting =
  | { readonly kind: 'served'; readonly device: KnownDevice | null; readonly certificate: CertificateState }
  | { readonly kind: 'refused'; readonly why: z.infer<typeof Refused>['kind'] };

/** Judges a hello. The proof of possession of `key` has been checked before. */
export async function greet(tx: Tx, rooms: Rooms, hello: z.infer<typeof DeviceHello>, key: PublicKey): Promise<Greeting> {
  const device = await rooms.devices.find(tx, hello.deviceId);
  if (!device) return hello.certificate ? { kind: 'refused', why: 'unknown-device' } : { kind: 'served', device, certificate: 'none' };
  // Another key under a known id: a copy that made a key of its own, or somebody trying.
  if (!device.key.equals(key)) return { kind: 'refused', why: 'unknown-device' };
  const certificate = certificateState(rooms, hello, key);
  if (certificate === 'wrong') return { kind: 'refused', why: 'certificate' };
  if (certificate === 'none' && device.state === 'active') return { kind: 'refused', why: 'certificate' };
  return { kind: 'served', device, certificate };
}

/** From the hub's records as they are now. */
export function standingOf(device: KnownDevice | null, certificate: CertificateState): Standing {
  if (!device) return { kind: 'unknown' };
  switch (device.state) {
    case 'pending':
    // Nothing is in its vault yet, and the first share is given against the key's proof alone: so is a new certificate.
    case 'approved':
    case 'suspended':
    case 'denied':
    case 'revoked':
    case 'wiped':
      return { kind: device.state, device };
    case 'active':
      return { kind: certificate === 'good' ? 'active' : 'expired', device };
    default:
      device.state satisfies never;
      return { kind: 'denied', device };
  }
}

function certificateState(rooms: Rooms, hello: z.infer<typeof DeviceHello>, key: PublicKey): CertificateState | 'wrong' {
  if (!hello.certificate) return 'none';
  try {
    const { payload, notAfter } = verifyStatement('device-certificate', hello.certificate, rooms.organisation.hubKey.getPublicKey(), 'any');
    const mine = payload.deviceId === hello.deviceId && payload.deviceKey === Buffer.from(key.serialize()).toString('base64');
    if (!mine) return 'wrong';
    return notAfter > rooms.clock.now() ? 'good' : 'expired';
  } catch (error) {
    if (error instanceof StatementError) return 'wrong';
    throw error;
  }
}
