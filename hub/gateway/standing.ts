import type { PublicKey } from '@signalapp/libsignal-client';
import type { DeviceHello, Refused } from '../../shared/contract/wire/index.ts';
import type { z } from 'zod';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { StatementError, verifyStatement } from '../../shared/trust/statement.ts';
import type { KnownDevice } from '../enrolment/devices.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';

/**
 * What a connection is served, decided from the hub's own records; a certificate can only take away.
 *
 * `expired`: approved, but its certificate has run out: it can renew that and nothing else.
 */
export type Standing =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'pending' | 'denied' | 'expired' | 'revoked' | 'wiped'; readonly device: KnownDevice }
  | { readonly kind: 'approved'; readonly device: KnownDevice; readonly certified: boolean }
  | { readonly kind: 'active'; readonly device: KnownDevice };

export type Refusal = { readonly kind: 'refused'; readonly why: z.infer<typeof Refused>['kind'] };

/** The proof of possession of `key` has been checked before. */
export async function standingOf(tx: Tx, rooms: Rooms, hello: z.infer<typeof DeviceHello>, key: PublicKey): Promise<Standing | Refusal> {
  const device = await rooms.devices.find(tx, hello.deviceId);
  if (!device) return hello.certificate ? { kind: 'refused', why: 'unknown-device' } : { kind: 'unknown' };
  // Another key under a known id: a copy that made a key of its own, or somebody trying.
  if (!device.key.equals(key)) return { kind: 'refused', why: 'unknown-device' };
  const certificate = hello.certificate ? certificateState(rooms, hello, key) : 'none';
  if (certificate === 'wrong') return { kind: 'refused', why: 'certificate' };
  switch (device.state) {
    case 'pending':
    case 'denied':
    case 'revoked':
    case 'wiped':
      return { kind: device.state, device };
    case 'approved':
      return certificate === 'expired' ? { kind: 'expired', device } : { kind: 'approved', device, certified: certificate === 'good' };
    case 'active':
      if (certificate === 'none') return { kind: 'refused', why: 'certificate' };
      return { kind: certificate === 'expired' ? 'expired' : 'active', device };
    default:
      device.state satisfies never;
      return { kind: 'refused', why: 'denied' };
  }
}

function certificateState(rooms: Rooms, hello: z.infer<typeof DeviceHello>, key: PublicKey): 'good' | 'expired' | 'wrong' {
  if (!hello.certificate) return 'wrong';
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

/** Takes the standing anew from the hub's records, for a connection that is open: something was decided meanwhile. */
export async function standingNow(tx: Tx, rooms: Rooms, deviceId: DeviceId, before: Standing): Promise<Standing> {
  const device = await rooms.devices.find(tx, deviceId);
  if (!device) return { kind: 'unknown' };
  switch (device.state) {
    case 'pending':
    case 'denied':
    case 'revoked':
    case 'wiped':
      return { kind: device.state, device };
    case 'approved':
      return { kind: 'approved', device, certified: before.kind === 'approved' && before.certified };
    case 'active':
      return before.kind === 'expired' ? { kind: 'expired', device } : { kind: 'active', device };
    default:
      device.state satisfies never;
      return { kind: 'denied', device };
  }
}
