import { Command as CommandSchema, Conflict as ConflictSchema, type Command } from '../../../shared/contract/wire/mail.ts';
import { Beginning } from '../../../shared/domain/beginning.ts';
import { Message } from '../../../shared/domain/conversation.ts';
import { SavedView } from '../../../shared/domain/filter.ts';
import { z } from 'zod';
import type { Salvage } from '../../../shared/domain/vault-repair.ts';
import { messageFrom, type MessageRow } from '../message-row.ts';
import type { SignalIdentityRow } from '../signal-state.ts';
import type { DamagedDatabase } from './damaged-database.ts';
import { Unreadable } from './damaged-database.ts';
import { beginnings, type BeginningRow, conflicts, type ConflictRow, drafts, type DraftRow, type Kind, outbox, type OutboxRow, ownMessages, readMarks, type ReadMarkRow, savedViews, type SavedViewRow, taughtWords } from './lists.ts';
import { walk } from './walk.ts';

/** What exists on this laptop only, as it could be read. */
export interface Salvaged {
  readonly drafts: readonly DraftRow[];
  readonly beginnings: readonly BeginningRow[];
  readonly outbox: readonly (OutboxRow & { readonly parsed: Command })[];
  readonly conflicts: readonly (ConflictRow & { readonly parsed: Command })[];
  readonly messages: readonly MessageRow[];
  readonly readMarks: readonly ReadMarkRow[];
  readonly savedViews: readonly SavedViewRow[];
  readonly taughtWords: readonly string[];
  readonly identity: SignalIdentityRow | null;
  readonly told: Salvage;
}

interface Found<Row> {
  readonly rows: readonly Row[];
  readonly lost: number;
  readonly unsure: boolean;
}

const none = { rows: [], lost: 0, unsure: false };
const unreadable: Salvage = { readable: false, drafts: { saved: 0, lost: 0 }, queued: { saved: 0, lost: 0 }, returned: { saved: 0, lost: 0 }, unsure: true };

/** Reads all that it can. Never throws for what is damaged. */
export function salvage(database: DamagedDatabase): Salvaged {
  if (!database.readable) return { drafts: [], beginnings: [], outbox: [], conflicts: [], messages: [], readMarks: [], savedViews: [], taughtWords: [], identity: null, told: unreadable };
  const begun = found(database, drafts, (row) => (Draft.safeParse(row).success ? row : null));
  const unsent = found(database, beginnings, (row) => (row.content === null || Beginning.safeParse(json(row.content)).success ? row : null));
  const kept = unsent.rows.filter(({ content }) => content !== null);
  const queued = found(database, outbox, (row) => withCommand(row));
  const returned = found(database, conflicts, (row) => (ConflictSchema.safeParse(json(row.conflict)).success ? withCommand(row) : null));
  const own = found(database, ownMessages, (row) => (isMessage(row) ? row : null), true);
  // A message that waits, or came back, is in its command as well.
  const waiting = new Set([...queued.rows, ...returned.rows].map(({ parsed }) => (parsed.do === 'reply' || parsed.do === 'note' ? parsed.messageId : '')));
  const refused = own.rows.filter(({ id, kind }) => !waiting.has(id as never) && kind !== 'event');
  return {
    drafts: begun.rows,
    beginnings: kept,
    outbox: queued.rows,
    conflicts: returned.rows,
    messages: own.rows,
    readMarks: walk(database, readMarks).rows,
    // Views and taught words are quickly made again: they are saved where they can be, and not counted among what was lost.
    savedViews: found(database, savedViews, (row) => (isSavedView(row) ? row : null)).rows,
    taughtWords: has(database, 'own_words') ? walk(database, taughtWords).rows.map(({ word }) => word) : [],
    identity: identityOf(database),
    told: {
      readable: true,
      drafts: { saved: begun.rows.length + kept.length, lost: begun.lost + unsent.lost },
      queued: { saved: queued.rows.length, lost: queued.lost },
      returned: { saved: returned.rows.length + refused.length, lost: returned.lost },
      unsure: begun.unsure || unsent.unsure || queued.unsure || returned.unsure || own.unsure,
    },
  };
}

const Draft = z.object({ conversation_id: z.uuid(), kind: z.enum(['reply', 'note']), text: z.string(), at: z.number().int() });

/** @param byIndex the table itself is read only where the index cannot be, or is not there. */
function found<Row extends object, Key extends object, Taken extends Row>(database: DamagedDatabase, kind: Kind<Row, Key>, take: (row: Row) => Taken | null, byIndex = false): Found<Taken> {
  if (!has(database, kind.table)) return none;
  const keys = has(database, kind.index) ? walk(database, kind.keys) : { rows: [], whole: false };
  const table = byIndex && keys.whole ? { rows: [], whole: true } : walk(database, kind.rows);
  const named = (of: Key | Row): string => JSON.stringify(kind.name(of));
  const taken = new Map<string, Taken>();
  const lost = new Set<string>();
  const keep = (name: string, row: Row | undefined): void => {
    const whole = row === undefined ? null : take(row);
    if (whole === null) lost.add(name);
    else taken.set(name, whole);
  };
  for (const row of table.rows) keep(named(row), row);
  for (const key of keys.rows) if (!taken.has(named(key))) keep(named(key), one(database, kind, key));
  return { rows: [...taken.values()], lost: [...lost].filter((name) => !taken.has(name)).length, unsure: !keys.whole && !table.whole };
}

function one<Row extends object, Key extends object>(database: DamagedDatabase, kind: Kind<Row, Key>, key: Key): Row | undefined {
  return orNothing(() => database.rows<Row>(kind.one, kind.name(key))[0]);
}

function has(database: DamagedDatabase, name: string): boolean {
  return orNothing(() => database.has(name)) ?? false;
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function identityOf(database: DamagedDatabase): SignalIdentityRow | null {
  return orNothing(() => database.rows<SignalIdentityRow>('SELECT private_key, registration_id, next_key_id FROM signal_identity WHERE one = 1')[0]) ?? null;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function withCommand<Row extends { readonly command: string }>(row: Row): (Row & { readonly parsed: Command }) | null {
  const parsed = CommandSchema.safeParse(json(row.command));
  return parsed.success ? { ...row, parsed: parsed.data } : null;
}

function isSavedView(row: SavedViewRow): boolean {
  return SavedView.safeParse({ ...row, filter: json(row.filter) }).success;
}

function isMessage(row: MessageRow): boolean {
  try {
    return Message.safeParse(messageFrom(row)).success;
  } catch {
    return false;
  }
}
