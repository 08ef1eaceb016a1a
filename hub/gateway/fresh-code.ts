import { sameSecret } from '../../shared/trust/handshake.ts';
import type { FactorKind } from '../enrolment/second-factors.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { FreshCode, LiveDevice } from './live-device.ts';

/** What kind of code `fresh` was, when it is the one shown now and nothing has ended since what it was of; null otherwise. */
export async function freshly(rooms: Rooms, tx: Tx, { deviceId }: LiveDevice, fresh: FreshCode | null, code: string): Promise<FactorKind | null> {
  if (fresh === null || !sameSecret(Buffer.from(fresh.code), Buffer.from(code))) return null;
  return (await rooms.codes.stillStands(tx, deviceId, fresh.kind)) ? fresh.kind : null;
}
