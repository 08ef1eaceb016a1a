import type { CustomerId } from '../../shared/domain/ids.ts';
import type { WritableDatabase } from './database.ts';

/** The customer has been erased: what the files were sealed under that were brought for it goes, too. Their rows and files are swept. */
export function eraseBeginningsWith(database: WritableDatabase, customerId: CustomerId): void {
  database.run("UPDATE outgoing_files SET key = x'', name = '' WHERE kind = 'start' AND message_id IS NULL AND conversation_id IN (SELECT id FROM beginnings WHERE customer_id = ?)", [customerId]);
  forgetBeginningsWith(database, customerId);
}

/** The agent may see nothing of the customer any more: what was begun with them goes, and is not told to the hub, which has its own. */
export function forgetBeginningsWith(database: WritableDatabase, customerId: CustomerId): void {
  database.run('DELETE FROM beginnings WHERE customer_id = ?', [customerId]);
}
