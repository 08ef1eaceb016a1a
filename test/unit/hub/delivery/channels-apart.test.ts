import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChannelAdapter, OutgoingMessage, SendOutcome } from '../../../../hub/channels/channel.ts';
import { addPhoneChannel } from '../../../../hub/channels/admin.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { createDelivery, type Delivery } from '../../../../hub/delivery/delivery.ts';
import { queueDelivery } from '../../../../hub/delivery/queue.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

let hub: Organisation;
let delivery: Delivery;
/** What each channel has been given, and what has not come back yet. */
let given: { readonly channel: string; readonly text: string; readonly answer: (outcome: SendOutcome) => void }[];
let hanging: ReadonlySet<string>;

beforeEach(async () => {
  hub = await openOrganisation();
  given = [];
  hanging = new Set();
  const adapter = (channelId: string): ChannelAdapter => ({
    channelId, kind: 'email', capabilities: { subjects: true, html: true, maxText: 1e6, reports: [], settlesWithinMs: 0 },
    receive: () => Promise.resolve(), status: () => undefined, health: () => ({ state: 'working' }) as never, stop: () => Promise.resolve(),
    send: ({ text }: OutgoingMessage) =>
      new Promise((answer) => {
        given.push({ channel: channelId, text, answer });
        if (!hanging.has(channelId)) answer({ kind: 'sent' });
      }),
  });
  delivery = createDelivery({
    db: hub.db, envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, clock: hub.clock, log: { info: () => undefined, warn: () => undefined }, policy: hub.policy,
    arrivals: hub.arrivals, documents: { look: () => Promise.resolve(null) }, ratingLink: () => Promise.resolve(null), adapterOf: adapter,
  });
});
afterEach(async () => {
  for (const { answer } of given) answer({ kind: 'sent' });
  await delivery.stop();
  await hub.close();
});

const channels = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => addPhoneChannel(hub.admin, { name: `Channel ${n}`, country: null, recordingHosts: [] }, 'test')));

async function queue(channelId: string, text: string): Promise<void> {
  await hub.db.transaction().execute(async (tx) => {
    const now = hub.clock.now();
    const customerId = await createCustomer(tx, hub.envelope, { kind: 'email', value: `${randomUUID()}@mail.example` }, 'Maria', now);
    const conversation = await createConversation(tx, hub.envelope, { customerId, channel: 'email', channelId, teamId: null, status: 'open', subject: 'Tent', subjectIndex: null, verification: 'contact', at: now });
    const id = MessageId.parse(randomUUID());
    await insertMessage(tx, hub.envelope, {
      id, conversationId: ConversationId.parse(conversation.id), customerId, kind: 'outbound', agentId: null, status: 'accepted', sentAt: now, messageId: null, automatic: false, authentication: null,
      content: { authorName: 'Ada', subject: 'Re: Tent', text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
    });
    await queueDelivery(tx, { messageId: id, conversationId: conversation.id, channelId, now });
  });
  delivery.look();
}

const texts = (channel: string) => given.filter((one) => one.channel === channel).map(({ text }) => text);

describe('channels that send', () => {
  it('do not wait for one whose provider hangs; on that one the next waits for the first, and they leave in their order', async () => {
    const [slow = '', quick = ''] = await channels(2);
    hanging = new Set([slow]);
    await delivery.start();
    for (const text of ['1', '2', '3']) await queue(slow, text);
    for (const text of ['a', 'b', 'c']) await queue(quick, text);
    await vi.waitFor(() => expect(texts(quick)).toEqual(['a', 'b', 'c']));
    expect(texts(slow)).toEqual(['1']);
    hanging = new Set();
    given[0]?.answer({ kind: 'sent' });
    await vi.waitFor(() => expect(texts(slow)).toEqual(['1', '2', '3']));
    await delivery.idle();
    expect(await hub.db.selectFrom('deliveries').select('state').execute()).toEqual(Array.from({ length: 6 }, () => ({ state: 'sent' })));
  });

  it('are never given two messages at a time, however many are queued on however many of them', async () => {
    const all = await channels(6);
    hanging = new Set(all);
    await delivery.start();
    for (const channel of all) for (const text of ['1', '2']) await queue(channel, text);
    for (let sent = 0; sent < 12; sent += 1) {
      await vi.waitFor(() => expect(given.length).toBeGreaterThan(sent));
      const open = given.slice(sent);
      expect(new Set(open.map(({ channel }) => channel)).size).toBe(open.length);
      given[sent]?.answer({ kind: 'sent' });
    }
    for (const channel of all) expect(texts(channel)).toEqual(['1', '2']);
  });
});
