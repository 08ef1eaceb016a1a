import type { HubEvent, PreKeys } from '../../shared/contract/wire/index.ts';
import { customersWords } from '../../shared/contract/wire/news.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { type ConversationId, CustomerId, DeviceId } from '../../shared/domain/ids.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import type { PublicKey } from '@signalapp/libsignal-client';
import { viewers } from '../enrolment/viewers.ts';
import type { Envelope, FanOut, News, Tx } from '../ports.ts';
import { type HubIdentity, Ratchet, RatchetError, type SealedMail } from '../signal/ratchet.ts';
import type { Store } from '../store/database.ts';
import type { SignalSessionTable, UnconfirmedPurgeTable } from '../store/tables/trust.ts';
import { packed } from './packing.ts';

/** How long a mail waits for its device, in milliseconds; after that the session starts anew. */
export const mailExpiry = 30 * 24 * 3_600_000;

/** Bytes of mail that wait for one device, above which it gets nothing of the past any more: a page of that is asked for when the one before is stored. */
export const mostWaiting = 64 * 1024 * 1024;

export interface WaitingMail extends SealedMail {
  readonly seq: number;
}

/**
 * Mailboxes: per device, the ciphertext it has not acknowledged yet. Ratchet and rows change in one
 * transaction. The row in `signal_sessions` is written first in each, which makes transactions about
 * one device wait for one another.
 */
export class Mailboxes implements FanOut {
  readonly #hub: HubIdentity;
  readonly #envelope: Envelope;
  readonly #clock: Clock;
  readonly #touched = new Set<DeviceId>();
  /** Of those, whose agent a customer has written to. */
  readonly #called = new Set<DeviceId>();
  #wake: (devices: readonly DeviceId[], called: ReadonlySet<DeviceId>) => void = () => {};

  constructor(hub: HubIdentity, envelope: Envelope, clock: Clock) {
    this.#hub = hub;
    this.#envelope = envelope;
    this.#clock = clock;
  }

  /** Who is told after a commit that mail may be waiting; `called`: for whom a customer's message is among it, in a conversation of the agent's or of nobody's. */
  onWake(listener: (devices: readonly DeviceId[], called: ReadonlySet<DeviceId>) => void): void {
    this.#wake = listener;
  }

  async publish(tx: Tx, news: News): Promise<void> {
    for (const { deviceId, viewer } of await viewers(tx)) {
      const events = news(viewer);
      if (events.length > 0) await this.send(tx, deviceId, events);
      if (customersWords(events).some(({ assigneeId }) => assigneeId === null || assigneeId === viewer.id)) this.#called.add(deviceId);
    }
  }

  wake(): void {
    const devices = [...this.#touched];
    const called = new Set(this.#called);
    this.#touched.clear();
    this.#called.clear();
    if (devices.length > 0) this.#wake(devices, called);
  }

  /** Encrypts to one device and queues. Without a session nothing is queued: back-fill brings it later; purges are remembered. */
  async send(tx: Tx, deviceId: DeviceId, events: readonly HubEvent[]): Promise<void> {
    const session = await this.#locked(tx, deviceId);
    if (!session?.record || !session.identity_key) return this.#remember(tx, deviceId, events, null);
    const ratchet = this.#ratchet(session, publicKeyFrom(session.identity_key));
    await this.#queue(tx, session, ratchet, events);
  }

  /** Whether there is a session whose mail has not expired. */
  async hasSession(tx: Tx, deviceId: DeviceId): Promise<boolean> {
    const row = await tx.selectFrom('signal_sessions').select('record').where('device_id', '=', deviceId).executeTakeFirst();
    if (!row?.record) return false;
    const oldest = await tx.selectFrom('mailbox').select('queued_at').where('device_id', '=', deviceId).orderBy('seq').limit(1).executeTakeFirst();
    return oldest === undefined || oldest.queued_at > this.#clock.now() - mailExpiry;
  }

  /**
   * Discards the session and mailbox that were, starts a session from the device's pre-keys and sends
   * the first mail, without which the device could not answer.
   * @throws RatchetError `session-broken`
   */
  async start(tx: Tx, deviceId: DeviceId, identity: PublicKey, epoch: number, preKeys: PreKeys, first: readonly HubEvent[]): Promise<void> {
    await this.discard(tx, deviceId);
    const session = await this.#locked(tx, deviceId);
    if (!session) return;
    const ratchet = this.#ratchet({ ...session, record: null }, identity);
    await ratchet.start(preKeys, identity);
    await tx
      .updateTable('signal_sessions')
      .set({ identity_key: publicKeyText(identity), epoch, started_at: this.#clock.now() })
      .where('device_id', '=', deviceId)
      .execute();
    const purges = await tx.selectFrom('unconfirmed_purges').select(['conversation_id', 'customer_id']).where('device_id', '=', deviceId).execute();
    // First what must go: what is seen again comes after it.
    await this.#queue(tx, session, ratchet, [...purges.map(purge), ...first]);
  }

  /** Ends the session; its ciphertext is of no use to anyone. Sequence numbers go on. */
  async discard(tx: Tx, deviceId: DeviceId): Promise<void> {
    await tx.updateTable('signal_sessions').set({ record: null, identity_key: null, started_at: null }).where('device_id', '=', deviceId).execute();
    await tx.deleteFrom('mailbox').where('device_id', '=', deviceId).execute();
  }

  /**
   * Ends the sessions of devices that have mail waiting: what waits is not to be read any more. They start anew at their next contact, with what must go
   * first of all, and have what is still there by back-fill.
   * @param spared devices that are reading just now: what comes after takes it away again
   */
  async discardWaiting(tx: Tx, spared: (deviceId: DeviceId) => boolean): Promise<void> {
    for (const { device_id } of await tx.selectFrom('mailbox').select('device_id').distinct().execute()) {
      const deviceId = DeviceId.parse(device_id);
      if (!spared(deviceId)) await this.discard(tx, deviceId);
    }
  }

  /** Ends the sessions of devices that have left mail unread for too long; at their next contact they start anew and back-fill. */
  async expire(store: Store): Promise<void> {
    const before = this.#clock.now() - mailExpiry;
    const late = await store.selectFrom('mailbox').select('device_id').distinct().where('queued_at', '<', before).execute();
    for (const { device_id } of late) await store.transaction().execute((tx) => this.discard(tx, device_id as DeviceId));
  }

  /** The epoch of the device's vault when it last sent pre-keys. */
  async epoch(tx: Tx, deviceId: DeviceId): Promise<number> {
    const row = await tx.selectFrom('signal_sessions').select('epoch').where('device_id', '=', deviceId).executeTakeFirst();
    return row?.epoch ?? 0;
  }

  /** Decrypts a device's mail and stores the ratchet. @throws RatchetError */
  async open(tx: Tx, deviceId: DeviceId, mail: SealedMail): Promise<Uint8Array> {
    const session = await this.#locked(tx, deviceId);
    if (!session?.record || !session.identity_key) throw new RatchetError('session-broken', 'There is no session with this device.');
    const ratchet = this.#ratchet(session, publicKeyFrom(session.identity_key));
    const plaintext = await ratchet.decrypt(mail);
    await this.#store(tx, deviceId, ratchet);
    return plaintext;
  }

  /** The device has stored everything up to `seq`; that ciphertext goes. @returns customers who were erased, of whom the device has nothing any more since now */
  async acknowledge(tx: Tx, deviceId: DeviceId, seq: number): Promise<CustomerId[]> {
    await tx.deleteFrom('mailbox').where('device_id', '=', deviceId).where('seq', '<=', seq).execute();
    const confirmed = await tx.deleteFrom('unconfirmed_purges').where('device_id', '=', deviceId).where('seq', '<=', seq).returning('customer_id').execute();
    await tx
      .updateTable('signal_sessions')
      .set({ acknowledged_seq: seq })
      .where('device_id', '=', deviceId)
      .where('acknowledged_seq', '<', seq)
      .where('last_seq', '>=', seq)
      .execute();
    const gone: CustomerId[] = [];
    for (const id of new Set(confirmed.map(({ customer_id }) => customer_id))) {
      if (id === null) continue;
      const left = await tx.selectFrom('unconfirmed_purges').select('conversation_id').where('device_id', '=', deviceId).where('customer_id', '=', id).executeTakeFirst();
      if (left === undefined) gone.push(CustomerId.parse(id));
    }
    return gone;
  }

  /** Mail above `after`, in order. */
  async waiting(tx: Tx, deviceId: DeviceId, after: number, limit: number): Promise<WaitingMail[]> {
    const rows = await tx.selectFrom('mailbox').select(['seq', 'kind', 'body']).where('device_id', '=', deviceId).where('seq', '>', after).orderBy('seq').limit(limit).execute();
    return rows.map(({ seq, kind, body }) => ({ seq, kind, body: new Uint8Array(body) }));
  }

  /** Whether a device has left so much unread that it cannot have read what it asked for before. */
  async isFull(tx: Tx, deviceId: DeviceId): Promise<boolean> {
    const { bytes } = await tx.selectFrom('mailbox').select((e) => e.fn.sum<number | null>(e.fn('length', ['body'])).as('bytes')).where('device_id', '=', deviceId).executeTakeFirstOrThrow();
    return (bytes ?? 0) > mostWaiting;
  }

  async #queue(tx: Tx, session: SignalSessionTable, ratchet: Ratchet, events: readonly HubEvent[]): Promise<void> {
    const deviceId = session.device_id as DeviceId;
    let seq = session.last_seq;
    for (const part of packed(events)) {
      seq += 1;
      const mail = await ratchet.encrypt(utf8(JSON.stringify({ seq, events: part })));
      await tx.insertInto('mailbox').values({ device_id: deviceId, seq, kind: mail.kind, body: mail.body, queued_at: this.#clock.now() }).execute();
      await this.#remember(tx, deviceId, part, seq);
    }
    await tx.updateTable('signal_sessions').set({ last_seq: seq }).where('device_id', '=', deviceId).execute();
    await this.#store(tx, deviceId, ratchet);
    this.#touched.add(deviceId);
  }

  /** Notes purges until they are confirmed. */
  async #remember(tx: Tx, deviceId: DeviceId, events: readonly HubEvent[], seq: number | null): Promise<void> {
    for (const event of events) {
      if (event.e !== 'conversation.purged') continue;
      await tx
        .insertInto('unconfirmed_purges')
        .values({ device_id: deviceId, conversation_id: event.conversationId, seq, customer_id: event.erased ?? null })
        .onConflict((conflict) => conflict.columns(['device_id', 'conversation_id']).doUpdateSet({ seq, ...(event.erased === undefined ? {} : { customer_id: event.erased }) }))
        .execute();
    }
  }

  /** Reads the session; the write that does nothing takes the row's lock where the database has row locks. */
  #locked(tx: Tx, deviceId: DeviceId): Promise<SignalSessionTable | undefined> {
    return tx
      .updateTable('signal_sessions')
      .set((row) => ({ last_seq: row.ref('last_seq') }))
      .where('device_id', '=', deviceId)
      .returningAll()
      .executeTakeFirst();
  }

  #ratchet(session: SignalSessionTable, identity: PublicKey): Ratchet {
    const record = session.record ? this.#envelope.openSystem(`signal_sessions.record:${session.device_id}`, session.record) : null;
    return new Ratchet(this.#hub, session.device_id, identity, record);
  }

  async #store(tx: Tx, deviceId: DeviceId, ratchet: Ratchet): Promise<void> {
    await tx
      .updateTable('signal_sessions')
      .set({ record: this.#envelope.sealSystem(`signal_sessions.record:${deviceId}`, ratchet.record()) })
      .where('device_id', '=', deviceId)
      .execute();
  }
}

/** As it is told once more, for the same reason. */
function purge({ conversation_id, customer_id }: Pick<UnconfirmedPurgeTable, 'conversation_id' | 'customer_id'>): HubEvent {
  return { e: 'conversation.purged', conversationId: conversation_id as ConversationId, ...(customer_id === null ? {} : { erased: CustomerId.parse(customer_id) }) };
}
