import type { SqlParameters } from '../database.ts';
import type { MessageRow } from '../message-row.ts';
import type { Ordered } from './walk.ts';

/** Where what exists on this laptop only is written down: each thing in its table, and in an index on other pages. */
export interface DraftRow {
  readonly conversation_id: string;
  readonly kind: 'reply' | 'note';
  readonly text: string;
  readonly at: number;
}
export interface OutboxRow {
  readonly number: number;
  readonly key: string;
  readonly at: number;
  readonly conversation_id: string;
  readonly verb: string;
  readonly value: string | null;
  readonly command: string;
}
export interface ConflictRow {
  readonly number: number;
  readonly key: string;
  readonly at: number;
  readonly conversation_id: string;
  readonly verb: string;
  readonly command: string;
  readonly conflict: string;
}
export interface ReadMarkRow {
  readonly id: string;
  readonly read_to: number;
}
export interface SavedViewRow {
  readonly id: string;
  readonly at: number;
  readonly name: string;
  readonly view: string;
  readonly filter: string;
}
export interface BeginningRow {
  readonly id: string;
  readonly at: number;
  readonly customer_id: string | null;
  /** Null: it is gone. */
  readonly content: string | null;
}
type Numbered = Pick<ConflictRow, 'conversation_id' | 'number'>;

/** @param keys the columns of its key; constants of the program, as all SQL. */
function ordered<Row extends object>(select: string, where: string | null, keys: readonly (keyof Row & string)[]): Ordered<Row> {
  const way = (than: '<' | '>', order: 'ASC' | 'DESC') => {
    const behind = `(${keys.join(', ')}) ${than} (${keys.map(() => '?').join(', ')})`;
    const end = `ORDER BY ${keys.map((key) => `${key} ${order}`).join(', ')} LIMIT ?`;
    return {
      first: `${select}${where === null ? '' : ` WHERE ${where}`} ${end}`,
      after: `${select} WHERE ${where === null ? '' : `${where} AND `}${behind} ${end}`,
    };
  };
  return { up: way('>', 'ASC'), down: way('<', 'DESC'), from: (row) => keys.map((key) => row[key]) as unknown as SqlParameters };
}

/** Of one kind of thing: its rows, the second list of their keys, how a row is asked for by its key, and what tells it from others. */
export interface Kind<Row extends object, Key extends object> {
  readonly table: string;
  readonly rows: Ordered<Row>;
  readonly index: string;
  readonly keys: Ordered<Key>;
  readonly one: string;
  readonly name: (of: Key | Row) => SqlParameters;
}

export const drafts: Kind<DraftRow, Pick<DraftRow, 'conversation_id' | 'kind' | 'at'>> = {
  table: 'drafts',
  rows: ordered('SELECT conversation_id, kind, text, at FROM drafts NOT INDEXED', null, ['conversation_id', 'kind']),
  index: 'drafts_listed',
  keys: ordered('SELECT at, conversation_id, kind FROM drafts INDEXED BY drafts_listed', null, ['at', 'conversation_id', 'kind']),
  one: 'SELECT conversation_id, kind, text, at FROM drafts NOT INDEXED WHERE conversation_id = ? AND kind = ?',
  name: ({ conversation_id, kind }) => [conversation_id, kind],
};

export const outbox: Kind<OutboxRow, Pick<OutboxRow, 'conversation_id' | 'verb' | 'number'>> = {
  table: 'outbox',
  rows: ordered('SELECT number, key, at, conversation_id, verb, value, command FROM outbox NOT INDEXED', null, ['number']),
  index: 'outbox_by_conversation',
  keys: ordered('SELECT conversation_id, verb, number FROM outbox INDEXED BY outbox_by_conversation', null, ['conversation_id', 'verb', 'number']),
  one: 'SELECT number, key, at, conversation_id, verb, value, command FROM outbox NOT INDEXED WHERE number = ?',
  name: ({ number }) => [number],
};

export const conflicts: Kind<ConflictRow, Numbered> = {
  table: 'conflicts',
  rows: ordered('SELECT number, key, at, conversation_id, verb, command, conflict FROM conflicts NOT INDEXED', null, ['number']),
  index: 'conflicts_by_conversation',
  keys: ordered('SELECT conversation_id, number FROM conflicts INDEXED BY conflicts_by_conversation', null, ['conversation_id', 'number']),
  one: 'SELECT number, key, at, conversation_id, verb, command, conflict FROM conflicts NOT INDEXED WHERE number = ?',
  name: ({ number }) => [number],
};

/** Messages that the hub has not confirmed. Of a large table the index alone is read, as long as it can be. */
export const ownMessages: Kind<MessageRow, Pick<MessageRow, 'id' | 'position'>> = {
  table: 'messages',
  rows: ordered('SELECT * FROM messages NOT INDEXED', 'revision = 0', ['position']),
  index: 'messages_only_here',
  keys: ordered('SELECT id, position FROM messages INDEXED BY messages_only_here', 'revision = 0', ['id']),
  one: 'SELECT * FROM messages NOT INDEXED WHERE position = ?',
  name: ({ position }) => [position],
};

export const savedViews: Kind<SavedViewRow, Pick<SavedViewRow, 'id' | 'at'>> = {
  table: 'saved_views',
  rows: ordered('SELECT id, at, name, view, filter FROM saved_views NOT INDEXED', null, ['id']),
  index: 'saved_views_listed',
  keys: ordered('SELECT at, id FROM saved_views INDEXED BY saved_views_listed', null, ['at', 'id']),
  one: 'SELECT id, at, name, view, filter FROM saved_views NOT INDEXED WHERE id = ?',
  name: ({ id }) => [id],
};

export const beginnings: Kind<BeginningRow, Pick<BeginningRow, 'id' | 'at'>> = {
  table: 'beginnings',
  rows: ordered('SELECT id, at, customer_id, content FROM beginnings NOT INDEXED', null, ['id']),
  index: 'beginnings_listed',
  keys: ordered('SELECT at, id FROM beginnings INDEXED BY beginnings_listed', null, ['at', 'id']),
  one: 'SELECT id, at, customer_id, content FROM beginnings NOT INDEXED WHERE id = ?',
  name: ({ id }) => [id],
};

export const readMarks: Ordered<ReadMarkRow> = ordered('SELECT id, read_to FROM conversations NOT INDEXED', 'read_to > 0', ['id']);

/** The words that the agent has taught the spelling check. */
export const taughtWords: Ordered<{ readonly word: string }> = ordered('SELECT word FROM own_words', null, ['word']);
