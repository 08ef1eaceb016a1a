import type { Channel } from '../../../shared/domain/conversation.ts';
import type { SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import type { z } from 'zod';
import type { VaultOutput } from '../../boundary/vault-process.ts';
import type { ReadableDatabase } from '../database.ts';
import { positionAt } from '../message-position.ts';
import type { QueryInput } from '../vault-query.ts';
import { ftsExpression, hasPrefix, parseSearchQuery, type SearchQuery } from './search-query.ts';
import { highlighter, type Highlighter } from './snippet.ts';

interface FoundRow {
  readonly position: number;
  readonly id: string;
  readonly conversation_id: string;
  readonly customer_name: string;
  readonly subject: string;
  readonly channel: z.infer<typeof Channel>;
  readonly sent_at: number;
  readonly text: string;
}

const columns = 'm.position, m.id, m.conversation_id, c.customer_name, coalesce(m.subject, c.subject) AS subject, m.channel, m.sent_at, m.text';
const filters = '(? IS NULL OR m.channel = ?) AND (? IS NULL OR c.status = ?)';

/**
 * The search's SQL, exported for the test of query plans. `CROSS JOIN` fixes the order: the index
 * gives its hits newest first and the rest is looked up for those only, until there are enough.
 */
export const searchQueries = {
  matching: `SELECT ${columns} FROM search CROSS JOIN messages m ON m.position = search.rowid
     CROSS JOIN conversations c ON c.id = m.conversation_id
     WHERE search MATCH ? AND search.rowid < ? AND ${filters} ORDER BY search.rowid DESC LIMIT ?`,
  /** Filters without a word: among the newest messages. */
  filtered: `SELECT ${columns} FROM (SELECT * FROM messages WHERE position < ? ORDER BY position DESC LIMIT 20000) m
     CROSS JOIN conversations c ON c.id = m.conversation_id
     WHERE ${filters} ORDER BY m.position DESC LIMIT ?`,
} as const;

/** A hit on the word as typed counts as sent so much later than one on its beginning. */
const exactAdvantage = positionAt(30 * 24 * 60 * 60 * 1000);

/** Messages that hold every word of the query; recent ones and exact hits first. */
export function searchMessages(database: ReadableDatabase, input: QueryInput<'search.messages'>): VaultOutput<'search.messages'> {
  const query = parseSearchQuery(input.query);
  const found = find(database, query, input.limit + 1);
  const highlight = highlighter(query);
  return { hits: found.slice(0, input.limit).map((row) => hitOf(row, highlight)), truncated: found.length > input.limit };
}

function find(database: ReadableDatabase, query: SearchQuery, limit: number): FoundRow[] {
  const exact = ftsExpression(query, true);
  if (exact === null) {
    if (query.channel === null && query.status === null && query.before === null) return [];
    return database.rows<FoundRow>(searchQueries.filtered, parameters(query, limit));
  }
  const asTyped = database.rows<FoundRow>(searchQueries.matching, [exact, ...parameters(query, limit)]);
  if (!hasPrefix(query)) return asTyped;
  const beginning = ftsExpression(query, false);
  const begun = database.rows<FoundRow>(searchQueries.matching, [beginning, ...parameters(query, limit)]);
  return ranked(asTyped, begun, limit);
}

function parameters(query: SearchQuery, limit: number): (string | number | null)[] {
  const before = query.before === null ? Number.MAX_SAFE_INTEGER : positionAt(query.before);
  return [before, query.channel, query.channel, query.status, query.status, limit];
}

function ranked(exact: readonly FoundRow[], begun: readonly FoundRow[], limit: number): FoundRow[] {
  const scored = new Map<number, { row: FoundRow; score: number }>();
  for (const row of begun) scored.set(row.position, { row, score: row.position });
  for (const row of exact) scored.set(row.position, { row, score: row.position + exactAdvantage });
  return [...scored.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ row }) => row);
}

function hitOf(row: FoundRow, highlight: Highlighter): z.infer<typeof SearchHit> {
  return {
    messageId: row.id as SearchHit['messageId'],
    conversationId: row.conversation_id as SearchHit['conversationId'],
    customerName: row.customer_name,
    subject: row.subject,
    channel: row.channel,
    sentAt: row.sent_at,
    snippet: highlight(row.text),
  };
}
