import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import { beginUpload, takeChunks, type UploadAnswer } from '../conversations/uploads.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';
import { refuseSession } from './while-active.ts';

/** Files that devices upload for replies, notes and new conversations, in the chunks they sealed. The key comes with the reply, in Signal mail: nothing here opens one. */
export class UploadDesk {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  begin(live: LiveDevice, { attachment, conversationId, size, begins }: Extract<ControlToHub, { c: 'upload-begin' }>): Promise<void> {
    return this.#serve(live, attachment, (tx, agent) => beginUpload(tx, agent, { id: attachment, conversationId, size, begins }, this.#rooms.clock.now()));
  }

  take(live: LiveDevice, { attachment, first, sealed }: Extract<ControlToHub, { c: 'upload-chunks' }>): Promise<void> {
    return this.#serve(live, attachment, (tx, agent) => takeChunks(tx, agent, { id: attachment, first, sealed: sealed.map(fromBase64) }, this.#rooms.clock.now()));
  }

  async #serve(live: LiveDevice, attachment: Extract<ControlToHub, { c: 'upload-begin' }>['attachment'], work: (tx: Tx, agent: Agent) => Promise<UploadAnswer>): Promise<void> {
    const closed = live.closedTo(this.#rooms.clock.now());
    if (closed) return refuseSession(live, closed);
    const answer = await this.#rooms.store.transaction().execute(async (tx) => {
      const user = await userOf(tx, this.#rooms, live.deviceId);
      return user === null ? null : work(tx, user);
    });
    if (answer === null) return refuseSession(live, 'not-active');
    live.send(answer.kind === 'there' ? { c: 'upload-state', attachment, chunks: answer.chunks } : { c: 'upload-refused', attachment, reason: answer.reason });
  }
}
