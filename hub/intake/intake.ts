import type { Receiver } from '../channels/channel.ts';
import { dropOverdueFiles } from '../conversations/attachments.ts';
import { destroyOverdueRecoverable } from '../reveal/recoverable.ts';
import { QueueWorker } from './queue-worker.ts';
import { destroyOverdue, nextDue, nextSpooled } from './spool.ts';
import { SpoolWriter } from './spool-writer.ts';
import { type IntakeDeps, workOn } from './work-on.ts';

export interface Intake extends Receiver {
  start(): void;
  /** Resolves once what is in hand is finished. */
  stop(): Promise<void>;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
}

/**
 * The way in: receive -> authenticate -> normalise -> sanitise -> redact -> assess -> thread -> store
 * -> fan out. Messages are worked on one after another, in the order they came, so that a conversation
 * keeps its order; what is there at a time is stored and told in one transaction. Whatever stops in between begins again from the spool.
 */
export function createIntake(deps: IntakeDeps): Intake {
  const { db, envelope, clock, log } = deps;
  const writer = new SpoolWriter(db, envelope, clock);
  let stopping = false;
  /** How long a batch takes, in milliseconds, as the last one did. However many call, a quarter of the time is for the work itself. */
  let lastTook = 100;
  const worker = new QueueWorker(
    {
      name: 'intake',
      async one() {
        await writer.calm(3 * lastTook);
        const began = performance.now();
        const entries = await db.transaction().execute((tx) => nextSpooled(tx, clock.now()));
        await workOn(deps, entries, () => stopping);
        if (entries.length > 0) lastTook = performance.now() - began;
        return entries.length > 0;
      },
      next: () =>
        db.transaction().execute(async (tx) => {
          await destroyOverdue(tx, clock.now());
          const dueAt = [await nextDue(tx), await destroyOverdueRecoverable(tx, clock.now()), await dropOverdueFiles(tx, clock.now())].filter((at) => at !== null);
          return dueAt.length === 0 ? null : Math.min(...dueAt);
        }),
    },
    clock,
    log,
  );
  return {
    async take(channelId, message) {
      const [outcome = 'known'] = await writer.put(channelId, [message]);
      worker.wake();
      return outcome;
    },
    async takeAll(channelId, messages) {
      await writer.put(channelId, messages);
      worker.wake();
    },
    start() {
      stopping = false;
      worker.start();
    },
    stop() {
      stopping = true;
      return worker.stop();
    },
    idle: () => worker.idle(),
  };
}
