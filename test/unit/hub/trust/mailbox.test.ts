import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Message } from '../../../../shared/domain/conversation.ts';
import { takeDeviceMail } from '../../../../hub/gateway/device-mail.ts';
import type { LiveDevice } from '../../../../hub/gateway/live-device.ts';
import { mailExpiry, mostWaiting } from '../../../../hub/mailbox/mailbox.ts';
import { largestEvent, mailSize, packed } from '../../../../hub/mailbox/packing.ts';
import { bytes } from '../../../../shared/trust/bytes.ts';
import { runs } from '../../../doubles/how-often.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import { openRooms, type Rooms } from '../../../../hub/rooms.ts';
import type { DeviceId } from '../../../../shared/domain/ids.ts';

function message(text: string, html: string | null = null): Extract<HubEvent, { e: 'message' }> {
  const content: Message = {
    id: MessageId.parse(crypto.randomUUID()),
    conversationId: ConversationId.parse(crypto.randomUUID()),
    kind: 'inbound',
    channel: 'email',
    authorName: 'K',
    agentId: null,
    subject: null,
    text,
    html,
    sentAt: 0,
    status: 'received',
    failure: null,
    findings: [],
    risk: { level: 'none', reasons: [] },
    attachments: [],
    revision: 1,
  };
  return { e: 'message', message: content };
}

describe('packing', () => {
  it('keeps every event in order, in mails of bounded size, and always makes one', () => {
    expect(packed([])).toEqual([[]]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 12 }), (sizes) => {
        const events = sizes.map((size) => message('x'.repeat(size)));
        const mails = packed(events);
        expect(mails.flat()).toEqual(events);
        for (const mail of mails) expect(Buffer.byteLength(JSON.stringify(mail))).toBeLessThan(mailSize + 2 * mail.length + 2);
      }),
      runs(25),
    );
  });

  it('never makes a mail of more events than the contract allows', () => {
    const purge: HubEvent = { e: 'conversation.purged', conversationId: ConversationId.parse(crypto.randomUUID()) };
    expect(packed(Array.from({ length: 4500 }, () => purge)).map((mail) => mail.length)).toEqual([2000, 2000, 500]);
  });

  it('sends a message whose HTML no frame could carry as plain text', () => {
    const [[sent] = []] = packed([message('hello', '\u0001'.repeat(900_000))]);
    expect(sent).toMatchObject({ message: { text: 'hello', html: null } });
    expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(largestEvent);
  });
});

describe('a mailbox', () => {
  let service: ServiceInProcess;
  let rooms: Rooms;
  let id: DeviceId;
  const email = 'nora@nordlicht.example';

  // A device with a real session; then the service makes room for the rooms alone.
  beforeEach(async () => {
    service = await ServiceInProcess.start();
    await service.addAgent(email);
    const device = await service.liveDevice(email);
    id = device.deviceId;
    await service.stop();
    rooms = await openRooms(service.hub.data, service.hub.clock);
  });
  afterEach(async () => {
    await rooms.store.destroy();
    await service.remove();
  });

  const waiting = () => rooms.store.transaction().execute((tx) => rooms.mailboxes.waiting(tx, id, 0, 100));
  const session = () => rooms.store.selectFrom('signal_sessions').selectAll().executeTakeFirstOrThrow();

  it('moves ratchet and mail together: what is rolled back was never encrypted', async () => {
    const before = await session();
    const failing = rooms.store.transaction().execute(async (tx) => {
      await rooms.mailboxes.send(tx, id, [message('one')]);
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect(await session()).toEqual(before);
    await rooms.store.transaction().execute((tx) => rooms.mailboxes.send(tx, id, [message('two')]));
    const after = await session();
    expect(after.last_seq).toBe(before.last_seq + 1);
    expect((await waiting()).at(-1)?.seq).toBe(after.last_seq);
  });

  it('forgets what is acknowledged, and only that', async () => {
    await rooms.store.transaction().execute(async (tx) => {
      for (const text of ['one', 'two', 'three']) await rooms.mailboxes.send(tx, id, [message(text)]);
    });
    const seqs = (await waiting()).map(({ seq }) => seq);
    await rooms.store.transaction().execute((tx) => rooms.mailboxes.acknowledge(tx, id, seqs.at(-2)!));
    expect((await waiting()).map(({ seq }) => seq)).toEqual(seqs.slice(-1));
  });

  it('is not filled by a device that asks for the past and never reads it: what waits goes, and its session begins anew', async () => {
    vi.spyOn(rooms.mailboxes, 'open').mockResolvedValue(bytes(Buffer.from(JSON.stringify({ m: 'backfill', after: null }))));
    const conversations = { page: () => Promise.resolve({ events: [], next: null }), execute: () => Promise.reject(new Error('nothing was commanded')) };
    const ask = () => takeDeviceMail(rooms, conversations, { deviceId: id } as LiveDevice, { kind: 'signal', body: '' });
    const { last_seq } = await session();
    const put = (seq: number, size: number) => rooms.store.insertInto('mailbox').values({ device_id: id, seq, kind: 'signal', body: new Uint8Array(size), queued_at: service.hub.clock.now() }).execute();
    await rooms.store.updateTable('signal_sessions').set({ last_seq: last_seq + 2 }).execute();
    await put(last_seq + 1, mostWaiting / 2);
    expect(await ask()).toEqual({ kind: 'done' });
    await put(last_seq + 2, mostWaiting / 2);
    expect(await ask()).toEqual({ kind: 'session-broken' });
    expect(await waiting()).toEqual([]);
    expect((await session()).record).toBeNull();
  });

  it('starts anew after thirty days without its device', async () => {
    await rooms.store.transaction().execute((tx) => rooms.mailboxes.send(tx, id, [message('one')]));
    service.hub.clock.ahead = mailExpiry + 1000;
    expect(await rooms.store.transaction().execute((tx) => rooms.mailboxes.hasSession(tx, id))).toBe(false);
    await rooms.mailboxes.expire(rooms.store);
    expect(await waiting()).toEqual([]);
    expect((await session()).record).toBeNull();
  });
});
