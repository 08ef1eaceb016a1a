import type { Channel } from '../../../shared/domain/conversation.ts';
import type { SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import type { z } from 'zod';
import type { VaultOutput } from '../../boundary/vault-process.ts';
import type { ReadableDatabase } from '../database.ts';
import { positionAt } from '../message-position.ts';
import type { QueryInput } from '../vault-query.ts';
import { ftsExpression, parseSearchQuery, type SearchQuery } from './search-query.ts';
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

const filters = '(? IS NULL OR m.channel = ?) AND (? IS NULL OR c.status = ?)';

/**
 * The search's SQL, exported for the test of query plans. Positions come first, then the rows of
 * those that are shown. `CROSS JOIN` fixes the order: the index gives its hits newest first and the
 * filters look at those only, until there are enough.
 */
export const searchQueries = {
  matching: 'SELECT rowid AS position FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
  matchingFiltered: `SELECT m.position FROM search CROSS JOIN messages m ON m.position = search.rowid
     CROSS JOIN conversations c ON c.id = m.conversation_id
     WHERE search MATCH ? AND search.rowid < ? AND ${filters} ORDER BY search.rowid DESC LIMIT ?`,
  /** Filters without a word: among the newest messages. */
  filtered: `SELECT m.position FROM (SELECT * FROM messages WHERE position < ? ORDER BY position DESC LIMIT 20000) m
     CROSS JOIN conversations c ON c.id = m.conversation_id
     WHERE ${filters} ORDER BY m.position DESC LIMIT ?`,
  row: `SELECT m.position, m.id, m.conversation_id, c.customer_name, coalesce(m.subject, c.subject) AS subject, m.channel, m.sent_at, m.text
     FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.position = ?`,
} as const;

/** A hit on the word as typed counts as sent so much later than one on its beginning. */
const exactAdvantage = positionAt(30 * 24 * 60 * 60 * 1000);

/** Messages that hold every word of the query; recent ones and exact hits first. */
export function searchMessages(database: ReadableDatabase, input: QueryInput<'search.messages'>): VaultOutput<'search.messages'> {
  const query = parseSearchQuery(input.query);
  const found = find(database, query, input.limit + 1);
  const highlight = highlighter(query);
  const hits = found.slice(0, input.limit).flatMap((position) => {
    const row = database.row<FoundRow>(searchQueries.row, [position]);
    // A message whose conversation has not come yet.
    return row === undefined ? [] : [hitOf(row, highlight)];
  });
  return { hits, truncated: found.length > input.limit };
}

function find(database: ReadableDatabase, query: SearchQuery, limit: number): number[] {
  const before = query.before === null ? Number.MAX_SAFE_INTEGER : positionAt(query.before);
  const filtered = query.channel !== null || query.status !== null;
  const filter = [query.channel, query.channel, query.status, query.status];
  const matching = (expression: string): number[] =>
    filtered
      ? positions(database, searchQueries.matchingFiltered, [expression, before, ...filter, limit])
      : positions(database, searchQueries.matching, [expression, before, limit]);

  const exact = ftsExpression(query, true);
  if (exact === null) return filtered || query.before !== null ? positions(database, searchQueries.filtered, [before, ...filter, limit]) : [];
  const beginning = ftsExpression(query, false);
  if (beginning === null || beginning === exact) return matching(exact);
  const begun = matching(beginning);
  return begun.length === 0 ? [] : ranked(matching(exact), begun, limit);
}

function positions(database: ReadableDatabase, sql: string, parameters: (string | number | null)[]): number[] {
  return database.rows<{ position: number }>(sql, parameters).map((row) => row.position);
}

function ranked(exact: readonly number[], begun: readonly number[], limit: number): number[] {
  const scores = new Map<number, number>(begun.map((position) => [position, position]));
  for (const position of exact) scores.set(position, position + exactAdvantage);
  return [...scores.entries()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([position]) => position);
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
