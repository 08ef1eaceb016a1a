import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ManyChange } from '../../../../shared/contract/ipc/queue.ts';
import type { DeviceMail, HubEvent } from '../../../../shared/contract/wire/index.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { type Filter, noFilter, type View } from '../../../../shared/domain/filter.ts';
import { type ConversationId, SavedViewId, TeamId } from '../../../../shared/domain/ids.ts';
import { tagKey } from '../../../../shared/domain/tag.ts';
import { follow } from '../../../../main/vault/agent-actions.ts';
import { applyHubEvents } from '../../../../main/vault/hub-events.ts';
import { replaceTeams } from '../../../../main/vault/teams.ts';
import { assignMany, changeMany } from '../../../../main/vault/many-changes.ts';
import { Change } from '../../../../main/vault/change.ts';
import { countInbox, listInbox } from '../../../../main/vault/inbox.ts';
import { queuedAfter, settleCommand } from '../../../../main/vault/outbox.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { runs } from '../../../doubles/how-often.ts';
import { conversation, conversationEvent, customer, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultFile } from './open-file.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

const hour = 3_600_000;
let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const about = conversation();
const row = async () => (await test.opened.query('inbox.list', { view: 'all', after: null, limit: 10 })).rows.find(({ id }) => id === about.id)!;
const open = async () => (await test.opened.query('conversation.open', { id: about.id, before: null, limit: 50 }))!;
const subjects = async (view: View, filter?: Partial<Filter>) =>
  (await test.opened.query('inbox.list', { view, ...(filter ? { filter: { ...noFilter, ...filter } } : {}), after: null, limit: 50 })).rows.map(({ subject }) => subject);
const commandsSent = async (): Promise<Extract<DeviceMail, { m: 'command' }>[]> => (await test.mails()).filter((mail) => mail.m === 'command');
const result = (command: Extract<DeviceMail, { m: 'command' }>, outcome: Extract<HubEvent, { e: 'command.result' }>['outcome']): HubEvent => ({ e: 'command.result', key: command.key, outcome });

describe('snooze, priority and tags', () => {
  it('done offline show at once, go to the hub once each after a restart, and stand until it says otherwise', async () => {
    await test.openWithSession();
    await test.tell(conversationEvent(about));
    await test.mails();
    test.opened.goQuiet();
    const until = test.now + hour;
    await test.opened.query('conversation.status', { id: about.id, status: 'snoozed', until });
    await test.opened.query('conversation.priority', { id: about.id, priority: 'urgent' });
    await test.opened.query('conversation.tag', { id: about.id, tag: 'Refund', change: 'add' });
    await test.opened.query('conversation.tag', { id: about.id, tag: 'VIP', change: 'add' });
    await test.opened.query('conversation.tag', { id: about.id, tag: 'refund', change: 'remove' });
    const shown = { status: 'snoozed', snoozedUntil: until, priority: 'urgent', tags: ['VIP'] };
    expect(await row()).toMatchObject(shown);
    expect(await commandsSent()).toEqual([]);
    await test.close();
    await test.open({ create: false });
    expect(await row()).toMatchObject(shown);
    await test.opened.goLive();
    const sent = await commandsSent();
    expect(sent.map(({ command }) => command)).toEqual([
      { do: 'status', conversationId: about.id, status: 'snoozed', until, was: 'open' },
      { do: 'priority', conversationId: about.id, priority: 'urgent', was: 'normal' },
      { do: 'tag', conversationId: about.id, tag: 'Refund', change: 'add' },
      { do: 'tag', conversationId: about.id, tag: 'VIP', change: 'add' },
      { do: 'tag', conversationId: about.id, tag: 'refund', change: 'remove' },
    ]);
    // The same connection sends nothing twice; the outcomes leave what is shown as it is, come they once or again.
    for (const command of [...sent, ...sent]) {
      await test.tell(result(command, { kind: 'done' }));
      expect(await row()).toMatchObject(shown);
    }
    expect(await test.opened.state()).toMatchObject({ queued: 0 });
    await test.opened.goLive();
    expect(await commandsSent()).toEqual([]);
  });

  it('that the hub refuses go back to what it says, with a line that says why and never the tag', async () => {
    await test.openWithSession();
    await test.tell(conversationEvent({ ...about, tags: ['Old'] }));
    await test.mails();
    await test.opened.query('conversation.tag', { id: about.id, tag: 'mara@mail.example', change: 'add' });
    await test.opened.query('conversation.priority', { id: about.id, priority: 'low' });
    await test.opened.query('conversation.status', { id: about.id, status: 'snoozed', until: 1 });
    expect(await row()).toMatchObject({ tags: ['Old', 'mara@mail.example'], priority: 'low', status: 'snoozed' });
    for (const command of await commandsSent()) await test.tell(result(command, { kind: 'refused', message: 'Not like this.' }));
    expect(await row()).toMatchObject({ tags: ['Old'], priority: 'normal', status: 'open', snoozedUntil: null });
    const lines = (await open()).messages.filter(({ kind }) => kind === 'event');
    expect(lines.map(({ failure }) => failure)).toEqual(['Not like this.', 'Not like this.', 'Not like this.']);
    expect(JSON.stringify(lines)).not.toContain('mara');
    expect(await test.opened.query('inbox.tags', null)).toEqual(['Old']);
  });

  it('a priority that somebody else changed meanwhile waits for the agent’s word, and goes out again with what stands there now', async () => {
    await test.openWithSession();
    await test.tell(conversationEvent(about));
    await test.mails();
    await test.opened.query('conversation.priority', { id: about.id, priority: 'low' });
    const [command] = await commandsSent();
    await test.tell(conversationEvent({ ...about, priority: 'urgent', revision: 2 }), result(command!, { kind: 'conflict', conflict: { reason: 'changed', by: 'Ben', answer: null } }));
    expect(await row()).toMatchObject({ priority: 'urgent', hasConflict: true });
    const [conflict] = (await open()).conflicts;
    expect(conflict).toMatchObject({ about: 'priority', by: 'Ben', wanted: 'low', now: 'urgent' });
    await test.opened.query('conversation.settle', { id: about.id, key: conflict!.key, how: 'again' });
    expect((await commandsSent()).map((each) => each.command)).toEqual([{ do: 'priority', conversationId: about.id, priority: 'low', was: 'urgent' }]);
    expect(await row()).toMatchObject({ priority: 'low', hasConflict: false });
  });

  it('a snoozed one whose time has come stays snoozed on a device that is offline, until the hub has opened it', async () => {
    await test.openWithSession();
    const until = test.now + hour;
    await test.tell(conversationEvent({ ...about, status: 'snoozed', snoozedUntil: until }));
    test.now += 2 * hour;
    expect(await row()).toMatchObject({ status: 'snoozed', snoozedUntil: until });
    await test.tell(conversationEvent({ ...about, status: 'open', snoozedUntil: null, revision: 2 }));
    expect(await row()).toMatchObject({ status: 'open', snoozedUntil: null });
    expect(await subjects('snoozed')).toEqual([]);
  });
});

describe('the snoozed view', () => {
  it('is in the order of waking, the next on top, page by page', async () => {
    await test.openWithSession();
    const order = [5, 1, 4, 2, 3, 2];
    await test.tell(...order.map((hours, n) => conversationEvent(conversation({ subject: `${hours}`, status: 'snoozed', snoozedUntil: test.now + hours * hour, lastMessageAt: 1_700_000_000_000 + n }))));
    const seen: string[] = [];
    for (let after: { at: number; id: string } | null = null, more = true; more; ) {
      const page: { rows: readonly { subject: string }[]; next: { at: number; id: string } | null } = await test.opened.query('inbox.list', { view: 'snoozed', after, limit: 2 });
      seen.push(...page.rows.map(({ subject }) => subject));
      after = page.next;
      more = after !== null;
    }
    expect(seen).toEqual(['1', '2', '2', '3', '4', '5']);
  });
});

describe('many at once', () => {
  it('is the same command for each, and says which could not be done', async () => {
    await test.openWithSession();
    const [one, two] = [conversation(), conversation()];
    await test.tell(conversationEvent(one), conversationEvent(two));
    await test.mails();
    const gone = randomUUID() as ConversationId;
    expect(await test.opened.query('inbox.change', { ids: [one.id, gone, two.id, one.id], change: { do: 'tag', tag: 'Recall', change: 'add' } })).toEqual({ done: 2, notDone: [gone] });
    expect(await test.opened.query('inbox.assign', { ids: [one.id, two.id], assigneeId: agent.id })).toEqual({ done: 2, notDone: [] });
    expect((await commandsSent()).map(({ command }) => command)).toMatchObject([
      { do: 'tag', conversationId: one.id, tag: 'Recall' },
      { do: 'tag', conversationId: two.id, tag: 'Recall' },
      { do: 'assign', conversationId: one.id, was: null },
      { do: 'assign', conversationId: two.id, was: null },
    ]);
    expect((await test.opened.query('inbox.list', { view: 'mine', after: null, limit: 10 })).rows.map(({ tags }) => tags)).toEqual([['Recall'], ['Recall']]);
  });
});

describe('a saved view', () => {
  it('is kept in the vault, with its count, renamed and removed, and nothing of it goes to the hub', async () => {
    await test.openWithSession();
    await test.tell(conversationEvent(conversation({ priority: 'urgent', tags: ['Refund'] })), conversationEvent(conversation({ priority: 'urgent' })), conversationEvent(about));
    await test.mails();
    const filter: Filter = { ...noFilter, priority: 'urgent', tag: 'REFUND' };
    const { id } = await test.opened.query('views.save', { name: 'Urgent refunds', view: 'open', filter });
    expect(await test.opened.query('views.list', null)).toEqual([{ id, name: 'Urgent refunds', view: 'open', filter, count: 1, whole: true }]);
    await test.close();
    await test.open({ create: false });
    await test.opened.goLive();
    await test.opened.query('views.rename', { id, name: 'Refunds first' });
    expect(await test.opened.query('views.list', null)).toMatchObject([{ name: 'Refunds first' }]);
    await test.opened.query('views.remove', { id });
    await test.opened.query('views.remove', { id: SavedViewId.parse(randomUUID()) });
    expect(await test.opened.query('views.list', null)).toEqual([]);
    expect((await test.mails()).filter(({ m }) => m !== 'resume' && m !== 'ack' && m !== 'backfill')).toEqual([]);
    expect(await test.opened.state()).toMatchObject({ queued: 0 });
  });

  it('no more than thirty', async () => {
    await test.open();
    for (let n = 0; n < 30; n += 1) await test.opened.query('views.save', { name: `View ${n}`, view: 'all', filter: noFilter });
    await expect(test.opened.query('views.save', { name: 'One more', view: 'all', filter: noFilter })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('a search', () => {
  it('is narrowed by tag, priority and what is snoozed', async () => {
    await test.openWithSession();
    const [one, two] = [conversation({ tags: ['Late Parcel'], priority: 'high' }), conversation({ status: 'snoozed', snoozedUntil: test.now + hour })];
    const say = (of: Conversation, text: string) => messageEvent(message({ conversationId: of.id, text }));
    await test.tell(conversationEvent(one), say(one, 'about one'), conversationEvent(two), say(two, 'about two'));
    const found = async (query: string) => (await test.opened.query('search.messages', { query, limit: 10 })).hits.map(({ conversationId }) => conversationId);
    expect(await found('about tag:"late parcel"')).toEqual([one.id]);
    expect(await found('priority:high')).toEqual([one.id]);
    expect(await found('priority:normal about')).toEqual([two.id]);
    expect(await found('is:snoozed')).toEqual([two.id]);
    expect(await found('tag:unknown')).toEqual([]);
  });
});

describe('any filter on any view', () => {
  const me = '00000000-0000-4000-8000-00000000000a';
  const others = '00000000-0000-4000-8000-00000000000b';
  const teams = [true, true, false].map((mine, n) => ({ id: TeamId.parse(randomUUID()), name: `Team ${n}`, mine }));
  const one = fc.record({
    status: fc.constantFrom('open', 'pending', 'snoozed', 'resolved'), channel: fc.constantFrom('email', 'webchat'), assigneeId: fc.constantFrom(null, me, others),
    priority: fc.constantFrom('low', 'normal', 'high', 'urgent'), tags: fc.subarray(['Refund', 'VIP', 'Ünïcode']), lastMessageAt: fc.integer({ min: 1, max: 6 }), snoozedUntil: fc.integer({ min: 1, max: 6 }),
    teamId: fc.constantFrom(null, ...teams.map(({ id }) => id)), followers: fc.subarray([me, others]),
  });
  const change: fc.Arbitrary<ManyChange | { do: 'follow'; change: 'add' | 'remove' } | { do: 'assign'; assigneeId: string | null }> = fc.oneof(
    fc.record({ do: fc.constant('status' as const), status: fc.constantFrom('open' as const, 'resolved' as const) }),
    fc.record({ do: fc.constant('status' as const), status: fc.constant('snoozed' as const), until: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ do: fc.constant('priority' as const), priority: fc.constantFrom('normal' as const, 'urgent' as const) }),
    fc.record({ do: fc.constant('tag' as const), tag: fc.constantFrom('refund', 'VIP', 'ÜNÏCODE', 'new'), change: fc.constantFrom('add' as const, 'remove' as const) }),
    fc.record({ do: fc.constant('follow' as const), change: fc.constantFrom('add' as const, 'remove' as const) }),
    fc.record({ do: fc.constant('assign' as const), assigneeId: fc.constantFrom(null, me) }),
  );
  const filters: fc.Arbitrary<Filter> = fc.record({
    status: fc.option(fc.constantFrom('open', 'snoozed', 'resolved')), channel: fc.option(fc.constantFrom('email', 'webchat')),
    assignee: fc.option(fc.constantFrom({ is: 'me' as const }, { is: 'nobody' as const }, { is: 'agent' as const, id: others as never })),
    team: fc.option(fc.constantFrom({ is: 'mine' as const }, { is: 'none' as const }, { is: 'team' as const, id: teams[2]!.id })),
    priority: fc.option(fc.constantFrom('normal', 'urgent')), tag: fc.option(fc.constantFrom('VIP', 'ünïcode', 'new')), unread: fc.boolean(),
  });
  const views = fc.constantFrom<View>('mine', 'following', 'mentions', 'team', 'unassigned', 'open', 'pending', 'snoozed', 'resolved', 'all');
  const mine = (teamId: string | null) => teams.some((team) => team.mine && team.id === teamId);
  const inView: Record<View, (each: { status: string; assigneeId: string | null; teamId: string | null; followers: readonly string[]; called: boolean }) => boolean> = {
    following: (each) => each.followers.includes(me) && each.status !== 'resolved', mentions: (each) => each.called, team: (each) => mine(each.teamId) && each.status !== 'resolved',
    mine: (each) => each.assigneeId === me && each.status !== 'resolved', unassigned: (each) => each.assigneeId === null && each.status !== 'resolved',
    open: (each) => each.status === 'open', pending: (each) => each.status === 'pending', snoozed: (each) => each.status === 'snoozed', resolved: (each) => each.status === 'resolved', all: () => true,
  };

  it('after any changes lists exactly what passes, in order, page by page and however short the time, and counts stay right', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 14 }), fc.array(fc.tuple(fc.integer({ min: 0, max: 13 }), change, fc.constantFrom('waits', 'done', 'refused')), { maxLength: 8 }), views, filters, (made, changes, view, filter) => {
        const file = new VaultFile();
        try {
          const all = made.map((each) => conversation({ ...each, snoozedUntil: each.status === 'snoozed' ? each.snoozedUntil : null }));
          Change.run(file.database, (to) => {
            replaceTeams(file.database, teams);
            for (const each of all) to.storeConversation(each, customer(each));
            // Every third one has a note that calls the agent, every second one is unread.
            all.forEach((each, n) => n % 2 === 0 && to.storeMessage(message({ conversationId: each.id, sentAt: 1 })));
            all.forEach((each, n) => n % 3 === 0 && applyHubEvents(to, [messageEvent(message({ conversationId: each.id, kind: 'note', agentId: others, mentions: [me], sentAt: 10 + n }))], 1, me));
          });
          for (const [place, what, then] of changes) {
            const of = all[place];
            if (of === undefined) continue;
            Change.run(file.database, (to) => {
              const acting = { change: to, agent: { id: me, name: 'Ada' }, now: 1, undoSeconds: 0 };
              if (what.do === 'follow') follow(acting, { id: of.id, change: what.change });
              else if (what.do === 'assign') assignMany(acting, { ids: [of.id], assigneeId: what.assigneeId as never });
              else changeMany(acting, { ids: [of.id], change: what });
            });
            const queued = queuedAfter(file.database, 0).at(-1)!;
            if (then === 'done') Change.run(file.database, (to) => settleCommand(to, queued.key, { kind: 'done' }, 1));
            if (then === 'refused') Change.run(file.database, (to) => settleCommand(to, queued.key, { kind: 'refused', message: 'No.' }, 1));
          }
          const read = listInbox(file.database, me, { view: 'all', after: null, limit: 200 }).rows;
          const calledAt = new Map(all.map(({ id }, n) => [id, 10 + n]));
          const at = (each: (typeof read)[number]) => (view === 'mentions' ? -(calledAt.get(each.id) ?? 0) : view === 'snoozed' ? (each.snoozedUntil ?? 0) : -each.lastMessageAt);
          const whose = (assigneeId: string | null) => filter.assignee === null || assigneeId === (filter.assignee.is === 'me' ? me : filter.assignee.is === 'nobody' ? null : filter.assignee.id);
          const expected = read
            .filter((each) => inView[view](each) && (filter.status === null || each.status === filter.status) && (filter.channel === null || each.channel === filter.channel) && whose(each.assigneeId))
            .filter(({ teamId }) => filter.team === null || (filter.team.is === 'mine' ? mine(teamId) : teamId === (filter.team.is === 'none' ? null : filter.team.id)))
            .filter((each) => (filter.priority === null || each.priority === filter.priority) && (filter.tag === null || each.tags.some((tag) => tagKey(tag) === tagKey(filter.tag!))) && (!filter.unread || each.unread))
            .sort((a, b) => at(a) - at(b) || (view === 'snoozed' ? 1 : -1) * (a.id < b.id ? -1 : 1));
          const seen: string[] = [];
          for (let after: { at: number; id: string } | null = null, more = true; more; ) {
            const page: ReturnType<typeof listInbox> = listInbox(file.database, me, { view, filter, after, limit: 3 }, () => 0);
            seen.push(...page.rows.map(({ id }) => id));
            after = page.next;
            more = after !== null;
          }
          expect(seen).toEqual(expected.map(({ id }) => id));
          const counts = countInbox(file.database, me);
          for (const each of Object.keys(inView) as View[]) {
            const of = read.filter((listed) => inView[each](listed));
            expect([each, counts[each]]).toEqual([each, { total: of.length, unread: of.filter(({ unread }) => unread || each === 'mentions').length }]);
          }
          // One row for each tag that is seen, and for each who follows what is not resolved; and none besides.
          expect(file.database.row('SELECT count(*) AS n FROM conversation_followers')).toEqual({ n: read.reduce((sum, { status, followers }) => sum + (status === 'resolved' ? 0 : followers.length), 0) });
          expect(file.database.row('SELECT count(*) AS n FROM conversation_tags')).toEqual({ n: read.reduce((sum, { tags }) => sum + tags.length, 0) });
          for (const each of all) Change.run(file.database, (to) => to.purge(each.id));
          for (const table of ['conversation_tags', 'conversation_followers', 'calls']) expect([table, file.database.row(`SELECT count(*) AS n FROM ${table}`)]).toEqual([table, { n: 0 }]);
          expect(searchMessages(file.database, me, { query: 'tag:vip', limit: 10 }).hits).toEqual([]);
        } finally {
          file.remove();
        }
      }),
      runs(60),
    );
  });

  it('stops when its time is up, says how far it came, and comes to the end from there', () => {
    const file = new VaultFile();
    try {
      const all = Array.from({ length: 700 }, (_, n) => conversation({ lastMessageAt: 1_700_000_000_000 + n, channel: n === 0 ? 'webchat' : 'email' }));
      Change.run(file.database, (to) => all.forEach((each) => to.storeConversation(each, customer(each))));
      let ticks = 0;
      const filter: Filter = { ...noFilter, channel: 'webchat' };
      let pages = 0;
      let rows: unknown[] = [];
      for (let after: { at: number; id: string } | null = null, more = true; more; pages += 1) {
        const page: ReturnType<typeof listInbox> = listInbox(file.database, me, { view: 'all', filter, after, limit: 10 }, () => (ticks += 1000));
        rows = [...rows, ...page.rows];
        after = page.next;
        more = after !== null;
      }
      expect(rows).toMatchObject([{ id: all[0]!.id }]);
      expect(pages).toBe(3);
    } finally {
      file.remove();
    }
  });
});
