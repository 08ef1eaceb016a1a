import type { CustomerId } from '../../shared/domain/ids.ts';
import type { WritableDatabase } from './database.ts';

/** The agent may see nothing of the customer any more: what was begun with them goes, and is not told to the hub, which has its own. */
export function forgetBeginningsWith(database: WritableDatabase, customerId: CustomerId): void {
  database.run('DELETE FROM beginnings WHERE customer_id = ?', [customerId]);
}
