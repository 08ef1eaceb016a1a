import type { Channel } from '../../../shared/domain/conversation.ts';
import type { SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import type { z } from 'zod';
import type { VaultOutput } from '../../boundary/vault-process.ts';
import type { ReadableDatabase, SqlParameters } from '../database.ts';
import { positionAt, timeOf } from '../message-position.ts';
import type { QueryInput } from '../vault-query.ts';
import { Budget } from './budget.ts';
import { filterParameters, fits, isFiltered, narrowed, type Span } from './narrowing.ts';
import { nearWords } from './near-words.ts';
import { ftsExpression, parseSearchQuery, type Replacements, type SearchQuery } from './search-query.ts';
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

/**
 * The search's SQL, exported for the test of query plans. Positions come first, newest first and some at a time, then
 * the rows of those that are shown. `CROSS JOIN` fixes the order.
 */
export const searchQueries = {
  matching: 'SELECT rowid AS position FROM search WHERE search MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?',
  all: 'SELECT position FROM messages WHERE position < ? AND position >= ? ORDER BY position DESC LIMIT ?',
  fitting: `SELECT 1 AS fits FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.position = ? AND ${fits}`,
  row: `SELECT m.position, m.id, m.conversation_id, c.customer_name, coalesce(m.subject, c.subject) AS subject, m.channel, m.sent_at, m.text
     FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.position = ?`,
} as const;

/** A hit on the word as typed counts as sent so much later than one on its beginning. */
const exactAdvantage = positionAt(30 * 24 * 60 * 60 * 1000);
/** Milliseconds that each part of a search may take; the bar is 200 for the slowest, all together. */
const mostTime = { narrowing: 30, beginning: 50, exact: 30, near: 30 } as const;
/** Looks at the clock are so many positions apart: so many are looked at, however slow the machine is. */
const perLook = 128;
/** Positions read at a time. Where nothing is filtered, as many as are shown. */
const [firstBatch, largestBatch] = [128, 8192];

interface Found {
  readonly positions: readonly number[];
  /** What lies below has not been looked through, and there is room for more hits. */
  readonly below: number | null;
}

/** Looks for the query's words, in the order of position. */
interface Looking {
  readonly database: ReadableDatabase;
  readonly span: Span;
  /** Only among these. */
  readonly among: ReadonlySet<number> | null;
  readonly passes: (position: number) => boolean;
  readonly limit: number;
  /** Positions read in the first batch. */
  readonly first: number;
}

interface Request {
  readonly database: ReadableDatabase;
  readonly agentId: string;
  readonly query: SearchQuery;
  readonly limit: number;
  readonly below: number;
  readonly budget: (part: 'narrowing' | 'beginning' | 'exact') => Budget;
}

/**
 * Messages that hold every word of the query and pass its filters; recent ones and exact hits first. Words that are
 * nowhere are replaced by those a letter away, and the answer says so. `now` is a clock in milliseconds.
 */
export function searchMessages(database: ReadableDatabase, agentId: string, input: QueryInput<'search.messages'>, now = (): number => performance.now()): VaultOutput<'search.messages'> {
  const query = parseSearchQuery(input.query);
  const budget = (part: keyof typeof mostTime): Budget => new Budget(mostTime[part], now);
  const request: Request = { database, agentId, query, limit: input.limit, below: input.below ?? Number.MAX_SAFE_INTEGER, budget };
  let instead: Replacements | undefined;
  let found = find(request, undefined);
  if (found.positions.length === 0 && found.below === null) {
    instead = replacements(database, query, budget('near'));
    if (instead.size > 0) found = find(request, instead);
  }
  const highlight = highlighter(query, instead);
  const hits = found.positions.slice(0, input.limit).flatMap((position) => {
    const row = database.row<FoundRow>(searchQueries.row, [position]);
    // A message whose conversation has not come yet.
    return row === undefined ? [] : [hitOf(row, highlight)];
  });
  return {
    hits,
    truncated: found.positions.length > input.limit,
    further: found.below === null ? null : { below: found.below, sentAt: timeOf(found.below) },
    near: hits.length === 0 || instead === undefined ? [] : [...instead].map(([term, words]) => ({ typed: term.text, words: [...words] })),
    left: [...query.left],
  };
}

function replacements(database: ReadableDatabase, query: SearchQuery, budget: Budget): Replacements {
  const near = query.terms.map((term) => [term, nearWords(database, term, budget)] as const);
  return new Map(near.filter(([, words]) => words.length > 0));
}

function find({ database, agentId, query, limit, below, budget }: Request, instead: Replacements | undefined): Found {
  const beginning = ftsExpression(query, false, instead);
  const exact = ftsExpression(query, true, instead);
  const filtered = isFiltered(query);
  if (beginning === null && !filtered && query.before === null && query.after === null) return { positions: [], below: null };
  const span = {
    from: query.after === null ? 0 : positionAt(query.after),
    below: Math.min(query.before === null ? Number.MAX_SAFE_INTEGER : positionAt(query.before), below),
  };
  const parameters = filterParameters(query, agentId);
  const looking: Looking = {
    database,
    span,
    among: filtered ? narrowed(database, query, agentId, span, budget('narrowing')) : null,
    passes: (position) => !filtered || database.row(searchQueries.fitting, [position, ...parameters]) !== undefined,
    limit: limit + 1,
    first: filtered ? firstBatch : limit + 1,
  };
  const matching = (expression: string, until: Budget): Found =>
    look(looking, (under, count) => positions(database, searchQueries.matching, [expression, under, span.from, count]), until);

  if (beginning === null || exact === null) return withoutWords(looking, budget('beginning'));
  const begun = matching(beginning, budget('beginning'));
  if (beginning === exact || begun.positions.length === 0) return begun;
  return joined(matching(exact, budget('exact')), begun, looking.limit);
}

function withoutWords(looking: Looking, budget: Budget): Found {
  const { among, database, span } = looking;
  if (among === null) return look(looking, (below, count) => positions(database, searchQueries.all, [below, span.from, count]), budget);
  const newestFirst = [...among].sort((a, b) => b - a);
  let at = 0;
  return look(looking, (_, count) => newestFirst.slice(at, (at += count)), budget);
}

/** Reads positions batch by batch, until there are enough, there are no more, or the time is up. */
function look({ span, among, passes, limit, first }: Looking, next: (below: number, count: number) => readonly number[], budget: Budget): Found {
  const found: number[] = [];
  if (among?.size === 0) return { positions: found, below: null };
  const lowest = among === null ? 0 : [...among].reduce((least, position) => Math.min(least, position), Number.MAX_SAFE_INTEGER);
  let { below } = span;
  let looked = 0;
  for (let count = first; ; count = Math.min(count * 2, largestBatch)) {
    const batch = next(below, count);
    for (const position of batch) {
      below = position;
      if ((among === null || among.has(position)) && passes(position) && found.push(position) === limit) return { positions: found, below: null };
      looked += 1;
      if (looked % perLook === 0 && budget.spent) return { positions: found, below };
    }
    if (batch.length < count || below <= lowest) return { positions: found, below: null };
  }
}

function positions(database: ReadableDatabase, sql: string, parameters: SqlParameters): number[] {
  return database.rows<{ position: number }>(sql, parameters).map((row) => row.position);
}

/** Ranked; looked through as far as both have been. */
function joined(exact: Found, begun: Found, limit: number): Found {
  const scores = new Map<number, number>(begun.positions.map((position) => [position, position]));
  for (const position of exact.positions) scores.set(position, position + exactAdvantage);
  const ranked = [...scores.entries()].sort((a, b) => b[1] - a[1]).map(([position]) => position);
  const below = ranked.length >= limit || (exact.below === null && begun.below === null) ? null : Math.max(exact.below ?? 0, begun.below ?? 0);
  return { positions: ranked.slice(0, limit), below };
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
