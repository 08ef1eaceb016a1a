import type { Clock } from '../../shared/domain/clock.ts';
import { setRemoteId } from '../conversations/messages.ts';
import type { Envelope, Tx } from '../ports.ts';
import { goOn, markStatus, type StatusDeps } from './message-status.ts';
import { partReached, wholeStatus } from './parts.ts';

export interface ConcludeDeps extends StatusDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
}

/** Whether a part has not gone out as far as is known: the channel's own news may have overtaken the answer to its attempt. */
export async function stillWaits(tx: Tx, messageId: string, position: number): Promise<boolean> {
  const row = await tx.selectFrom('delivery_parts').select('status').where('message_id', '=', messageId).where('position', '=', position).executeTakeFirst();
  return row?.status === 'accepted';
}

/** Notes what became of a part for good. Then the next one has its turn, or the message is where the worst of its parts is. */
export async function concludePart(tx: Tx, deps: ConcludeDeps, messageId: string, position: number, reached: { readonly status: 'sent' | 'failed'; readonly failure: string | null; readonly remoteId: string | null }): Promise<void> {
  const fresh = await partReached(tx, deps.envelope, { message_id: messageId, position }, reached);
  if (position === 0 && reached.remoteId !== null) {
    const row = await tx.selectFrom('messages').select(['id', 'customer_id', 'message_id']).where('id', '=', messageId).executeTakeFirstOrThrow();
    // Customers answer to the first part.
    if (row.message_id === null) await setRemoteId(tx, deps.envelope, row, reached.remoteId);
  }
  const whole = fresh ? await wholeStatus(tx, messageId) : null;
  // News of it came before, and has let the next part go on.
  if (whole === null) return;
  if (whole.status !== 'failed' && !whole.sent) return goOn(tx, messageId, deps.clock.now());
  await tx.updateTable('deliveries').set({ state: whole.sent ? 'sent' : 'failed', finished_at: deps.clock.now() }).where('message_id', '=', messageId).execute();
  await markStatus(tx, deps, messageId, whole.status, whole.failure);
}
