import { z } from 'zod';
import { InventoryRecord } from '../../domain/device.ts';
import { DeviceId, InventoryId } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';

/** A record, and the devices that match it and are not at their end. */
export const InventoryRow = InventoryRecord.extend({ devices: z.array(DeviceId) });
export type InventoryRow = z.infer<typeof InventoryRow>;

export const inventoryConsoleCalls = {
  'inventory.list': consoleCall({ permission: 'device.read', input: z.null(), output: z.array(InventoryRow) }),
  /**
   * CSV (RFC 4180) with a heading: `tag`, `serial`, `uuid`, `model`, `note`; the first and one of the
   * next two are needed. All of it is taken or nothing. A known tag is changed.
   */
  'inventory.import': consoleCall({
    permission: 'inventory.manage',
    input: z.object({ csv: z.string().max(2_000_000) }),
    output: z.object({ added: z.number().int(), changed: z.number().int(), same: z.number().int() }),
  }),
  'inventory.remove': consoleCall({ permission: 'inventory.manage', input: z.object({ record: InventoryId }), output: z.null() }),
};
