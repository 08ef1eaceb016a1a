import { Channel, ConversationStatus, Priority } from '../../../shared/domain/conversation.ts';
import { Tag } from '../../../shared/domain/tag.ts';
import { mostSearchWords } from '../../../shared/contract/ipc/inbox.ts';
import type { z } from 'zod';
import { segmented } from './segmentation.ts';

/**
 * What the agent typed, understood: words (the last one as the beginning of a word, because it may
 * still be being typed), "phrases", and filters (`from:`, `channel:`, `before:`, `after:`, `has:`, `is:`, `tag:`,
 * `priority:`).
 * Whatever is not understood is just words. No operator of FTS5's own language is ever passed on.
 */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  /** Words and phrases behind the last that is looked for, as typed. */
  readonly left: readonly string[];
  /** The beginning of a word of the author's name, or of several one after the other. */
  readonly from: string | null;
  readonly channel: z.infer<typeof Channel> | null;
  readonly status: z.infer<typeof ConversationStatus> | null;
  /** Whose the conversation is. */
  readonly assignee: 'mine' | 'unassigned' | null;
  /** Messages of conversations that have not been read to their end. */
  readonly unread: boolean;
  readonly attachment: boolean;
  /** Messages of conversations with this tag, in whatever case; of conversations of this priority. */
  readonly tag: Tag | null;
  readonly priority: Priority | null;
  /** Messages sent before this point in time, and at or after this one. */
  readonly before: number | null;
  readonly after: number | null;
}

type Filters = { -readonly [Name in Exclude<keyof SearchQuery, 'terms' | 'left'>]: SearchQuery[Name] };

export interface SearchTerm {
  readonly text: string;
  /** The text may be the beginning of a word. */
  readonly prefix: boolean;
  /** In quotation marks: this and nothing else. */
  readonly quoted: boolean;
}

/** Each frequent word more makes a search slower, and FTS5 cannot be stopped in between. What is typed after these is not looked for, and the answer says so. */
const maxTerms = mostSearchWords;
/** Something that can be a token for unicode61; a term without is punctuation and finds nothing. */
const tokenCharacter = /[\p{L}\p{N}\p{Co}]/u;
const piece = /(?:(from|channel|before|after|has|is|tag|priority):)?(?:"([^"]*)("?)|(\S+))/giu;

export function parseSearchQuery(typed: string): SearchQuery {
  const clean = withoutControls(typed);
  const terms: SearchTerm[] = [];
  const left: string[] = [];
  const filters: Filters = { from: null, channel: null, status: null, assignee: null, unread: false, attachment: false, tag: null, priority: null, before: null, after: null };
  for (const match of clean.matchAll(piece)) {
    const operator = match[1]?.toLowerCase();
    const quoted = match[2];
    const value = quoted ?? match[4] ?? '';
    if (operator !== undefined && filtered(operator, operator === 'from' ? value : value.toLowerCase(), filters)) continue;
    // A closed quotation is complete; an open one, and a last word with nothing after it, may still grow.
    const atEnd = match.index + match[0].length === clean.length;
    const prefix = atEnd && (quoted === undefined || match[3] === '');
    const text = operator === undefined ? value : `${operator} ${value}`;
    if (!tokenCharacter.test(text)) continue;
    if (terms.length < maxTerms) terms.push({ text, prefix, quoted: quoted !== undefined });
    else left.push(text);
  }
  return { terms, left, ...filters };
}

/** Takes a filter into the query, where a later one of its kind replaces it; false when it is none after all. */
function filtered(operator: string, value: string, filters: Filters): boolean {
  switch (operator) {
    case 'from':
      if (!tokenCharacter.test(value)) return false;
      filters.from = value;
      return true;
    case 'channel': {
      const channel = Channel.safeParse(value);
      if (channel.success) filters.channel = channel.data;
      return channel.success;
    }
    case 'has':
      if (value !== 'attachment' && value !== 'attachments') return false;
      filters.attachment = true;
      return true;
    case 'tag': {
      const tag = Tag.safeParse(value);
      if (tag.success) filters.tag = tag.data;
      return tag.success;
    }
    case 'priority': {
      const priority = Priority.safeParse(value);
      if (priority.success) filters.priority = priority.data;
      return priority.success;
    }
    case 'is':
      return whichIs(value, filters);
    case 'before':
    case 'after': {
      const at = startOfDay(value);
      if (at !== null) filters[operator] = at;
      return at !== null;
    }
    default:
      return false;
  }
}

function whichIs(value: string, filters: Filters): boolean {
  if (value === 'unread') {
    filters.unread = true;
    return true;
  }
  if (value === 'mine' || value === 'unassigned') {
    filters.assignee = value;
    return true;
  }
  const status = ConversationStatus.safeParse(value);
  if (status.success) filters.status = status.data;
  return status.success;
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

/** What to look for in place of a mistyped word, by the word. */
export type Replacements = ReadonlyMap<SearchTerm, readonly string[]>;

/** The indexed words with this beginning; null where the beginning itself is to be looked for. */
export type LongerWords = (beginning: string) => readonly string[] | null;

/**
 * The query in FTS5's language, made of quoted strings only; null when there is nothing to match.
 * `exact` takes the last word as it stands; without `longer` a beginning stays one.
 */
export function ftsExpression(query: SearchQuery, exact: boolean, instead?: Replacements, longer: LongerWords = () => null): string | null {
  const one = (text: string, prefix: boolean): string => {
    if (!prefix || !grows(text)) return ftsString(text);
    const words = longer(text);
    if (words === null) return `${ftsString(text)}*`;
    return anyOf(words.length === 0 ? [text] : words);
  };
  const parts = [
    ...query.terms.map((term) => {
      const others = instead?.get(term);
      const prefix = term.prefix && !exact;
      return others === undefined ? one(term.text, prefix) : `(${others.map((text) => one(text, prefix)).join(' OR ')})`;
    }),
    ...(query.from === null ? [] : [`author : ${one(query.from, true)}`]),
  ];
  return parts.length === 0 ? null : parts.join(' AND ');
}

/** What tells an exact hit among all hits: the last word as it stands, where it is one word and may be a beginning. */
export function lastWordAlone(query: SearchQuery, instead?: Replacements): string | null {
  const last = query.terms.at(-1);
  if (last?.prefix !== true || isPhrase(last)) return null;
  return anyOf(instead?.get(last) ?? [last.text]);
}

/** The query's finished phrases of several words, each in FTS5's language. */
export function phrasesOf(query: SearchQuery): readonly string[] {
  return query.terms.filter((term) => !term.prefix && isPhrase(term)).map(({ text }) => ftsString(text));
}

/** More than one word for the tokenizer. */
function isPhrase({ text }: SearchTerm): boolean {
  return !/^[^\p{L}\p{N}\p{Co}]*[\p{L}\p{N}]+[^\p{L}\p{N}\p{Co}\p{M}]*$/u.test(segmented(text));
}

/**
 * One letter alone is the beginning of nearly every message and would find them all; it is taken as a
 * word. A sign of an unspaced script is a token of its own.
 */
function grows(text: string): boolean {
  const last = /[\p{L}\p{N}\p{Co}\p{M}]+[^\p{L}\p{N}\p{Co}]*$/u.exec(segmented(text).trimEnd())?.[0] ?? '';
  return Array.from(last).filter((character) => tokenCharacter.test(character)).length > 1;
}

function anyOf(words: readonly string[]): string {
  const strings = words.map(ftsString);
  return strings.length === 1 ? strings.join('') : `(${strings.join(' OR ')})`;
}

/** FTS5 string literal: the tokenizer makes a phrase of what is in it, whatever it is. */
function ftsString(text: string): string {
  return `"${segmented(text).replaceAll('"', '""')}"`;
}
