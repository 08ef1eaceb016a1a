import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPhoneChannel } from '../../../../hub/channels/admin.ts';
import { Joining } from '../../../../hub/conversations/joining/joining.ts';
import { applyNews } from '../../../../hub/intake/apply-news.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { ConversationId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { type History, hour, hours, minute, monday, openHistory } from './a-history.ts';

let history: History;
beforeEach(async () => {
  history = await openHistory();
  await history.setRouting({ hours, serviceLevel: { normal: { first: 60, next: 30 } }, rules: [] });
  history.clock.at = monday + 10 * hour;
});
afterEach(() => history.close());

const kinds = async () => (await history.facts()).map(({ kind }) => kind);

describe('the ledger', () => {
  it('has a conversation’s beginning, its first answer with the time that was waited, and whether the promise was kept', async () => {
    const id = await history.arrives('maria');
    history.clock.at += 20 * minute;
    await history.reply(history.ada, id);
    await history.arrives('maria');
    history.clock.at += 31 * minute;
    await history.reply(history.ben, id);
    expect(await history.facts()).toMatchObject([
      { kind: 'opened', conversation_id: id, channel_id: history.mailbox, agent_id: null, at: monday + 10 * hour, took: null },
      { kind: 'answered', agent_id: history.ada.id, first: 1, took: 20 * minute, promise: 'kept' },
      { kind: 'answered', agent_id: history.ben.id, first: 0, took: 31 * minute, promise: 'broken' },
    ]);
  });

  it('counts working time alone: a night between question and answer is none', async () => {
    history.clock.at = monday + 16 * hour + 30 * minute;
    const id = await history.arrives('maria');
    history.clock.at = monday + 33 * hour + 10 * minute;
    await history.reply(history.ada, id);
    expect((await history.facts()).at(-1)).toMatchObject({ kind: 'answered', took: 40 * minute, promise: 'kept' });
  });

  it('has what is resolved, what a customer opens again, and how long each of the two took from when it was open', async () => {
    const id = await history.arrives('maria');
    history.clock.at += hour;
    await history.reply(history.ada, id);
    await history.status(history.ada, id, 'resolved');
    history.clock.at += 2 * hour;
    await history.arrives('maria');
    history.clock.at += 3 * hour;
    await history.reply(history.ada, id);
    await history.status(history.ben, id, 'resolved');
    expect(await kinds()).toEqual(['opened', 'answered', 'resolved', 'reopened', 'answered', 'resolved']);
    expect((await history.facts()).filter(({ kind }) => kind === 'resolved')).toMatchObject([{ agent_id: history.ada.id, took: hour }, { agent_id: history.ben.id, took: 3 * hour }]);
  });

  it('has a wait that somebody ended without an answer: broken where it was overdue, and no kept promise where it was not', async () => {
    const [maria, jon] = [await history.arrives('maria'), await history.arrives('jon')];
    history.clock.at += 10 * minute;
    await history.status(history.ada, maria, 'pending');
    history.clock.at += hour;
    await history.status(history.ada, jon, 'resolved');
    expect((await history.facts()).filter(({ kind }) => kind === 'waived')).toMatchObject([{ conversation_id: maria, promise: null, took: null }, { conversation_id: jon, promise: 'broken' }]);
  });

  it('has whom a conversation was given to, at its beginning and later, and nothing where it was taken back', async () => {
    await history.setRouting({ hours, rules: [{ name: 'All', does: { assign: { to: 'agent', agent: history.ada.id } } }] });
    const id = await history.arrives('maria');
    await history.assign(history.ada, id, history.ben.id);
    await history.assign(history.ben, id, null);
    expect((await history.facts()).filter(({ kind }) => kind === 'assigned').map(({ agent_id }) => agent_id)).toEqual([history.ada.id, history.ben.id]);
  });

  it('has what is merged as open no more and resolved by nobody, what is taken apart as open again, and what is split off as begun', async () => {
    const { hub, ada } = history;
    const joining = new Joining({ envelope: hub.envelope, audit: hub.audit, people: hub.people, clock: history.clock, fanOut: hub.fanOut, arrivals: arrivalsOf(hub) });
    const inTx = <T>(work: (tx: Tx) => Promise<T>) => hub.db.transaction().execute(work);
    const [tent, stove] = [await history.arrives('maria'), await history.arrives('maria', { subject: 'Stove' })];
    await inTx((tx) => joining.merge(tx, ada, tent, [stove]));
    expect((await history.facts()).slice(2)).toMatchObject([{ kind: 'merged', conversation_id: stove, agent_id: null, promise: null }]);
    expect((await history.show()).days.at(-1)).toMatchObject({ opened: 2, resolved: 0, backlog: 1 });
    await inTx((tx) => joining.split(tx, ada, tent, { kind: 'merged', back: stove }));
    expect(await kinds()).toEqual(['opened', 'opened', 'merged', 'taken-apart']);
    expect((await history.show()).days.at(-1)).toMatchObject({ opened: 2, resolved: 0, backlog: 2 });
    await history.arrives('maria', { text: 'And the pegs?' });
    const last = hub.messages().findLast(({ conversationId }) => conversationId === tent);
    await inTx((tx) => joining.split(tx, ada, tent, { kind: 'from', message: MessageId.parse(last?.id) }));
    expect((await history.show()).days.at(-1)).toMatchObject({ opened: 3, resolved: 0, backlog: 3 });
  });

  it('has nothing of what is set aside, of programs’ mail that opens nothing, of notes, and of answers that nobody waited for', async () => {
    await history.setRouting({ hours, rules: [{ name: 'Out', when: { words: ['sale'] }, does: { setAside: true } }] });
    await history.arrives('shop', { subject: 'Sale' });
    expect(await kinds()).toEqual([]);
    const id = await history.arrives('maria');
    await history.reply(history.ada, id);
    await history.reply(history.ada, id);
    await history.hub.execute(history.ada, { do: 'note', conversationId: id, messageId: MessageId.parse(randomUUID()), text: 'Looking.' });
    await history.status(history.ada, id, 'resolved');
    await history.arrives('maria', { automatic: true });
    expect(await kinds()).toEqual(['opened', 'answered', 'resolved']);
  });

  it('has what the company begins as a beginning without a first response, and a call that is done with as resolved', async () => {
    const conversationId = ConversationId.parse(randomUUID());
    await history.hub.channels.start();
    await history.hub.execute(history.ada, { do: 'start', conversationId, messageId: MessageId.parse(randomUUID()), channelId: history.mailbox, to: { kind: 'address', address: 'maria@mail.example', name: 'Maria' }, subject: 'Tent', text: 'It is in stock again.' });
    const channelId = await addPhoneChannel(history.hub.admin, { name: 'Line', country: 'DE', recordingHosts: [] }, 'test');
    const call = { direction: 'in', at: history.clock.now(), minutes: 7, outcome: 'answered', recording: null } as const;
    await history.hub.execute(history.ada, { do: 'call', conversationId: ConversationId.parse(randomUUID()), messageId: MessageId.parse(randomUUID()), channelId, with: { kind: 'number', number: '030 901820', name: '' }, call, notes: '' });
    const begun = [{ kind: 'assigned', agent_id: history.ada.id }, { kind: 'opened', agent_id: history.ada.id }];
    expect((await history.facts()).filter((fact) => fact.channel_id === history.mailbox)).toMatchObject(begun);
    expect((await history.facts()).filter((fact) => fact.channel_id === channelId)).toMatchObject([...begun, { kind: 'resolved', agent_id: history.ada.id, took: null }]);
  });

  it('has an answer from another program, by nobody here', async () => {
    await history.hub.db.insertInto('channels').values({ id: 'insta', kind: 'instagram', name: 'Insta', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: null }).execute();
    const deps = { envelope: history.hub.envelope, clock: history.clock, fanOut: history.hub.fanOut, arrivals: arrivalsOf(history.hub), mailDomainOf: () => null, policy: () => Promise.resolve(firstPolicy) };
    const echo = () => history.hub.db.transaction().execute((tx) => applyNews(tx, deps, { id: 'insta', kind: 'instagram', teamId: null }, { news: 'echo', remoteId: randomUUID(), identity: { kind: 'instagram', value: 'maria' }, text: 'From the telephone.', sentAt: history.clock.now(), file: false }));
    await echo();
    await history.hub.db.updateTable('conversations').set({ waiting_since: history.clock.now(), answered: 0 }).execute();
    history.clock.at += 5 * minute;
    await echo();
    expect(await history.facts()).toMatchObject([{ kind: 'opened' }, { kind: 'answered', agent_id: null, first: 1, took: 5 * minute }]);
  });

  it('has each fact once, however often a device repeats its command, and none of what was rolled back', async () => {
    const id = await history.arrives('maria');
    const key = IdempotencyKey.parse(randomUUID());
    const resolve = { do: 'status', conversationId: id, status: 'resolved' } as const;
    await history.hub.execute(history.ada, resolve, key);
    await history.hub.execute(history.ada, resolve, key);
    await history.hub.execute(history.ada, resolve);
    expect(await kinds()).toEqual(['opened', 'resolved', 'waived']);
    const undone = history.hub.db.transaction().execute(async (tx) => {
      await history.hub.conversations.execute(tx, history.ada, randomUUID() as never, IdempotencyKey.parse(randomUUID()), history.clock.now(), { do: 'status', conversationId: id, status: 'open' });
      throw new Error('the hub stopped');
    });
    await expect(undone).rejects.toThrow('the hub stopped');
    expect(await kinds()).toEqual(['opened', 'resolved', 'waived']);
  });

  it('holds no text, no name and no address: ids, times and kinds alone', async () => {
    const id = await history.arrives('maria');
    await history.reply(history.ada, id);
    const columns = Object.keys((await history.facts())[0] ?? {});
    expect(columns).toEqual(['conversation_id', 'revision', 'kind', 'at', 'channel_id', 'team_id', 'agent_id', 'first', 'took', 'promise', 'score']);
  });
});
