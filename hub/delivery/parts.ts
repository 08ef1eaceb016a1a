import { messageIdIndex } from '../conversations/messages.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { DeliveryPartTable } from '../store/tables/channels.ts';
import { statusOrder } from './message-status.ts';

/** Where a message stands that goes out as several of the channel's: the worst of its parts. */
export interface WholeStatus {
  readonly status: DeliveryPartTable['status'];
  readonly failure: string | null;
  /** Every part has gone out. */
  readonly sent: boolean;
}

/** Once per message, whatever is repeated. @returns the part whose turn it is; null where all have gone out, or its customer was erased meanwhile and none is to go any more */
export async function nextPart(tx: Tx, messageId: string, count: number): Promise<number | null> {
  if ((await tx.selectFrom('deliveries').select('state').where('message_id', '=', messageId).executeTakeFirst()) === undefined) return null;
  const rows = Array.from({ length: count }, (_, position): DeliveryPartTable => ({ message_id: messageId, position, tried: 0, status: 'accepted', failure: null, remote_id_index: null }));
  await tx.insertInto('delivery_parts').values(rows).onConflict((conflict) => conflict.columns(['message_id', 'position']).doNothing()).execute();
  return (await partsOf(tx, messageId)).find(({ status }) => status === 'accepted')?.position ?? null;
}

/** Noted before it is tried: a hub that stops in between tries it again under the same name, and no other part. */
export async function partTried(db: Store, messageId: string, position: number): Promise<void> {
  await db.updateTable('delivery_parts').set({ tried: 1 }).where('message_id', '=', messageId).where('position', '=', position).execute();
}

/**
 * Notes what became of a part, by the answer or by the channel's news, which come in any order: only what is news has an effect.
 * @returns whether it had not gone out before
 */
export async function partReached(tx: Tx, envelope: Envelope, part: Pick<DeliveryPartTable, 'message_id' | 'position'>, reached: { readonly status: DeliveryPartTable['status']; readonly failure: string | null; readonly remoteId: string | null }): Promise<boolean> {
  const one = tx.selectFrom('delivery_parts').selectAll().where('message_id', '=', part.message_id).where('position', '=', part.position);
  const row = await one.executeTakeFirst();
  if (row === undefined) return false;
  const remote = row.remote_id_index ?? (reached.remoteId === null ? null : messageIdIndex(envelope, reached.remoteId));
  const further = statusOrder[reached.status] > statusOrder[row.status];
  await tx
    .updateTable('delivery_parts')
    .set({ remote_id_index: remote, ...(further ? { status: reached.status, failure: reached.failure } : {}) })
    .where('message_id', '=', part.message_id)
    .where('position', '=', part.position)
    .execute();
  return further && row.status === 'accepted';
}

export async function partByRemoteId(tx: Tx, envelope: Envelope, channelId: string, remoteId: string): Promise<DeliveryPartTable | null> {
  const row = await tx
    .selectFrom('delivery_parts')
    .innerJoin('deliveries', 'deliveries.message_id', 'delivery_parts.message_id')
    .selectAll('delivery_parts')
    .where('delivery_parts.remote_id_index', '=', messageIdIndex(envelope, remoteId))
    .where('deliveries.channel_id', '=', channelId)
    .executeTakeFirst();
  return row ?? null;
}

export function partsOf(tx: Tx, messageId: string): Promise<DeliveryPartTable[]> {
  return tx.selectFrom('delivery_parts').selectAll().where('message_id', '=', messageId).orderBy('position').execute();
}

/** Null for a message that is one of the channel's. */
export async function wholeStatus(tx: Tx, messageId: string): Promise<WholeStatus | null> {
  const parts = await partsOf(tx, messageId);
  if (parts.length === 0) return null;
  const failed = parts.find(({ status }) => status === 'failed');
  if (failed !== undefined && parts.every(({ status }) => status === 'failed' || status === 'accepted')) return { status: 'failed', failure: failed.failure, sent: false };
  if (failed !== undefined) return { status: 'failed', failure: `This went out as ${parts.length} messages. Message ${failed.position + 1} failed: ${failed.failure ?? ''}`.trim(), sent: false };
  const status = parts.reduce((worst, part) => (statusOrder[part.status] < statusOrder[worst] ? part.status : worst), 'read' as DeliveryPartTable['status']);
  return { status, failure: null, sent: status !== 'accepted' };
}
