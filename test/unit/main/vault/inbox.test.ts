import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageCursor } from '../../../../shared/contract/ipc/inbox.ts';
import type { View } from '../../../../shared/domain/filter.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

describe('the inbox', () => {
  it('sorts conversations into views, with their counts', async () => {
    const vault = await test.openWithSession();
    await test.tell(
      { e: 'agents', agents: [{ id: agent.id as never, name: 'Ada Agent' }] },
      conversationEvent(conversation({ subject: 'mine', assigneeId: agent.id })),
      conversationEvent(conversation({ subject: 'theirs', assigneeId: randomUUID() })),
      conversationEvent(conversation({ subject: 'free' })),
      conversationEvent(conversation({ subject: 'waiting', status: 'pending', assigneeId: agent.id })),
      conversationEvent(conversation({ subject: 'sleeping', status: 'snoozed' })),
      conversationEvent(conversation({ subject: 'over', status: 'resolved', assigneeId: agent.id })),
    );
    const subjects = async (view: View): Promise<string[]> =>
      (await vault.query('inbox.list', { view, after: null, limit: 50 })).rows.map((row) => row.subject).sort();
    expect(await subjects('mine')).toEqual(['mine', 'waiting']);
    expect(await subjects('unassigned')).toEqual(['free', 'sleeping']);
    expect(await subjects('open')).toEqual(['free', 'mine', 'theirs']);
    expect(await subjects('pending')).toEqual(['waiting']);
    expect(await subjects('snoozed')).toEqual(['sleeping']);
    expect(await subjects('resolved')).toEqual(['over']);
    expect(await subjects('all')).toHaveLength(6);
    expect(await vault.query('inbox.counts', null)).toEqual({
      mine: { total: 2, unread: 0 },
      following: { total: 0, unread: 0 },
      mentions: { total: 0, unread: 0 },
      team: { total: 0, unread: 0 },
      unassigned: { total: 2, unread: 0 },
      open: { total: 3, unread: 0 },
      pending: { total: 1, unread: 0 },
      snoozed: { total: 1, unread: 0 },
      resolved: { total: 1, unread: 0 },
      all: { total: 6, unread: 0 },
    });
    const mine = (await vault.query('inbox.list', { view: 'mine', after: null, limit: 50 })).rows;
    expect(mine.every((row) => row.assigneeName === 'Ada Agent')).toBe(true);
    expect(await vault.query('inbox.agents', null)).toEqual([{ id: agent.id, name: 'Ada Agent' }]);
  });

  it('knows the other conversations of a customer, newest first', async () => {
    const vault = await test.openWithSession();
    const theirs = conversation({ subject: 'now', lastMessageAt: 1_700_000_000_009 });
    const { customerId } = theirs;
    await test.tell(
      ...[theirs, conversation({ customerId, subject: 'before', status: 'resolved', lastMessageAt: 1_700_000_000_002 }), conversation({ customerId, subject: 'long ago', lastMessageAt: 1_700_000_000_001 }), conversation({ subject: 'of somebody else' })].map(conversationEvent),
    );
    const others = async (limit: number) => {
      const { rows, more } = await vault.query('customer.conversations', { customer: customerId, except: theirs.id, limit });
      return [rows.map(({ subject }) => subject), more];
    };
    expect(await others(20)).toEqual([['before', 'long ago'], false]);
    expect(await others(1)).toEqual([['before'], true]);
  });

  it('pages through a list without leaving out or repeating, also where times are equal', async () => {
    const vault = await test.openWithSession();
    const many = Array.from({ length: 57 }, (_, index) => conversation({ lastMessageAt: 1_700_000_000_000 + Math.floor(index / 5) }));
    await test.tell(...many.map(conversationEvent));
    const seen: string[] = [];
    let after: { at: number; id: string } | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(after);
      expect(page.total).toBe(57);
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    } while (after !== null);
    function read(cursor: { at: number; id: string } | null) {
      return vault.query('inbox.list', { view: 'open', after: cursor, limit: 10 });
    }
    expect(new Set(seen).size).toBe(57);
    expect(seen).toHaveLength(57);
  });

  it('opens the newest messages first and goes back page by page, each oldest first', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const sent = Array.from({ length: 25 }, (_, index) => message({ conversationId: about.id, sentAt: 1_700_000_000_000 + Math.floor(index / 2), place: index + 1, text: `number ${index}` }));
    await test.tell(conversationEvent(about), ...sent.map(messageEvent));
    const pages: string[][] = [];
    let before: MessageCursor | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(before);
      pages.unshift(page?.messages.map((each) => each.id) ?? []);
      before = page?.earlier ?? null;
    } while (before !== null);
    function read(cursor: MessageCursor | null) {
      return vault.query('conversation.open', { id: about.id, before: cursor, limit: 10 });
    }
    expect(pages.map((page) => page.length)).toEqual([5, 10, 10]);
    expect(pages.flat()).toEqual(sent.map((each) => each.id));
  });

  it('shows until when an answer is promised while the conversation is open, and no longer than that', async () => {
    const about = conversation({ dueAt: 1_800_000_000_000 });
    const vault = await test.openWithSession();
    await test.tell(conversationEvent(about));
    const due = async () => (await vault.query('conversation.open', { id: about.id, before: null, limit: 1 }))?.conversation.dueAt;
    expect(await due()).toBe(1_800_000_000_000);
    await vault.query('conversation.status', { id: about.id, status: 'pending' });
    expect(await due()).toBeNull();
    await vault.query('conversation.status', { id: about.id, status: 'open' });
    expect(await due()).toBe(1_800_000_000_000);
    await test.tell(conversationEvent({ ...about, dueAt: null, revision: 2 }));
    expect(await due()).toBeNull();
  });

  it('shows how far the hub knows the customer, and a later word of it in the earlier’s place', async () => {
    const vault = await test.openWithSession();
    const about = conversation({ verification: 'contact' });
    await test.tell(conversationEvent(about));
    const level = async () => (await vault.query('conversation.open', { id: about.id, before: null, limit: 1 }))?.conversation.verification;
    expect(await level()).toBe('contact');
    await test.tell(conversationEvent({ ...about, verification: 'unverified', revision: 2 }));
    expect(await level()).toBe('unverified');
  });

  it('shows until when a free reply goes, and a later word of it in the earlier’s place', async () => {
    const vault = await test.openWithSession();
    const about = conversation({ channel: 'whatsapp', replyUntil: 1_700_000_000_000 });
    await test.tell(conversationEvent(about));
    const until = async () => (await vault.query('conversation.open', { id: about.id, before: null, limit: 1 }))?.conversation.replyUntil;
    expect(await until()).toBe(1_700_000_000_000);
    await test.tell(conversationEvent({ ...about, replyUntil: 1_700_000_900_000, revision: 2 }));
    expect(await until()).toBe(1_700_000_900_000);
  });

  it('keeps the draft of a note beside that of a reply, and clears each with what was sent of it', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    const drafts = async () => (await vault.query('conversation.open', { id: about.id, before: null, limit: 1 }))?.drafts;
    await vault.query('conversation.draft', { id: about.id, kind: 'reply', text: 'Dear Maria' });
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: 'She is' });
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: 'She is right' });
    expect(await drafts()).toEqual({ reply: 'Dear Maria', note: 'She is right' });
    await vault.query('conversation.note', { id: about.id, text: 'She is right.' });
    expect(await drafts()).toEqual({ reply: 'Dear Maria', note: '' });
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: 'And' });
    await vault.query('conversation.reply', { id: about.id, text: 'Dear Maria, yes.' });
    expect(await drafts()).toEqual({ reply: '', note: 'And' });
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: '' });
    expect((await vault.query('inbox.list', { view: 'all', after: null, limit: 1 })).rows[0]).toMatchObject({ hasDraft: false });
  });

  it('tells unread from read, and a draft from none', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const sent = message({ conversationId: about.id, sentAt: 1_700_000_000_500 });
    await test.tell(conversationEvent(about), messageEvent(sent));
    const row = async () => (await vault.query('inbox.list', { view: 'all', after: null, limit: 1 })).rows[0];
    expect(await row()).toMatchObject({ unread: true, hasDraft: false, lastMessageAt: sent.sentAt });
    expect((await vault.query('inbox.counts', null)).open).toEqual({ total: 1, unread: 1 });
    await vault.query('conversation.read', { id: about.id, upTo: sent.sentAt });
    await vault.query('conversation.draft', { id: about.id, kind: 'reply', text: 'Dear' });
    expect(await row()).toMatchObject({ unread: false, hasDraft: true });
    expect((await vault.query('conversation.open', { id: about.id, before: null, limit: 1 }))?.drafts).toEqual({ reply: 'Dear', note: '' });
    await vault.query('conversation.reply', { id: about.id, text: 'Dear Maria, yes.' });
    expect(await row()).toMatchObject({ hasDraft: false, preview: 'Dear Maria, yes.' });
    await test.tell(messageEvent(message({ conversationId: about.id, sentAt: 1_700_000_900_000 })));
    expect(await row()).toMatchObject({ unread: true });
  });
});
