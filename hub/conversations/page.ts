import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { can } from '../../shared/domain/permission.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { maySee } from './audience.ts';
import { conversationEvent } from './conversations.ts';
import { removedEvents } from './joining/move-messages.ts';
import { newestMessages, toMessage } from './messages.ts';
import { pastSentAlong } from './past.ts';

export interface PageCursor {
  readonly at: number;
  readonly id: string;
}

export interface PageOptions {
  readonly after: PageCursor | null;
  readonly since: number;
  readonly limit: number;
}

/**
 * Back-fill goes by the time a conversation began, which never changes, so that news arriving in
 * between moves nothing past the cursor. Open ones come first; a cursor among the resolved ones has
 * this added to its time. One that is opened again meanwhile is fanned out with its past.
 */
const amongResolved = 4_000_000_000_000_000;
const newest = 8_000_000_000_000;
const lastId = 'ffffffff-ffff-4fff-bfff-ffffffffffff';

/** A page ends when it holds this much, whatever the limit: one mail to a device holds 2,000 events and 4 MiB in base64. */
const maxEvents = 1_800;
const maxCharacters = 1_000_000;
/** Rows read at a time. */
const candidates = 100;

/** One page of back-fill: the conversations the agent may see, each followed by its messages. */
export async function page(tx: Tx, envelope: Envelope, agent: Agent, { after, since, limit }: PageOptions): Promise<{ readonly events: HubEvent[]; readonly next: PageCursor | null }> {
  const events: HubEvent[] = [];
  let size = 0;
  let count = 0;
  let cursor = after;
  for (;;) {
    const resolved = cursor !== null && cursor.at >= amongResolved;
    const rows = await nextConversations(tx, agent, cursor, resolved, since);
    for (const row of rows) {
      const position = { at: row.created_at + (resolved ? amongResolved : 0), id: row.id };
      if (maySee(agent, row)) {
        const batch = [...(await takenOut(tx, agent, row)), ...(await conversationWithMessages(tx, envelope, row))];
        const length = JSON.stringify(batch).length;
        if (count > 0 && (count >= limit || events.length + batch.length > maxEvents || size + length > maxCharacters)) return { events, next: cursor };
        events.push(...batch);
        size += length;
        count += 1;
      }
      cursor = position;
    }
    if (rows.length === candidates) continue;
    if (resolved) return { events, next: null };
    cursor = { at: amongResolved + newest, id: lastId };
  }
}

async function nextConversations(tx: Tx, agent: Agent, cursor: PageCursor | null, resolved: boolean, since: number): Promise<ConversationTable[]> {
  let query = tx.selectFrom('conversations').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(candidates);
  query = resolved ? query.where('status', '=', 'resolved').where('last_message_at', '>=', since) : query.where('status', '!=', 'resolved');
  if (cursor !== null) {
    const at = cursor.at - (resolved ? amongResolved : 0);
    query = query.where((e) => e.or([e('created_at', '<', at), e.and([e('created_at', '=', at), e('id', '<', cursor.id)])]));
  }
  // Those who see only what is assigned to them: the database need not read the rest.
  if (!can(agent.roles, 'conversation.read.all') && !can(agent.roles, 'conversation.read.team')) query = query.where('assignee_id', '=', agent.id);
  return query.execute();
}

/** A conversation and its newest messages, oldest first, within the size of a page. */
async function conversationWithMessages(tx: Tx, envelope: Envelope, row: ConversationTable): Promise<HubEvent[]> {
  const messages: HubEvent[] = [];
  let room = maxCharacters;
  for (const message of (await newestMessages(tx, row.id, pastSentAlong)).toReversed()) {
    const whole = await toMessage(tx, envelope, message, row.channel);
    // HTML goes first when there is too little room: the text says the same.
    const fitting = JSON.stringify(whole).length <= room ? whole : { ...whole, html: null };
    const length = JSON.stringify(fitting).length;
    if (length > room && messages.length > 0) break;
    room -= length;
    messages.push({ e: 'message', message: fitting });
  }
  return [await conversationEvent(tx, envelope, row), ...messages.toReversed()];
}

/** Messages that a merge, or its undoing, has taken to where the agent does not see them: that was said once, and may have been in a mailbox that is gone. */
async function takenOut(tx: Tx, agent: Agent, { id }: ConversationTable): Promise<HubEvent[]> {
  const moved = await tx
    .selectFrom('conversation_merges')
    .innerJoin('conversation_merge_messages', 'conversation_merge_messages.merge_id', 'conversation_merges.id')
    .innerJoin('messages', 'messages.id', 'conversation_merge_messages.message_id')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.id', 'conversations.assignee_id', 'conversations.team_id'])
    .distinct()
    .where((e) => e.or([e('conversation_merges.from_id', '=', id), e('conversation_merges.into_id', '=', id)]))
    .where('messages.conversation_id', '!=', id)
    .orderBy('messages.id')
    .execute();
  return removedEvents(moved.filter((now) => !maySee(agent, now)));
}
