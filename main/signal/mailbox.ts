import { HubMail, type DeviceMail } from '../../shared/contract/wire/mail.ts';
import type { ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { MailFrame, PreKeyMaterial } from '../boundary/opened-vault.ts';
import { resolvedSince } from '../vault/cache-policy.ts';
import { Change } from '../vault/change.ts';
import { transaction, type WritableDatabase } from '../vault/database.ts';
import { applyHubEvents } from '../vault/hub-events.ts';
import { queuedAfter } from '../vault/outbox.ts';
import { advance, awaitSession, readPosition, syncStateOf } from '../vault/position.ts';
import { problemOf } from '../vault/problem.ts';
import type { StoredState } from '../../shared/domain/sync-state.ts';
import type { Received } from '../vault/thread-protocol.ts';
import { HubStores } from './hub-stores.ts';
import { renewPreKeys } from './pre-keys.ts';
import { Ratchet } from './ratchet.ts';

/** Mails stored in one transaction and acknowledged by one mail, at most. */
export const mailsPerTransaction = 250;
/** And at most so many characters of ciphertext, so that a transaction of large pages stays short. */
const charactersPerTransaction = 2_000_000;

/** Mail that waits for its turn, and who waits for it. */
interface Waiting {
  readonly mail: MailFrame;
  readonly now: number;
  readonly settle: (result: Received | Error) => void;
}

export interface MailboxOptions {
  readonly database: WritableDatabase;
  readonly deviceId: DeviceId;
  readonly hubSignalIdentity: Uint8Array;
  readonly keepResolvedDays: number;
  readonly send: (mails: readonly MailFrame[], live: number) => void;
  readonly changed: (conversationIds: readonly ConversationId[]) => void;
  readonly sync: (state: StoredState) => void;
}

/**
 * The device's end of the mailbox. Every method but `take` runs in a turn of its own (`Turns`), so
 * that ratchet, position and outbox are seen by one task at a time.
 */
export class Mailbox {
  readonly #options: MailboxOptions;
  readonly #stores: HubStores;
  readonly #ratchet: Ratchet;
  readonly #waiting: Waiting[] = [];
  /** Counts connections; 0 while there was none. */
  #live = 0;
  #open = false;
  /** On this connection `resume` has been sent; before it nothing else may be. */
  #resumed = false;
  /** Number of the last command sent on this connection; and of the last that is being sealed for it. */
  #sentThrough = 0;
  #sealedThrough = 0;
  /** There is no room on the disk: mail waits, and what could not be sent goes out once there is. */
  #diskFull = false;
  #asking = false;
  /** A new session was begun on this connection: what the hub sent before it knew cannot be read and is not needed. */
  #renewing = false;

  constructor(options: MailboxOptions) {
    this.#options = options;
    this.#stores = new HubStores(options.database, options.hubSignalIdentity);
    this.#ratchet = new Ratchet(this.#stores, options.deviceId);
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

  /** Decrypts what waits, up to a transaction's worth, and stores it with ratchet, position and acknowledgement, or not at all. */
  async storeWaiting(): Promise<void> {
    const group = this.#nextGroup();
    const last = group[group.length - 1];
    if (last === undefined) return;
    try {
      const results = await this.#store(group, last.now);
      group.forEach((waiting, index) => waiting.settle(results[index] ?? 'session-broken'));
    } catch (error) {
      this.#stores.discard();
      this.#sealedThrough = this.#sentThrough;
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

  /** Nothing more is stored, so the turn of what waits will not come. */
  abandon(error: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.settle(error);
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  #nextGroup(): Waiting[] {
    let characters = 0;
    let count = 0;
    for (const waiting of this.#waiting.slice(0, mailsPerTransaction)) {
      characters += waiting.mail.body.length;
      if (count > 0 && characters > charactersPerTransaction) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #store(group: readonly Waiting[], now: number): Promise<Received[]> {
    const { database } = this.#options;
    const position = readPosition(database);
    let seq = position.session_started === 1 ? position.seq : null;
    const results: Received[] = [];
    const mails: HubMail[] = [];
    let malformed: SealdeskError | null = null;

    for (const { mail } of group) {
      const mark = this.#stores.mark();
      const decrypted = await this.#ratchet.decrypt(mail);
      if (decrypted.kind !== 'plaintext') {
        results.push(decrypted.kind === 'duplicate' || (this.#renewing && seq === null) ? 'duplicate' : 'session-broken');
        continue;
      }
      const parsed = hubMail(decrypted.bytes);
      if (parsed === null) {
        // The hub's, but not understood: keeps the ratchet where it was, stores what came before, and says so.
        this.#stores.backTo(mark);
        malformed = new SealdeskError('mail-malformed', 'The hub sent something this version of Sealdesk does not understand. Install the newest version.');
        break;
      }
      if (seq !== null && parsed.seq !== seq + 1) {
        this.#stores.backTo(mark);
        results.push('session-broken');
        continue;
      }
      seq = parsed.seq;
      mails.push(parsed);
      results.push('stored');
    }

    if (mails.length > 0 && seq !== null) await this.#commit(mails, seq, now);
    else if (results.includes('duplicate') && seq !== null) await this.#sendNow(this.#resumed ? [{ m: 'ack', seq }] : []);
    if (malformed !== null) {
      const error = malformed;
      group.slice(results.length).forEach((waiting) => waiting.settle(error));
    }
    return results;
  }

  async #commit(mails: readonly HubMail[], seq: number, now: number): Promise<void> {
    const { database } = this.#options;
    const events = mails.flatMap((mail) => mail.events);
    const answers = this.#open ? this.#answers(seq, events) : [];
    const sealed = await this.#sealed(answers);
    const { changed } = Change.run(database, (change) => {
      applyHubEvents(change, events, now);
      advance(database, seq, now);
      this.#stores.write(database);
    });
    this.#stores.committed();
    this.#renewing = false;
    if (events.some((event) => event.e === 'conversation.purged')) database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#sent(answers, sealed);
    if (changed.length > 0) this.#options.changed(changed);
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

  async #sealed(mails: readonly DeviceMail[]): Promise<MailFrame[]> {
    const sealed: MailFrame[] = [];
    for (const mail of mails) sealed.push(await this.#ratchet.encrypt(mail));
    return sealed;
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

  /** Encrypts, stores the ratchet, sends. */
  async #sendNow(mails: readonly DeviceMail[]): Promise<void> {
    if (!this.#open || mails.length === 0) return;
    try {
      const sealed = await this.#sealed(mails);
      transaction(this.#options.database, () => {
        this.#stores.write(this.#options.database);
      });
      this.#stores.committed();
      this.#sent(mails, sealed);
    } catch (error) {
      this.#stores.discard();
      this.#sealedThrough = this.#sentThrough;
      throw error;
    }
  }

  /** The agent did something: queued commands go out if the hub is there. */
  async commandsQueued(): Promise<void> {
    if (this.#open && this.#resumed) await this.#sendNow(this.#commands());
    this.#options.sync(this.state());
  }

  async goLive(): Promise<void> {
    this.#live += 1;
    this.#open = true;
    this.#resumed = false;
    this.#sentThrough = 0;
    this.#sealedThrough = 0;
    this.#asking = false;
    await this.#resume();
    this.#options.sync(this.state());
  }

  async #resume(): Promise<void> {
    const position = readPosition(this.#options.database);
    if (position.session_started === 1) {
      const page = position.backfill_done === 1 ? [] : [{ m: 'backfill' as const, after: cursorOf(position) }];
      await this.#sendNow([{ m: 'resume', seq: position.seq }, ...this.#commands(), ...page]);
    }
  }

  /** There is no room on the disk, or there is again: then what could not be sent on this connection goes out. */
  async roomChanged(full: boolean): Promise<void> {
    const changed = this.#diskFull !== full;
    this.#diskFull = full;
    if (!full && this.#open) await (this.#resumed ? this.#sendNow(this.#commands()) : this.#resume());
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

  newSession(now: number): PreKeyMaterial {
    const { database } = this.#options;
    const material = transaction(database, () => {
      awaitSession(database);
      return renewPreKeys(database, now);
    });
    this.#stores.discard();
    this.#resumed = false;
    this.#sentThrough = 0;
    this.#sealedThrough = 0;
    this.#asking = false;
    this.#renewing = true;
    return material;
  }

  state(): StoredState {
    const { database, keepResolvedDays } = this.#options;
    return syncStateOf(database, this.#open && this.#asking, resolvedSince(database, keepResolvedDays), this.#diskFull);
  }
}

function cursorOf(position: { backfill_at: number | null; backfill_id: string | null }): { at: number; id: string } | null {
  return position.backfill_at === null || position.backfill_id === null ? null : { at: position.backfill_at, id: position.backfill_id };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function hubMail(plaintext: Uint8Array): HubMail | null {
  try {
    return HubMail.parse(JSON.parse(decoder.decode(plaintext)));
  } catch {
    return null;
  }
}
