import { afterEach, beforeEach, expect, it } from 'vitest';
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
const soon = { timeout: 10_000, interval: 50 };
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
