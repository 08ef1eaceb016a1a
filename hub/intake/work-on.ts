import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../../shared/domain/conversation.ts';
import type { MistakePolicy } from '../../shared/domain/mistake.ts';
import type { ReleasePolicy } from '../../shared/domain/release.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import { readMessageId } from '../channels/email/message-id.ts';
import { markFailed } from '../delivery/message-status.ts';
import type { Audit, FanOut, Log, MessagePolicy, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { IntakeSpoolTable } from '../store/tables/channels.ts';
import { applyNews, patienceWith } from './apply-news.ts';
import { assess } from './assess.ts';
import type { BeginDeps, Origin } from './begin.ts';
import { editMessage, patienceWithEdits } from './edit-message.ts';
import { kindOf } from './error-kind.ts';
import { GatheredNews } from './gathered-news.ts';
import { type DocumentReader, lookIntoFiles } from './look-into-files.ts';
import { openSpooled, postpone, quarantine, settle } from './spool.ts';
import type { Assessed, Authentication, ChannelNews, Edit, ReadEntry, Received } from './stages.ts';
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
  readonly policyFor: (channel: Channel) => Promise<{ readonly redaction: RedactionPolicy; readonly pictures: boolean; readonly release: ReleasePolicy; readonly mistakes: MistakePolicy }>;
  readonly documents: DocumentReader;
  readonly policy: MessagePolicy;
  /** After a message was stored, and nothing of it is left to do. */
  readonly stored: (channelId: string, conversationId: string) => void;
}

/** What became of an entry. */
type Ended = { readonly as: 'message'; readonly conversationId: string } | { readonly as: 'news' } | { readonly as: 'nothing' };
/** What is left to do with an entry that was read, in the transaction that ends it. */
type Finish = (tx: Tx, fanOut: FanOut) => Promise<Ended>;
interface Ready {
  readonly entry: IntakeSpoolTable;
  readonly finish: Finish;
}

/** What has been read waits so long for what is still being read before it is stored without it, in milliseconds. */
const waitsFor = 20;

/**
 * Entries through all stages, in their order; as many as are read at once are stored and told in one transaction.
 * @param stopping whether those that have not been begun are to stay for another time.
 */
export async function workOn(deps: IntakeDeps, entries: readonly IntakeSpoolTable[], stopping: () => boolean): Promise<void> {
  const ready: Ready[] = [];
  for (const entry of entries) {
    if (stopping()) break;
    const reading = read(deps, entry);
    if (ready.length > 0 && !(await within(reading, waitsFor))) await store(deps, ready.splice(0));
    const finish = await reading;
    if (finish !== null) ready.push({ entry, finish });
  }
  await store(deps, ready);
}

/** authenticate, normalise, sanitise, redact, assess. @returns null when that did not go well, which is noted. */
async function read(deps: IntakeDeps, entry: IntakeSpoolTable): Promise<Finish | null> {
  const { envelope, clock } = deps;
  const reader = deps.readerOf(entry.channel_id);
  if (reader === null) return (tx) => setAside(tx, entry, 'failed', clock.now());
  try {
    const received: Received = { spoolId: entry.id, channelId: entry.channel_id, raw: openSpooled(envelope, entry), receivedAt: entry.received_at, attempts: entry.attempts };
    const { redaction: policy, pictures, release, mistakes } = await deps.policyFor(reader.kind);
    const found = await reader.read(received, policy);
    if (found.kind === 'news') return (tx, fanOut) => takeNews(tx, { ...deps, fanOut }, entry, reader, found.news);
    if (found.kind === 'edit') {
      const message = assess(found.edit.message, { authentication: null, ownDomains: reader.ownDomains });
      return (tx, fanOut) => takeEdit(tx, { ...deps, fanOut }, entry, reader, { ...found.edit, message }, policy);
    }
    if (found.kind === 'set-aside') return (tx) => setAside(tx, entry, 'unreadable', clock.now());
    const { authentication } = found;
    const message = { ...found.message, attachments: await lookIntoFiles(found.message.attachments, deps.documents, { policy, pictures, release, recoverable: mistakes.minutes > 0 }) };
    const assessed = assess(message, { authentication, ownDomains: reader.ownDomains });
    return (tx, fanOut) => takeMessage(tx, { ...deps, fanOut }, entry, reader, assessed, authentication, policy);
  } catch (error) {
    await failed(deps, entry, error);
    return null;
  }
}

/** Ends what was read. Where that fails for one of them, each is tried for itself. */
async function store(deps: IntakeDeps, ready: readonly Ready[]): Promise<void> {
  const [first] = ready;
  if (first === undefined) return;
  const gathered = new GatheredNews(deps.fanOut);
  const stored: { readonly channelId: string; readonly ended: Ended }[] = [];
  try {
    await deps.db.transaction().execute(async (tx) => {
      for (const { entry, finish } of ready) stored.push({ channelId: entry.channel_id, ended: await finish(tx, gathered) });
      await gathered.deliver(tx);
    });
  } catch (error) {
    if (ready.length === 1) return failed(deps, first.entry, error);
    for (const each of ready) await store(deps, [each]);
    return;
  }
  // What fails from here on is nothing that storing them again would mend.
  deps.fanOut.wake();
  if (stored.some(({ ended }) => ended.as === 'news')) deps.told();
  for (const { channelId, ended } of stored) if (ended.as === 'message') deps.stored(channelId, ended.conversationId);
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([work.then(() => true), pause(milliseconds, false, { signal: late.signal })]);
  } finally {
    late.abort();
  }
}

/** What is told of a message that is not there yet may have overtaken it: it waits a while. */
async function takeNews(tx: Tx, deps: IntakeDeps, entry: IntakeSpoolTable, channel: Origin, news: ChannelNews): Promise<Ended> {
  return told(tx, deps, entry, await applyNews(tx, deps, channel, news), patienceWith(news));
}

async function takeEdit(tx: Tx, deps: IntakeDeps, entry: IntakeSpoolTable, channel: Origin, edit: Omit<Edit, 'message'> & { readonly message: Assessed }, policy: RedactionPolicy): Promise<Ended> {
  return told(tx, deps, entry, await editMessage(tx, deps, channel, edit, policy), patienceWithEdits);
}

async function told(tx: Tx, { clock }: IntakeDeps, entry: IntakeSpoolTable, outcome: 'done' | 'not-known', patience: number): Promise<Ended> {
  const now = clock.now();
  if (outcome !== 'not-known' || entry.attempts >= patience || !(await postpone(tx, entry, now))) await settle(tx, entry, 'news', now);
  return { as: 'news' };
}

async function setAside(tx: Tx, entry: IntakeSpoolTable, reason: 'failed' | 'unreadable', now: number): Promise<Ended> {
  await quarantine(tx, entry, reason, now);
  await settle(tx, entry, 'quarantined', now);
  return { as: 'nothing' };
}

/** Stores a message; a report on one of ours marks that one. */
async function takeMessage(tx: Tx, deps: IntakeDeps, entry: IntakeSpoolTable, reader: ChannelReader, message: Assessed, authentication: Authentication | null, policy: RedactionPolicy): Promise<Ended> {
  const now = deps.clock.now();
  const bounced = message.bounce === null ? null : readMessageId(deps.envelope, message.bounce.messageId);
  const reason = message.bounce?.permanent === false ? 'The mail could not be delivered in time. Try again later, or another way.' : 'The customer’s mail server could not deliver it. Check the address, or use another channel.';
  if (bounced !== null && (await markFailed(tx, deps, bounced, entry.channel_id, reason))) {
    await settle(tx, entry, 'bounce', now);
    return { as: 'nothing' };
  }
  const conversationId = await storeMessage(tx, deps, reader, message, authentication, policy);
  if (message.cut !== null) await quarantine(tx, entry, message.cut, now);
  await settle(tx, entry, 'stored', now);
  return { as: 'message', conversationId };
}

async function failed(deps: IntakeDeps, entry: IntakeSpoolTable, error: unknown): Promise<void> {
  const now = deps.clock.now();
  deps.log.warn('intake.attempt-failed', { entry: entry.id, attempt: entry.attempts + 1, kind: kindOf(error) });
  await deps.db.transaction().execute(async (tx) => {
    if (await postpone(tx, entry, now)) return;
    await setAside(tx, entry, 'failed', now);
    await deps.audit.append(tx, { actor: 'hub', action: 'intake.quarantined', subject: entry.id, detail: { channel: entry.channel_id } });
  });
}
