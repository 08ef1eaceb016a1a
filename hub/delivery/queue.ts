import type { Tx } from '../ports.ts';

/** Puts a stored message into the queue of its channel. Once per message, whatever is repeated. */
export async function queueDelivery(tx: Tx, delivery: { readonly messageId: string; readonly conversationId: string; readonly channelId: string; readonly now: number }): Promise<void> {
  await tx
    .insertInto('deliveries')
    .values({
      message_id: delivery.messageId,
      channel_id: delivery.channelId,
      conversation_id: delivery.conversationId,
      state: 'waiting',
      attempts: 0,
      next_try_at: delivery.now,
      created_at: delivery.now,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute();
}
