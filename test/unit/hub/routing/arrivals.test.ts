import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { chatBytes } from '../../../../hub/channels/webchat/read-chat.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { RoutingRules } from '../../../../hub/routing/routing.ts';
import { setSkills } from '../../../../hub/routing/skills.ts';
import { Teams } from '../../../../hub/people/teams.ts';
import { MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { Routing, type RoutingRule } from '../../../../shared/domain/routing.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let chat: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox('mx.shop.example');
  chat = await hub.addChat();
});
afterEach(() => hub.close());

let written = 0;
const vouched = 'Authentication-Results: mx.shop.example; dmarc=pass\r\n';
const mail = (from: string, subject = 'Tent', headers = vouched) => Buffer.from(`${headers}From: ${from}\r\nSubject: ${subject}\r\nMessage-ID: <m${(written += 1)}@mail.example>\r\n\r\nHello\r\n`);
async function arrives(raw: Uint8Array, channelId = mailbox): Promise<void> {
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, channelId, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  // A channel that is open is not opened again, and its reader goes on: only the queue looks anew.
  await hub.channels.start();
  await hub.channels.idle();
}
/** A visitor of the chat: the fastest way in. */
const says = (visitorId: string, text = 'Hello') => arrives(chatBytes({ visitorId, id: MessageId.parse(randomUUID()), text }), chat);
const rule = (does: object, when: object = {}): object => ({ name: 'A rule', when, does });
const setRules = (...rules: object[]) =>
  hub.db.transaction().execute(async (tx) => hub.routing.set(tx, 'test', (await hub.routing.inForce(tx)).version, Routing.parse({ rules: rules.map((each, place) => ({ ...(each as RoutingRule), name: `Rule ${place + 1}` })) })));
const conversations = () => hub.db.selectFrom('conversations').selectAll().orderBy('created_at').orderBy('id').execute();
const lines = () => hub.messages().flatMap(({ kind, text }) => (kind === 'event' ? [text] : []));
const answers = () => hub.messages().filter(({ kind }) => kind === 'outbound');
const atWork = (...agents: Agent[]) => {
  hub.present.clear();
  for (const { id } of agents) hub.present.add(id);
};

describe('a conversation that begins', () => {
  it('goes to the rule’s team and person, and says so', async () => {
    const teams = new Teams(hub.envelope, hub.audit, hub.clock);
    const returns = await hub.db.transaction().execute((tx) => teams.add(tx, 'test', 'Returns'));
    const ada = await hub.addAgent({ name: 'Ada', teamIds: [returns.id] });
    const bo = await hub.addAgent({ name: 'Bo' });
    await setRules(rule({ team: returns.id, assign: { to: 'agent', agent: ada.id } }, { words: ['refund'] }));
    await says(randomUUID(), 'A refund, please');
    await says(randomUUID(), 'Boots');
    const [first, second] = await conversations();
    expect(first).toMatchObject({ team_id: returns.id, assignee_id: ada.id, status: 'open' });
    expect(second).toMatchObject({ team_id: null, assignee_id: null });
    expect(lines()).toEqual(['Rule “Rule 1”: assigned to Ada.']);
    const seen = hub.heard.filter(({ event }) => event.e === 'conversation' && event.conversation.id === first?.id);
    expect(seen.every(({ audience }) => audience.includes(ada.id) && !audience.includes(bo.id))).toBe(true);
  });

  it('keeps who has it when the customer writes again, whatever the rules say by then', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    await setRules(rule({ assign: { to: 'agent', agent: ada.id } }));
    await arrives(mail('maria@mail.example'));
    await setRules(rule({ setAside: true }));
    await arrives(mail('maria@mail.example', 'Re: Tent'));
    expect(await conversations()).toMatchObject([{ assignee_id: ada.id, status: 'open' }]);
  });

  it('goes in turn to those at work who have the skills', async () => {
    const [ada, bo, cy] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Bo' }), await hub.addAgent({ name: 'Cy' })];
    const reader = await hub.addAgent({ name: 'Ivo', roles: ['it'] });
    for (const { id } of [ada, bo, reader]) await hub.db.transaction().execute((tx) => setSkills(tx, hub.audit, 'test', id, ['german', 'returns']));
    atWork(ada, bo, cy, reader);
    await setRules(rule({ assign: { to: 'in-turn', skills: ['German'] } }));
    for (let number = 0; number < 4; number += 1) await says(randomUUID());
    const given = (await conversations()).map(({ assignee_id }) => assignee_id);
    expect(new Set(given.slice(0, 2))).toEqual(new Set([ada.id, bo.id]));
    expect(given.slice(2)).toEqual(given.slice(0, 2));
  });

  it('goes to whoever has the fewest open ones, and to nobody where nobody is at work', async () => {
    // The first in order has one already: who is looked at first is not who gets it.
    const [ada, bo] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Bo' })].toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [Agent, Agent];
    await setRules(rule({ assign: { to: 'agent', agent: ada.id } }, { words: ['busy'] }), rule({ assign: { to: 'least-busy' } }));
    await says(randomUUID(), 'busy');
    atWork(ada, bo);
    await says(randomUUID());
    atWork();
    await says(randomUUID());
    const given = new Map((await conversations()).map(({ assignee_id }, place) => [place, assignee_id]));
    expect([...given.values()].filter((id) => id === ada.id)).toHaveLength(1);
    expect([...given.values()].filter((id) => id === bo.id)).toHaveLength(1);
    expect([...given.values()].filter((id) => id === null)).toHaveLength(1);
  });

  it('is set aside by a rule: stored, resolved, and in nobody’s way until the customer writes again', async () => {
    await setRules(rule({ setAside: true }, { senders: ['@news.example'] }));
    await arrives(mail('offers@news.example', 'Ten per cent'));
    expect(await conversations()).toMatchObject([{ status: 'resolved', assignee_id: null }]);
    expect(hub.messages().filter(({ kind }) => kind === 'inbound')).toHaveLength(1);
    await arrives(mail('offers@news.example', 'Re: Ten per cent'));
    expect(await conversations()).toMatchObject([{ status: 'open' }]);
  });
});

describe('an automatic answer', () => {
  const acknowledging = () => setRules(rule({ acknowledge: 'We answer within a day.' }));

  it('goes out once a day to each customer, marked as a program’s', async () => {
    await acknowledging();
    await arrives(mail('maria@mail.example', 'Tent'));
    await arrives(mail('maria@mail.example', 'Stove'));
    await arrives(mail('ken@mail.example', 'Boots'));
    expect(answers().map(({ text, agentId, subject }) => [text, agentId, subject])).toEqual([
      ['We answer within a day.', null, 'Auto: Tent'],
      ['We answer within a day.', null, 'Auto: Boots'],
    ]);
    expect(await hub.db.selectFrom('messages').select('automatic').where('kind', '=', 'outbound').execute()).toEqual([{ automatic: 1 }, { automatic: 1 }]);
    expect(await hub.db.selectFrom('deliveries').selectAll().execute()).toHaveLength(2);
  });

  it.each([
    ['a program', 'Auto-Submitted: auto-replied\r\nAuthentication-Results: mx.shop.example; dmarc=pass\r\n'],
    ['a list', 'List-Id: <news.mail.example>\r\nPrecedence: bulk\r\nAuthentication-Results: mx.shop.example; dmarc=pass\r\n'],
    ['a sender that nothing vouches for', ''],
    ['a forged sender', 'Authentication-Results: mx.shop.example; dmarc=fail\r\n'],
  ])('never goes to %s', async (_who, headers) => {
    await acknowledging();
    await arrives(mail('maria@mail.example', 'Tent', headers));
    expect(await conversations()).toHaveLength(1);
    expect(answers()).toEqual([]);
  });

  it('speaks the language that the customer writes, where the rule has that; else the channel’s; else it is the one for all', async () => {
    const inAll = { acknowledge: 'Wij antwoorden binnen een dag.', acknowledgeIn: { en: 'We answer within a day.', de: 'Wir antworten innerhalb eines Tages.' } };
    await setRules(rule(inAll, { senders: ['@mail.example'] }), rule({ ...inAll, acknowledgeIn: { de: inAll.acknowledgeIn.de } }, { senders: ['@other.example'] }));
    const says = (from: string, text: string) => arrives(Buffer.from(mail(from).toString().replace('Hello', text)));
    await says('one@mail.example', 'Guten Tag, mein Paket ist leider immer noch nicht angekommen, obwohl ich es vor zwei Wochen bestellt habe.');
    await says('two@mail.example', 'Good morning, my parcel has still not arrived although I ordered it two weeks ago.');
    await says('three@other.example', 'Good morning, my parcel has still not arrived although I ordered it two weeks ago.');
    await hub.db.updateTable('channels').set({ language: 'de' }).where('id', '=', mailbox).execute();
    await says('four@other.example', '4711');
    expect(answers().map(({ text }) => text)).toEqual([inAll.acknowledgeIn.de, inAll.acknowledgeIn.en, inAll.acknowledge, inAll.acknowledgeIn.de]);
  });

  it('is no colleague’s answer: who replies afterwards has no conflict with it', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    await acknowledging();
    await says(randomUUID());
    expect(answers()).toHaveLength(1);
    const inbound = hub.messages().find(({ kind }) => kind === 'inbound');
    const outcome = await hub.execute(ada, { do: 'reply', conversationId: inbound!.conversationId, messageId: MessageId.parse(randomUUID()), text: 'It is on its way.', seen: inbound!.id });
    expect(outcome).toEqual({ kind: 'done' });
  });
});

it('parts no card number: neither the line of a rule nor an automatic answer between its halves', async () => {
  await setRules(rule({ acknowledge: 'We answer within a day.' }));
  await arrives(Buffer.from(`${vouched}From: maria@mail.example\r\nSubject: Card\r\nMessage-ID: <half1@mail.example>\r\n\r\nMy card is 4242 4242\r\n`));
  expect(answers()).toHaveLength(1);
  await arrives(Buffer.from(`${vouched}From: maria@mail.example\r\nSubject: Re: Card\r\nMessage-ID: <half2@mail.example>\r\n\r\n4242 4242\r\n`));
  expect(await conversations()).toHaveLength(1);
  const replaced = hub.heard.flatMap(({ event }) => (event.e === 'message.replaced' ? [event.message.text] : []));
  expect(replaced.join(' ')).not.toMatch(/4242 4242/);
  expect(replaced).toHaveLength(1);
});

describe('a blocked sender', () => {
  it('is stored out of the way, by address or by domain, and let in again', async () => {
    const blocked = (work: (tx: Parameters<Parameters<ReturnType<typeof hub.db.transaction>['execute']>[0]>[0]) => Promise<unknown>) => hub.db.transaction().execute(work);
    await setRules(rule({ acknowledge: 'Hello' }));
    await blocked((tx) => hub.blockedSenders.block(tx, 'test', { kind: 'domain', value: 'spam.example' }));
    await arrives(mail('Anyone@SPAM.example', 'Win'));
    expect(await conversations()).toMatchObject([{ status: 'resolved' }]);
    expect(lines()).toEqual(['From a sender who is blocked.']);
    expect(answers()).toEqual([]);
    await arrives(mail('anyone@spam.example', 'Re: Win'));
    expect(await conversations()).toMatchObject([{ status: 'resolved' }]);
    const [entry] = (await hub.db.transaction().execute((tx) => hub.blockedSenders.list(tx))) ?? [];
    expect(entry).toMatchObject({ kind: 'domain', shown: '@spam.example' });
    await blocked((tx) => hub.blockedSenders.unblock(tx, 'test', entry!.id));
    await arrives(mail('anyone@spam.example', 'Re: Win'));
    expect(await conversations()).toMatchObject([{ status: 'open' }]);
  });

  it('is blocked from a conversation by whoever sees it, and by nobody else; the list shows no address', async () => {
    const teams = new Teams(hub.envelope, hub.audit, hub.clock);
    const other = await hub.db.transaction().execute((tx) => teams.add(tx, 'test', 'Others'));
    const returns = await hub.db.transaction().execute((tx) => teams.add(tx, 'test', 'Returns'));
    await setRules(rule({ team: returns.id }));
    const [ada, bo] = [await hub.addAgent({ name: 'Ada', teamIds: [returns.id] }), await hub.addAgent({ name: 'Bo', teamIds: [other.id] })];
    await arrives(mail('pest@mail.example'));
    const [conversation] = await conversations();
    await expect(hub.db.transaction().execute((tx) => hub.blockedSenders.blockCustomer(tx, bo, conversation!.id))).rejects.toMatchObject({ kind: 'conversation-gone' });
    await hub.db.transaction().execute((tx) => hub.blockedSenders.blockCustomer(tx, ada, conversation!.id));
    expect(JSON.stringify(await hub.db.transaction().execute((tx) => hub.blockedSenders.list(tx)))).not.toContain('pest');
    await hub.db.updateTable('conversations').set({ status: 'resolved' }).execute();
    await arrives(mail('pest@mail.example', 'Re: Tent'));
    expect((await conversations())[0]).toMatchObject({ status: 'resolved' });
  });

  it('in a chat is the visitor, not everybody', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await hub.db.transaction().execute((tx) => hub.blockedSenders.block(tx, 'test', { kind: 'webchat', value: one }));
    await says(one);
    await says(two);
    expect((await conversations()).map(({ status }) => status)).toEqual(['resolved', 'open']);
  });
});

describe('the rules', () => {
  it('are versions: one made from an old one is refused, and so is one that names what is not there', async () => {
    await setRules(rule({}));
    await expect(hub.db.transaction().execute((tx) => hub.routing.set(tx, 'test', 0, Routing.parse({ rules: [] })))).rejects.toMatchObject({ kind: 'routing-stale' });
    await expect(setRules(rule({}, { channels: ['no-such'] }))).rejects.toMatchObject({ kind: 'routing-unknown' });
    await expect(setRules(rule({ team: '99999999-9999-4999-8999-999999999999' }))).rejects.toMatchObject({ kind: 'routing-unknown' });
    await expect(setRules(rule({ assign: { to: 'agent', agent: '99999999-9999-4999-8999-999999999999' } }))).rejects.toMatchObject({ kind: 'routing-unknown' });
    expect((await hub.db.transaction().execute((tx) => hub.routing.inForce(tx))).version).toBe(1);
  });

  it('that were taken back with their transaction hold for nobody, also where others come under the same number', async () => {
    const named = (name: string) => Routing.parse({ rules: [{ name, when: {}, does: { assign: { to: 'nobody' } } }] });
    await expect(hub.db.transaction().execute(async (tx) => {
      await hub.routing.set(tx, 'test', 0, named('Taken back'));
      // Whoever reads them here has them, and the hub may have read them ahead.
      expect((await hub.routing.inForce(tx)).routing.rules).toMatchObject([{ name: 'Taken back' }]);
      throw new TypeError('Something else went wrong.');
    })).rejects.toThrow('Something else');
    // By the command while this hub rests, or by another one on the same database.
    const elsewhere = new RoutingRules({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, people: hub.people, present: () => Promise.resolve(new Set()) });
    await hub.db.transaction().execute((tx) => elsewhere.set(tx, 'test', 0, named('Stays')));
    expect(await hub.db.transaction().execute((tx) => hub.routing.inForce(tx))).toMatchObject({ version: 1, routing: { rules: [{ name: 'Stays' }] } });
  });

  it('are tried on how past conversations began, in numbers alone', async () => {
    await says(randomUUID(), 'Refund of my tent');
    await arrives(mail('b@mail.example', 'Boots'));
    const trial = await hub.db.transaction().execute((tx) => hub.routing.preview(tx, Routing.parse({ rules: [{ name: 'Refunds', when: { words: ['refund'] } }, { name: 'From b', when: { senders: ['b@mail.example'] } }, { name: 'From c', when: { senders: ['c@mail.example'] } }] })));
    expect(trial).toEqual({ conversations: 2, rules: [{ name: 'Refunds', held: 1 }, { name: 'From b', held: 1 }, { name: 'From c', held: 0 }], none: 0 });
  });

  it('stand in the database unreadable', async () => {
    await setRules(rule({ acknowledge: 'Unmistakable words' }, { senders: ['@unmistakable.example'] }));
    const rows = await hub.db.selectFrom('routing').select('rules').execute();
    expect(rows.some(({ rules }) => Buffer.from(rules).toString('latin1').includes('nmistakable'))).toBe(false);
  });
});
