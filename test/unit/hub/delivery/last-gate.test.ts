import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../../../hub/channels/channel.ts';
import { createConversations } from '../../../../hub/conversations/create-conversations.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { forward } from '../../../../hub/conversations/outbound/forward.ts';
import { createDelivery, type Delivery } from '../../../../hub/delivery/delivery.ts';
import type { Conversations, Tx } from '../../../../hub/ports.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { type ConversationId, ConversationId as ConversationIds, type CustomerId, DeviceId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { RedactionPolicy } from '../../../../shared/redaction/index.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

/** What IT comes to think of while messages wait: names of products nobody is to hear of, and one that shows in marks alone. */
const stricter = RedactionPolicy.parse({
  patterns: [
    { name: 'project', kind: 'find', pattern: 'PX-\\d{4}', treatment: { action: 'destroy' }, matches: ['PX-1234'], matchesNot: ['PX-12'] },
    { name: 'in marks', kind: 'find', pattern: 'QX\\*\\*-\\d{4}', treatment: { action: 'destroy' }, matches: ['QX**-1234'], matchesNot: ['PX-12'] },
  ],
});

let hub: Organisation;
let delivery: Delivery;
let ada: Agent;
let mailbox: string;
let conversations: Conversations;
let given: OutgoingMessage[];
let redaction: RedactionPolicy | null;
let forwardDomains: readonly string[];

beforeEach(async () => {
  [given, redaction, forwardDomains] = [[], null, ['carrier.example']];
  hub = await openOrganisation({ forwardDomains: ['carrier.example'] });
  ada = await hub.addAgent({ name: 'Ada' });
  mailbox = await hub.addMailbox();
  const { envelope, policy, arrivals, audit, fanOut, people, clock } = hub;
  conversations = createConversations({ envelope, policy, arrivals, audit, fanOut, people, clock, teams: (tx) => hub.teams.list(tx), mailDomainOf: () => 'shop.example', queued: () => undefined, snoozed: () => undefined });
  delivery = createDelivery({
    db: hub.db, envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, clock: hub.clock, log: { info: () => undefined, warn: () => undefined }, arrivals: hub.arrivals,
    policy: async () => ({ ...(await hub.policy()), forwardDomains: [...forwardDomains], ...(redaction === null ? {} : { redaction }) }),
    documents: { look: () => Promise.resolve(null) }, ratingLink: () => Promise.resolve(null),
    adapterOf: (channelId) => ({
      channelId, kind: 'email', capabilities: { subjects: true, html: true, maxText: 1e6, reports: [], settlesWithinMs: 0 }, receive: () => Promise.resolve(), status: () => undefined, health: () => ({ state: 'working' }) as never, stop: () => Promise.resolve(),
      send: (message) => Promise.resolve(given.push(message)).then(() => ({ kind: 'sent' as const })),
    }),
  });
});
afterEach(async () => {
  await delivery.stop();
  await hub.close();
});

const inTx = <T>(work: (tx: Tx) => Promise<T>) => hub.db.transaction().execute(work);
const carryOut = (command: Command) => inTx((tx) => conversations.execute(tx, ada, DeviceId.parse(randomUUID()), IdempotencyKey.parse(randomUUID()), hub.clock.now(), command));
type Start = Extract<Command, { do: 'start' }>;
async function start(change: Partial<Start>): Promise<MessageId> {
  const command: Start = { do: 'start', conversationId: ConversationIds.parse(randomUUID()), messageId: MessageId.parse(randomUUID()), channelId: mailbox, to: { kind: 'address', address: 'ida@mail.example', name: 'Ida' }, subject: 'Your tent', text: 'It is back in stock.', ...change };
  expect(await carryOut(command)).toEqual({ kind: 'done' });
  return command.messageId;
}
/** A conversation in which the customer has written. */
async function written(subject: string): Promise<{ readonly conversationId: ConversationId; readonly customerId: CustomerId }> {
  return inTx(async (tx) => {
    const now = hub.clock.now();
    const customerId = await createCustomer(tx, hub.envelope, { kind: 'email', value: 'maria@mail.example' }, 'Maria', now);
    const conversationId = ConversationIds.parse((await createConversation(tx, hub.envelope, { customerId, channel: 'email', channelId: mailbox, teamId: null, status: 'open', subject, subjectIndex: null, verification: 'contact', at: now })).id);
    await insertMessage(tx, hub.envelope, {
      id: MessageId.parse(randomUUID()), conversationId, customerId, kind: 'inbound', agentId: null, status: 'received', sentAt: now, messageId: null, automatic: false, authentication: null,
      content: { authorName: 'Maria', subject, text: 'Where is it?', html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
    });
    return { conversationId, customerId };
  });
}
async function reply(conversationId: ConversationId, text: string, format?: 'marked'): Promise<MessageId> {
  const messageId = MessageId.parse(randomUUID());
  expect(await carryOut({ do: 'reply', conversationId, messageId, text, seen: null, ...(format === undefined ? {} : { format }) })).toEqual({ kind: 'done' });
  return messageId;
}
async function forwarded(conversation: ConversationId, text: string, format?: 'marked'): Promise<MessageId> {
  const messageId = MessageId.parse(randomUUID());
  await inTx((tx) => forward(tx, { envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, policy: hub.policy, clock: hub.clock, deviceId: null }, ada, { conversation, messageId, messages: null, to: 'desk@carrier.example', text, ...(format === undefined ? {} : { format }) }));
  return messageId;
}
async function leaves(): Promise<void> {
  await delivery.start();
  await delivery.idle();
}
const became = (id: MessageId) => hub.db.selectFrom('messages').select(['status', 'failure']).where('id', '=', id).executeTakeFirstOrThrow();
const withheld = { status: 'failed', failure: expect.stringContaining('must not leave the company') };

describe('a rule that became stricter while something waited', () => {
  it.each([
    ['the subject of a first mail', () => start({ subject: 'About PX-1234' })],
    ['such a subject that looks like an answer’s', () => start({ subject: 'Re: PX-1234' })],
    ['the text of a first mail', () => start({ text: 'PX-1234 is here.' })],
    ['the marks of a first mail', () => start({ text: '**QX**-1234', format: 'marked' })],
    ['the text of a reply', async () => reply((await written('Tent')).conversationId, 'PX-1234 is here.')],
    ['the marks of a reply', async () => reply((await written('Tent')).conversationId, '**QX**-1234', 'marked')],
    ['the subject of what is forwarded', async () => forwarded((await written('About PX-1234')).conversationId, 'See below.')],
    ['own words above what is forwarded', async () => forwarded((await written('Tent')).conversationId, 'PX-1234')],
    ['their marks', async () => forwarded((await written('Tent')).conversationId, '**QX**-1234', 'marked')],
  ])('keeps it here, whether it is in %s', async (_where, accept) => {
    const id = await accept();
    redaction = stricter;
    await leaves();
    expect(given).toEqual([]);
    expect(await became(id)).toMatchObject(withheld);
  });

  it('keeps no answer for the subject that the customer gave it, and what is within the rules leaves', async () => {
    const { conversationId } = await written('About PX-1234');
    const answer = await reply(conversationId, 'It left today.');
    const first = await start({ text: '**It** is back.', format: 'marked' });
    redaction = stricter;
    await leaves();
    expect(given.map(({ subject, text }) => [subject, text])).toEqual([['Re: About PX-1234', 'It left today.'], ['Your tent', 'It is back.']]);
    for (const id of [answer, first]) expect(await became(id)).toMatchObject({ status: 'sent' });
  });

  it('forwards to nobody who may not be forwarded to any more: a domain taken away, a customer by now', async () => {
    const { conversationId } = await written('Tent');
    const taken = await forwarded(conversationId, 'See below.');
    forwardDomains = [];
    await leaves();
    expect(await became(taken)).toMatchObject({ status: 'failed', failure: expect.stringContaining('forwards to colleagues') });
    forwardDomains = ['carrier.example'];
    const known = await forwarded(conversationId, 'See below.');
    await inTx((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'desk@carrier.example' }, 'Desk', hub.clock.now()));
    delivery.look();
    await delivery.idle();
    expect(await became(known)).toMatchObject({ status: 'failed', failure: expect.stringContaining('customer’s address') });
    expect(given).toEqual([]);
  });
});
