import { CustomerId } from '../../shared/domain/ids.ts';
import { addressOf } from '../conversations/customers.ts';
import { openContent } from '../conversations/messages.ts';
import type { Beginning, Envelope, Tx } from '../ports.ts';

/** The newest conversations that a trial of rules looks at. */
const looked = 500;

/** How the newest conversations began: what a rule would have looked at then. */
export async function beginnings(tx: Tx, envelope: Envelope): Promise<Beginning[]> {
  const rows = await tx
    .selectFrom('conversations')
    .innerJoin('messages', 'messages.conversation_id', 'conversations.id')
    .selectAll('messages')
    .select(['conversations.channel', 'conversations.channel_id'])
    .where('messages.position', '=', 1)
    .where('messages.kind', '=', 'inbound')
    .orderBy('conversations.created_at', 'desc')
    .orderBy('conversations.id', 'desc')
    .limit(looked)
    .execute();
  const began: Beginning[] = [];
  for (const row of rows) {
    const { subject, text } = await openContent(tx, envelope, row);
    const sender = row.channel === 'email' ? await addressOf(tx, envelope, CustomerId.parse(row.customer_id), 'email') : null;
    began.push({ channelId: row.channel_id, sender: sender?.toLowerCase() ?? null, subject: subject ?? '', text, at: row.sent_at });
  }
  return began;
}
