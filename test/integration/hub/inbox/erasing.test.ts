import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KyselyPlugin, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit, verifyAudit } from '../../../../hub/audit/audit-log.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { createCustomer, identityRow } from '../../../../hub/conversations/customers.ts';
import { sealMerge } from '../../../../hub/conversations/merging/merge-content.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { Erasures } from '../../../../hub/privacy/erasures.ts';
import { databaseFile } from '../../../../hub/store/open-store.ts';
import { ErasedError } from '../../../../hub/store/envelope.ts';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { CustomerId, type DeviceId, MergeId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { allThatLies, inOrder, tablesOf } from '../../../doubles/all-of-a-hub.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';
import { addLaptop, anna, arrive, type Everything, everythingOfACustomer, mailFrom, takeIn } from './everything-of-a-customer.ts';

const privacy = 'paul@shop.example';
/** What was said to the privacy officer, and typed by them. */
const sure = { confirmed: anna.home, because: 'Request 2026-17' };
/** Columns by which a row is a customer's, directly or through what is. */
const leads = ['customer_id', 'conversation_id', 'message_id', 'visitor_id', 'attachment_id', 'upload_id', 'merge_id', 'into_id', 'from_id'];
/** What stays, and has nothing but ids, times and, of what came in, a keyed hash: decision 77. */
const stays = ['audit', 'conversation_facts', 'intake_ledger', 'command_outcomes', 'customer_keys', 'beginnings'];
/** They are of laptops, or empty while nobody is erased, held or on the way. */
const notACustomers = ['unconfirmed_purges', 'customer_holds'];

let hub: Organisation;
let mailbox: string;
let chat: string;
let lea: Agent;
let paul: Agent;
let device: DeviceId;
let erasures: Erasures;
let told: { readonly to: DeviceId; readonly event: HubEvent }[];
let discarded: number;

beforeEach(async () => {
  hub = await openOrganisation();
  [mailbox, chat] = [await hub.addMailbox(), await hub.addChat()];
  lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
  paul = await hub.addAgent({ name: 'Paul', email: privacy, roles: ['privacy'] });
  device = await addLaptop(hub, lea);
  [told, discarded] = [[], 0];
  const mailboxes = {
    send: (_tx: Tx, to: DeviceId, events: readonly HubEvent[]) => Promise.resolve(void told.push(...events.map((event) => ({ to, event })))),
    discardWaiting: () => Promise.resolve(void (discarded += 1)),
  };
  erasures = new Erasures({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, policy: hub.policy, agents: hub.people, blockedSenders: hub.blockedSenders, mailboxes, beginnings: hub.beginnings });
});
afterEach(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);
const erase = (id: CustomerId | null, given: Partial<typeof sure> = {}, by = privacy) => inTx((tx) => erasures.erase(tx, { by, actor: 'command:0' }, id, { ...sure, ...given }, () => false));
const everything = (): Promise<Everything> => everythingOfACustomer(hub, { mailbox, chat, agent: lea, device });
const entries = async () => (await readAudit(hub.db, 0, 10_000)).map(({ entry }) => entry);

describe('a customer who is erased', () => {
  it('leaves nothing in any column of any table that could be opened, or by which they could be found: ids stay where they must, and one keyed hash of each mail', async () => {
    const somebody = await arrive(hub, mailbox, mailFrom('ben@mail.example', 'Ben Nord', 'Boots', 'Are they waterproof?'));
    const before = await allThatLies(hub.db);
    const { customer, other, ids } = await everything();

    // Whoever adds a table that leads to a customer adds a row of it to what this customer has.
    for (const [table, columns] of await tablesOf(hub.db)) {
      if (notACustomers.includes(table) || !columns.some((column) => leads.includes(column))) continue;
      const { rows } = await sql`select 1 from ${sql.table(table)}`.execute(hub.db);
      expect(rows.length, `${table} has no row in this test`).toBeGreaterThan(0);
    }
    const hashes = [...['email', 'content'].flatMap((kind) => [anna.home, anna.work].map((value) => hub.envelope.blindIndex(kind as 'email', value))), hub.envelope.blindIndex('phone', anna.number), hub.envelope.blindIndex('content', `blocked\nemail\n${anna.home}`), hub.envelope.blindIndex('content', `name\n${anna.name.toLowerCase()}`)].map((hash) => Buffer.from(hash).toString('hex'));
    const written = await allThatLies(hub.db);
    for (const hash of [hashes[0], hashes[1], hashes[4], hashes[5]]) expect(written.some(({ value }) => value === hash)).toBe(true);

    expect((await erase(customer)).customer).toBe(customer);

    const after = await allThatLies(hub.db);
    const known = new Set(before.filter(({ bytes }) => bytes).map(({ place, value }) => `${place} ${value}`));
    const others = new Set((await hub.db.selectFrom('blocked_senders').selectAll().execute()).flatMap(({ value_index, value }) => [value_index, value].map((each) => Buffer.from(each).toString('hex'))));
    const strangers = new Set((await Promise.all([hub.db.selectFrom('quarantine').select(['wrapped_key', 'body']).execute(), hub.db.selectFrom('intake_spool').select(['wrapped_key', 'body', 'source_index']).execute()])).flat().flatMap((row) => Object.values(row).map((each) => Buffer.from(each).toString('hex'))));
    // Whatever is sealed or hashed and was not there before them is nobody's but a stranger's, or says that a mail is not to be taken in twice.
    expect(after.filter(({ place, value, bytes }) => bytes && value !== '' && !known.has(`${place} ${value}`) && !others.has(value) && !strangers.has(value) && place !== 'intake_ledger.source_index')).toEqual([]);
    expect([others.size, strangers.size]).toEqual([2, 5]);
    for (const needle of [anna.name, anna.home, anna.work, anna.word, anna.number, ...hashes]) {
      const [text, hex] = [needle.toLowerCase(), Buffer.from(needle).toString('hex')];
      expect(after.filter(({ value, bytes }) => (bytes ? value.includes(hex) : value.toLowerCase().includes(text)) || value === needle), needle).toEqual([]);
    }
    expect([...new Set(after.filter(({ value }) => ids.some((id) => value.includes(id))).map(({ place }) => place.split('.')[0]))].filter((table) => !stays.includes(table ?? ''))).toEqual([]);
    expect((await hub.db.selectFrom('beginnings').selectAll().execute()).map(({ content, customer_id }) => [content, customer_id])).toEqual([[null, null], [null, null]]);
    expect(await hub.db.selectFrom('customer_keys').select('wrapped').where('customer_id', 'in', [customer, other]).execute()).toEqual([{ wrapped: null }, { wrapped: null }]);
    for (const id of [customer, other]) await expect(inTx((tx) => hub.envelope.seal(tx, id, 'x', 'x'))).rejects.toBeInstanceOf(ErasedError);
    expect((await sql`pragma foreign_key_check`.execute(hub.db)).rows).toEqual([]);
    expect(after.some(({ value }) => value === somebody.conversationId)).toBe(true);
    expect(inOrder(before.filter(({ place }) => !place.startsWith('audit.'))).filter((line) => !inOrder(after).includes(line))).toEqual([]);
  });

  it('is nowhere in the database’s file either, once its log is written back: keys, files and hashes are overwritten', async () => {
    const { customer, other } = await everything();
    const keys = await hub.db.selectFrom('customer_keys').select('wrapped').where('customer_id', 'in', [customer, other]).execute();
    const needles = [
      ...keys.map(({ wrapped }) => wrapped),
      ...(await hub.db.selectFrom('customer_identities').selectAll().execute()).flatMap(({ value_index, value }) => [value_index, value]),
      ...(await hub.db.selectFrom('attachment_chunks').select('sealed').execute()).map(({ sealed }) => sealed),
      ...(await hub.db.selectFrom('recoverable_findings').select('wrapped_key').execute()).map(({ wrapped_key }) => wrapped_key),
    ].map((each) => Buffer.from(each ?? []).subarray(0, 40));
    const lies = async () => {
      await sql`pragma wal_checkpoint(truncate)`.execute(hub.db);
      const file = readFileSync(join(hub.folder, databaseFile));
      return needles.filter((needle) => file.includes(needle)).length;
    };
    expect([needles.length > 8, await lies()]).toEqual([true, needles.length]);
    await erase(customer);
    expect(await lies()).toBe(0);
  });

  it('is told to every laptop that mail is kept for, by conversation, with who was erased; what waits there is let go first', async () => {
    const { customer } = await everything();
    const second = await addLaptop(hub, paul);
    const conversations = (await hub.db.selectFrom('conversations').select('id').orderBy('id').execute()).map(({ id }) => id);
    expect(new Set((await erase(customer)).laptops)).toEqual(new Set([device, second]));
    for (const to of [device, second]) expect(told.filter((each) => each.to === to).map(({ event }) => event)).toEqual(conversations.map((conversationId) => ({ e: 'conversation.purged', conversationId, erased: customer })));
    expect(discarded).toBe(1);
  });

  it('is in the audit log for good by id, with who was merged into them: who had it done, when, and why; and the chain holds', async () => {
    const { customer, other } = await everything();
    await erase(customer);
    expect((await entries()).filter(({ action }) => action === 'customer.erased')).toMatchObject([
      { actor: 'command:0', subject: customer, detail: { for: paul.id, because: 'Request 2026-17', merged: 1, conversations: 2, files: 2, drafts: 3, notes: 1, unsent: 1, orderChanges: 1, originals: 2, blocked: 1 } },
      { actor: 'command:0', subject: other, detail: { for: paul.id, with: customer } },
    ]);
    expect(await verifyAudit(hub.db)).toMatchObject({ intact: true });
    expect(await inTx((tx) => erasures.list(tx, { by: privacy }))).toMatchObject([{ customer, laptops: [] }]);
  });

  it('is somebody new when they write again: by the same address, by an answer to an old mail, and by what was in flight', async () => {
    const old = await arrive(hub, mailbox, mailFrom(anna.home, anna.name, 'Tent', 'Hello'));
    const { message_id } = await hub.db.selectFrom('messages').select('message_id').where('id', '=', old.messageId).executeTakeFirstOrThrow();
    const messageId = Buffer.from(await inTx((tx) => hub.envelope.open(tx, old.customerId, `messages.message_id:${old.messageId}`, message_id ?? new Uint8Array()))).toString('utf8');
    const inFlight = mailFrom(anna.home, anna.name, 'Re: Tent', 'One more thing', [`In-Reply-To: ${messageId}`]);
    await inTx((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(inFlight), body: inFlight, receivedAt: hub.clock.now() }));
    await erase(old.customerId);
    await takeIn(hub);
    const now = (await inTx((tx) => identityRow(tx, hub.envelope, 'email', anna.home)))?.customer_id;
    expect(now).not.toBe(old.customerId);
    expect(hub.messages().at(-1)).toMatchObject({ text: expect.stringContaining('One more thing') });
    const next = await arrive(hub, mailbox, mailFrom(anna.home, anna.name, 'Re: Tent', 'And again'));
    expect([next.customerId, next.conversationId === old.conversationId]).toEqual([now, false]);
    expect(await hub.db.selectFrom('customers').select('id').execute()).toEqual([{ id: now }]);
    // What still lies in the mailbox and is read once more does not bring back what was said before.
    const known = await hub.db.selectFrom('messages').select('id').where('conversation_id', '=', old.conversationId).execute();
    expect(known).toEqual([]);
  });
});

describe('nothing is erased, or noted, ', () => {
  const refused = async (kind: string, work: () => Promise<unknown>) => {
    const before = inOrder(await allThatLies(hub.db));
    await expect(work()).rejects.toMatchObject({ kind });
    expect(inOrder(await allThatLies(hub.db))).toEqual(before);
    expect(told).toEqual([]);
  };

  it('for who may not: an agent, a lead, somebody unknown; they see nothing of what would go either', async () => {
    const { customer } = await everything();
    for (const by of [lea.email, 'nobody@shop.example']) {
      await refused('erase-not-allowed', () => erase(customer, {}, by));
      await refused('erase-not-allowed', () => inTx((tx) => erasures.preview(tx, { by }, customer)));
      await refused('erase-not-allowed', () => inTx((tx) => erasures.list(tx, { by })));
      await refused('erase-not-allowed', () => inTx((tx) => erasures.hold(tx, { by, actor: 'x' }, customer)));
    }
  });

  it('where nobody is known by that, or they were erased before', async () => {
    await refused('erase-unknown', () => erase(null));
    await refused('erase-unknown', () => erase(CustomerId.parse(randomUUID())));
    const { customer } = await everything();
    await erase(customer);
    told.splice(0);
    await refused('erase-unknown', () => erase(customer));
  });

  it('where what was typed is not theirs, or the reason would keep something of theirs for good', async () => {
    const { customer } = await everything();
    for (const confirmed of ['', ' ', 'Anna', 'anna', '@home.example', 'somebody@else.example']) await refused('erase-not-confirmed', () => erase(customer, { confirmed }));
    for (const because of ['Kanarius wants it', 'by mail to a@b.example', `call of ${anna.number}`, 'card 4242 4242 4242 4242']) await refused('erase-reason', () => erase(customer, { because }));
    expect((await erase(customer, { confirmed: ` ${anna.name.toUpperCase()}` })).customer).toBe(customer);
  });

  it('while there is a legal hold, also on who was merged into them; lifted, it can be', async () => {
    const { customer, other } = await everything();
    for (const held of [customer, other]) {
      await inTx((tx) => erasures.hold(tx, { by: privacy, actor: 'command:0' }, held));
      await refused('erase-held', () => erase(customer));
      expect((await inTx((tx) => erasures.preview(tx, { by: privacy }, customer))).held).toBe(true);
      await inTx((tx) => erasures.unhold(tx, { by: privacy, actor: 'command:0' }, customer));
    }
    await refused('hold-none', () => inTx((tx) => erasures.unhold(tx, { by: privacy, actor: 'command:0' }, customer)));
    // The database itself keeps who is held, whatever the program does.
    await hub.db.insertInto('customer_holds').values({ customer_id: other, placed_by: paul.id, placed_at: 1 }).execute();
    await expect(hub.db.deleteFrom('customers').where('id', '=', other).execute()).rejects.toThrow('FOREIGN KEY');
    await hub.db.deleteFrom('customer_holds').execute();
    await erase(customer);
    expect((await entries()).filter(({ action }) => /^customer\.(un)?held$/.test(action)).map(({ action, subject }) => [action, subject])).toEqual([['customer.held', customer], ['customer.held', other], ['customer.unheld', customer], ['customer.unheld', other], ['customer.held', other], ['customer.unheld', other]]);
  });

  it('of who was merged into somebody held, when that is taken back: the hold was on all of it', async () => {
    const { customer, other } = await everything();
    await inTx((tx) => erasures.hold(tx, { by: privacy, actor: 'command:0' }, customer));
    await refused('hold-there', () => inTx((tx) => erasures.hold(tx, { by: privacy, actor: 'command:0' }, customer)));
    const { id } = await hub.db.selectFrom('customer_merges').select('id').where('undone_at', 'is', null).executeTakeFirstOrThrow();
    const merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
    await inTx((tx) => merges.split(tx, lea, MergeId.parse(id)));
    for (const each of [customer, other]) await refused('erase-held', () => erase(each));
    await inTx((tx) => erasures.unhold(tx, { by: privacy, actor: 'command:0' }, other));
    await refused('erase-held', () => erase(customer));
  });

  it.each(['begun', 'unknown'] as const)('while it is not known what a shop has done: a change to an order that is %s', async (state) => {
    const { customer } = await everything();
    await hub.db.updateTable('order_actions').set({ state }).execute();
    await refused('erase-order', () => erase(customer));
    expect((await inTx((tx) => erasures.preview(tx, { by: privacy }, customer))).settling).toBe(1);
  });

  it('where it ends in the middle: whichever statement fails, all is there and can be read', async () => {
    const { customer } = await everything();
    const before = inOrder(await allThatLies(hub.db));
    let failed = 0;
    for (let at = 1; ; at += 1) {
      const ended = await inTx((tx) => erasures.erase(endingAt(tx, at), { by: privacy, actor: 'command:0' }, customer, sure, () => false)).then(
        () => null,
        (error: unknown) => error,
      );
      if (ended === null) break;
      expect(ended).toMatchObject({ message: 'the hub ends here' });
      failed += 1;
      expect(inOrder(await allThatLies(hub.db)), `after ${at} statements`).toEqual(before);
    }
    // It was more than a handful, and then all of it was done.
    expect(failed).toBeGreaterThan(40);
    expect(await hub.db.selectFrom('customers').select('id').execute()).toEqual([]);
    expect((await entries()).filter(({ action }) => action === 'customer.erased')).toHaveLength(2);
  });
});

it('says before what would go, and changes nothing by that', async () => {
  const { customer } = await everything();
  const before = inOrder(await allThatLies(hub.db));
  expect(await inTx((tx) => erasures.preview(tx, { by: privacy }, customer))).toMatchObject({
    customer: { id: customer, name: anna.name },
    theirs: { merged: 1, conversations: 2, files: 2, drafts: 3, notes: 1, unsent: 1, orderChanges: 1, originals: 2, blocked: 1 },
    laptops: [device],
    held: false,
    settling: 0,
  });
  expect(inOrder(await allThatLies(hub.db))).toEqual(before);
});

it('takes no reason that says what they were called before they were merged', async () => {
  const [into, from] = await inTx(async (tx) => [await createCustomer(tx, hub.envelope, { kind: 'email', value: anna.home }, 'Anna Nord', 1), await createCustomer(tx, hub.envelope, { kind: 'email', value: anna.work }, '', 1)]);
  const row = { id: MergeId.parse(randomUUID()), into_id: into };
  await hub.db.insertInto('customer_merges').values({ ...row, from_id: from, content: await inTx((tx) => sealMerge(tx, hub.envelope, row, { name: 'Anna Qwertzina', notes: [], begun: [] })), merged_by: lea.id, merged_at: 1, undone_at: null, parent_id: null }).execute();
  const asked = (because: string) => erase(into, { confirmed: anna.home, because });
  await expect(asked('as Qwertzina asked')).rejects.toMatchObject({ kind: 'erase-reason' });
  expect(await asked('as asked by letter')).toMatchObject({ customer: into });
});

it('takes what was called theirs along with a merge that was taken back: the other keeps what is the other’s', async () => {
  const one = await inTx((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: anna.home }, anna.name, 1));
  const two = await inTx((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'ben@mail.example' }, 'Ben Nord', 1));
  await hub.db.insertInto('customer_merges').values({ id: randomUUID(), into_id: two, from_id: one, content: new Uint8Array([1]), merged_by: lea.id, merged_at: 1, undone_at: 2, parent_id: null }).execute();
  await erase(one);
  expect(await hub.db.selectFrom('customer_merges').selectAll().execute()).toEqual([]);
  expect(await hub.db.selectFrom('customers').select('id').execute()).toEqual([{ id: two }]);
});

/** The same transaction, in which the n-th statement is the last. */
function endingAt(tx: Tx, n: number): Tx {
  let count = 0;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count += 1;
      if (count >= n) throw new Error('the hub ends here');
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return tx.withPlugin(plugin);
}
