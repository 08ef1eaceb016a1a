import type { HubEvent } from '../../shared/contract/wire/mail.ts';
import { customersWords } from '../../shared/contract/wire/news.ts';
import { type Channel, concerns } from '../../shared/domain/conversation.ts';
import type { AgentId, ConversationId } from '../../shared/domain/ids.ts';
import { firstName } from '../../shared/domain/notices.ts';
import type { News, NewsItem, VaultInput } from '../boundary/vault-process.ts';
import type { ReadableDatabase } from './database.ts';
import { followersIn } from './pending-work.ts';

export const noNews: News = { arrived: [], assigned: [] };

/**
 * What of the hub's events is news to the agent; asked before they are stored. What is filled in from before is none, nor
 * is what the agent took by herself, here or on another laptop: there it stands as hers already.
 */
export function newsIn(database: ReadableDatabase, agentId: string, events: readonly HubEvent[]): News {
  if (events.some(({ e }) => e === 'backfill.page')) return noNews;
  const given = events.flatMap((event) => (event.e === 'conversation' && event.conversation.assigneeId === agentId ? [event.conversation.id] : []));
  const assigned = given.filter((id) => database.row<{ assignee_id: string | null }>('SELECT assignee_id FROM conversations WHERE id = ?', [id])?.assignee_id !== agentId);
  return { arrived: customersWords(events).map(({ conversationId }) => conversationId), assigned: [...new Set(assigned)] };
}

interface Row {
  readonly id: ConversationId;
  readonly assignee_id: AgentId | null;
  readonly followers: string;
  readonly unread: number;
  readonly channel: Channel;
  readonly customer_name: string;
}

/** How the conversations of a notification stand, in the order they are asked for; those that are gone are left out. */
export function lookAtNews(database: ReadableDatabase, agentId: string, { ids, names }: VaultInput<'news.look'>): NewsItem[] {
  return ids.flatMap((id) => {
    const row = database.row<Row>('SELECT id, assignee_id, followers, unread, channel, customer_name FROM conversations WHERE id = ?', [id]);
    if (row === undefined) return [];
    const whose = concerns({ assigneeId: row.assignee_id, followers: followersIn(row.followers) }, agentId) ? 'mine' : row.assignee_id === null ? 'nobody' : 'other';
    return [{ id: row.id, whose, unread: row.unread === 1, channel: row.channel, firstName: names ? firstName(row.customer_name) : null }];
  });
}

/** The agent's open conversations that are to be answered in a span of time, the first due first. */
export function dueNews(database: ReadableDatabase, agentId: string, { after, until }: VaultInput<'news.due'>): ConversationId[] {
  return database
    .rows<{ id: ConversationId }>("SELECT id FROM conversations WHERE assignee_id = ? AND active = 1 AND status = 'open' AND due_at > ? AND due_at <= ? ORDER BY due_at LIMIT 200", [agentId, after, until])
    .map(({ id }) => id);
}
