import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { conversationEvent, readConversation } from '../../../../hub/conversations/conversations.ts';
import { Joining } from '../../../../hub/conversations/joining/joining.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { openMessageId, toMessage } from '../../../../hub/conversations/messages.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { type ConversationId, CustomerId, MessageId, TeamId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { MovedClock } from '../../../doubles/rooms.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const minute = 60_000;
let hub: Organisation;
let clock: MovedClock;
let mailbox: string;
let lea: Agent;
let ada: Agent;
let joining: Joining;
beforeEach(async () => {
  clock = new MovedClock();
  hub = await openOrganisation({ clock });
  mailbox = await hub.addMailbox();
  lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
  ada = await hub.addAgent({ name: 'Ada' });
  joining = new Joining({ envelope: hub.envelope, audit: hub.audit, people: hub.people, clock, fanOut: hub.fanOut, arrivals: arrivalsOf(hub) });
});
afterEach(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);

interface Mail {
  readonly from?: string;
  readonly answers?: string;
}
/** A mail of Anna's, a minute after the one before. */
async function arrive(subject: string, text: string, { from = 'anna@home.example', answers }: Mail = {}) {
  clock.ahead += minute;
  const messageId = `<${randomUUID()}@mail.example>`;
  const raw = Buffer.from([`From: Anna Nord <${from}>`, 'To: support@shop.example', `Subject: ${subject}`, `Message-ID: ${messageId}`, `Date: ${new Date(clock.now()).toUTCString()}`, ...(answers === undefined ? [] : [`In-Reply-To: ${answers}`]), '', text, ''].join('\r\n'));
  await inTx((tx) => spool(tx, hub.envelope, clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  const { id, conversationId } = hub.messages().findLast(({ kind }) => kind === 'inbound') ?? expect.fail('nothing arrived');
  return { id, conversationId, messageId };
}
const said = (conversationId: string) =>
  inTx(async (tx) => {
    const rows = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).where('kind', '!=', 'event').orderBy('position').execute();
    return Promise.all(rows.map(async (row) => (await toMessage(tx, hub.envelope, row, 'email')).text.trim()));
  });
const now = (id: string) =>
  inTx(async (tx) => {
    const row = (await readConversation(tx, id)) ?? expect.fail('gone');
    return { ...row, ...(await conversationEvent(tx, hub.envelope, row)).conversation };
  });
const merge = (into: ConversationId, from: ConversationId, by = lea) => inTx((tx) => joining.merge(tx, by, into, [from]));
const outcomes = async (action: string) => (await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).filter((entry) => entry.action === action);

describe('conversations that are merged', () => {
  it('are one in the order of time, under the one that stays; the other is resolved, and each says where the other is', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Boots', 'Second');
    await arrive('Re: Tent', 'Third', { answers: one.messageId });
    await merge(one.conversationId, two.conversationId);
    expect([await said(one.conversationId), await said(two.conversationId)]).toEqual([['First', 'Second', 'Third'], []]);
    expect(await now(two.conversationId)).toMatchObject({ status: 'resolved', mergedInto: one.conversationId, preview: '' });
    expect(await now(one.conversationId)).toMatchObject({ status: 'open', mergedInto: null, preview: 'Third' });
    const lines = hub.messages().filter(({ kind }) => kind === 'event').map(({ conversationId, text, leadsTo }) => ({ conversationId, text, leadsTo }));
    expect(lines).toEqual(expect.arrayContaining([
      { conversationId: two.conversationId, text: 'Lea merged this into another conversation.', leadsTo: one.conversationId },
      { conversationId: one.conversationId, text: 'Lea merged another conversation into this one.', leadsTo: two.conversationId },
    ]));
    expect(await outcomes('conversation.merged')).toMatchObject([{ actor: `agent:${lea.id}`, subject: one.conversationId, detail: { from: two.conversationId, messages: 1 } }]);
  });

  it('take together who has it, who follows, tags, priority, and the clock of who has waited longest', async () => {
    const older = await arrive('Tent', 'First');
    const newer = await arrive('Boots', 'Second');
    const waits = (await now(older.conversationId)).waiting_since;
    for (const command of [
      { do: 'tag', conversationId: older.conversationId, tag: 'Refund', change: 'add' }, { do: 'tag', conversationId: newer.conversationId, tag: 'VIP', change: 'add' },
      { do: 'priority', conversationId: older.conversationId, priority: 'urgent', was: 'normal' }, { do: 'follow', conversationId: older.conversationId, agentId: ada.id, change: 'add' },
      { do: 'assign', conversationId: older.conversationId, assigneeId: ada.id },
    ] as const) expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    await merge(newer.conversationId, older.conversationId);
    expect(await now(newer.conversationId)).toMatchObject({ assigneeId: ada.id, followers: [ada.id], tags: ['VIP', 'Refund'], priority: 'urgent', waiting_since: waits });
  });

  it('get what is sent to the merged one later: by its Message-ID, by its subject alone, and what a laptop had written before it knew', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Boots', 'Second');
    await merge(one.conversationId, two.conversationId);
    expect((await arrive('Something else', 'By id', { answers: two.messageId })).conversationId).toBe(one.conversationId);
    expect((await arrive('Boots', 'By subject')).conversationId).toBe(one.conversationId);
    expect(await hub.execute(ada, { do: 'reply', conversationId: two.conversationId, messageId: MessageId.parse(randomUUID()), text: 'An answer', seen: two.id })).toEqual({ kind: 'done' });
    expect(await said(one.conversationId)).toEqual(['First', 'Second', 'By id', 'By subject', expect.stringContaining('An answer')]);
    expect(await hub.execute(ada, { do: 'status', conversationId: two.conversationId, status: 'open', was: 'open' })).toEqual({ kind: 'refused', message: 'This was merged into another conversation. Do it there.' });
  });

  it('take along what belongs to a message: what waits to go out finds its conversation', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Boots', 'Second');
    await hub.channels.stop();
    const messageId = MessageId.parse(randomUUID());
    await hub.execute(ada, { do: 'reply', conversationId: two.conversationId, messageId, text: 'An answer', seen: two.id });
    await merge(one.conversationId, two.conversationId);
    expect(await hub.db.selectFrom('deliveries').select('conversation_id').where('message_id', '=', messageId).executeTakeFirst()).toEqual({ conversation_id: one.conversationId });
  });

  it('are with one customer: of two, both are named; a customer that was joined is not taken apart over their messages', async () => {
    const home = await arrive('Tent', 'From home');
    const work = await arrive('Boots', 'From work', { from: 'anna@work.example' });
    await expect(merge(home.conversationId, work.conversationId)).rejects.toMatchObject({ message: expect.stringMatching(/two customers: Anna Nord and Anna Nord/) });
    const merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
    const customers = await Promise.all([home, work].map(async ({ conversationId }) => CustomerId.parse((await now(conversationId)).customer_id)));
    const joined = await inTx((tx) => merges.merge(tx, lea, customers[0]!, customers[1]!));
    await merge(home.conversationId, work.conversationId);
    await expect(inTx((tx) => merges.split(tx, lea, joined))).rejects.toMatchObject({ kind: 'merge-conversations' });
    await inTx((tx) => joining.split(tx, lea, home.conversationId, { kind: 'merged', back: work.conversationId }));
    await inTx((tx) => merges.split(tx, lea, joined));
    expect([await said(home.conversationId), await said(work.conversationId)]).toEqual([['From home'], ['From work']]);
  });

  it('show nobody what they did not see, unless who merges may do that: and who sees only the other one loses it', async () => {
    const [mine, theirs] = await inTx(async (tx) => {
      const ids = [TeamId.parse(randomUUID()), TeamId.parse(randomUUID())];
      for (const [n, id] of ids.entries()) await tx.insertInto('teams').values({ id, name: new Uint8Array([n]), name_index: new Uint8Array([n]), created_at: n }).execute();
      return ids;
    });
    const both = await hub.addAgent({ name: 'Both', teamIds: [mine!, theirs!] });
    const ben = await hub.addAgent({ name: 'Ben', teamIds: [theirs!] });
    const cem = await hub.addAgent({ name: 'Cem', teamIds: [mine!] });
    const one = await arrive('Tent', 'First');
    const two = await arrive('Boots', 'Second');
    for (const [{ conversationId }, team] of [[one, mine], [two, theirs]] as const) await hub.db.updateTable('conversations').set({ team_id: team! }).where('id', '=', conversationId).execute();
    await expect(merge(one.conversationId, two.conversationId, ben)).rejects.toMatchObject({ kind: 'joining-unseen' });
    await expect(merge(one.conversationId, two.conversationId, both)).rejects.toMatchObject({ message: expect.stringMatching(/Somebody would see messages that they cannot see now/) });
    expect(await said(two.conversationId)).toEqual(['Second']);
    const before = hub.heard.length;
    await merge(one.conversationId, two.conversationId);
    const heardBy = (agent: Agent) => hub.heard.slice(before).filter(({ audience }) => audience.includes(agent.id)).map(({ event }) => event);
    expect(heardBy(cem)).toContainEqual(expect.objectContaining({ e: 'message.replaced', message: expect.objectContaining({ id: two.id, conversationId: one.conversationId }) }));
    expect(heardBy(ben)).toContainEqual({ e: 'message.removed', messageId: two.id });
    expect(JSON.stringify(heardBy(ben))).not.toMatch(/Second|Tent|First/);
    expect(await outcomes('conversation.merged')).toMatchObject([{ detail: { widened: true } }]);
  });

  it('and taken apart again are told of also in a session that begins anew: who was away when it was said loses what they do not see any more', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Boots', 'Second');
    const [team, hiddenTeam] = [TeamId.parse(randomUUID()), TeamId.parse(randomUUID())];
    for (const [n, id] of [team, hiddenTeam].entries()) await hub.db.insertInto('teams').values({ id, name: new Uint8Array([n]), name_index: new Uint8Array([n]), created_at: n }).execute();
    const ben = await hub.addAgent({ name: 'Ben', teamIds: [team] });
    const hide = async (id: ConversationId, hidden: boolean) => void (await hub.db.updateTable('conversations').set({ team_id: hidden ? hiddenTeam : team }).where('id', '=', id).execute());
    const past = async (agent: Agent) => (await inTx((tx) => hub.conversations.page(tx, agent, { after: null, since: 0, limit: 50 }))).events;
    const removed = async (agent: Agent) => (await past(agent)).flatMap((event) => (event.e === 'message.removed' ? [event.messageId] : []));
    await hide(two.conversationId, false);
    await merge(one.conversationId, two.conversationId);
    // Seen in the one that stays, it is there and not taken away.
    expect(await removed(lea)).toEqual([]);
    await hide(one.conversationId, true);
    expect(await removed(ben)).toEqual([two.id]);
    expect(JSON.stringify(await past(ben))).not.toMatch(/Second|First/);
    // The other way round, too: what went back to where it is not seen.
    await inTx((tx) => joining.split(tx, lea, one.conversationId, { kind: 'merged', back: two.conversationId }));
    await hide(one.conversationId, false);
    await hide(two.conversationId, true);
    expect(await removed(ben)).toEqual([two.id]);
    expect([await removed(lea), JSON.stringify(await past(lea))]).toEqual([[], expect.stringContaining('Second')]);
  });
});

describe('a conversation that is split', () => {
  it('leaves a message and all after it to one of its own, and answers to them follow', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Re: Tent', 'Second', { answers: one.messageId });
    await arrive('Re: Tent', 'Third', { answers: two.messageId });
    const fresh = await inTx((tx) => joining.split(tx, ada, one.conversationId, { kind: 'from', message: two.id }));
    expect([await said(one.conversationId), await said(fresh)]).toEqual([['First'], ['Second', 'Third']]);
    expect((await arrive('Re: Tent', 'Fourth', { answers: two.messageId })).conversationId).toBe(fresh);
    expect((await arrive('Re: Tent', 'To the first', { answers: one.messageId })).conversationId).toBe(one.conversationId);
    expect(hub.messages().filter(({ kind }) => kind === 'event').map(({ text, leadsTo }) => [text, leadsTo])).toEqual([
      ['Ada moved 2 messages from here to a conversation of their own.', fresh],
      ['Ada began this with 2 messages of another conversation.', one.conversationId],
    ]);
    expect(await outcomes('conversation.split')).toMatchObject([{ subject: one.conversationId, detail: { into: fresh, messages: 2 } }]);
  });

  it('leaves only chosen ones, and each keeps the clock of who waits in it', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Re: Tent', 'Second', { answers: one.messageId });
    const three = await arrive('Re: Tent', 'Third', { answers: two.messageId });
    const fresh = await inTx((tx) => joining.split(tx, ada, one.conversationId, { kind: 'these', messages: [two.id] }));
    expect([await said(one.conversationId), await said(fresh)]).toEqual([['First', 'Third'], ['Second']]);
    const sent = async (id: string) => (await hub.db.selectFrom('messages').select('sent_at').where('id', '=', id).executeTakeFirstOrThrow()).sent_at;
    expect([(await now(one.conversationId)).waiting_since, (await now(fresh)).waiting_since]).toEqual([await sent(one.id), await sent(two.id)]);
    await expect(inTx((tx) => joining.split(tx, ada, one.conversationId, { kind: 'these', messages: [one.id, three.id] }))).rejects.toMatchObject({ message: expect.stringMatching(/all the messages there are/) });
    await expect(inTx((tx) => joining.split(tx, ada, one.conversationId, { kind: 'these', messages: [two.id] }))).rejects.toMatchObject({ kind: 'joining-refused' });
    expect(await inTx(async (tx) => openMessageId(tx, hub.envelope, await tx.selectFrom('messages').selectAll().where('id', '=', two.id).executeTakeFirstOrThrow()))).toBe(two.messageId);
  });

  it('that was merged is as it was before: status, and what it brought; what came since stays', async () => {
    const one = await arrive('Tent', 'First');
    const two = await arrive('Boots', 'Second');
    await hub.execute(ada, { do: 'status', conversationId: two.conversationId, status: 'pending', was: 'open' });
    await merge(one.conversationId, two.conversationId);
    await arrive('Re: Boots', 'Since', { answers: two.messageId });
    expect(await inTx((tx) => joining.split(tx, lea, one.conversationId, { kind: 'merged', back: two.conversationId }))).toBe(two.conversationId);
    expect([await said(one.conversationId), await said(two.conversationId)]).toEqual([['First', 'Since'], ['Second']]);
    expect(await now(two.conversationId)).toMatchObject({ status: 'pending', mergedInto: null, preview: 'Second' });
    await expect(inTx((tx) => joining.split(tx, lea, one.conversationId, { kind: 'merged', back: two.conversationId }))).rejects.toMatchObject({ kind: 'joining-refused' });
  });
});
