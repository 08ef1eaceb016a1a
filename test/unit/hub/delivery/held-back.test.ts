import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import type { ChannelAdapter, OutgoingMessage, SendOutcome } from '../../../../hub/channels/channel.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { createDelivery, type Delivery } from '../../../../hub/delivery/delivery.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { queueDelivery } from '../../../../hub/delivery/queue.ts';
import { ConversationId, type CustomerId, DeviceId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

const day = 24 * 3_600_000;
const noAccess = 'It was not sent: whoever wrote it has no access any more. Read it, and send it yourself if it still holds.';
const noLaptop = 'It was not sent: the laptop that it was written on has been revoked. Read it, and send it again if it still holds.';

let hub: Organisation;
let delivery: Delivery;
let nora: Agent;
let laptop: DeviceId;
let conversationId: ConversationId;
let customerId: CustomerId;
let mailbox: string;
let ahead: number;
/** What the channel was asked to send, and what it answers. */
let asked: string[];
let answer: SendOutcome;
let settles: number;

beforeEach(async () => {
  [ahead, asked, answer, settles] = [0, [], { kind: 'later', reason: 'Busy.' }, 0];
  hub = await openOrganisation({ clock: { now: () => Date.now() + ahead, monotonic: () => performance.now() } });
  nora = await hub.addAgent({ name: 'Nora' });
  laptop = DeviceId.parse(randomUUID());
  const none = { certificate: null, lease: null, pending_order: null, receipt: null, decided_at: null, last_contact_at: null, roles: null, invite_id: null, suspension: null, suspended_at: null };
  await hub.db.insertInto('devices').values({ ...none, id: laptop, agent_id: nora.id, state: 'active', device_key: laptop, profile: new Uint8Array(), created_at: 1, posture_at: 1 }).execute();
  mailbox = await hub.addMailbox();
  [conversationId, customerId] = await hub.db.transaction().execute(async (tx) => {
    const customer = await createCustomer(tx, hub.envelope, { kind: 'email', value: 'maria@mail.example' }, 'Maria', 1);
    return [ConversationId.parse((await createConversation(tx, hub.envelope, { customerId: customer, channel: 'email', channelId: mailbox, teamId: null, subject: 'Tent', subjectIndex: null, verification: 'contact', at: 1 })).id), customer];
  });
  const adapter: ChannelAdapter = {
    channelId: mailbox, kind: 'email',
    get capabilities() {
      return { subjects: true, html: true, maxText: 1e6, reports: [], settlesWithinMs: settles };
    },
    receive: () => Promise.resolve(), status: () => undefined, health: () => ({ state: 'working' }) as never, stop: () => Promise.resolve(),
    send: ({ text }: OutgoingMessage) => {
      asked.push(text);
      return Promise.resolve(answer);
    },
  };
  delivery = createDelivery({
    db: hub.db, envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, clock: hub.clock, log: { info: () => undefined, warn: () => undefined }, policy: hub.policy, arrivals: hub.arrivals,
    documents: { look: () => Promise.resolve(null) }, ratingLink: () => Promise.resolve(null), adapterOf: () => adapter,
  });
  await delivery.start();
});
afterEach(async () => {
  await delivery.stop();
  await hub.close();
});

async function reply(text: string): Promise<MessageId> {
  const messageId = MessageId.parse(randomUUID());
  const command = { do: 'reply', conversationId, messageId, text, seen: null } as const;
  expect(await hub.db.transaction().execute((tx) => hub.conversations.execute(tx, nora, laptop, IdempotencyKey.parse(randomUUID()), hub.clock.now(), command))).toEqual({ kind: 'done' });
  delivery.look();
  return messageId;
}
async function later(): Promise<void> {
  ahead += day;
  delivery.look();
  await delivery.idle();
}
/** The first try has been made, and what came of it is written down. */
async function triedOnce(): Promise<void> {
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await delivery.idle();
}
const stateOf = (id: MessageId) => hub.db.selectFrom('messages').select(['status', 'failure']).where('id', '=', id).executeTakeFirstOrThrow();
const resolve = () => hub.db.updateTable('conversations').set({ status: 'resolved' }).where('id', '=', conversationId).execute();
const offboard = () => hub.db.transaction().execute((tx) => hub.people.setStatus(tx, 'test', nora.id, 'suspended'));

describe('an answer that was accepted and has not left', () => {
  it('stays when its author’s access has ended since: it says so, and its conversation is open for the others', async () => {
    const id = await reply('Your tent is on its way.');
    await triedOnce();
    await resolve();
    await offboard();
    answer = { kind: 'sent' };
    await later();
    expect(asked).toHaveLength(1);
    expect(await stateOf(id)).toEqual({ status: 'failed', failure: noAccess });
    const told = hub.heard.map(({ event }) => event);
    expect(told.findLast((event) => event.e === 'message.status')).toMatchObject({ messageId: id, status: 'failed', failure: noAccess });
    expect(told.findLast((event) => event.e === 'conversation')).toMatchObject({ conversation: { id: conversationId, status: 'open' } });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'event', text: 'Open again: what Nora wrote was kept back, and has not been sent.' });
    const { waiting_since } = await hub.db.selectFrom('conversations').select('waiting_since').where('id', '=', conversationId).executeTakeFirstOrThrow();
    expect(waiting_since).not.toBeNull();
    expect((await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).at(-1)).toMatchObject({ actor: 'hub', action: 'delivery.held-back', subject: id, detail: { why: 'author', attempts: 1 } });
    await later();
    expect(asked).toHaveLength(1);
  });

  it('stays before its first try, too', async () => {
    await delivery.stop();
    const id = await reply('Your tent is on its way.');
    await offboard();
    await delivery.start();
    await delivery.idle();
    expect([asked, await stateOf(id)]).toEqual([[], { status: 'failed', failure: noAccess }]);
  });

  it.each(['revoked', 'wiped'] as const)('stays when the laptop that it was written on is %s since', async (state) => {
    const id = await reply('Your tent is on its way.');
    await triedOnce();
    await hub.db.updateTable('devices').set({ state }).where('id', '=', laptop).execute();
    await later();
    expect([asked.length, await stateOf(id)]).toEqual([1, { status: 'failed', failure: noLaptop }]);
    // Which laptop it was is told to nobody.
    expect(JSON.stringify(hub.heard)).not.toContain(laptop);
  });

  it.each([
    ['its text', 1, 'Its text has left, its files have not: '],
    ['its text and a file', 2, 'Its text and 1 of its 2 files have left, the last have not: '],
  ] as const)('says so where %s had left, whichever of the two has ended since', async (_, left, begins) => {
    for (const [end, ends] of [[offboard, 'whoever wrote it has no access any more.'], [() => hub.db.updateTable('devices').set({ state: 'revoked' }).where('id', '=', laptop).execute(), 'the laptop that it was written on has been revoked.']] as const) {
      await hub.db.transaction().execute((tx) => hub.people.setStatus(tx, 'test', nora.id, 'active'));
      const id = await reply('Your tent is on its way.');
      await vi.waitFor(async () => expect((await hub.db.selectFrom('deliveries').select('attempts').where('message_id', '=', id).executeTakeFirstOrThrow()).attempts).toBe(1));
      await delivery.idle();
      const parts = [0, 1, 2].map((position) => ({ message_id: id, position, tried: position <= left ? 1 : 0, status: position < left ? ('sent' as const) : ('accepted' as const), failure: null, remote_id_index: null }));
      await hub.db.insertInto('delivery_parts').values(parts).execute();
      await end();
      await later();
      const { status, failure } = await stateOf(id);
      expect(status).toBe('failed');
      expect(failure).toContain(`${begins}${ends}`);
      expect(hub.messages().at(-1)).toMatchObject({ kind: 'event', text: 'Open again: the rest of what Nora wrote was kept back, and has not been sent.' });
      expect((await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).at(-1)).toMatchObject({ action: 'delivery.held-back', detail: { left, parts: 3 } });
    }
  });

  it('goes out as ever where neither has happened, and where it is nobody’s', async () => {
    const id = await reply('Your tent is on its way.');
    await triedOnce();
    await hub.db.updateTable('devices').set({ suspended_at: 1 }).where('id', '=', laptop).execute();
    answer = { kind: 'sent' };
    await later();
    expect([asked.length, await stateOf(id)]).toEqual([2, { status: 'sent', failure: null }]);
    await offboard();
    await hub.db.transaction().execute(async (tx) => {
      const now = hub.clock.now();
      const automatic = MessageId.parse(randomUUID());
      await insertMessage(tx, hub.envelope, { id: automatic, conversationId, customerId, kind: 'outbound', agentId: null, status: 'accepted', sentAt: now, messageId: null, automatic: true, authentication: null, content: { authorName: 'Nordlicht', subject: 'Re: Tent', text: 'We have your message.', html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] } });
      await queueDelivery(tx, { messageId: automatic, conversationId, channelId: mailbox, now });
    });
    delivery.look();
    await vi.waitFor(() => expect(asked.at(-1)).toBe('We have your message.'));
  });

  it('is not said to have stayed while the channel may still tell that it has left', async () => {
    settles = 60_000;
    const id = await reply('Your tent is on its way.');
    await triedOnce();
    await offboard();
    ahead += day;
    await hub.db.insertInto('intake_spool').values({ id: randomUUID(), channel_id: mailbox, source_index: new Uint8Array(), wrapped_key: new Uint8Array(), body: new Uint8Array(), received_at: 1, attempts: 0, next_try_at: 1, deadline: Number.MAX_SAFE_INTEGER }).execute();
    const { next_try_at: before } = await hub.db.selectFrom('deliveries').select('next_try_at').where('message_id', '=', id).executeTakeFirstOrThrow();
    delivery.look();
    await delivery.idle();
    const row = await hub.db.selectFrom('deliveries').selectAll().where('message_id', '=', id).executeTakeFirstOrThrow();
    // Its turn came, and it waits on.
    expect(row).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(row.next_try_at).toBeGreaterThan(before);
    expect(await stateOf(id)).toEqual({ status: 'accepted', failure: null });
  });
});
