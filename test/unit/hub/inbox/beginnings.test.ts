import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { addIdentity, createCustomer } from '../../../../hub/conversations/customers.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { conversationEvent, createConversation } from '../../../../hub/conversations/conversations.ts';
import { Beginnings, mostGone } from '../../../../hub/writing/beginnings.ts';
import { beginningsWith, moveBeginnings } from '../../../../hub/writing/kept-beginnings.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { askOfBeginnings, beginningsToSend, listBeginnings, saveBeginning } from '../../../../main/vault/beginnings.ts';
import { start } from '../../../../main/vault/begun-here.ts';
import { Change } from '../../../../main/vault/change.ts';
import { applyHubEvents } from '../../../../main/vault/hub-events.ts';
import type { BeginningShown } from '../../../../shared/contract/ipc/outbound.ts';
import type { DeviceMail, HubEvent } from '../../../../shared/contract/wire/index.ts';
import type { Beginning } from '../../../../shared/domain/beginning.ts';
import { BeginningId, type ConversationId, type CustomerId, DeviceId, IdempotencyKey } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { VaultFile } from '../../main/vault/open-file.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

type Mail = Extract<DeviceMail, { m: 'beginning' }>;
const day = 24 * 3_600_000;
const channelId = randomUUID();

/** A laptop, and two queues between it and the hub: what goes up is lost with the connection. */
class Laptop {
  readonly id = DeviceId.parse(randomUUID());
  readonly vault = new VaultFile();
  readonly up: Mail[] = [];
  readonly down: HubEvent[] = [];
  #asked = new Set<string>();

  all(): BeginningShown[] {
    return listBeginnings(this.vault.database);
  }
  save(content: Beginning | null, of: { readonly id: BeginningId; readonly stamp: number } = { id: BeginningId.parse(randomUUID()), stamp: 0 }) {
    return Change.run(this.vault.database, (change) => saveBeginning(change, { ...of, content }, 1)).result;
  }
  rest(): void {
    const mails = Change.run(this.vault.database, (change) => beginningsToSend(change, this.#asked)).result;
    for (const { key } of mails) this.#asked.add(key);
    this.up.push(...mails);
  }
  hear(...events: HubEvent[]): void {
    Change.run(this.vault.database, (change) => applyHubEvents(change, events, 1));
  }
  /** The connection is gone, with what was on its way up. */
  drop(): void {
    this.up.splice(0);
    this.#asked = new Set();
  }
}

let ahead = 0;
let hub: Organisation;
let ada: Agent;
let beginnings: Beginnings;
let home: Laptop;
let office: Laptop;
let bens: Laptop;
const all = () => [home, office, bens];
const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);

beforeAll(async () => {
  hub = await openOrganisation({ clock: { now: () => Date.now() + ahead, monotonic: () => performance.now() } });
});
beforeEach(async () => {
  ahead = 0;
  ada = await hub.addAgent({ name: `Ada ${randomUUID().slice(0, 8)}` });
  const ben = await hub.addAgent({ name: `Ben ${randomUUID().slice(0, 8)}` });
  [home, office, bens] = [new Laptop(), new Laptop(), new Laptop()];
  for (const [laptop, agent] of [[home, ada], [office, ada], [bens, ben]] as const) {
    const none = { certificate: null, lease: null, pending_order: null, receipt: null, decided_at: null, last_contact_at: null, roles: null, invite_id: null, suspension: null, suspended_at: null };
    await hub.db.insertInto('devices').values({ ...none, id: laptop.id, agent_id: agent.id, state: 'active', device_key: laptop.id, profile: new Uint8Array(), created_at: 1, posture_at: 1 }).execute();
  }
  const send = (_tx: Tx, to: DeviceId, events: readonly HubEvent[]) => {
    all().find(({ id }) => id === to)?.down.push(...events);
    return Promise.resolve();
  };
  beginnings = new Beginnings({ envelope: hub.envelope, clock: hub.clock, policy: hub.policy, agents: hub.people, mailboxes: { send } });
  return () => {
    for (const { vault } of all()) vault.remove();
  };
});
afterAll(() => hub.close());

const take = (laptop: Laptop, mail: Mail) => within((tx) => beginnings.take(tx, ada, laptop.id, mail));
/** Until nothing is on its way any more. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    for (const laptop of [home, office]) laptop.rest();
    if (all().every(({ up, down }) => up.length === 0 && down.length === 0)) return;
    for (const laptop of all()) for (const mail of laptop.up.splice(0)) await take(laptop, mail);
    for (const laptop of all()) laptop.hear(...laptop.down.splice(0));
  }
  throw new Error('The laptops do not come to an end.');
}

const call = { direction: 'in', at: null, minutes: '0', outcome: 'answered', recording: '' } as const;
const mail = (text: string, more: Partial<Beginning> = {}): Beginning => ({ way: 'email', channelId, with: { kind: 'typed', typed: 'ida@mail.example' }, name: '', subject: 'Your tent', text, call, ...more });
const textsOn = (laptop: Laptop) => laptop.all().map(({ content }) => content.text).toSorted();
/** Files are brought for it on that laptop. */
function bring(laptop: Laptop, id: BeginningId, count: number): void {
  for (let n = 0; n < count; n += 1) laptop.vault.database.run("INSERT INTO outgoing_files (id, conversation_id, message_id, kind, at, name, media_type, size, key, sha256, file, chunks) VALUES (?, ?, NULL, 'start', 1, 'a.pdf', 'application/pdf', 1, x'01', '00', ?, 1)", [randomUUID(), id, randomUUID()]);
}
const rows = () => hub.db.selectFrom('beginnings').selectAll().where('agent_id', '=', ada.id).execute();

/** A customer with a conversation that all of the laptops have. */
async function customer(): Promise<{ customerId: CustomerId; conversationId: ConversationId }> {
  const mailbox = await hub.addMailbox();
  const event = await within(async (tx) => {
    const customerId = await createCustomer(tx, hub.envelope, null, 'Maria Lopez', 1);
    return conversationEvent(tx, hub.envelope, await createConversation(tx, hub.envelope, { customerId, channel: 'email', channelId: mailbox, teamId: null, subject: 'Tent', subjectIndex: null, verification: 'contact', at: 1 }));
  });
  for (const laptop of all()) laptop.hear(event);
  return { customerId: event.conversation.customerId, conversationId: event.conversation.id };
}
const withCustomer = (customerId: CustomerId, text: string) => mail(text, { with: { kind: 'customer', customerId, name: 'Maria Lopez' } });

describe('a new conversation that is not sent', () => {
  it('and is discarded, again and again, leaves no more behind than the newest of what is gone; what is there stays', async () => {
    home.save(mail('Your tent is ready.'));
    await settle();
    const gone = Array.from({ length: mostGone + 20 }, () => BeginningId.parse(randomUUID()));
    for (const id of gone) {
      ahead += 1_000;
      await take(home, { m: 'beginning', id, key: IdempotencyKey.parse(randomUUID()), base: 0, content: null });
    }
    const kept = await rows();
    expect(kept.filter(({ content }) => content === null).map(({ id }) => id).toSorted()).toEqual(gone.slice(-mostGone).toSorted());
    expect(kept.filter(({ content }) => content !== null)).toHaveLength(1);
    expect(home.down.filter(({ e }) => e === 'beginning.kept')).toHaveLength(gone.length);
    home.down.length = 0;
    office.down.length = 0;
  });

  it('is on the agent’s other laptop whole, mail or call, and on nobody else’s; neither audit nor news know of it', async () => {
    const before = { audit: (await readAudit(hub.db, 0, 1000)).length, news: hub.heard.length, logged: hub.logged.length };
    const phoned = mail('She wants a new pole.', { way: 'phone', with: { kind: 'typed', typed: '+49 30 901820' }, call: { direction: 'out', at: 1_700_000_000_000, minutes: '3', outcome: 'callback-wanted', recording: 'https://calls.example/7' } });
    home.save(mail('Your tent is ready.'));
    home.save(phoned);
    await settle();
    expect(office.all().map(({ content }) => content)).toEqual(expect.arrayContaining([mail('Your tent is ready.'), phoned]));
    expect(bens.all()).toEqual([]);
    expect({ audit: (await readAudit(hub.db, 0, 1000)).length, news: hub.heard.length, logged: hub.logged.length }).toEqual(before);
  });

  it('is gone everywhere once it is sent, or thrown away, and an older version that was under way does not bring it back', async () => {
    home.hear({ e: 'channels', channels: [{ id: channelId, kind: 'email', name: 'Support', address: 'support@shop.example', country: null }] });
    const sent = home.save(mail('Your tent'));
    const thrown = home.save(mail('Something else'));
    await settle();
    const late = office.all().find(({ id }) => id === sent.id)!;
    const acting = (change: Change) => ({ change, agent: ada, now: 2, undoSeconds: 0 });
    Change.run(home.vault.database, (change) => start(acting(change), { channelId, to: { kind: 'address', address: 'ida@mail.example', name: '' }, subject: 'Your tent', text: 'Your tent', beginning: sent }));
    home.save(null, thrown);
    await settle();
    expect([home.all(), office.all()]).toEqual([[], []]);
    await take(office, { m: 'beginning', id: late.id, key: IdempotencyKey.parse(randomUUID()), base: 1, content: mail('Your tent, again') });
    expect(office.down.splice(0)).toMatchObject([{ e: 'beginning', content: null }]);
    expect(home.down).toEqual([]);
  });

  it('that both laptops have gone on with is two, on both, and a page that has not heard of it goes on with its own', async () => {
    const begun = home.save(mail('Your tent'));
    await settle();
    const there = office.all()[0]!;
    home.save(mail('Your tent is ready'), begun);
    const mine = office.save(mail('Your tent is late'), there);
    expect(mine.id).toBe(begun.id);
    await settle();
    expect([textsOn(home), textsOn(office)]).toEqual([['Your tent is late', 'Your tent is ready'], ['Your tent is late', 'Your tent is ready']]);
    // Whichever laptop the hub heard of second has its own under another name.
    const apart = office.save(mail('Your tent is late, sorry'), mine);
    await settle();
    expect(textsOn(home)).toEqual(['Your tent is late, sorry', 'Your tent is ready']);
    expect(apart.id).not.toBe(begun.id);
  });

  it('that was sent from one laptop stays where it was written on since', async () => {
    const begun = home.save(mail('Your tent'));
    await settle();
    const there = office.all()[0]!;
    home.save(null, begun);
    office.save(mail('Your tent, and the pole'), there);
    await settle();
    expect([textsOn(home), textsOn(office)]).toEqual([['Your tent, and the pole'], ['Your tent, and the pole']]);
  });

  it('goes up again as it was after a lost connection, and is asked for anew in a new session', async () => {
    home.save(mail('Your tent'));
    home.rest();
    const [first] = home.up;
    home.drop();
    home.rest();
    expect(home.up).toEqual([first]);
    await settle();
    await hub.db.deleteFrom('beginnings').where('agent_id', '=', ada.id).execute();
    home.drop();
    askOfBeginnings(home.vault.database);
    await settle();
    expect((await rows()).length).toBe(1);
  });

  it('with what must not be kept stays on its laptop, also where marks tear it apart, and goes up again without', async () => {
    const begun = home.save(mail('Your tent'));
    await settle();
    for (const text of ['Card 4242 4242 4242 4242', 'Card 4242 **4242** 4242 4242']) {
      home.save(mail(text), begun);
      await settle();
      expect([home.all()[0]?.stays, office.all(), (await rows())[0]?.content]).toEqual(['withheld', [], null]);
    }
    const caller = home.save(mail('', { way: 'phone', with: { kind: 'typed', typed: '4242 4242 4242 4242' } }));
    await settle();
    expect(home.all().find(({ id }) => id === caller.id)?.stays).toBe('withheld');
    home.save(mail('Your tent, still'), begun);
    await settle();
    expect([home.all().find(({ id }) => id === begun.id)?.stays, textsOn(office)]).toEqual([null, ['Your tent, still']]);
  });

  it('has its files on the laptop they were brought on, and the other one knows how many', async () => {
    const begun = home.save(mail('Your invoice'));
    await settle();
    const there = () => [home, office].map((laptop) => laptop.all().map(({ filesThere }) => filesThere));
    expect(there()).toEqual([[0], [0]]);
    bring(home, begun.id, 2);
    await settle();
    expect(there()).toEqual([[0], [2]]);
    // Nothing of what is typed there waits for it, and none of it is another one.
    office.save(mail('Your invoice is with this mail.'), office.all()[0]);
    bring(office, begun.id, 1);
    await settle();
    expect(there()).toEqual([[1], [2]]);
    expect([textsOn(home), textsOn(office)]).toEqual([['Your invoice is with this mail.'], ['Your invoice is with this mail.']]);
    // Both at once, and nothing typed on either.
    bring(home, begun.id, 1);
    bring(office, begun.id, 1);
    await settle();
    expect(there()).toEqual([[2], [3]]);
    home.vault.database.run("DELETE FROM outgoing_files WHERE kind = 'start'");
    await settle();
    expect(there()).toEqual([[2], [0]]);
    expect(bens.all()).toEqual([]);
    // Of a laptop that is lost they are gone.
    await hub.db.updateTable('devices').set({ state: 'revoked' }).where('id', '=', office.id).execute();
    expect(await within((tx) => beginnings.eventsFor(tx, ada, home.id))).toMatchObject([{ files: 0 }]);
  });

  it('goes up without files from a laptop that tells none, and lies at the hub as before they were told', async () => {
    await take(office, { m: 'beginning', id: BeginningId.parse(randomUUID()), key: IdempotencyKey.parse(randomUUID()), base: 0, content: mail('Your tent') });
    const [row] = await rows();
    await hub.db.updateTable('beginnings').set({ content: hub.envelope.sealSystem(`beginnings.content:${ada.id} ${row!.id}`, Buffer.from(JSON.stringify(mail('Your tent')))) }).where('id', '=', row!.id).execute();
    expect(await within((tx) => beginnings.eventsFor(tx, ada, home.id))).toMatchObject([{ content: mail('Your tent'), files: 0 }]);
  });

  it('goes from hub and laptops when nobody has touched it for as long as laptops keep what is resolved', async () => {
    home.save(mail('Your tent'));
    await settle();
    ahead = 31 * day;
    await within((tx) => beginnings.letGo(tx, 30));
    await settle();
    expect([home.all(), office.all()]).toEqual([[], []]);
    ahead = 100 * day;
    await within((tx) => beginnings.letGo(tx, 30));
    expect(await rows()).toEqual([]);
  });
});

describe('a new conversation with a customer who is known', () => {
  it('lies sealed under their key, is gone with it, and goes along where two customers become one', async () => {
    const { customerId } = await customer();
    const other = await customer();
    home.save(withCustomer(customerId, 'Peppermint'));
    await settle();
    expect(Buffer.from((await rows())[0]?.content ?? []).toString('latin1')).not.toContain('Peppermint');
    await within(async (tx) => moveBeginnings(tx, hub.envelope, await beginningsWith(tx, customerId), other.customerId));
    const told = () => within((tx) => beginnings.eventsFor(tx, ada, office.id));
    expect(await told()).toMatchObject([{ content: { text: 'Peppermint', with: { customerId: other.customerId } } }]);
    await within((tx) => hub.envelope.destroyKey(tx, other.customerId));
    expect(await told()).toEqual([]);
  });

  describe('with somebody who is made one with another', () => {
    const merges = () => new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings });
    const named = (laptop: Laptop) => laptop.all().map(({ content }) => (content.with.kind === 'customer' ? content.with.customerId : content.with.kind));

    it('is with whom they are one on each laptop, and with them again when that is taken back', async () => {
      const [one, other] = [await customer(), await customer()];
      home.save(withCustomer(one.customerId, 'Peppermint'));
      home.save(withCustomer(other.customerId, 'Chamomile'));
      await settle();
      const lea = await hub.addAgent({ name: `Lea ${randomUUID().slice(0, 8)}`, roles: ['lead'] });
      const id = await within((tx) => merges().merge(tx, lea, other.customerId, one.customerId));
      await settle();
      for (const laptop of [home, office]) expect([named(laptop), textsOn(laptop)]).toEqual([[other.customerId, other.customerId], ['Chamomile', 'Peppermint']]);
      await within((tx) => merges().split(tx, lea, id));
      await settle();
      for (const laptop of [home, office]) expect(new Map(laptop.all().map(({ content }) => [content.text, content.with]))).toEqual(new Map([['Peppermint', { kind: 'customer', customerId: one.customerId, name: 'Maria Lopez' }], ['Chamomile', { kind: 'customer', customerId: other.customerId, name: 'Maria Lopez' }]]));
      await within((tx) => hub.envelope.destroyKey(tx, other.customerId));
      expect(await within((tx) => beginnings.eventsFor(tx, ada, office.id))).toMatchObject([{ content: { text: 'Peppermint' } }]);
    });

    it('stays one, though it was written on meanwhile where nobody had heard of it; and so it does on a page', async () => {
      const [one, other] = [await customer(), await customer()];
      const begun = home.save(withCustomer(one.customerId, 'Peppermint'));
      await settle();
      const lea = await hub.addAgent({ name: `Lea ${randomUUID().slice(0, 8)}`, roles: ['lead'] });
      const id = await within((tx) => merges().merge(tx, lea, other.customerId, one.customerId));
      home.save(withCustomer(one.customerId, 'Peppermint tea'), begun);
      await settle();
      // The page still says whom it named before.
      home.save(withCustomer(one.customerId, 'Peppermint tea, hot'), begun);
      await settle();
      for (const laptop of [home, office]) expect([named(laptop), textsOn(laptop)]).toEqual([[other.customerId], ['Peppermint tea, hot']]);
      await within((tx) => merges().split(tx, lea, id));
      await settle();
      for (const laptop of [home, office]) expect([named(laptop), textsOn(laptop)]).toEqual([[one.customerId], ['Peppermint tea, hot']]);
    });

    it('goes to whom the address that was typed belongs, also when it was begun while they were one', async () => {
      const [one, other] = [await customer(), await customer()];
      const address = `${randomUUID()}@mail.example`;
      await within((tx) => addIdentity(tx, hub.envelope, one.customerId, 'email', address, 1));
      const lea = await hub.addAgent({ name: `Lea ${randomUUID().slice(0, 8)}`, roles: ['lead'] });
      const id = await within((tx) => merges().merge(tx, lea, other.customerId, one.customerId));
      home.save(mail('Peppermint', { with: { kind: 'typed', typed: address } }));
      await settle();
      expect((await rows()).map((row) => row.customer_id)).toEqual([other.customerId]);
      await within((tx) => merges().split(tx, lea, id));
      expect((await rows()).map((row) => row.customer_id)).toEqual([one.customerId]);
      await within((tx) => hub.envelope.destroyKey(tx, other.customerId));
      expect(await within((tx) => beginnings.eventsFor(tx, ada, office.id))).toMatchObject([{ content: { text: 'Peppermint' } }]);
    });
  });

  it('also where the customer is known by the address that was typed', async () => {
    const customerId = await within((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'ida.nord@mail.example' }, 'Ida Nord', 1));
    home.save(mail('Peppermint', { with: { kind: 'typed', typed: 'Ida.Nord@mail.example' } }));
    home.save(mail('Chamomile', { with: { kind: 'typed', typed: 'nobody@mail.example' } }));
    await settle();
    expect((await rows()).map(({ customer_id }) => String(customer_id)).toSorted((a, b) => a.localeCompare(b))).toEqual([customerId, 'null'].toSorted((a, b) => a.localeCompare(b)));
    expect((await rows()).map(({ content }) => Buffer.from(content ?? []).toString('latin1')).join(' ')).not.toMatch(/Peppermint|Chamomile|mail\.example/);
    await within((tx) => hub.envelope.destroyKey(tx, customerId));
    expect(await within((tx) => beginnings.eventsFor(tx, ada, office.id))).toMatchObject([{ content: { text: 'Chamomile' } }]);
  });

  it('is kept and told only where the agent sees the customer and may begin at all', async () => {
    const { customerId } = await customer();
    home.save(withCustomer(customerId, 'Mine'));
    await settle();
    const told = (agent: Agent) => within((tx) => beginnings.eventsFor(tx, agent, office.id));
    expect(await told(ada)).toHaveLength(1);
    expect(await told({ ...ada, roles: ['it'] })).toEqual([]);
    const written = { m: 'beginning' as const, id: BeginningId.parse(randomUUID()), key: IdempotencyKey.parse(randomUUID()), base: 0 };
    await within((tx) => beginnings.take(tx, { ...ada, roles: ['it'] }, office.id, { ...written, content: mail('Anybody') }));
    const unseen = await within((tx) => createCustomer(tx, hub.envelope, null, 'Nobody’s', 1));
    await take(office, { ...written, content: withCustomer(unseen, 'Unseen') });
    expect(office.down.splice(0)).toMatchObject([{ e: 'beginning.stays', why: 'refused' }, { e: 'beginning.stays', why: 'refused' }]);
    expect(await rows()).toHaveLength(1);
  });

  it('goes from the laptop when the agent may see nothing of the customer any more', async () => {
    const { customerId, conversationId } = await customer();
    home.save(withCustomer(customerId, 'Peppermint'));
    home.save(mail('Chamomile'));
    home.hear({ e: 'conversation.purged', conversationId });
    expect(textsOn(home)).toEqual(['Chamomile']);
  });
});
