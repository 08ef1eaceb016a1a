import { Channel, ConversationStatus } from '../../../shared/domain/conversation.ts';
import type { z } from 'zod';
import { segmented } from './segmentation.ts';

/**
 * What the agent typed, understood: words (the last one as the beginning of a word, because it may
 * still be being typed), "phrases", and filters (`from:`, `channel:`, `before:`, `is:`). Whatever is
 * not understood is just words. No operator of FTS5's own language is ever passed on.
 */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  readonly from: readonly string[];
  readonly channel: z.infer<typeof Channel> | null;
  readonly status: z.infer<typeof ConversationStatus> | null;
  /** Messages sent before this point in time. */
  readonly before: number | null;
}

export interface SearchTerm {
  readonly text: string;
  /** The text may be the beginning of a word. */
  readonly prefix: boolean;
}

/** FTS5 limits the depth of an expression; nobody types more words than this. */
const maxTerms = 24;
/** Something that can be a token for unicode61; a term without is punctuation and finds nothing. */
const tokenCharacter = /[\p{L}\p{N}\p{Co}]/u;
const piece = /(?:(from|channel|before|is):)?(?:"([^"]*)("?)|(\S+))/giu;

export function parseSearchQuery(typed: string): SearchQuery {
  const clean = withoutControls(typed);
  const query = {
    terms: [] as SearchTerm[],
    from: [] as string[],
    channel: null as SearchQuery['channel'],
    status: null as SearchQuery['status'],
    before: null as number | null,
  };
  for (const match of clean.matchAll(piece)) {
    const operator = match[1]?.toLowerCase();
    const quoted = match[2];
    const value = quoted ?? match[4] ?? '';
    if (operator !== undefined && filtered(operator, value, query)) continue;
    // A closed quotation is complete; an open one, and a last word with nothing after it, may still grow.
    const atEnd = match.index + match[0].length === clean.length;
    const prefix = atEnd && (quoted === undefined || match[3] === '');
    const text = operator === undefined ? value : `${operator} ${value}`;
    if (tokenCharacter.test(text) && query.terms.length < maxTerms) query.terms.push({ text, prefix });
  }
  return query;
}

interface Filters {
  from: string[];
  channel: SearchQuery['channel'];
  status: SearchQuery['status'];
  before: number | null;
}

/** Takes a filter into the query; false when it is none after all. */
function filtered(operator: string, value: string, query: Filters): boolean {
  switch (operator) {
    case 'from':
      if (!tokenCharacter.test(value) || query.from.length >= maxTerms) return false;
      query.from.push(value);
      return true;
    case 'channel': {
      const channel = Channel.safeParse(value.toLowerCase());
      if (!channel.success) return false;
      query.channel = channel.data;
      return true;
    }
    case 'is': {
      const status = ConversationStatus.safeParse(value.toLowerCase());
      if (!status.success) return false;
      query.status = status.data;
      return true;
    }
    case 'before': {
      const at = startOfDay(value);
      if (at === null) return false;
      query.before = at;
      return true;
    }
    default:
      return false;
  }
}

/** `2026-03-01` (or `2026-03`, `2026`) as its first moment, in the agent's time zone. */
function startOfDay(text: string): number | null {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  return Math.max(0, new Date(year, month - 1, day).getTime());
}

/** Control characters separate words; NUL would end the text for SQLite. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trimStart();
}

/**
 * The query in FTS5's language, made of quoted strings only; null when there is nothing to match.
 * `exact` takes the last word as it stands.
 */
export function ftsExpression(query: SearchQuery, exact: boolean): string | null {
  const parts = [
    ...query.terms.map((term) => ftsString(term.text) + (term.prefix && !exact && grows(term.text) ? '*' : '')),
    ...query.from.map((name) => `author : ${ftsString(name)}*`),
  ];
  return parts.length === 0 ? null : parts.join(' AND ');
}

/**
 * One letter alone is the beginning of nearly every message and would find them all; it is taken as a
 * word. A sign of an unspaced script is a token of its own.
 */
function grows(text: string): boolean {
  const last = /[\p{L}\p{N}\p{Co}\p{M}]+[^\p{L}\p{N}\p{Co}]*$/u.exec(segmented(text).trimEnd())?.[0] ?? '';
  return Array.from(last).filter((character) => tokenCharacter.test(character)).length > 1;
}

/** FTS5 string literal: the tokenizer makes a phrase of what is in it, whatever it is. */
function ftsString(text: string): string {
  return `"${segmented(text).replaceAll('"', '""')}"`;
}
