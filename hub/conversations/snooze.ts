import type { Clock } from '../../shared/domain/clock.ts';
import { longestSnooze } from '../../shared/domain/conversation.ts';
import { QueueWorker } from '../intake/queue-worker.ts';
import type { Envelope, FanOut, Log, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { changeConversation, readConversation } from './conversations.ts';
import { publish } from './outcome.ts';
import { sealdeskItself, writeLine } from './reassign.ts';

/** The line in a conversation that has become open by itself. */
export const snoozeEnded = 'Snooze ended.';

/**
 * Why a conversation is not snoozed until then; null when it can be.
 * @param until milliseconds since 1970; absent where the device did not say.
 */
export function snoozeProblem(until: number | undefined, now: number): string | null {
  if (until === undefined) return 'A conversation is snoozed until a certain time. Choose one.';
  if (until <= now) return 'The time until which this was to be snoozed has passed.';
  return until - now > longestSnooze ? 'A conversation can be snoozed for two years at most. Choose an earlier time.' : null;
}

/** As it is said in the conversation's line. The hub does not know its readers' zones. */
export function untilWords(until: number): string {
  return `${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export interface SnoozeDeps {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens snoozed conversations when their time has come. What is due is asked of the database, so that a hub that was down
 * meanwhile opens them at its next start; of several hubs on one database one opens each.
 */
export function createSnoozeWorker(deps: SnoozeDeps): QueueWorker {
  return new QueueWorker({ name: 'snooze', one: () => wakeOne(deps), next: () => nextDue(deps.db) }, deps.clock, deps.log);
}

async function nextDue(db: Store): Promise<number | null> {
  const row = await db.selectFrom('conversations').select((e) => e.fn.min('snoozed_until').as('due')).where('snoozed_until', 'is not', null).executeTakeFirst();
  return row?.due ?? null;
}

/** @returns false when none is due. */
async function wakeOne(deps: SnoozeDeps): Promise<boolean> {
  const { db, clock, fanOut } = deps;
  const due = await db.selectFrom('conversations').select(['id', 'snoozed_until']).where('snoozed_until', '<=', clock.now()).orderBy('snoozed_until').orderBy('id').executeTakeFirst();
  if (due === undefined) return false;
  await db.transaction().execute((tx) => wake(tx, deps, due.id, due.snoozed_until));
  fanOut.wake();
  return true;
}

async function wake(tx: Tx, deps: SnoozeDeps, id: string, until: number | null): Promise<void> {
  // Whoever takes the time away opens it: another hub, an agent or a customer may have been a moment faster.
  const { numUpdatedRows } = await tx.updateTable('conversations').set({ snoozed_until: null }).where('id', '=', id).where('snoozed_until', '=', until).executeTakeFirst();
  const conversation = numUpdatedRows === 0n ? null : await readConversation(tx, id);
  if (conversation === null) return;
  const opened = await changeConversation(tx, deps.envelope, conversation, { status: 'open' });
  await publish(tx, deps, opened, [await writeLine(tx, deps, opened, sealdeskItself, snoozeEnded)]);
}
