import type { HubEvent } from '../../../shared/contract/wire/index.ts';
import { type Channel } from '../../../shared/domain/conversation.ts';
import { MessageId } from '../../../shared/domain/ids.ts';
import type { Envelope, Tx } from '../../ports.ts';
import type { ConversationTable, MessageTable } from '../../store/tables/conversations.ts';
import { openContent, toMessage } from '../messages.ts';

/** What belongs to a message and says in which conversation it is. */
const beside = ['attachments', 'deliveries', 'file_releases', 'reveals', 'mistakes', 'recoverable_findings'] as const;

/**
 * Puts messages into another conversation of the same customer, among those that are there, by when they were sent; what
 * belongs to them goes along. Their revision grows, so that devices move their copies; so does that of others there which
 * share a moment, because devices tell those apart by their positions.
 * @returns the messages of which devices are told, as they are now, oldest first
 */
export async function moveMessages(tx: Tx, moving: readonly MessageTable[], to: string): Promise<MessageTable[]> {
  const [first] = moving.toSorted(inTime);
  if (first === undefined) return [];
  const ids = moving.map(({ id }) => id);
  for (const table of beside) await tx.updateTable(table).set({ conversation_id: to }).where('message_id', 'in', ids).execute();
  // What stands before the first of them keeps its place. Positions only grow: none is ever in two hands.
  const behind = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', to).where('sent_at', '>=', first.sent_at).execute();
  const { last } = await tx.selectFrom('messages').select((e) => e.fn.max('position').as('last')).where('conversation_id', 'in', [to, ...new Set(moving.map((row) => row.conversation_id))]).executeTakeFirstOrThrow();
  const moved: MessageTable[] = [];
  const isMoving = new Set(ids);
  const inOrder = [...moving, ...behind].toSorted(inTime);
  for (const [place, row] of inOrder.entries()) {
    const position = (last ?? 0) + 1 + place;
    const isTold = isMoving.has(row.id) || inOrder[place - 1]?.sent_at === row.sent_at || inOrder[place + 1]?.sent_at === row.sent_at;
    const now = { ...row, conversation_id: to, position, revision: row.revision + (isTold ? 1 : 0) };
    await tx.updateTable('messages').set({ conversation_id: now.conversation_id, position, revision: now.revision }).where('id', '=', row.id).execute();
    if (isTold) moved.push(now);
  }
  return moved;
}

/** By when they were sent; what was sent in one moment, as it was stored. */
export function inTime(one: Pick<MessageTable, 'sent_at' | 'position'>, other: Pick<MessageTable, 'sent_at' | 'position'>): number {
  return one.sent_at - other.sent_at || one.position - other.position;
}

/** What a list shows of a conversation after its messages came or went. */
export async function newestIn(tx: Tx, envelope: Envelope, conversation: Pick<ConversationTable, 'id' | 'created_at'>): Promise<{ readonly last_message_at: number; readonly newest: string }> {
  const said = tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversation.id).orderBy('sent_at', 'desc').orderBy('position', 'desc');
  const row = (await said.where('kind', 'in', ['inbound', 'outbound']).executeTakeFirst()) ?? (await said.where('kind', '=', 'note').executeTakeFirst());
  return row === undefined ? { last_message_at: conversation.created_at, newest: '' } : { last_message_at: row.sent_at, newest: (await openContent(tx, envelope, row)).text };
}

/** For devices that show where the messages are now. */
export async function movedEvents(tx: Tx, envelope: Envelope, moved: readonly MessageTable[], channel: Channel): Promise<HubEvent[]> {
  const events: HubEvent[] = [];
  for (const row of moved) events.push({ e: 'message.replaced', message: await toMessage(tx, envelope, row, channel) });
  return events;
}

/** For devices that do not: their copies go. */
export function removedEvents(moved: readonly Pick<MessageTable, 'id'>[]): HubEvent[] {
  return moved.map(({ id }) => ({ e: 'message.removed', messageId: MessageId.parse(id) }));
}
