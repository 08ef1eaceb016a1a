import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { conversationEvent, createConversation, readConversation } from '../../../../hub/conversations/conversations.ts';
import { addIdentity, addressOf, createCustomer, identityRow, readCustomer } from '../../../../hub/conversations/customers.ts';
import { likelyCustomers } from '../../../../hub/conversations/merging/likely-customers.ts';
import { rememberNote } from '../../../../hub/conversations/merging/merge-content.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { insertMessage, toMessage } from '../../../../hub/conversations/messages.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { addNote, readNotes } from '../../../../hub/orders/customer-notes.ts';
import { openLedger, sealLedger } from '../../../../hub/orders/order-ledger.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { ConversationId, CustomerId, type CustomerNoteId, MergeId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let lea: Agent;
let merges: Merges;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
  merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
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

describe('what agents noted about customers who are made one, and did to their orders', () => {
  const note = (customer: CustomerId, text: string) => inTx(async (tx) => (await addNote(tx, hub.envelope, defaultPolicy, { customer, agent: lea.id, text, at: hub.clock.now() })) ?? expect.fail('full'));
  const notesOf = async (customer: CustomerId) => (await inTx((tx) => readNotes(tx, hub.envelope, hub.people, customer))).map(({ text }) => text).toSorted();
  /** As a laptop has it written down from a conversation. */
  const noteIn = (conversationId: ConversationId, text: string) =>
    inTx(async (tx) => {
      const row = (await readConversation(tx, conversationId)) ?? expect.fail('gone');
      const id = (await addNote(tx, hub.envelope, defaultPolicy, { customer: CustomerId.parse(row.customer_id), agent: lea.id, text, at: hub.clock.now() })) ?? expect.fail('full');
      await rememberNote(tx, hub.envelope, row, id);
    });
  const shop = randomUUID();
  const act = ({ conversationId, customerId }: { readonly conversationId: ConversationId; readonly customerId: CustomerId }, number: string) =>
    inTx(async (tx) => {
      await tx.insertInto('shops').values({ id: shop, kind: 'shopify', name: 'Shop', settings: new Uint8Array(), created_at: 1, removed_at: null }).onConflict((conflict) => conflict.doNothing()).execute();
      const head = { id: randomUUID(), customer_id: customerId };
      const content = await sealLedger(tx, hub.envelope, head, { order: `gid/${number}`, number, deed: null });
      await tx.insertInto('order_actions').values({ ...head, agent_id: lea.id, conversation_id: conversationId, shop_id: shop, order_ref: number, act: 'refund', amount: 100, currency: 'EUR', deed: number, state: 'done', why: null, scope: null, asked_at: 1, begun_at: 1, decided_by: null, decided_at: null, settled_at: 2, content }).execute();
    });
  const actionsOf = (customer: CustomerId) =>
    inTx(async (tx) => {
      const numbers: string[] = [];
      for (const row of await tx.selectFrom('order_actions').selectAll().where('customer_id', '=', customer).execute()) numbers.push((await openLedger(tx, hub.envelope, row)).number);
      return numbers.toSorted();
    });

  it('is of the one customer, under the one key, and of each of them again when that is taken back', async () => {
    const { home, work } = await two();
    await note(home.customerId, 'Lives alone');
    await note(work.customerId, 'Is rung at ten');
    await act(home, '#1');
    await act(work, '#2');
    const id = await merge(home.customerId, work.customerId);
    expect([await notesOf(home.customerId), await notesOf(work.customerId), await actionsOf(home.customerId), await actionsOf(work.customerId)]).toEqual([['Is rung at ten', 'Lives alone'], [], ['#1', '#2'], []]);
    await noteIn(work.conversationId, 'Noted at work');
    await noteIn(home.conversationId, 'Noted at home');
    const since = await arrive('anna@work.example', 'Socks', 'Since');
    await noteIn(since.conversationId, 'Noted of socks');
    await act({ ...since, customerId: home.customerId }, '#3');
    await inTx((tx) => merges.split(tx, lea, id));
    expect([await notesOf(home.customerId), await notesOf(work.customerId)]).toEqual([['Lives alone', 'Noted at home'], ['Is rung at ten', 'Noted at work', 'Noted of socks']]);
    expect([await actionsOf(home.customerId), await actionsOf(work.customerId)]).toEqual([['#1'], ['#2', '#3']]);
    await inTx((tx) => hub.envelope.destroyKey(tx, home.customerId));
    expect([await notesOf(work.customerId), await actionsOf(work.customerId)]).toEqual([['Is rung at ten', 'Noted at work', 'Noted of socks'], ['#2', '#3']]);
  });

  it('lies under no key but the one’s: with that key it is gone', async () => {
    const { home, work } = await two();
    await note(work.customerId, 'Is rung at ten');
    await act(work, '#2');
    await merge(home.customerId, work.customerId);
    await inTx((tx) => hub.envelope.destroyKey(tx, work.customerId));
    expect([await notesOf(home.customerId), await actionsOf(home.customerId)]).toEqual([['Is rung at ten'], ['#2']]);
    await inTx((tx) => hub.envelope.destroyKey(tx, home.customerId));
    await expect(notesOf(home.customerId)).rejects.toMatchObject({ kind: 'erased' });
    await expect(actionsOf(home.customerId)).rejects.toMatchObject({ kind: 'erased' });
  });

  it('finds back by the merge that brought it, and by no other', async () => {
    const { home, work } = await two();
    const third = await arrive('anna@third.example', 'Rope');
    await note(work.customerId, 'Is rung at ten');
    const first = await merge(home.customerId, work.customerId);
    const second = await merge(third.customerId, home.customerId);
    await inTx((tx) => merges.split(tx, lea, first));
    expect(await notesOf(work.customerId)).toEqual(['Is rung at ten']);
    const again = await merge(third.customerId, work.customerId);
    await inTx((tx) => merges.split(tx, lea, second));
    expect([await notesOf(home.customerId), await notesOf(third.customerId)]).toEqual([[], ['Is rung at ten']]);
    await inTx((tx) => merges.split(tx, lea, again));
    expect(await notesOf(work.customerId)).toEqual(['Is rung at ten']);
  });

  it('and was left behind by a hub of before goes along when this one starts, and finds back', async () => {
    const { home, work } = await two();
    const id = await merge(home.customerId, work.customerId);
    await note(work.customerId, 'Left behind');
    await act(work, '#2');
    const gather = () => inTx((tx) => merges.gather(tx));
    await gather();
    await gather();
    expect([await notesOf(home.customerId), await actionsOf(home.customerId)]).toEqual([['Left behind'], ['#2']]);
    await inTx((tx) => merges.split(tx, lea, id));
    expect([await notesOf(work.customerId), await actionsOf(work.customerId)]).toEqual([['Left behind'], ['#2']]);
    // Nothing of whoever was erased meanwhile keeps the hub from starting.
    await merge(home.customerId, work.customerId);
    await note(work.customerId, 'Left once more');
    await inTx((tx) => hub.envelope.destroyKey(tx, work.customerId));
    await gather();
    expect(await notesOf(home.customerId)).toEqual(['Left behind']);
  });
});

describe('a customer who was made one with another before', () => {
  async function three() {
    const { home, work } = await two();
    const third = await arrive('anna@third.example', 'Rope', 'From the third');
    return { home, work, third };
  }

  it('goes along with them, under the one key, and all three are told of as one', async () => {
    const { home, work, third } = await three();
    const first = await merge(home.customerId, work.customerId);
    const second = await merge(third.customerId, home.customerId);
    for (const each of [home, work, third]) expect(await customerOf(each.conversationId)).toBe(third.customerId);
    expect(new Set((await inTx((tx) => merges.of(tx, third.customerId))).map((each) => each.merge))).toEqual(new Set([first, second]));
    for (const gone of [home, work]) await inTx((tx) => hub.envelope.destroyKey(tx, gone.customerId));
    expect([await texts(home.conversationId), await texts(work.conversationId)]).toEqual([['From home'], ['From work']]);
    expect((await inTx((tx) => merges.of(tx, third.customerId))).map(({ name }) => name)).toEqual(['Anna Nord', 'Anna Nord']);
    await inTx((tx) => hub.envelope.destroyKey(tx, third.customerId));
    await expect(texts(work.conversationId)).rejects.toMatchObject({ kind: 'erased' });
    expect((await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).filter(({ action }) => action === 'customer.merged')).toMatchObject([{ subject: home.customerId, detail: { within: 0 } }, { subject: third.customerId, detail: { from: home.customerId, conversations: 2, within: 1 } }]);
  });

  it('is taken out by itself, or with those who were in them before: as a person decides', async () => {
    const { home, work, third } = await three();
    const first = await merge(home.customerId, work.customerId);
    const since = await arrive('anna@work.example', 'Socks', 'Since');
    const second = await merge(third.customerId, home.customerId);
    await inTx((tx) => merges.split(tx, lea, second));
    expect([await customerOf(home.conversationId), await customerOf(work.conversationId), await customerOf(third.conversationId)]).toEqual([home.customerId, home.customerId, third.customerId]);
    expect(await inTx((tx) => merges.of(tx, home.customerId))).toMatchObject([{ merge: first, name: 'Anna Nord' }]);
    const again = await merge(third.customerId, home.customerId);
    await inTx((tx) => merges.split(tx, lea, first));
    expect([await customerOf(home.conversationId), await customerOf(work.conversationId), await customerOf(since.conversationId)]).toEqual([third.customerId, work.customerId, work.customerId]);
    await inTx((tx) => merges.split(tx, lea, again));
    expect(await customerOf(home.conversationId)).toBe(home.customerId);
    for (const each of [home, work, third]) expect(await inTx((tx) => readCustomer(tx, hub.envelope, each.customerId))).toMatchObject({ name: 'Anna Nord', identities: [{}] });
    expect((await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).filter(({ action }) => action === 'customer.split')).toMatchObject([{ subject: third.customerId, detail: { merge: second, conversations: 3, within: 1 } }, { detail: { merge: first, conversations: 2, within: 0 } }, { detail: { merge: again, conversations: 1 } }]);
  });

  it('whatever is joined and taken apart, in whatever order: each conversation and each note is with whom its customer is one, also those that came meanwhile, and in the end all is as it was', async () => {
    const names = ['Ada', 'Ben', 'Cem', 'Dee'];
    const step = fc.oneof(
      fc.record({ do: fc.constant('merge' as const), into: fc.nat(3), from: fc.nat(3) }),
      fc.record({ do: fc.constant('split' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('write' as const), who: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const people: { readonly id: CustomerId; readonly name: string; readonly address: string; readonly conversations: string[]; readonly notes: CustomerNoteId[] }[] = [];
        for (const name of names) {
          const address = `${randomUUID()}@mail.example`;
          const id = await inTx((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: address }, name, 1));
          people.push({ id, name, address, conversations: [], notes: [] });
        }
        const write = (who: number) =>
          inTx(async (tx) => {
            const { address, conversations, name, notes } = people[who] ?? expect.fail('nobody');
            const identity = (await identityRow(tx, hub.envelope, 'email', address)) ?? expect.fail('no address');
            const customerId = CustomerId.parse(identity.customer_id);
            const { id } = await createConversation(tx, hub.envelope, { customerId, channel: 'email', channelId: mailbox, teamId: null, subject: name, subjectIndex: null, verification: 'unverified', identityId: identity.id, at: 1 });
            await insertMessage(tx, hub.envelope, { id: MessageId.parse(randomUUID()), conversationId: ConversationId.parse(id), customerId, kind: 'inbound', agentId: null, content: { authorName: name, subject: null, text: address, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] }, status: 'received', sentAt: 1, messageId: null, automatic: false, authentication: null });
            conversations.push(id);
            const noted = (await addNote(tx, hub.envelope, defaultPolicy, { customer: customerId, agent: lea.id, text: name, at: 1 })) ?? expect.fail('full');
            await rememberNote(tx, hub.envelope, (await readConversation(tx, id)) ?? expect.fail('gone'), noted);
            notes.push(noted);
          });
        for (const who of people.keys()) await write(who);
        const live: { readonly id: MergeId; readonly from: number; readonly into: number }[] = [];
        const holder = (who: number): number => {
          const gone = live.find(({ from }) => from === who);
          return gone === undefined ? who : holder(gone.into);
        };
        const look = () =>
          inTx(async (tx) => {
            for (const [who, { conversations, notes, address, name }] of people.entries()) {
              const one = people[holder(who)];
              expect(await tx.selectFrom('customer_notes').selectAll().where('id', 'in', notes).where('customer_id', '!=', one?.id ?? '').execute()).toEqual([]);
              const kept = new Map((await readNotes(tx, hub.envelope, hub.people, one?.id ?? expect.fail('nobody'))).map((each) => [each.id, each.text]));
              for (const each of notes) expect(kept.get(each)).toBe(name);
              for (const id of conversations) {
                const row = (await readConversation(tx, id)) ?? expect.fail('gone');
                expect(row.customer_id).toBe(one?.id);
                expect((await conversationEvent(tx, hub.envelope, row)).conversation).toMatchObject({ subject: name, customerName: one?.name });
                const message = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', id).executeTakeFirstOrThrow();
                expect((await toMessage(tx, hub.envelope, message, 'email')).text).toBe(address);
              }
            }
          });
        for (const each of steps) {
          if (each.do === 'write') await write(each.who);
          else if (each.do === 'merge') {
            const [into, from] = [holder(each.into), holder(each.from)];
            if (into !== from) live.push({ id: await merge(people[into]?.id ?? expect.fail(), people[from]?.id ?? expect.fail()), from, into });
          } else if (live.length > 0) {
            const [gone] = live.splice(each.which % live.length, 1);
            if (gone !== undefined) await inTx((tx) => merges.split(tx, lea, gone.id));
          }
          await look();
        }
        for (const { id } of live.splice(0)) await inTx((tx) => merges.split(tx, lea, id));
        await look();
        for (const { id, name } of people) expect(await inTx((tx) => readCustomer(tx, hub.envelope, id))).toMatchObject({ name, identities: [{ kind: 'email' }] });
      }),
      runs(8),
    );
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
