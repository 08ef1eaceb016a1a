import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { readChunks } from '../conversations/attachments.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';
import { refuseSession } from './while-active.ts';

/**
 * Sealed chunks of attachments, for whoever may see the conversation at this moment, and of one that is held for a laptop that may have it. They go out as they lie in the
 * store; how many a device asks for is bounded by what a connection may ask for at all, and by `maxChunksAtOnce`.
 */
export class AttachmentDesk {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  async fetch(live: LiveDevice, wanted: Extract<ControlToHub, { c: 'attachment-fetch' }>): Promise<void> {
    const closed = live.closedTo(this.#rooms.clock.now());
    if (closed) return refuseSession(live, closed);
    const { attachment } = wanted;
    // A device that does not read what it asked for shall not fill the hub's memory.
    if (!live.connection.writable) return live.send({ c: 'attachment-refused', attachment, reason: 'later' });
    const read = await this.#rooms.store.transaction().execute(async (tx) => {
      const user = await userOf(tx, this.#rooms, live.deviceId);
      if (!user) return 'not-active';
      const { policy } = await this.#rooms.policies.current(tx);
      const ordinary = await readChunks(tx, user, policy.attachments, wanted);
      if (ordinary !== 'withheld') return { chunks: ordinary, lent: null };
      const lent = await this.#rooms.fileReleases.current(tx, { agent: user, device: live.deviceId }, attachment);
      return { chunks: lent === null ? ordinary : await readChunks(tx, user, 'lent', wanted), lent };
    });
    if (read === 'not-active') return refuseSession(live, 'not-active');
    const { chunks, lent } = read;
    if (typeof chunks === 'string') return live.send({ c: 'attachment-refused', attachment, reason: chunks });
    // Each time: the laptop may have lost count, and learns by it until when it may have them.
    if (lent !== null) live.send({ c: 'attachment-lent', attachment, ...lent });
    for (const { index, sealed } of chunks) live.send({ c: 'attachment-chunk', attachment, index, sealed: toBase64(sealed) });
  }
}
