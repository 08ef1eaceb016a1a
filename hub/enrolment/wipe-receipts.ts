import type { PublicKey } from '@signalapp/libsignal-client';
import type { SignedStatement, StatementPayload } from '../../shared/trust/statement-schema.ts';
import { verifyStatement } from '../../shared/trust/statement.ts';
import type { Audit, Tx } from '../ports.ts';
import type { DeviceTable } from '../store/tables/trust.ts';
import { destroyAllOf } from './device-end.ts';
import { DeviceError, type DeviceRecords } from './device-records.ts';
import type { KnownDevice } from './devices.ts';

export interface WipeReceiptRooms {
  readonly audit: Audit;
  readonly records: DeviceRecords;
  readonly hubKey: PublicKey;
}

/** What devices sign when they have destroyed everything: because IT ordered it, or by themselves. */
export class WipeReceipts {
  readonly #rooms: WipeReceiptRooms;

  constructor(rooms: WipeReceiptRooms) {
    this.#rooms = rooms;
  }

  /** Takes a receipt; once more after an answer that was lost. @throws DeviceError `receipt-refused`; StatementError */
  async take(tx: Tx, device: KnownDevice, receipt: SignedStatement): Promise<void> {
    const row = await this.#rooms.records.row(tx, device.id);
    const { payload } = verifyStatement('wipe-receipt', receipt, device.key, 'any');
    if (payload.deviceId !== device.id) throw new DeviceError('receipt-refused', 'The receipt is of another device.');
    this.#refuse(row, payload);
    if (row.state === 'wiped') return;
    await destroyAllOf(tx, device.id);
    await tx
      .updateTable('devices')
      .set({ state: 'wiped', receipt: JSON.stringify(receipt), certificate: null, lease: null, suspension: null, suspended_at: null })
      .where('id', '=', device.id)
      .execute();
    const { orderSerial, cause } = payload;
    await this.#rooms.audit.append(tx, { actor: `device:${device.id}`, action: 'device.wiped', subject: device.id, detail: { orderSerial, cause } });
  }

  #refuse(row: DeviceTable, { cause, orderSerial }: StatementPayload<'wipe-receipt'>): void {
    switch (cause) {
      case 'ordered': {
        const order = this.#rooms.records.order(row);
        if (order?.type !== 'wipe-order') throw new DeviceError('receipt-refused', 'No wipe was ordered for this device.');
        if (orderSerial !== verifyStatement('wipe-order', order.statement, this.#rooms.hubKey, 'any').serial) throw new DeviceError('receipt-refused', 'The receipt is not for the order.');
        return;
      }
      case 'forgotten':
      case 'duress':
        if (orderSerial !== 0) throw new DeviceError('receipt-refused', 'A device that wipes itself follows no order.');
        return refuseOwn(row.state);
    }
  }
}

/** Only who had something to destroy: one that is being taken in, or was never let in, holds nothing of ours. */
function refuseOwn(state: DeviceTable['state']): void {
  switch (state) {
    case 'approved':
    case 'active':
    case 'revoked':
    case 'wiped':
      return;
    case 'pending':
    case 'denied':
      throw new DeviceError('receipt-refused', `This device is ${state}: there is nothing on it.`);
  }
}
