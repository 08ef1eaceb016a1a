import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceMail } from '../../../../shared/contract/wire/index.ts';
import { type AgentId, TeamId } from '../../../../shared/domain/ids.ts';
import { type Filter, noFilter } from '../../../../shared/domain/filter.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
});
afterEach(() => test.remove());

const me = agent.id as AgentId;
const ben = crypto.randomUUID();
const listed = async (view: 'following' | 'mentions' | 'team') => (await test.opened.query('inbox.list', { view, after: null, limit: 50 })).rows.map(({ subject }) => subject);
const counts = async () => test.opened.query('inbox.counts', null);
const commands = async (): Promise<Extract<DeviceMail, { m: 'command' }>[]> => (await test.mails()).filter((mail) => mail.m === 'command');

describe('what the agent follows', () => {
  const about = conversation({ subject: 'Tent', followers: [ben] });
  it('is in their list at once, offline as well, beside who else follows, and goes out of it when it is resolved', async () => {
    await test.tell(conversationEvent(about));
    test.opened.goQuiet();
    await test.opened.query('conversation.follow', { id: about.id, change: 'add' });
    expect(await listed('following')).toEqual(['Tent']);
    expect((await test.opened.query('conversation.open', { id: about.id, before: null, limit: 10 }))?.conversation.followers).toEqual([ben, me]);
    await test.mails();
    await test.opened.goLive();
    const [sent] = await commands();
    expect(sent?.command).toEqual({ do: 'follow', conversationId: about.id, agentId: me, change: 'add' });
    await test.tell({ e: 'command.result', key: sent!.key, outcome: { kind: 'done' } }, messageEvent(message({ conversationId: about.id })));
    expect(await counts()).toMatchObject({ following: { total: 1, unread: 1 } });
    await test.tell(conversationEvent({ ...about, followers: [ben as AgentId, me], status: 'resolved', revision: 2 }));
    expect(await listed('following')).toEqual([]);
  });

  it('that the hub refuses is taken out again, with a line that says so', async () => {
    await test.tell(conversationEvent(about));
    await test.mails();
    await test.opened.query('conversation.follow', { id: about.id, change: 'add' });
    const [sent] = await commands();
    await test.tell({ e: 'command.result', key: sent!.key, outcome: { kind: 'refused', message: 'Not you.' } });
    expect(await listed('following')).toEqual([]);
    expect((await test.opened.query('conversation.open', { id: about.id, before: null, limit: 10 }))?.messages.map(({ failure }) => failure)).toEqual(['Not you.']);
  });
});

describe('where a note calls the agent', () => {
  const note = (of: ReturnType<typeof conversation>, over: Parameters<typeof message>[0] = {}) => message({ conversationId: of.id, kind: 'note', agentId: ben, mentions: [me], sentAt: 1_700_000_000_500, ...over });
  it('stands among the mentions until it is read, and comes back with the next call, also one that was written before what was read', async () => {
    const about = conversation({ subject: 'Tent' });
    await test.tell(conversationEvent(about), messageEvent(note(about)));
    expect(await listed('mentions')).toEqual(['Tent']);
    expect(await counts()).toMatchObject({ mentions: { total: 1, unread: 1 } });
    await test.opened.query('conversation.read', { id: about.id, upTo: 1_700_000_000_500 });
    expect(await listed('mentions')).toEqual([]);
    await test.tell(messageEvent(note(about, { sentAt: 1_700_000_000_100 })));
    expect(await listed('mentions')).toEqual(['Tent']);
  });

  it('calls once: not the same note again, not what comes to fill in the past and was read, not one’s own note, not another’s name', async () => {
    const about = conversation({ subject: 'Tent' });
    const first = note(about);
    await test.tell(conversationEvent(about), messageEvent(first));
    await test.opened.query('conversation.read', { id: about.id, upTo: first.sentAt });
    await test.tell(messageEvent(first), { e: 'message.replaced', message: { ...first, text: 'Changed', revision: 2 } });
    await test.tell(messageEvent(note(about, { agentId: me })), messageEvent(note(about, { mentions: [ben] })));
    await test.tell(messageEvent(note(about, { sentAt: 1_700_000_000_200 })), { e: 'backfill.page', next: null });
    expect(await listed('mentions')).toEqual([]);
  });

  it('is forgotten with the conversation', async () => {
    const about = conversation({ subject: 'Tent' });
    await test.tell(conversationEvent(about), messageEvent(note(about)));
    await test.tell({ e: 'conversation.purged', conversationId: about.id });
    expect(await counts()).toMatchObject({ mentions: { total: 0, unread: 0 } });
  });
});

describe('teams', () => {
  it('are known by name, and those of the agent are one list, in its order and page by page', async () => {
    const [returns, orders, other] = ['Returns', 'Orders', 'Wholesale'].map((name, n) => ({ id: TeamId.parse(crypto.randomUUID()), name, mine: n < 2 }));
    await test.tell({ e: 'teams', teams: [returns!, orders!, other!] });
    expect((await test.opened.query('inbox.teams', null)).map(({ name, mine }) => [name, mine])).toEqual([['Orders', true], ['Returns', true], ['Wholesale', false]]);
    const of = (n: number, team: typeof returns | null, status = 'open') => conversationEvent(conversation({ subject: `${n}`, teamId: team?.id ?? null, status, lastMessageAt: 1_700_000_000_000 + n }));
    await test.tell(of(1, returns), of(2, orders), of(3, returns), of(4, other), of(5, null), of(6, orders, 'resolved'));
    expect(await listed('team')).toEqual(['3', '2', '1']);
    const page = await test.opened.query('inbox.list', { view: 'team', after: null, limit: 2 });
    expect((await test.opened.query('inbox.list', { view: 'team', after: page.next, limit: 2 })).rows.map(({ subject }) => subject)).toEqual(['1']);
    const narrowed = async (team: Filter['team']) => (await test.opened.query('inbox.list', { view: 'all', filter: { ...noFilter, team }, after: null, limit: 50 })).rows.map(({ subject }) => subject);
    expect(await narrowed({ is: 'mine' })).toEqual(['6', '3', '2', '1']);
    expect(await narrowed({ is: 'none' })).toEqual(['5']);
    expect(await narrowed({ is: 'team', id: other!.id })).toEqual(['4']);
    await test.tell({ e: 'teams', teams: [{ ...orders!, name: 'Sales' }] });
    expect(await listed('team')).toEqual(['2']);
    expect((await test.opened.query('inbox.teams', null)).map(({ name }) => name)).toEqual(['Sales']);
  });
});
