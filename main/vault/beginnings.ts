import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BeginningShown } from '../../shared/contract/ipc/outbound.ts';
import type { DeviceMail, HubEvent } from '../../shared/contract/wire/mail.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { Beginning, mostBeginnings } from '../../shared/domain/beginning.ts';
import { BeginningId, ConversationId, IdempotencyKey } from '../../shared/domain/ids.ts';
import { afterBeginningKept, afterBeginningStays, afterNewerBeginning, type BeginningState, newBeginningState, nextBeginning } from './beginning-state.ts';
import type { Change } from './change.ts';
import { readCustomer } from './customers.ts';
import { draftStateQueries } from './draft-states.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import type { QueryInput } from './vault-query.ts';

const Sent = z.object({ key: IdempotencyKey, base: z.number().int(), content: Beginning.nullable(), files: z.number().int().default(0) });
const StoredState = z.object({
  version: z.number().int(),
  base: Beginning.nullable(),
  // Not written down before files were told.
  baseFiles: z.number().int().default(0),
  filesThere: z.number().int().default(0),
  sending: Sent.nullable(),
  ask: z.boolean(),
  stays: z.object({ why: z.enum(['withheld', 'refused']), content: Beginning.nullable() }).nullable(),
  stamp: z.number().int(),
  goesOnAs: BeginningId.nullable(),
});

interface BeginningRow {
  readonly id: BeginningId;
  readonly at: number;
  readonly content: string | null;
  readonly state: string;
}

interface Known {
  readonly content: Beginning | null;
  readonly state: BeginningState;
}

const beginningQueries = {
  one: 'SELECT id, at, content, state FROM beginnings WHERE id = ?',
  listed: 'SELECT id, at, content, state FROM beginnings INDEXED BY beginnings_listed ORDER BY at DESC, id DESC',
} as const;

const read = ({ content, state }: BeginningRow): Known => ({ content: content === null ? null : Beginning.parse(JSON.parse(content)), state: StoredState.parse(JSON.parse(state)) });

function find(database: ReadableDatabase, id: BeginningId): Known {
  const row = database.row<BeginningRow>(beginningQueries.one, [id]);
  return row === undefined ? { content: null, state: newBeginningState } : read(row);
}

/** Writes it down as long as anything of it has to be known. */
function write(database: WritableDatabase, id: BeginningId, { content, state }: Known, at: number): void {
  // The hub has nothing of it, and nobody goes on with it under this name.
  const forgotten = content === null && state.base === null && state.sending === null && state.goesOnAs === null;
  if (forgotten) database.run('DELETE FROM beginnings WHERE id = ?', [id]);
  else
    database.run('INSERT INTO beginnings (id, at, customer_id, content, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, customer_id = excluded.customer_id, content = excluded.content, state = excluded.state', [
      id,
      at,
      content?.with.kind === 'customer' ? content.with.customerId : null,
      content === null ? null : JSON.stringify(content),
      JSON.stringify(state),
    ]);
}

/** Those that are there, newest first. */
export function listBeginnings(database: ReadableDatabase): BeginningShown[] {
  return database
    .rows<BeginningRow>(beginningQueries.listed)
    .flatMap((row) => {
      const { content, state } = read(row);
      if (content === null) return [];
      const customer = content.with.kind === 'customer' ? readCustomer(database, content.with.customerId) : null;
      return [{ id: row.id, at: row.at, content, stamp: state.stamp, customer, stays: state.stays?.why ?? null, filesThere: state.filesThere }];
    })
    .slice(0, mostBeginnings);
}

/**
 * What the page gives. Where the other laptop has written on meanwhile, it is kept under another id, which is answered.
 * @throws SealdeskError of kind `invalid` where there are too many
 */
export function saveBeginning(change: Change, { id: given, content, stamp }: QueryInput<'beginnings.save'>, now: number): { id: BeginningId; stamp: number } {
  const { database } = change;
  const there = find(database, given);
  const id = stamp === there.state.stamp ? given : (there.state.goesOnAs ?? BeginningId.parse(randomUUID()));
  const before = id === given ? there : find(database, id);
  if (id !== given) {
    // Thrown away, it is what the page had that goes, and not what it has never seen.
    if (content === null && before.content === null) return { id: given, stamp: there.state.stamp };
    write(database, given, { ...there, state: { ...there.state, goesOnAs: id } }, atOf(database, given) ?? now);
    // What was brought on this laptop was brought for what was written on it.
    database.run("UPDATE outgoing_files SET conversation_id = ? WHERE conversation_id = ? AND kind = 'start' AND message_id IS NULL", [id, given]);
  }
  if (content !== null && before.content === null && countOf(database) >= mostBeginnings) throw new SealdeskError('invalid', `There can be at most ${mostBeginnings} unfinished conversations. Send or discard one first.`);
  if (JSON.stringify(before.content) !== JSON.stringify(content)) {
    write(database, id, { content, state: { ...before.state, stays: content === null ? null : before.state.stays } }, now);
    told(change, id);
  }
  return { id, stamp: before.state.stamp };
}

/** It went out as a conversation or a call. What the other laptop has made of it meanwhile stays. */
export function beginningWentOut(change: Change, was: QueryInput<'conversation.start'>['beginning'], now: number): void {
  if (was === undefined) return;
  const { id, stamp } = was;
  const { content, state } = find(change.database, id);
  if (content === null || stamp !== state.stamp) return;
  write(change.database, id, { content: null, state: { ...state, stays: null } }, now);
  told(change, id);
}

/** Applies what the hub says of a beginning. */
export function applyBeginningEvent(change: Change, event: Extract<HubEvent, { e: 'beginning' | 'beginning.kept' | 'beginning.stays' }>, now: number): void {
  const { database } = change;
  const { id } = event;
  const { content: here, state: before } = find(database, id);
  if (event.e !== 'beginning') {
    const state = event.e === 'beginning.kept' ? afterBeginningKept(before, event) : afterBeginningStays(before, event);
    write(database, id, { content: here, state }, atOf(database, id) ?? now);
    if (state.stays?.why !== before.stays?.why) told(change, id);
    return;
  }
  const { content, state, apart } = afterNewerBeginning(here, before, event);
  const goesOnAs = apart === null ? state.goesOnAs : BeginningId.parse(randomUUID());
  write(database, id, { content, state: { ...state, goesOnAs } }, now);
  if (apart !== null && goesOnAs !== null) write(database, goesOnAs, { content: apart, state: newBeginningState }, now);
  told(change, id);
}

/** The vault has just been opened, and no page has anything of it: under which name it would go on need not be known. */
export function forgetBeginningPages(database: WritableDatabase): void {
  for (const row of database.rows<BeginningRow>(beginningQueries.listed)) {
    const known = read(row);
    if (known.state.goesOnAs !== null) write(database, row.id, { ...known, state: { ...known.state, goesOnAs: null } }, row.at);
  }
}

/** In a Signal session that begins anew nothing of the one before is sure: the hub is asked of each. */
export function askOfBeginnings(database: WritableDatabase): void {
  for (const row of database.rows<BeginningRow>(beginningQueries.listed)) {
    const known = read(row);
    if (known.content !== null) write(database, row.id, { ...known, state: { ...known.state, ask: true } }, row.at);
  }
}

/**
 * What is to go to the hub now, each of it written down before it goes.
 * @param asked keys that went to it on this connection: they are not sent a second time
 */
export function beginningsToSend({ database }: Change, asked: ReadonlySet<string>): Extract<DeviceMail, { m: 'beginning' }>[] {
  return database.rows<BeginningRow>(beginningQueries.listed).flatMap((row) => {
    const { content, state } = read(row);
    const sending = state.sending ?? nextBeginning(content, filesBeside(database, row.id), state, IdempotencyKey.parse(randomUUID()));
    if (sending === null || asked.has(sending.key)) return [];
    if (state.sending === null) write(database, row.id, { content, state: { ...state, sending } }, row.at);
    return [{ m: 'beginning' as const, id: row.id, ...sending }];
  });
}

/** The page looks again at what has changed; a beginning has no conversation of its own to name. */
function told(change: Change, id: BeginningId): void {
  change.touch(ConversationId.parse(id));
}

function atOf(database: ReadableDatabase, id: BeginningId): number | undefined {
  return database.row<BeginningRow>(beginningQueries.one, [id])?.at;
}

/** The files of this laptop that go along with it: whole, and brought under its id. */
function filesBeside(database: ReadableDatabase, id: BeginningId): number {
  return database.row<{ n: number }>(draftStateQueries.files, [id, 'start'])?.n ?? 0;
}

function countOf(database: ReadableDatabase): number {
  return database.row<{ n: number }>('SELECT count(*) AS n FROM beginnings WHERE content IS NOT NULL')?.n ?? 0;
}
