import type { DeviceMail, HubMail } from '../../shared/contract/wire/mail.ts';
import type { ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { MailFrame, PreKeyMaterial } from '../boundary/opened-vault.ts';
import type { News } from '../boundary/vault-process.ts';
import { resolvedSince } from '../vault/cache-policy.ts';
import { Change } from '../vault/change.ts';
import { transaction, type WritableDatabase } from '../vault/database.ts';
import { newsIn } from '../vault/news.ts';
import { askOfBeginnings, beginningsToSend } from '../vault/beginnings.ts';
import { askOfDrafts, draftsToSend } from '../vault/drafts-in-common.ts';
import { applyHubEvents, calls } from '../vault/hub-events.ts';
import { queuedAfter } from '../vault/outbox.ts';
import { advance, awaitSession, readPosition, syncStateOf } from '../vault/position.ts';
import { problemOf } from '../vault/problem.ts';
import type { StoredState } from '../../shared/domain/sync-state.ts';
import type { Received } from '../vault/thread-protocol.ts';
import { discardSessions, joinedChange, noSignalChange, readSignalIdentity, type SignalChange, writeSignalChange, writeSignalIdentity, writeSignalKey } from '../vault/signal-state.ts';
import { hubStoredAs } from './hub-address.ts';
import { MailsAtOnce } from './mails-at-once.ts';
import type { ReadMails, SealedMails } from './ratchet-protocol.ts';
import type { RatchetThread } from './ratchet-thread.ts';

/** Of ciphertext, in one transaction at most, so that one of large pages stays short. */
const charactersPerTransaction = 3_000_000;

/** Mail that waits for its turn, and who waits for it. */
interface Waiting {
  readonly mail: MailFrame;
  readonly now: number;
  readonly settle: (result: Received | Error) => void;
}

/** Mail that was given to the ratchet before its turn: nothing of it is stored yet. */
interface Ahead {
  readonly group: readonly Waiting[];
  readonly read: Promise<ReadMails>;
}

export interface MailboxOptions {
  readonly ratchet: RatchetThread;
  readonly database: WritableDatabase;
  readonly deviceId: DeviceId;
  /** Whose laptop it is. */
  readonly agentId: string;
  readonly hubSignalIdentity: Uint8Array;
  readonly keepResolvedDays: number;
  readonly send: (mails: readonly MailFrame[], live: number) => void;
  /** `calls`: where a note that came just now calls the agent. */
  readonly changed: (conversationIds: readonly ConversationId[], calls: readonly ConversationId[], news: News) => void;
  readonly sync: (state: StoredState) => void;
  /** Drafts may have to go to the hub: `sendDrafts` is to follow. */
  readonly draftsWait: () => void;
  /** Milliseconds from any beginning, never back: how long storing takes. */
  readonly monotonic: () => number;
}

/**
 * The device's end of the mailbox. Every method but `take` runs in a turn of its own (`Turns`), so
 * that ratchet, position and outbox are seen by one task at a time.
 */
export class Mailbox {
  readonly #options: MailboxOptions;
  readonly #atOnce: MailsAtOnce;
  /** Reads the next group while this thread stores the one before; the order of both is one (docs/decisions/0030). */
  #ahead: Ahead | null = null;
  readonly #waiting: Waiting[] = [];
  /** Counts connections; 0 while there was none. */
  #live = 0;
  #open = false;
  /** On this connection `resume` has been sent; before it nothing else may be. */
  #resumed = false;
  /** Number of the last command sent on this connection; and of the last that is being sealed for it. */
  #sentThrough = 0;
  #sealedThrough = 0;
  /** Keys of the drafts that went out on this connection. */
  readonly #draftsAsked = new Set<string>();
  /** There is no room on the disk: mail waits, and what could not be sent goes out once there is. */
  #diskFull = false;
  #asking = false;
  /** A new session was begun on this connection: what the hub sent before it knew cannot be read and is not needed. */
  #renewing = false;

  constructor(options: MailboxOptions) {
    this.#options = options;
    this.#atOnce = new MailsAtOnce(options.monotonic);
  }

  /** Puts a mail in line; `storeWaiting` has to follow. */
  take(mail: MailFrame, now: number): Promise<Received> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        mail,
        now,
        settle: (result) => {
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      });
    });
  }

  /** Stores what waits, up to a transaction's worth, with ratchet, position and acknowledgement, or not at all. */
  storeWaiting(): Promise<void> {
    return this.#storeNext(true);
  }

  /** @param readOn whether the ratchet may read what waits behind it meanwhile */
  async #storeNext(readOn: boolean): Promise<void> {
    const ahead = this.#ahead ?? this.#readNext(this.#seq());
    this.#ahead = null;
    const last = ahead?.group[ahead.group.length - 1];
    if (ahead === null || last === undefined) return;
    const { group } = ahead;
    try {
      const read = await ahead.read;
      await this.#store(read, last.now, readOn);
      // The hub's, but not understood: the ratchet is where it was before, and what came before is stored.
      const unread = read.malformed ? new SealdeskError('mail-malformed', 'The hub sent something this version of Sealdesk does not understand. Install the newest version.') : 'session-broken';
      group.forEach((waiting, index) => waiting.settle(read.results[index] ?? unread));
    } catch (error) {
      this.#startOver();
      const problem = problemOf(error);
      if (problem?.kind === 'disk-full') {
        // Nothing of it was stored or acknowledged: it is as if it had not come yet.
        this.#waiting.unshift(...group);
        throw problem;
      }
      const told = problem ?? (error instanceof Error ? error : new Error('Storing failed.', { cause: error }));
      for (const waiting of group) waiting.settle(told);
      throw told;
    }
  }

  /** Gives the ratchet the next group, behind all that it was given before. */
  #readNext(seq: number | null): Ahead | null {
    const group = this.#nextGroup();
    if (group.length === 0) return null;
    const read = this.#options.ratchet.read(this.#options, group.map(({ mail }) => mail), seq, this.#renewing);
    // Where it is thrown away, nobody asks what became of it.
    read.catch(() => undefined);
    return { group, read };
  }

  /** What was read ahead comes before whatever is sealed next: the ratchet has passed it, and only with it may it be stored. */
  async #storeAhead(): Promise<void> {
    if (this.#ahead !== null) await this.#storeNext(false);
  }

  /** Nothing that the ratchet did since the last commit holds: what was read ahead waits again, and is read anew. */
  #startOver(): void {
    this.#options.ratchet.startOver();
    this.#waiting.unshift(...(this.#ahead?.group ?? []));
    this.#ahead = null;
    this.#sealedThrough = this.#sentThrough;
  }

  /** Nothing more is stored, so the turn of what waits will not come. */
  abandon(error: Error): void {
    this.#startOver();
    for (const waiting of this.#waiting.splice(0)) waiting.settle(error);
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0 || this.#ahead !== null;
  }

  /** Mail has been read that is not stored yet: what is sealed next waits for it. */
  get hasReadAhead(): boolean {
    return this.#ahead !== null;
  }

  /** The agent does something; it waits for the transaction that is on its way, and those that follow are short. */
  asked(): void {
    this.#atOnce.asked();
  }

  /** Number of the last mail stored; null where the session has not started. */
  #seq(): number | null {
    const position = readPosition(this.#options.database);
    return position.session_started === 1 ? position.seq : null;
  }

  #nextGroup(): Waiting[] {
    let characters = 0;
    let count = 0;
    for (const waiting of this.#waiting.slice(0, this.#atOnce.most)) {
      characters += waiting.mail.body.length;
      if (count > 0 && characters > charactersPerTransaction) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #store({ mails, seq, results, change }: ReadMails, now: number, readOn: boolean): Promise<void> {
    if (mails.length > 0 && seq !== null) await this.#commit({ mails, seq, change, now, readOn });
    else if (results.includes('duplicate') && seq !== null) await this.#sendNow(this.#resumed ? [{ m: 'ack', seq }] : []);
  }

  async #commit({ mails, seq, change, now, readOn }: { readonly mails: readonly HubMail[]; readonly seq: number; readonly change: SignalChange; readonly now: number; readonly readOn: boolean }): Promise<void> {
    const { database } = this.#options;
    const events = mails.flatMap((mail) => mail.events);
    const answers = this.#open ? this.#answers(seq, events) : [];
    const sealing = this.#seal(answers);
    // Behind what is being sealed: the ratchet reads on while this thread stores.
    if (readOn) this.#ahead = this.#readNext(seq);
    const sealed = await sealing;
    const news = newsIn(database, this.#options.agentId, events);
    const { changed } = this.#atOnce.timed(mails.length, () =>
      Change.run(database, (stored) => {
        applyHubEvents(stored, events, now, this.#options.agentId);
        advance(database, seq, now);
        writeSignalChange(database, hubStoredAs, joinedChange(change, sealed.change));
      }),
    );
    this.#renewing = false;
    if (events.some((event) => event.e === 'conversation.purged' || event.e === 'message.removed')) database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    const begun = !this.#resumed && answers.length > 0;
    this.#sent(answers, sealed.mails);
    if (begun || events.some(({ e }) => aboutDrafts.has(e))) this.#options.draftsWait();
    if (changed.length > 0) this.#options.changed(changed, callsIn(events, this.#options.agentId), news);
    this.#options.sync(this.state());
  }

  /** What a stored mail is answered with: the acknowledgement (on a new connection `resume` and all that waits) and the next page. */
  #answers(seq: number, events: readonly HubMail['events'][number][]): DeviceMail[] {
    const pages = events.filter((event) => event.e === 'backfill.page');
    const next = pages[pages.length - 1]?.next;
    if (!this.#resumed) {
      const position = readPosition(this.#options.database);
      const after = next ?? cursorOf(position);
      return [{ m: 'resume', seq }, ...this.#commands(), ...(next === null || position.backfill_done === 1 ? [] : [{ m: 'backfill' as const, after }])];
    }
    return [{ m: 'ack', seq }, ...(next === null || next === undefined ? [] : [{ m: 'backfill' as const, after: next }])];
  }

  /** Commands not sent on this connection yet, in order, under the keys they have always had. */
  #commands(): DeviceMail[] {
    const queued = queuedAfter(this.#options.database, this.#sealedThrough);
    this.#sealedThrough = queued[queued.length - 1]?.number ?? this.#sealedThrough;
    return queued.map(({ key, at, command }) => ({ m: 'command' as const, key, at, command }));
  }

  #seal(mails: readonly DeviceMail[]): Promise<SealedMails> {
    if (mails.length === 0) return Promise.resolve({ mails: [], change: noSignalChange });
    const sealing = this.#options.ratchet.seal(this.#options, mails);
    // Asked for a moment later; what goes wrong is met there.
    sealing.catch(() => undefined);
    return sealing;
  }

  /** After the commit that holds their ratchet. */
  #sent(mails: readonly DeviceMail[], sealed: readonly MailFrame[]): void {
    if (mails.length === 0) return;
    this.#resumed = true;
    this.#sentThrough = this.#sealedThrough;
    const pages = mails.filter((mail) => mail.m === 'backfill');
    if (pages.length > 0) this.#asking = true;
    this.#options.send(sealed, this.#live);
  }

  /** Encrypts, stores the ratchet, sends. Nothing may have been read ahead. */
  async #sendNow(mails: readonly DeviceMail[]): Promise<void> {
    if (!this.#open || mails.length === 0) return;
    try {
      const sealed = await this.#seal(mails);
      transaction(this.#options.database, () => writeSignalChange(this.#options.database, hubStoredAs, sealed.change));
      this.#sent(mails, sealed.mails);
    } catch (error) {
      this.#startOver();
      throw error;
    }
  }

  /** The agent did something: queued commands go out if the hub is there. */
  async commandsQueued(): Promise<void> {
    await this.#storeAhead();
    if (this.#open && this.#resumed) await this.#sendNow(this.#commands());
    this.#options.sync(this.state());
  }

  /** The newest version of each draft goes out, if the hub is there; one that waits for its answer goes once on a connection. */
  async sendDrafts(): Promise<void> {
    if (!this.#open || !this.#resumed) return;
    await this.#storeAhead();
    const { result: drafts } = Change.run(this.#options.database, (change) => [...draftsToSend(change, this.#draftsAsked), ...beginningsToSend(change, this.#draftsAsked)]);
    await this.#sendNow(drafts);
    if (this.#resumed) for (const { key } of drafts) this.#draftsAsked.add(key);
  }

  async goLive(): Promise<void> {
    try {
      await this.#storeAhead();
    } finally {
      this.#live += 1;
      this.#open = true;
      this.#resumed = false;
      this.#sentThrough = 0;
      this.#sealedThrough = 0;
      this.#draftsAsked.clear();
      this.#asking = false;
    }
    await this.#resume();
    this.#options.sync(this.state());
  }

  async #resume(): Promise<void> {
    const position = readPosition(this.#options.database);
    if (position.session_started === 1) {
      const page = position.backfill_done === 1 ? [] : [{ m: 'backfill' as const, after: cursorOf(position) }];
      await this.#sendNow([{ m: 'resume', seq: position.seq }, ...this.#commands(), ...page]);
      this.#options.draftsWait();
    }
  }

  /** There is no room on the disk, or there is again: then what could not be sent on this connection goes out. */
  async roomChanged(full: boolean): Promise<void> {
    const changed = this.#diskFull !== full;
    this.#diskFull = full;
    if (!full) await this.#storeAhead();
    if (!full && this.#open) await (this.#resumed ? this.#sendNow(this.#commands()) : this.#resume());
    if (!full) this.#options.draftsWait();
    if (changed) this.#options.sync(this.state());
  }

  goQuiet(): void {
    this.#open = false;
    this.#resumed = false;
    this.#asking = false;
    this.#renewing = false;
    this.#options.sync(this.state());
  }

  hasSession(): boolean {
    return readPosition(this.#options.database).session_started === 1;
  }

  async newSession(now: number): Promise<PreKeyMaterial> {
    const { database, ratchet } = this.#options;
    // What was read ahead was of the session that ends.
    this.#startOver();
    const { identity, keys, material } = await ratchet.newKeys(readSignalIdentity(database) ?? null, now);
    transaction(database, () => {
      awaitSession(database);
      askOfDrafts(database);
      askOfBeginnings(database);
      discardSessions(database);
      writeSignalIdentity(database, identity);
      for (const key of keys) writeSignalKey(database, key);
    });
    this.#resumed = false;
    this.#sentThrough = 0;
    this.#sealedThrough = 0;
    this.#draftsAsked.clear();
    this.#asking = false;
    this.#renewing = true;
    return material;
  }

  state(): StoredState {
    const { database, keepResolvedDays } = this.#options;
    return syncStateOf(database, this.#open && this.#asking, resolvedSince(database, keepResolvedDays), this.#diskFull);
  }
}

/** After which the next version may go up. */
const aboutDrafts: ReadonlySet<HubMail['events'][number]['e']> = new Set(['draft', 'draft.kept', 'draft.stays', 'beginning', 'beginning.kept', 'beginning.stays']);

function cursorOf(position: { backfill_at: number | null; backfill_id: string | null }): { at: number; id: string } | null {
  return position.backfill_at === null || position.backfill_id === null ? null : { at: position.backfill_at, id: position.backfill_id };
}

/** Conversations in which colleagues' notes call the agent. What is filled in from before calls nobody again. */
function callsIn(events: readonly HubMail['events'][number][], agentId: string): ConversationId[] {
  if (events.some(({ e }) => e === 'backfill.page')) return [];
  const notes = events.flatMap((event) => (event.e === 'message' && calls(event.message, agentId) ? [event.message] : []));
  return [...new Set(notes.map(({ conversationId }) => conversationId))];
}
