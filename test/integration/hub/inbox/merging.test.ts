import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { conversationEvent, readConversation } from '../../../../hub/conversations/conversations.ts';
import { addIdentity, addressOf, createCustomer, readCustomer } from '../../../../hub/conversations/customers.ts';
import { likelyCustomers } from '../../../../hub/conversations/merging/likely-customers.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { toMessage } from '../../../../hub/conversations/messages.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { ConversationId, CustomerId, MergeId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let lea: Agent;
let merges: Merges;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
  merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut });
});
afterEach(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);

async function arrive(from: string, subject: string, text = 'Hello') {
  const raw = Buffer.from(`From: Anna Nord <${from}>\r\nTo: support@shop.example\r\nSubject: ${subject}\r\nMessage-ID: <${randomUUID()}@mail.example>\r\n\r\n${text}\r\n`);
  await inTx((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  const message = hub.messages().at(-1) ?? expect.fail('nothing arrived');
  const conversation = (await inTx((tx) => readConversation(tx, message.conversationId))) ?? expect.fail('no conversation');
  return { conversationId: ConversationId.parse(message.conversationId), customerId: CustomerId.parse(conversation.customer_id) };
}
const customerOf = async (id: string) => (await hub.db.selectFrom('conversations').select('customer_id').where('id', '=', id).executeTakeFirstOrThrow()).customer_id;
const texts = (conversationId: string) =>
  inTx(async (tx) => {
    const rows = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).orderBy('position').execute();
    return Promise.all(rows.map(async (row) => (await toMessage(tx, hub.envelope, row, 'email')).text.trim()));
  });
/** Where the answer to a conversation would go. */
const answerGoesTo = (conversationId: string) =>
  inTx(async (tx) => {
    const row = (await readConversation(tx, conversationId)) ?? expect.fail('gone');
    return addressOf(tx, hub.envelope, CustomerId.parse(row.customer_id), 'email', row.identity_id);
  });

async function two() {
  const home = await arrive('anna@home.example', 'Tent', 'From home');
  const work = await arrive('anna@work.example', 'Boots', 'From work');
  return { home, work };
}
const merge = (into: CustomerId, from: CustomerId, by: Agent = lea) => inTx((tx) => merges.merge(tx, by, into, from));

describe('two customers whom a person makes one', () => {
  it('are one customer, with the conversations, addresses and messages of both, told to devices', async () => {
    const { home, work } = await two();
    const before = hub.heard.length;
    await merge(home.customerId, work.customerId);
    expect([await customerOf(home.conversationId), await customerOf(work.conversationId)]).toEqual([home.customerId, home.customerId]);
    const told = hub.heard.slice(before).flatMap(({ event }) => (event.e === 'conversation' ? [event] : []));
    expect(told.map(({ conversation }) => conversation.id).sort()).toEqual([home.conversationId, work.conversationId].sort());
    for (const { customer } of told) expect(customer).toMatchObject({ id: home.customerId, identities: [{ shown: 'a•••@home.example' }, { shown: 'a•••@work.example' }] });
    expect(await texts(work.conversationId)).toEqual(['From work']);
    expect((await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).filter(({ action }) => action === 'customer.merged')).toMatchObject([{ actor: `agent:${lea.id}`, subject: home.customerId, detail: { from: work.customerId, conversations: 1 } }]);
  });

  it('lie under one key: without the other’s all is readable, without this one nothing is', async () => {
    const { home, work } = await two();
    const id = await merge(home.customerId, work.customerId);
    expect(await inTx((tx) => readCustomer(tx, hub.envelope, work.customerId))).toMatchObject({ name: '', identities: [] });
    await inTx((tx) => hub.envelope.destroyKey(tx, work.customerId));
    expect(await texts(work.conversationId)).toEqual(['From work']);
    expect(await inTx((tx) => merges.of(tx, home.customerId))).toMatchObject([{ merge: id, name: 'Anna Nord', by: 'Lea' }]);
    await inTx((tx) => hub.envelope.destroyKey(tx, home.customerId));
    await expect(texts(work.conversationId)).rejects.toMatchObject({ kind: 'erased' });
    await expect(inTx((tx) => merges.of(tx, home.customerId))).rejects.toMatchObject({ kind: 'erased' });
  });

  it('are answered where each of them wrote', async () => {
    const { home, work } = await two();
    // As conversations of before were kept: without whom they are with.
    await hub.db.updateTable('conversations').set({ identity_id: null }).execute();
    await merge(home.customerId, work.customerId);
    expect([await answerGoesTo(home.conversationId), await answerGoesTo(work.conversationId)]).toEqual(['anna@home.example', 'anna@work.example']);
  });

  it('are found by either address, and threads go on', async () => {
    const { home, work } = await two();
    await merge(home.customerId, work.customerId);
    expect(await arrive('anna@work.example', 'Re: Boots', 'Again')).toEqual({ conversationId: work.conversationId, customerId: home.customerId });
    expect((await arrive('anna@work.example', 'Socks')).customerId).toBe(home.customerId);
  });

  it('are made one by who may: neither by an agent who sees only one of them, nor twice, nor with themselves', async () => {
    const { home, work } = await two();
    const ben = await hub.addAgent({ name: 'Ben', roles: ['it'] });
    await expect(merge(home.customerId, work.customerId, ben)).rejects.toMatchObject({ kind: 'merge-gone' });
    await expect(merge(home.customerId, home.customerId)).rejects.toMatchObject({ kind: 'merge-same' });
    await merge(home.customerId, work.customerId);
    await expect(merge(home.customerId, work.customerId)).rejects.toMatchObject({ kind: 'merge-gone' });
    const third = await arrive('third@mail.example', 'Third');
    await expect(merge(third.customerId, home.customerId)).rejects.toMatchObject({ kind: 'merge-chain' });
    await merge(home.customerId, third.customerId);
  });
});

describe('a merge that is taken back', () => {
  it('leaves everything as it was, and what came since by the other’s address goes to them', async () => {
    const { home, work } = await two();
    const id = await merge(home.customerId, work.customerId);
    const since = await arrive('anna@work.example', 'Socks', 'Since');
    const mine = await arrive('anna@home.example', 'Rope');
    await inTx((tx) => merges.split(tx, lea, id));
    expect([await customerOf(home.conversationId), await customerOf(mine.conversationId)]).toEqual([home.customerId, home.customerId]);
    expect([await customerOf(work.conversationId), await customerOf(since.conversationId)]).toEqual([work.customerId, work.customerId]);
    expect(await inTx((tx) => readCustomer(tx, hub.envelope, work.customerId))).toMatchObject({ name: 'Anna Nord', identities: [{ shown: 'a•••@work.example' }] });
    expect(await inTx((tx) => readCustomer(tx, hub.envelope, home.customerId))).toMatchObject({ identities: [{ shown: 'a•••@home.example' }] });
    await inTx((tx) => hub.envelope.destroyKey(tx, home.customerId));
    expect([await texts(work.conversationId), await texts(since.conversationId)]).toEqual([['From work'], ['Since']]);
    await expect(inTx((tx) => merges.split(tx, lea, id))).rejects.toMatchObject({ kind: 'merge-gone' });
    expect((await inTx(async (tx) => conversationEvent(tx, hub.envelope, (await readConversation(tx, work.conversationId)) ?? expect.fail('gone')))).conversation.subject).toBe('Boots');
  });

  it('is none that nobody made', async () => {
    await expect(inTx((tx) => merges.split(tx, lea, MergeId.parse(randomUUID())))).rejects.toMatchObject({ kind: 'merge-gone' });
  });
});

describe('who may be the same person', () => {
  const likely = (id: CustomerId, by: Agent = lea) => inTx((tx) => likelyCustomers(tx, hub.envelope, by, id));

  it('is of the same name and known by another kind of identity, and is only suggested', async () => {
    const home = await arrive('anna@home.example', 'Tent');
    const whatsApp = await inTx((tx) => createCustomer(tx, hub.envelope, { kind: 'whatsapp', value: 'DE.1' }, '  anna  NORD', hub.clock.now()));
    await hub.db.updateTable('conversations').set({ customer_id: home.customerId }).execute();
    expect(await likely(home.customerId)).toEqual([]);
    const other = await arrive('other@mail.example', 'Other');
    await hub.db.updateTable('customer_identities').set({ kind: 'phone' }).where('customer_id', '=', other.customerId).execute();
    // From before names were listed.
    await hub.db.updateTable('customers').set({ name_index: null }).execute();
    expect((await likely(home.customerId)).map(({ customer }) => customer.id)).toEqual([other.customerId]);
    expect(whatsApp).not.toBe(other.customerId);
    expect(await customerOf(other.conversationId)).toBe(other.customerId);
  });

  it('is nobody who is known in the same ways only', async () => {
    const { home } = await two();
    expect(await likely(home.customerId)).toEqual([]);
    await inTx((tx) => addIdentity(tx, hub.envelope, home.customerId, 'phone', '4930901820', hub.clock.now()));
    expect(await likely(home.customerId)).toHaveLength(1);
  });
});
