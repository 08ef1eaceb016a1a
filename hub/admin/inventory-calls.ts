import type { DeviceState } from '../../shared/domain/device.ts';
import { readInventoryCsv, CsvMachine } from '../enrolment/inventory-csv.ts';
import { adminCall } from './admin-call.ts';
import { consoleAdminCalls } from './console-call.ts';

const atTheirEnd: readonly DeviceState[] = ['denied', 'revoked', 'wiped'];

export const inventoryCalls = {
  ...consoleAdminCalls({
    'inventory.list': async ({ rooms }) => {
      const devices = (await rooms.deviceCards.list(rooms.store)).filter(({ state }) => !atTheirEnd.includes(state));
      const records = await rooms.store.transaction().execute((tx) => rooms.inventory.list(tx));
      return records.map((record) => ({
        ...record,
        devices: devices.filter(({ inventory }) => inventory.kind === 'listed' && inventory.tag === record.tag).map(({ id }) => id),
      }));
    },
    'inventory.import': ({ rooms, actor }, { csv }) => {
      const machines = readInventoryCsv(csv);
      return rooms.store.transaction().execute((tx) => rooms.inventory.put(tx, actor, machines));
    },
    // An invite for a machine that is gone can be used on none.
    'inventory.remove': ({ rooms, actor }, { record }) =>
      rooms.store.transaction().execute(async (tx) => {
        await rooms.inventory.remove(tx, actor, record);
        await rooms.invites.cancelAllOf(tx, actor, { asset: record });
        return null;
      }),
  }),
  /** One machine by hand. */
  'inventory.add': adminCall({ input: CsvMachine, run: ({ rooms, actor }, machine) => rooms.store.transaction().execute((tx) => rooms.inventory.add(tx, actor, machine)) }),
};
