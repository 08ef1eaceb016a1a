import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Log } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';
import type { Turns } from './turns.ts';

/** Mails read from the mailbox at a time. */
const batchSize = 64;

/** Writes waiting mail to connected devices; one writer per connection, which goes round again when woken meanwhile. */
export class MailWriter {
  readonly #rooms: Rooms;
  readonly #turns: Turns;
  readonly #log: Log;

  constructor(rooms: Rooms, turns: Turns, log: Log) {
    this.#rooms = rooms;
    this.#turns = turns;
    this.#log = log;
  }

  pump(live: LiveDevice): void {
    if (live.pumping) {
      live.pumpAgain = true;
      return;
    }
    live.pumping = true;
    void this.#write(live)
      .catch((error: unknown) => {
        this.#log.warn('mail.failed', { kind: error instanceof SealdeskError ? error.kind : error instanceof Error ? error.name : 'unknown' });
        live.connection.refuse('closing');
      })
      .finally(() => {
        live.pumping = false;
        if (live.pumpAgain && !live.connection.ended) {
          live.pumpAgain = false;
          this.pump(live);
        }
      });
  }

  async #write(live: LiveDevice): Promise<void> {
    for (;;) {
      live.pumpAgain = false;
      const from = live.sentSeq;
      if (from === null || live.connection.ended) return;
      if (!this.#sessionLives(live)) {
        live.endSession();
        return live.send({ c: 'session-refused', reason: 'ended' });
      }
      const batch = await this.#turns.take(() => this.#rooms.store.transaction().execute((tx) => this.#rooms.mailboxes.waiting(tx, live.deviceId, from, batchSize)));
      for (const mail of batch) {
        // Resumed elsewhere or ended while this batch was being read.
        if (live.sentSeq === null || live.sentSeq >= mail.seq || !this.#sessionLives(live)) break;
        live.sentSeq = mail.seq;
        const sent = live.connection.sendMail(mail);
        if (!live.connection.writable && !(await sent)) return;
      }
      if (batch.length < batchSize && !live.pumpAgain) return;
    }
  }

  #sessionLives(live: LiveDevice): boolean {
    return live.sessionLives(this.#rooms.clock.now());
  }
}
