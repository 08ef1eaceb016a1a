import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { framed } from '../../shared/trust/bytes.ts';
import type { RawMessage } from '../channels/channel.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { IntakeSpoolTable, QuarantineTable } from '../store/tables/channels.ts';
import { arrivalId } from './arrival-id.ts';

/** How long an entry may lie in the spool, and an original in quarantine, in milliseconds. */
const spoolLife = 7 * 24 * 3_600_000;
const quarantineLife = 30 * 24 * 3_600_000;

/** Wait before the n-th new attempt, in milliseconds; after the last the original goes to quarantine. */
const retryAfter = [1_000, 10_000, 60_000, 600_000, 3_600_000] as const;
export const maxAttempts = retryAfter.length + 1;

const keyContext = (id: string) => `intake_spool.wrapped_key:${id}`;
const bodyContext = (id: string) => framed('intake_spool.body', id);

/**
 * receive: the raw message is on disk, sealed under a key of its own, before anything looks at it.
 * Destroying the row destroys the key, and with it the only copy of what redaction removes.
 *
 * @returns `known` when the channel handed the same message over before, stored or still waiting.
 */
export async function spool(tx: Tx, envelope: Envelope, clock: Clock, channelId: string, message: RawMessage): Promise<'taken' | 'known'> {
  const sourceIndex = envelope.blindIndex('content', `${channelId}\n${message.source}`);
  const handled = await tx.selectFrom('intake_ledger').select('at').where('channel_id', '=', channelId).where('source_index', '=', sourceIndex).executeTakeFirst();
  if (handled) return 'known';
  const id = arrivalId(clock.now());
  const key = randomBytes(32);
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intake_spool')
    .values({
      id,
      channel_id: channelId,
      source_index: sourceIndex,
      wrapped_key: envelope.sealSystem(keyContext(id), key),
      body: sealBytes(key, message.body, bodyContext(id)),
      received_at: message.receivedAt,
      attempts: 0,
      next_try_at: clock.now(),
      deadline: clock.now() + spoolLife,
    })
    .onConflict((conflict) => conflict.columns(['channel_id', 'source_index']).doNothing())
    .executeTakeFirst();
  key.fill(0);
  return numInsertedOrUpdatedRows === 0n ? 'known' : 'taken';
}

/** Also of what has gone from there to quarantine. */
export function openSpooled(envelope: Envelope, { id, wrapped_key, body }: Pick<IntakeSpoolTable, 'id' | 'wrapped_key' | 'body'>): Uint8Array {
  return openBytes(envelope.openSystem(keyContext(id), wrapped_key), body, bodyContext(id));
}

/** The most that is worked on together: entries, and bytes of them. One is, however large. */
const [mostTogether, mostBytesTogether] = [32, 1024 * 1024] as const;

/** The entries whose turn it is: the oldest that are not waiting for another attempt. */
export async function nextSpooled(tx: Tx, now: number): Promise<IntakeSpoolTable[]> {
  const turns = await tx
    .selectFrom('intake_spool')
    .select(['id', (e) => e.fn<number>('length', ['body']).as('bytes')])
    .where('next_try_at', '<=', now)
    .orderBy('received_at')
    .orderBy('id')
    .limit(mostTogether)
    .execute();
  const entries: IntakeSpoolTable[] = [];
  let size = 0;
  for (const { id, bytes } of turns) {
    size += bytes;
    if (entries.length > 0 && size > mostBytesTogether) break;
    entries.push(await tx.selectFrom('intake_spool').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
  }
  return entries;
}

/** When the next entry is due; null when the spool is empty. */
export async function nextDue(tx: Tx): Promise<number | null> {
  const row = await tx.selectFrom('intake_spool').select((e) => e.fn.min('next_try_at').as('due')).executeTakeFirst();
  return row?.due ?? null;
}

/** Notes a failed attempt. @returns whether there will be another. */
export async function postpone(tx: Tx, entry: IntakeSpoolTable, now: number): Promise<boolean> {
  const wait = retryAfter[entry.attempts];
  if (wait === undefined) return false;
  await tx.updateTable('intake_spool').set({ attempts: entry.attempts + 1, next_try_at: now + wait }).where('id', '=', entry.id).execute();
  return true;
}

/** Ends an entry in the transaction that stores what came of it. */
export async function settle(tx: Tx, entry: Pick<IntakeSpoolTable, 'id' | 'channel_id' | 'source_index'>, outcome: 'stored' | 'bounce' | 'quarantined' | 'news', now: number): Promise<void> {
  await tx.insertInto('intake_ledger').values({ channel_id: entry.channel_id, source_index: entry.source_index, outcome, at: now }).execute();
  await tx.deleteFrom('intake_spool').where('id', '=', entry.id).execute();
}

/** Keeps the sealed original, for the two-person recovery, when it could not be shown whole. */
export async function quarantine(tx: Tx, entry: IntakeSpoolTable, reason: QuarantineTable['reason'], now: number): Promise<void> {
  const { id, channel_id, wrapped_key, body, received_at } = entry;
  await tx.insertInto('quarantine').values({ id, channel_id, reason, wrapped_key, body, received_at, deadline: now + quarantineLife }).execute();
}

/** Destroys what has outlived its deadline. */
export async function destroyOverdue(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom('quarantine').where('deadline', '<=', now).execute();
  // An entry still here after a week has failed every attempt: it is kept as long as any other original.
  for (const entry of await tx.selectFrom('intake_spool').selectAll().where('deadline', '<=', now).execute()) {
    await quarantine(tx, entry, 'failed', now);
    await settle(tx, entry, 'quarantined', now);
  }
}
