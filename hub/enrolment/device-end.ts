import type { Tx } from '../ports.ts';
import type { DeviceTable } from '../store/tables/trust.ts';
import { DeviceError, type Order } from './device-records.ts';

/** Destroys all that a device could open or be sent anything with: share, authenticator, sessions, mail. */
export async function destroyAllOf(tx: Tx, id: string): Promise<void> {
  for (const table of ['hub_sessions', 'mailbox', 'unconfirmed_purges', 'device_unlock'] as const) {
    await tx.deleteFrom(table).where('device_id', '=', id).execute();
  }
  await tx.updateTable('signal_sessions').set({ record: null, identity_key: null, started_at: null }).where('device_id', '=', id).execute();
}

/** @throws DeviceError `device-not-approved` */
export function refuseEnd(state: DeviceTable['state'], ordered: Order['type'] | null, type: Order['type']): void {
  switch (state) {
    case 'approved':
    case 'active':
      return;
    case 'revoked':
      if (type === 'wipe-order' && ordered === 'revocation') return;
      // A second order would have a serial of its own, and the receipt for the first would not fit it.
      throw new DeviceError('device-not-approved', ordered === 'wipe-order' ? 'This device has been ordered to wipe already.' : 'This device is revoked already. To have everything on it destroyed, order a wipe.');
    case 'pending':
      throw new DeviceError('device-not-approved', 'This device waits for approval: there is nothing to end. Deny it instead.');
    case 'denied':
    case 'wiped':
      throw new DeviceError('device-not-approved', `This device is ${state}: there is nothing to end.`);
  }
}
