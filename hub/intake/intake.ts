import type { Channel } from '../../shared/domain/conversation.ts';
import type { ReleasePolicy } from '../../shared/domain/release.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import type { Receiver } from '../channels/channel.ts';
import { readMessageId } from '../channels/email/message-id.ts';
import { markFailed } from '../delivery/message-status.ts';
import type { Audit, FanOut, Log, MessagePolicy, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { IntakeSpoolTable } from '../store/tables/channels.ts';
import { dropOverdueFiles } from '../conversations/attachments.ts';
import { destroyOverdueRecoverable } from '../reveal/recoverable.ts';
import { applyNews, patienceWith } from './apply-news.ts';
import { assess } from './assess.ts';
import { kindOf } from './error-kind.ts';
import { QueueWorker } from './queue-worker.ts';
import { type DocumentReader, lookIntoFiles } from './look-into-files.ts';
import { destroyOverdue, nextDue, nextSpooled, openSpooled, postpone, quarantine, settle, spool } from './spool.ts';
import type { Assessed, Authentication, ChannelNews, ReadEntry, Received } from './stages.ts';
import type { BeginDeps, Origin } from './begin.ts';
import { storeMessage } from './store-message.ts';

/** What intake has to know of the channel a message came by. */
export interface ChannelReader extends Origin {
  readonly ownDomains: readonly string[];
  /** authenticate, normalise, sanitise, redact. */
  read(received: Received, policy: RedactionPolicy): Promise<ReadEntry>;
}

export interface IntakeDeps extends BeginDeps {
  readonly db: Store;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly log: Log;
  /** News was carried out: what waited for it may go on. */
  readonly told: () => void;
  /** Null for a channel that has been removed: its entries wait for their deadline. */
  readonly readerOf: (channelId: string) => ChannelReader | null;
  /** What is hidden, as it holds now for what comes in by a channel, and whether that is looked for in pictures. */
  readonly policyFor: (channel: Channel) => Promise<{ readonly redaction: RedactionPolicy; readonly pictures: boolean; readonly release: ReleasePolicy }>;
  readonly documents: DocumentReader;
  readonly policy: MessagePolicy;
  /** After a message was stored, and nothing of it is left to do. */
  readonly stored: (channelId: string, conversationId: string) => void;
}

export interface Intake extends Receiver {
  start(): void;
  /** Resolves once the message in hand is finished. */
  stop(): Promise<void>;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
}

/**
 * The way in: receive -> authenticate -> normalise -> sanitise -> redact -> assess -> thread -> store
 * -> fan out. Messages are worked on one at a time, in the order they came, so that a conversation
 * keeps its order. Whatever stops in between begins again from the spool.
 */
export function createIntake(deps: IntakeDeps): Intake {
  const { db, envelope, clock, log } = deps;
  const worker = new QueueWorker(
    {
      name: 'intake',
      async one() {
        const entry = await db.transaction().execute((tx) => nextSpooled(tx, clock.now()));
        if (entry !== null) await handle(deps, entry);
        return entry !== null;
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
      const outcome = await db.transaction().execute((tx) => spool(tx, envelope, clock, channelId, message));
      worker.wake();
      return outcome;
    },
    async takeAll(channelId, messages) {
      await db.transaction().execute(async (tx) => {
        for (const message of messages) await spool(tx, envelope, clock, channelId, message);
      });
      worker.wake();
    },
    start: () => worker.start(),
    stop: () => worker.stop(),
    idle: () => worker.idle(),
  };
}

/** One message through all stages. */
async function handle(deps: IntakeDeps, entry: IntakeSpoolTable): Promise<void> {
  const { db, envelope, clock, log } = deps;
  const reader = deps.readerOf(entry.channel_id);
  if (reader === null) {
    await db.transaction().execute((tx) => setAside(tx, entry, 'failed', clock.now()));
    return;
  }
  try {
    const received: Received = { spoolId: entry.id, channelId: entry.channel_id, raw: openSpooled(envelope, entry), receivedAt: entry.received_at, attempts: entry.attempts };
    const { redaction: policy, pictures, release } = await deps.policyFor(reader.kind);
    const read = await reader.read(received, policy);
    if (read.kind === 'news') {
      await takeNews(deps, entry, reader, read.news);
      deps.fanOut.wake();
      return;
    }
    if (read.kind === 'set-aside') {
      await db.transaction().execute((tx) => setAside(tx, entry, 'unreadable', clock.now()));
      return;
    }
    const { authentication } = read;
    const message = { ...read.message, attachments: await lookIntoFiles(read.message.attachments, deps.documents, { policy, pictures, release }) };
    const conversationId = await finish(deps, entry, reader, assess(message, { authentication, ownDomains: reader.ownDomains }), authentication, policy);
    deps.fanOut.wake();
    if (conversationId !== null) deps.stored(entry.channel_id, conversationId);
  } catch (error) {
    log.warn('intake.attempt-failed', { entry: entry.id, attempt: entry.attempts + 1, kind: kindOf(error) });
    await giveUpOrWait(deps, entry);
  }
}

/** What is told of a message that is not there yet may have overtaken it: it waits a while. */
async function takeNews(deps: IntakeDeps, entry: IntakeSpoolTable, channel: Origin, news: ChannelNews): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    const outcome = await applyNews(tx, deps, channel, news);
    if (outcome === 'not-known' && entry.attempts < patienceWith(news) && (await postpone(tx, entry, now))) return;
    await settle(tx, entry, 'news', now);
  });
  deps.told();
}

async function setAside(tx: Tx, entry: IntakeSpoolTable, reason: 'failed' | 'unreadable', now: number): Promise<void> {
  await quarantine(tx, entry, reason, now);
  await settle(tx, entry, 'quarantined', now);
}

/** @returns the conversation it was stored in; null when it was a report on a message of ours. */
async function finish(deps: IntakeDeps, entry: IntakeSpoolTable, reader: ChannelReader, message: Assessed, authentication: Authentication | null, policy: RedactionPolicy): Promise<string | null> {
  const now = deps.clock.now();
  return deps.db.transaction().execute(async (tx) => {
    const bounced = message.bounce === null ? null : readMessageId(deps.envelope, message.bounce.messageId);
    const reason = message.bounce?.permanent === false ? 'The mail could not be delivered in time. Try again later, or another way.' : 'The customer’s mail server could not deliver it. Check the address, or use another channel.';
    if (bounced !== null && (await markFailed(tx, deps, bounced, entry.channel_id, reason))) {
      await settle(tx, entry, 'bounce', now);
      return null;
    }
    const conversationId = await storeMessage(tx, deps, reader, message, authentication, policy);
    if (message.cut !== null) await quarantine(tx, entry, message.cut, now);
    await settle(tx, entry, 'stored', now);
    return conversationId;
  });
}

async function giveUpOrWait(deps: IntakeDeps, entry: IntakeSpoolTable): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    if (await postpone(tx, entry, now)) return;
    await setAside(tx, entry, 'failed', now);
    await deps.audit.append(tx, { actor: 'hub', action: 'intake.quarantined', subject: entry.id, detail: { channel: entry.channel_id } });
  });
}
