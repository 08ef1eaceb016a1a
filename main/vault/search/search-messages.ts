import type { Channel } from '../../../shared/domain/conversation.ts';
import type { SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import type { z } from 'zod';
import type { VaultOutput } from '../../boundary/vault-process.ts';
import type { ReadableDatabase, SqlParameters } from '../database.ts';
import { positionAt, timeOf } from '../message-position.ts';
import type { QueryInput } from '../vault-query.ts';
import { Budget } from './budget.ts';
import { longerWords } from './longer-words.ts';
import { filterParameters, fits, isFiltered, narrowed, type Span } from './narrowing.ts';
import { nearWords } from './near-words.ts';
import { ftsExpression, lastWordAlone, parseSearchQuery, phrasesOf, type Replacements, type SearchQuery } from './search-query.ts';
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
 * the rows of those that are shown. `CROSS JOIN` fixes the order. A position is too large for the integers that the addon hands
 * over as such, and FTS5 takes no bound from anything else: without `CAST` it would read from the newest message each time.
 */
export const searchQueries = {
  matching: 'SELECT rowid AS position FROM search WHERE search MATCH ? AND rowid < CAST(? AS INTEGER) AND rowid >= CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ?',
  all: 'SELECT position FROM messages WHERE position < ? AND position >= ? ORDER BY position DESC LIMIT ?',
  fitting: `SELECT 1 AS fits FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.position = ? AND ${fits}`,
  newest: 'SELECT max(position) AS position FROM messages',
  oldest: 'SELECT min(position) AS position FROM messages',
  row: `SELECT m.position, m.id, m.conversation_id, c.customer_name, coalesce(m.subject, c.subject) AS subject, m.channel, m.sent_at, m.text
     FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.position = ?`,
} as const;

/** A hit on the word as typed counts as sent so much later than one on its beginning. */
const exactAdvantage = positionAt(30 * 24 * 60 * 60 * 1000);
/** Milliseconds that each part of a search may take; the bar is 200 for the slowest, all together. */
const mostTime = { phrases: 50, narrowing: 30, beginning: 50, exact: 30, near: 30 } as const;
/** Looks at the clock are so many positions apart: so many are looked at, however slow the machine is. */
const perLook = 128;
/** Positions read at a time. Where nothing is filtered, as many as are shown. */
const [firstBatch, largestBatch] = [128, 8192];

interface Found {
  readonly positions: readonly number[];
  /** What lies below has not been looked through, and there is room for more hits. */
  readonly below: number | null;
}

const nothing: Found = { positions: [], below: null };

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
  readonly span: Span;
  readonly budget: (part: 'narrowing' | 'beginning' | 'exact') => Budget;
}

/**
 * Messages that hold every word of the query and pass its filters; recent ones and exact hits first. Words that are
 * nowhere are replaced by those a letter away, and the answer says so. `now` is a clock in milliseconds.
 */
export function searchMessages(database: ReadableDatabase, agentId: string, input: QueryInput<'search.messages'>, now = (): number => performance.now()): VaultOutput<'search.messages'> {
  const query = parseSearchQuery(input.query);
  const budget = (part: keyof typeof mostTime): Budget => new Budget(mostTime[part], now);
  const span = untilAllPhrases(database, query, spanOf(database, query, input.below), budget('phrases'));
  const request: Request | null = span === null ? null : { database, agentId, query, limit: input.limit, span, budget };
  let instead: Replacements | undefined;
  let found = request === null ? nothing : find(request, undefined);
  if (request !== null && found.positions.length === 0 && found.below === null) {
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

function find({ database, agentId, query, limit, span, budget }: Request, instead: Replacements | undefined): Found {
  const longer = (beginning: string): readonly string[] | null => longerWords(database, beginning);
  const beginning = ftsExpression(query, false, instead, longer);
  const exact = ftsExpression(query, true, instead, longer);
  const filtered = isFiltered(query);
  if (beginning === null && !filtered && query.before === null && query.after === null) return nothing;
  const among = filtered ? narrowed(database, query, agentId, span, budget('narrowing')) : null;
  const parameters = filterParameters(query, agentId);
  const looking: Looking = {
    database,
    span: among === null ? span : around(among),
    among,
    passes: (position) => !filtered || database.row(searchQueries.fitting, [position, ...parameters]) !== undefined,
    limit: limit + 1,
    first: filtered ? firstBatch : limit + 1,
  };
  const matching = (expression: string, of: Span, until: Budget): Found =>
    look({ ...looking, span: of }, ({ below: under, from }, count) => positions(database, searchQueries.matching, [expression, under, from, count]), until);

  if (beginning === null || exact === null) return withoutWords(looking, budget('beginning'));
  const begun = matching(beginning, looking.span, budget('beginning'));
  const last = begun.positions.at(-1);
  if (beginning === exact || last === undefined) return begun;
  const alone = lastWordAlone(query, instead);
  if (alone !== null && begun.below === null && begun.positions.length <= limit) return joined(oneByOne(database, alone, begun.positions), begun, looking.limit);
  // One lower than this is below all that have been found, or where nobody has looked yet.
  const from = begun.below ?? Math.max(looking.span.from, last - exactAdvantage);
  return joined(matching(exact, { from, below: looking.span.below }, budget('exact')), begun, looking.limit);
}

/**
 * What is left to look through where each of several phrases stands somewhere in it; null where one stands nowhere: nothing is taken in place
 * of a quoted word. FTS5 looks for the first message of each phrase before anything else, each time it is asked, and for one that is nowhere to the end.
 */
function untilAllPhrases(database: ReadableDatabase, query: SearchQuery, span: Span, budget: Budget): Span | null {
  const phrases = phrasesOf(query);
  let { below } = span;
  for (const phrase of phrases.length > 1 ? phrases : []) {
    if (budget.spent) break;
    const [first] = positions(database, searchQueries.matching, [phrase, below, span.from, 1]);
    if (first === undefined) return null;
    below = first + 1;
  }
  return { from: span.from, below };
}

/** Which of several that were found hold this word too, to be put first: FTS5 goes straight to a message for one word, and for several on to the next that holds them all. */
function oneByOne(database: ReadableDatabase, word: string, found: readonly number[]): Found {
  if (found.length === 1) return nothing;
  return { positions: found.filter((position) => positions(database, searchQueries.matching, [word, position + 1, position, 1]).length > 0), below: null };
}

/** What the query's days leave of all that there is, from the oldest message to the newest. */
function spanOf(database: ReadableDatabase, query: SearchQuery, below = Number.MAX_SAFE_INTEGER): Span {
  const at = (sql: string): number | undefined => database.row<{ position: number | null }>(sql)?.position ?? undefined;
  return {
    from: Math.max(at(searchQueries.oldest) ?? 0, query.after === null ? 0 : positionAt(query.after)),
    below: Math.min((at(searchQueries.newest) ?? -1) + 1, query.before === null ? Number.MAX_SAFE_INTEGER : positionAt(query.before), below),
  };
}

function around(among: ReadonlySet<number>): Span {
  let [from, below] = [Number.MAX_SAFE_INTEGER, 0];
  for (const position of among) [from, below] = [Math.min(from, position), Math.max(below, position + 1)];
  return { from, below };
}

function withoutWords(looking: Looking, budget: Budget): Found {
  const { among, database } = looking;
  if (among === null) return look(looking, ({ below, from }, count) => positions(database, searchQueries.all, [below, from, count]), budget);
  const newestFirst = [...among].sort((a, b) => b - a);
  let at = 0;
  return look(looking, (_, count) => newestFirst.slice(at, (at += count)), budget);
}

/** Reads positions batch by batch, until there are enough, there are no more, or the time is up. */
function look({ span, among, passes, limit, first }: Looking, read: (of: Span, count: number) => readonly number[], budget: Budget): Found {
  const found: number[] = [];
  let { below } = span;
  let looked = 0;
  for (let count = first; below > span.from; count = Math.min(count * 2, largestBatch)) {
    const batch = read({ from: span.from, below }, count);
    for (const position of batch) {
      below = position;
      if ((among === null || among.has(position)) && passes(position) && found.push(position) === limit) return { positions: found, below: null };
      looked += 1;
      if (looked % perLook === 0 && budget.spent) return { positions: found, below };
    }
    if (batch.length < count) break;
  }
  return { positions: found, below: null };
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
