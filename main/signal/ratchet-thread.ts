import type { DeviceMail } from '../../shared/contract/wire/mail.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { MailFrame } from '../boundary/opened-vault.ts';
import type { ReadableDatabase } from '../vault/database.ts';
import { readSignalState, type SignalIdentityRow } from '../vault/signal-state.ts';
import { ThreadClient } from '../vault/thread-client.ts';
import { hubStoredAs } from './hub-address.ts';
import type { NewKeys } from './pre-keys.ts';
import type { RatchetRequests, ReadMails, SealedMails } from './ratchet-protocol.ts';

/** The writer's end of the thread that runs libsignal. */
export class RatchetThread {
  readonly #thread: ThreadClient<RatchetRequests>;
  /** What the thread goes on from is what was stored, and what it has done since. */
  #begun = false;

  /** @param file its entry */
  constructor(file: string) {
    this.#thread = new ThreadClient<RatchetRequests>(file, {
      // Nothing there asks for the time: new keys are told it.
      now: () => 0,
      notice: () => undefined,
      died: () => {
        // Without it no mail can be read: the writer ends, too, and the core says so.
        throw new Error('The thread that runs libsignal has ended.');
      },
    });
  }

  /** What it did since the last commit does not hold: with the next request it begins from what is stored. */
  startOver(): void {
    this.#begun = false;
  }

  /** In the order of the calls; see `RatchetRequests`. */
  read(as: StoredAs, mails: readonly MailFrame[], seq: number | null, renewing: boolean): Promise<ReadMails> {
    this.#begin(as);
    return this.#thread.request('read', { mails, seq, renewing });
  }

  seal(as: StoredAs, mails: readonly DeviceMail[]): Promise<SealedMails> {
    this.#begin(as);
    return this.#thread.request('seal', { mails });
  }

  newKeys(identity: SignalIdentityRow | null, now: number): Promise<NewKeys> {
    return this.#thread.request('newKeys', { identity, now });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #begin({ database, deviceId, hubSignalIdentity }: StoredAs): void {
    if (this.#begun) return;
    const state = readSignalState(database, hubStoredAs);
    // What goes wrong with it goes wrong with the request behind it.
    this.#thread.request('begin', { deviceId, hubSignalIdentity, state }).catch(() => undefined);
    this.#begun = true;
  }
}

/** Whose session it is, and where it is stored. */
export interface StoredAs {
  readonly database: ReadableDatabase;
  readonly deviceId: DeviceId;
  readonly hubSignalIdentity: Uint8Array;
}
