import type { Channel } from '../../shared/domain/conversation.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { ChannelAdapter, MessagePart, OutgoingMessage, SendOutcome, StatusReport } from '../channels/channel.ts';
import { newsOf } from '../conversations/audience.ts';
import { letOut } from '../conversations/attachments.ts';
import { readConversation } from '../conversations/conversations.ts';
import { addressOf } from '../conversations/customers.ts';
import { sealdeskItself, writeLine } from '../conversations/reassign.ts';
import { type MessageContent, openContent, openMessageId, setRemoteId } from '../conversations/messages.ts';
import type { Arrivals, Audit, Envelope, FanOut, Log, MessagePolicy, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { DeliveryTable } from '../store/tables/channels.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { kindOf } from '../intake/error-kind.ts';
import type { DocumentReader } from '../intake/look-into-files.ts';
import { type Queue, QueueWorker } from '../intake/queue-worker.ts';
import { keptFiles } from './files/kept-file.ts';
import { bareFiles } from './files/bare-file.ts';
import { asFirstMail, mayBeShared, mayGoOut, shown } from './files/let-out.ts';
import { type NoteFiles, noteFiles } from './files/note-files.ts';
import { holdBack } from './hold-back.ts';
import { isFirstWord, mayNotGoNow } from './last-gate.ts';
import { concludePart, stillWaits } from './conclude-part.ts';
import { markStatus } from './message-status.ts';
import { nextPart, partTried } from './parts.ts';

export interface DeliveryDeps {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: MessagePolicy;
  readonly arrivals: Arrivals;
  /** Looks into the files of replies. */
  readonly documents: DocumentReader;
  readonly adapterOf: (channelId: string) => ChannelAdapter | null;
  /** Where a customer says how it went, of the message that asks them; null for every other. It is in no message that is kept or shown. */
  readonly ratingLink: (tx: Tx, messageId: string) => Promise<string | null>;
}

export interface Delivery {
  start(): Promise<void>;
  /** Resolves once the attempt in hand is finished. */
  stop(): Promise<void>;
  /** Something was queued. */
  look(): void;
  /** News from a channel of a message sent earlier. */
  report(report: StatusReport): Promise<void>;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
}

/** So many channels are served at a time: one whose provider hangs holds up none of the others. */
const atOnce = 4;
/** Wait before the n-th new attempt, in milliseconds: about a day in all, as mail servers do (RFC 5321 section 4.5.4.1). */
const retryAfter = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 28_800_000] as const;

/**
 * The way out: what was queued is sent, tried again where that makes sense, and its status followed.
 *
 * Exactly once as far as the channel allows. The attempt is noted (`sending`) before it is made and its
 * result after; a hub that stops in between finds `sending` at the next start and sends again under the
 * SAME remote id. For web chat the page knows the id and shows it once. For mail SMTP has no such
 * promise: the server may take the same Message-ID twice, and most mailboxes fold the two into one.
 * WhatsApp and Instagram know no key of ours either, but tell of every message they took: an attempt without
 * an answer is not repeated until that news had its time (`settlesWithinMs`). What remains: a message whose
 * news comes later than that goes out twice.
 */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { db, clock, log } = deps;
  /** Channels that something is being sent on: one at a time each, in the order of what was queued. */
  const busy = new Set<string>();
  const queue: Queue = {
    name: 'delivery',
    one: () => attempt(deps, busy),
    async next() {
      const waiting = ready(db).select((e) => e.fn.min('deliveries.next_try_at').as('due'));
      const row = await (busy.size === 0 ? waiting : waiting.where('deliveries.channel_id', 'not in', [...busy])).executeTakeFirst();
      return row?.due ?? null;
    },
  };
  const workers = Array.from({ length: atOnce }, () => new QueueWorker(queue, clock, log));
  return {
    async start() {
      await db.transaction().execute((tx) => resume(tx, deps));
      for (const worker of workers) worker.start();
    },
    stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))),
    look: () => {
      for (const worker of workers) worker.wake();
    },
    async report({ messageId, status, failure }) {
      const news = await db.transaction().execute((tx) => markStatus(tx, deps, messageId, status, failure));
      if (news) deps.fanOut.wake();
    },
    idle: async () => void (await Promise.all(workers.map((worker) => worker.idle()))),
  };
}

/**
 * Takes up what was on its way when the hub stopped. Where the channel itself tells of what it took, that news has its
 * time from now on: while the hub was down nobody could bring it.
 */
async function resume(tx: Tx, { adapterOf, clock }: DeliveryDeps): Promise<void> {
  const tried = await tx.selectFrom('deliveries').select(['message_id', 'channel_id', 'state', 'next_try_at']).where('state', 'in', ['sending', 'waiting']).where('attempts', '>', 0).execute();
  for (const { message_id, channel_id, state, next_try_at } of tried) {
    const settles = adapterOf(channel_id)?.capabilities.settlesWithinMs ?? 0;
    if (settles === 0 && state === 'waiting') continue;
    await tx.updateTable('deliveries').set({ state: 'waiting', next_try_at: settles === 0 ? clock.now() : Math.max(next_try_at, clock.now() + settles) }).where('message_id', '=', message_id).execute();
  }
}

/** Whether the channel brought something, before this attempt was due, that nobody has read yet: it may be the news of the attempt before. */
async function newsUnread(db: Store, { channel_id, next_try_at }: DeliveryTable, now: number): Promise<boolean> {
  const row = await db.selectFrom('intake_spool').select('id').where('channel_id', '=', channel_id).where('received_at', '<=', next_try_at).where('next_try_at', '<=', now).executeTakeFirst();
  return row !== undefined;
}

/** What waits for its time. Of a conversation in which a message has gone out in part, that message alone: nothing comes between its parts. */
function ready(from: Store | Tx) {
  return from
    .selectFrom('deliveries')
    .where('deliveries.state', '=', 'waiting')
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('deliveries as begun')
            .innerJoin('delivery_parts', 'delivery_parts.message_id', 'begun.message_id')
            .select('begun.message_id')
            .whereRef('begun.conversation_id', '=', 'deliveries.conversation_id')
            .whereRef('begun.message_id', '!=', 'deliveries.message_id')
            .where('begun.state', 'in', ['waiting', 'sending'])
            .where('delivery_parts.status', 'not in', ['accepted', 'failed']),
        ),
      ),
    );
}

/** Makes the attempt whose turn it is. @param busy channels on which another is being made. @returns false when nothing is due. */
async function attempt(deps: DeliveryDeps, busy: Set<string>): Promise<boolean> {
  const { db, clock } = deps;
  let taken: string | null = null;
  const take = (channelId: string): void => {
    busy.add(channelId);
    taken = channelId;
  };
  try {
    const claimed = await db.transaction().execute((tx) => claim(tx, clock.now(), busy, take));
    if (claimed === null) return false;
    await carryOut(deps, claimed);
    return true;
  } finally {
    if (taken !== null) busy.delete(taken);
  }
}

/** What the channel is given: all of it, or the part whose turn it is. */
function ofPart(whole: OutgoingMessage, part: number | null, parts: readonly MessagePart[]): OutgoingMessage {
  const own = part === null ? undefined : parts[part];
  return own === undefined ? whole : { ...whole, ...own, part };
}

async function carryOut(deps: DeliveryDeps, claimed: DeliveryTable): Promise<void> {
  const note = await deps.db.transaction().execute((tx) => noteFiles(tx, deps.db, deps.envelope, claimed.message_id));
  if (note !== null) return share(deps, claimed, note);

  const { db, clock, log } = deps;
  let outcome: SendOutcome;
  let part: number | null = null;
  try {
    const adapter = deps.adapterOf(claimed.channel_id);
    // What has left already, as the channel may be about to tell, is not kept back.
    const told = claimed.attempts > 1 && (adapter?.capabilities.settlesWithinMs ?? 0) > 0 && (await newsUnread(db, claimed, clock.now()));
    if (!told && (await db.transaction().execute((tx) => holdBack(tx, deps, claimed)))) return deps.fanOut.wake();
    const whole = await db.transaction().execute((tx) => outgoing(tx, deps, claimed, adapter?.kind ?? null));
    const parts = typeof whole === 'string' ? [] : (adapter?.parts?.(whole) ?? []);
    if (parts.length > 1) part = await db.transaction().execute((tx) => nextPart(tx, claimed.message_id, parts.length));
    // All of its files before anything of it leaves; after that, each again in its turn.
    const problem = typeof whole === 'string' ? whole : await filesProblem(deps, part === 0 || part === null ? whole : ofPart(whole, part, parts));
    if (adapter === null) outcome = { kind: 'failed', reason: 'The channel of this conversation has been removed.' };
    else if (told) outcome = { kind: 'wait', forMs: 1_000 };
    else if (parts.length > 1 && part === null) outcome = { kind: 'sent' };
    else if (typeof whole === 'string' || problem !== null) outcome = { kind: 'failed', reason: problem ?? 'It could not be sent.' };
    else {
      if (part !== null) await partTried(db, claimed.message_id, part);
      const message = ofPart(whole, part, parts);
      outcome = await adapter.send({ ...message, files: await bareFiles(message.files) });
    }
  } catch (error) {
    log.warn('delivery.attempt-failed', { message: claimed.message_id, kind: kindOf(error) });
    outcome = { kind: 'later', reason: 'The hub could not send it.' };
  }
  await db.transaction().execute((tx) => conclude(tx, deps, claimed, part, outcome));
  deps.fanOut.wake();
}

/** Files of a note: colleagues have them once they have passed the gate that what goes out passes. */
async function share(deps: DeliveryDeps, claimed: DeliveryTable, note: NoteFiles): Promise<void> {
  const { db, log } = deps;
  let outcome: SendOutcome;
  try {
    const verdict = await mayBeShared(note.files, deps.documents, await db.transaction().execute((tx) => deps.policy(tx)));
    if (verdict.kind === 'out') await db.transaction().execute((tx) => letOut(tx, note.messageId));
    outcome = verdict.kind === 'out' ? { kind: 'sent' } : { kind: 'failed', reason: verdict.reason };
  } catch (error) {
    log.warn('delivery.attempt-failed', { message: claimed.message_id, kind: kindOf(error) });
    outcome = { kind: 'later', reason: 'The hub could not look through the files.' };
  }
  await db.transaction().execute((tx) => conclude(tx, deps, claimed, null, outcome));
  deps.fanOut.wake();
}

/** The oldest that is due on a channel that is not busy; of a conversation's messages of one millisecond, the one that was written first. @param take makes it so. */
async function claim(tx: Tx, now: number, busy: ReadonlySet<string>, take: (channelId: string) => void): Promise<DeliveryTable | null> {
  const due = ready(tx).selectAll('deliveries').where('deliveries.next_try_at', '<=', now);
  const row = await (busy.size === 0 ? due : due.where('deliveries.channel_id', 'not in', [...busy])).orderBy('deliveries.next_try_at').orderBy('deliveries.created_at').orderBy((e) => e.selectFrom('messages').select('messages.position').whereRef('messages.id', '=', 'deliveries.message_id')).executeTakeFirst();
  // Another may have come to this channel while the database answered.
  if (!row || busy.has(row.channel_id)) return null;
  take(row.channel_id);
  const { numUpdatedRows } = await tx.updateTable('deliveries').set({ state: 'sending', attempts: row.attempts + 1 }).where('message_id', '=', row.message_id).where('state', '=', 'waiting').executeTakeFirst();
  return numUpdatedRows === 0n ? null : { ...row, attempts: row.attempts + 1 };
}

/** Everything the channel needs; a sentence when it can't be sent at all. */
async function outgoing(tx: Tx, { db, envelope, policy, ratingLink }: DeliveryDeps, delivery: DeliveryTable, kind: Channel | null): Promise<OutgoingMessage | string> {
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', delivery.message_id).executeTakeFirstOrThrow();
  const conversation = await readConversation(tx, delivery.conversation_id);
  if (conversation === null || kind === null || kind === 'phone') return 'There is no conversation to send it in.';
  const content = await openContent(tx, envelope, row);
  const problem = await mayNotGoNow(tx, { envelope, policy }, row, content);
  if (problem !== null) return problem;
  if (content.forward !== undefined) return forwarded(tx, envelope, row, content.authorName, content.forward);
  const to = await addressOf(tx, envelope, CustomerId.parse(row.customer_id), kind, conversation.identity_id);
  if (to === null) return 'The customer has no address on this channel. Use another channel.';
  const answered = await tx
    .selectFrom('messages')
    .select(['id', 'customer_id', 'message_id'])
    .where('conversation_id', '=', conversation.id)
    .where('position', '<', row.position)
    .where('message_id', 'is not', null)
    // What was forwarded to others is nothing that the customer has.
    .where('kind', '!=', 'note')
    .orderBy('position', 'desc')
    .limit(20)
    .execute();
  const answers: string[] = [];
  for (const earlier of answered.toReversed()) {
    const id = await openMessageId(tx, envelope, earlier);
    if (id !== null) answers.push(id);
  }
  const link = await ratingLink(tx, row.id);
  return {
    messageId: row.id,
    conversationId: conversation.id,
    text: link === null ? content.text : `${content.text}\n\n${link}`,
    marked: content.marked ?? null,
    subject: content.subject ?? '',
    agentName: content.authorName,
    automatic: row.automatic === 1,
    sentAt: row.sent_at,
    to,
    remoteId: await openMessageId(tx, envelope, row),
    answers,
    joins: true,
    copies: content.copies ?? [],
    part: null,
    files: keptFiles(db, content.attachments),
    template: content.template ?? null,
    newestInbound: await newestInbound(tx, envelope, conversation.id),
  };
}

/** A mail to somebody outside of the conversation: no answer to anything of it. */
async function forwarded(tx: Tx, envelope: Envelope, row: MessageTable, agentName: string, { to, subject, text, marked }: NonNullable<MessageContent['forward']>): Promise<OutgoingMessage> {
  return { messageId: row.id, conversationId: row.conversation_id, text, marked: marked ?? null, subject, agentName, automatic: false, sentAt: row.sent_at, to, remoteId: await openMessageId(tx, envelope, row), answers: [], joins: false, copies: [], part: null, files: [], template: null, newestInbound: null };
}

/** The last gate for files; once they may go, colleagues may have them too. @returns a sentence for the author; null when they may go */
async function filesProblem(deps: DeliveryDeps, { messageId, conversationId, files }: OutgoingMessage): Promise<string | null> {
  if (files.length === 0) return null;
  const verdict = await mayGoOut(files, deps.documents, await deps.db.transaction().execute((tx) => deps.policy(tx)));
  if (verdict.kind === 'stopped') return (await deps.db.transaction().execute((tx) => isFirstWord(tx, messageId, conversationId))) ? asFirstMail(verdict.reason) : verdict.reason;
  await deps.db.transaction().execute(async (tx) => {
    const conversation = await readConversation(tx, conversationId);
    if (!(await letOut(tx, messageId)) || conversation === null || verdict.marked.length === 0) return;
    const names = verdict.marked.map((name) => `“${shown(name)}”`).join(', ');
    await deps.fanOut.publish(tx, newsOf(conversation, [await writeLine(tx, deps, conversation, sealdeskItself, `Sent with data in it that should not leave the company: ${names}.`)]));
  });
  return null;
}

/** What programs sent for the customer (a note of absence, a reaction) is not meant: it does not ask for an answer. Channels date to the second: of those of one, what came last. */
async function newestInbound(tx: Tx, envelope: Envelope, conversationId: string): Promise<OutgoingMessage['newestInbound']> {
  const row = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).where('kind', '=', 'inbound').where('automatic', '=', 0).orderBy('sent_at', 'desc').orderBy('position', 'desc').executeTakeFirst();
  return row ? { remoteId: await openMessageId(tx, envelope, row), at: row.sent_at } : null;
}

async function conclude(tx: Tx, deps: DeliveryDeps, delivery: DeliveryTable, part: number | null, outcome: SendOutcome): Promise<void> {
  // Its customer was erased while it was being sent.
  const own = await tx.selectFrom('deliveries').select('state').where('message_id', '=', delivery.message_id).executeTakeFirst();
  if (own === undefined) return;
  const now = deps.clock.now();
  const update = (change: Partial<DeliveryTable>) => tx.updateTable('deliveries').set(change).where('message_id', '=', delivery.message_id).execute();
  if (part !== null && outcome.kind === 'sent') return concludePart(tx, deps, delivery.message_id, part, { status: 'sent', failure: null, remoteId: outcome.remoteId ?? null });
  if (part !== null && !(await stillWaits(tx, delivery.message_id, part))) return;
  if (outcome.kind === 'sent' && outcome.remoteId !== undefined) {
    const row = await tx.selectFrom('messages').select(['id', 'customer_id']).where('id', '=', delivery.message_id).executeTakeFirstOrThrow();
    await setRemoteId(tx, deps.envelope, row, outcome.remoteId);
  }
  // The channel's own news may have overtaken the answer, and knows better.
  const { state } = await tx.selectFrom('deliveries').select('state').where('message_id', '=', delivery.message_id).executeTakeFirstOrThrow();
  if (state !== 'sending') return;
  if (outcome.kind === 'wait') {
    await update({ state: 'waiting', attempts: delivery.attempts - 1, next_try_at: now + outcome.forMs });
    return;
  }
  const wait = retryAfter[delivery.attempts - 1];
  if (outcome.kind === 'later' && wait !== undefined) {
    await update({ state: 'waiting', next_try_at: now + Math.max(wait, outcome.afterMs ?? 0) });
    return;
  }
  if (outcome.kind === 'sent') {
    await update({ state: 'sent', finished_at: now });
    await markStatus(tx, deps, delivery.message_id, 'sent', null);
    return;
  }
  if (part === null) {
    await update({ state: 'failed', finished_at: now });
    await markStatus(tx, deps, delivery.message_id, 'failed', outcome.reason);
  } else await concludePart(tx, deps, delivery.message_id, part, { status: 'failed', failure: outcome.reason, remoteId: null });
  await deps.audit.append(tx, { actor: 'hub', action: 'delivery.failed', subject: delivery.message_id, detail: { attempts: delivery.attempts } });
}
