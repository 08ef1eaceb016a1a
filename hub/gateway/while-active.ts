import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';

/** One transaction, in which device and agent are still active. */
export function whileActive<T>(rooms: Rooms, live: LiveDevice, work: (tx: Tx) => Promise<T>): Promise<T | 'not-active'> {
  return rooms.store.transaction().execute(async (tx) => ((await userOf(tx, rooms, live.deviceId)) ? work(tx) : 'not-active'));
}

/** Whether the device has reported a posture that the policy does not refuse; says so where it has not. */
export function postureTaken(live: LiveDevice): boolean {
  if (live.verdict !== null && live.verdict !== 'refuse') return true;
  refuseSession(live, 'posture');
  return false;
}

export function refuseSession(live: LiveDevice, reason: Extract<ControlToDevice, { c: 'session-refused' }>['reason']): void {
  live.send({ c: 'session-refused', reason });
}
