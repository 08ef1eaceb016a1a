import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { decryptedPages } from './decrypted-pages.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const day = 24 * 3_600_000;
const newest = 1_700_000_000_000;
const soon = { timeout: 60_000, interval: 50 };
const old = (of: Partial<Conversation> = {}) => conversation({ status: 'resolved', createdAt: newest - 101 * day, lastMessageAt: newest - 100 * day, ...of });
const told = (about: Conversation, text: string) => [conversationEvent(about), messageEvent(message({ conversationId: about.id, text, sentAt: about.lastMessageAt }))];
const listed = async () => new Set((await test.opened.query('inbox.list', { view: 'all', after: null, limit: 200 })).rows.map(({ id }) => id));
const find = async (query: string) => (await test.opened.query('search.messages', { query, limit: 10 })).hits.length;

it('drops resolved conversations older than the policy keeps, with their search entries, and nothing that somebody still works on', async () => {
  const vault = await test.openWithSession();
  const outdated = Array.from({ length: 8 }, () => old());
  const [recent, open, drafted, answered, fresh] = [old({ lastMessageAt: newest - 80 * day }), old({ status: 'open' }), old(), old(), conversation({ lastMessageAt: newest })];
  await test.tell(...[recent, open, drafted, answered].flatMap((about) => told(about, 'kept word')));
  await vault.query('conversation.draft', { id: drafted.id, kind: 'note', text: 'half a note' });
  await vault.query('conversation.reply', { id: answered.id, text: 'a late answer' });
  await test.tell(...outdated.flatMap((about, n) => told(about, `canary${n}`)), ...told(fresh, 'kept word'));
  await expect.poll(listed, soon).toEqual(new Set([recent, open, drafted, answered, fresh].map(({ id }) => id)));
  expect(await find('canary0')).toBe(0);
  expect(await find('kept')).toBe(5);
  expect(await vault.state()).toMatchObject({ conversations: 5, queued: 1, resolvedSince: newest - 90 * day });
  expect(test.changed).toContain(outdated[0]!.id);
  await expect.poll(() => decryptedPages(test).toString('latin1').includes('canary'), soon).toBe(false);

  // Once the draft is done with, that one goes as well.
  await vault.query('conversation.draft', { id: drafted.id, kind: 'note', text: '' });
  await test.tell();
  await expect.poll(async () => (await listed()).has(drafted.id), soon).toBe(false);
  // Opened again, one comes back with its past, and stays.
  const again = { ...outdated[0]!, status: 'open' as const, revision: 2 };
  await test.tell(...told(again, 'canary again'));
  await test.tell();
  expect(await find('canary')).toBe(1);
});

it('drops nothing for a clock that jumps ahead, or for days without the hub', async () => {
  const vault = await test.openWithSession();
  const about = old({ lastMessageAt: newest });
  test.now = newest + 1;
  await test.tell(...told(about, 'kept'));
  test.now = newest + 400 * day;
  await test.tell();
  // Dated by the clock that jumped.
  await vault.query('conversation.reply', { id: about.id, text: 'much later' });
  await test.tell();
  await vault.goLive();
  expect(await vault.state()).toMatchObject({ resolvedSince: newest - 90 * day });
  expect(await listed()).toEqual(new Set([about.id]));
});

describe('more than the policy wants kept', () => {
  const resolved = (n: number) => old({ lastMessageAt: newest - (50 - n) * day });
  /** Three messages in each of ten resolved conversations, the oldest first. */
  async function filled(): Promise<Conversation[]> {
    const all = Array.from({ length: 10 }, (_, n) => resolved(n));
    await test.tell(...all.flatMap((about, n) => [...told(about, `canary${n}`), messageEvent(message({ conversationId: about.id, text: 'x'.repeat(40_000), sentAt: about.lastMessageAt - 1 })), messageEvent(message({ conversationId: about.id, text: 'y'.repeat(40_000), sentAt: about.lastMessageAt - 2 }))]));
    return all;
  }
  const reopened = async (limits: { readonly messages: number; readonly mebibytes: number }) => {
    await test.close();
    const vault = await test.open({ create: false, limits });
    await vault.goLive();
    return vault;
  };

  it('goes, the oldest resolved conversations first, until there is no more of it than that; and it is said since when they are here', async () => {
    await test.openWithSession();
    const all = await filled();
    const [open, drafted] = [old({ status: 'open' }), old({ lastMessageAt: newest - 60 * day })];
    await test.tell(...told(open, 'kept'), ...told(drafted, 'kept'));
    await test.opened.query('conversation.draft', { id: drafted.id, kind: 'note', text: 'half a note' });
    const vault = await reopened({ messages: 20, mebibytes: 0 });
    await expect.poll(listed, soon).toEqual(new Set([open, drafted, ...all.slice(4)].map(({ id }) => id)));
    expect(await vault.state()).toMatchObject({ messages: 20, resolvedSince: all[3]!.lastMessageAt });
    await expect.poll(() => /canary[0-3]/.test(decryptedPages(test).toString('latin1')), soon).toBe(false);
    await test.tell();
    expect((await listed()).size).toBe(8);
  });

  it('is told by what the database takes, too', async () => {
    await test.openWithSession();
    const all = await filled();
    await reopened({ messages: 0, mebibytes: 1 });
    await expect.poll(async () => (await listed()).has(all[0]!.id), soon).toBe(false);
    await test.tell();
    const left = await listed();
    expect(left.size).toBeGreaterThan(0);
    expect(left.has(all[9]!.id)).toBe(true);
  });

  it('goes not at all where it is all open, drafted or waiting to be sent', async () => {
    await test.openWithSession();
    const all = Array.from({ length: 5 }, (_, n) => old({ status: n < 3 ? 'open' : 'resolved', lastMessageAt: newest - (n + 1) * day }));
    // The newest, so that the others are looked at before it.
    const done = old({ lastMessageAt: newest });
    await test.tell(...[...all, done].flatMap((about) => told(about, 'kept')));
    await test.opened.query('conversation.draft', { id: all[3]!.id, kind: 'reply', text: 'half a reply' });
    await test.opened.query('conversation.reply', { id: all[4]!.id, text: 'a late answer' });
    const vault = await reopened({ messages: 1, mebibytes: 0 });
    await expect.poll(listed, soon).toEqual(new Set(all.map(({ id }) => id)));
    expect(await vault.state()).toMatchObject({ conversations: 5, queued: 1 });
  });
});
