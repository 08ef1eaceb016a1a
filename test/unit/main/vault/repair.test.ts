import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConversation } from '../../../../main/vault/inbox.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';
import { queuedAfter } from '../../../../main/vault/outbox.ts';
import { DamagedDatabase } from '../../../../main/vault/repair/damaged-database.ts';
import { repairInThread } from '../../../../main/vault/repair/repair-in-thread.ts';
import { salvage } from '../../../../main/vault/repair/salvage.ts';
import { ownWords } from '../../../../main/vault/spelling-choices.ts';
import { noFilter } from '../../../../shared/domain/filter.ts';
import type { Salvage } from '../../../../shared/domain/vault-repair.ts';
import { flipPages, pageCount, rootPage } from '../../../doubles/flipped-pages.ts';
import { flips } from '../../../doubles/how-often.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { repairer } from '../../../doubles/vault-entries.ts';
import { VaultUnderTest } from './opened-vault.ts';

const begun = 40;
const answered = 12;
const about = Array.from({ length: begun }, (_, n) => conversation({ subject: `Tent ${n}` }));
const repair = repairInThread(repairer, () => 0);

let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  const vault = await test.openWithSession();
  for (const [n, each] of about.entries()) {
    await test.tell(conversationEvent(each), messageEvent(message({ conversationId: each.id, text: `tent ${n}`, sentAt: each.lastMessageAt })));
    await vault.query('conversation.draft', { id: each.id, kind: 'reply', text: draftOf(n) });
    if (n < answered) await vault.query('conversation.note', { id: each.id, text: `noted ${n}` });
    if (n === 1) await vault.query('views.save', { name: 'Tents', view: 'open', filter: { ...noFilter, tag: 'tent' } });
    if (n < 3) await vault.query('spelling.teach', { word: ['Zeltplane', 'Abspannleine', 'Hering'][n]! });
    if (n === 0) await vault.query('conversation.read', { id: each.id, upTo: each.lastMessageAt });
  }
  const [refused, returned] = await Promise.all([vault.query('conversation.reply', { id: about[20]!.id, text: 'refused' }), vault.query('conversation.reply', { id: about[21]!.id, text: 'came back' })]);
  await vault.query('conversation.draft', { id: about[20]!.id, kind: 'reply', text: draftOf(20) });
  await vault.query('conversation.draft', { id: about[21]!.id, kind: 'reply', text: draftOf(21) });
  const commands = (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail] : []));
  const keyOf = (id: string) => commands.find(({ command }) => command.do === 'reply' && command.messageId === id)!.key;
  await test.tell(
    { e: 'command.result', key: keyOf(refused.messageId), outcome: { kind: 'refused', message: 'There is no address.' } },
    { e: 'command.result', key: keyOf(returned.messageId), outcome: { kind: 'conflict', conflict: { reason: 'answered', by: 'Ben', answer: null } } },
  );
  await test.mails();
  await test.close();
});
afterEach(() => test.remove());

const draftOf = (n: number): string => `begun ${n} ${'and more words '.repeat(20)}`;
const whole: Salvage = { readable: true, drafts: { saved: begun, lost: 0 }, queued: { saved: answered, lost: 0 }, returned: { saved: 2, lost: 0 }, unsure: false };
const survey = (file = test.file) => repair.survey({ file, keys: [test.key] });
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const root = (name: string) => rootPage(test.file, test.key, name);

async function rebuilt(): Promise<{ readonly told: Salvage; readonly drafts: Map<string, string>; readonly notes: string[]; readonly texts: Map<string, string>; readonly views: unknown[]; readonly words: string[] }> {
  const into = join(test.folder, 'new.db');
  const told = await repair.rebuild({ file: test.file, keys: [test.key] }, into, test.key);
  const database = openWritable(into, test.key, false);
  try {
    expect(database.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    return {
      told,
      drafts: new Map(database.rows<{ conversation_id: string; text: string }>('SELECT conversation_id, text FROM drafts').map((row) => [row.conversation_id, row.text])),
      notes: queuedAfter(database, 0).flatMap(({ command }) => (command.do === 'note' ? [command.text] : [])),
      words: ownWords(database),
      views: database.rows('SELECT name, view, filter FROM saved_views'),
      texts: new Map(database.rows<{ text: string; status: string }>('SELECT text, status FROM messages').map((row) => [row.text, row.status])),
    };
  } finally {
    database.close();
    rmSync(into);
  }
}

describe('a vault of which something cannot be read', () => {
  it('gives all that is only here while other pages are damaged, and stays as it is', async () => {
    flipPages(test.file, [root('messages_by_channel'), root('agents'), root('customers')]);
    const before = digest(test.file);
    expect(await survey()).toEqual(whole);
    const { told, drafts, notes, texts, views, words } = await rebuilt();
    expect(told).toEqual(whole);
    expect(words).toEqual(['Abspannleine', 'Hering', 'Zeltplane']);
    expect(views).toEqual([{ name: 'Tents', view: 'open', filter: JSON.stringify({ ...noFilter, tag: 'tent' }) }]);
    expect(drafts).toEqual(new Map(about.map(({ id }, n) => [id, draftOf(n)])));
    expect(notes).toEqual(Array.from({ length: answered }, (_, n) => `noted ${n}`));
    expect(texts.get('refused')).toBe('failed');
    expect(texts.get('came back')).toBe('conflict');
    expect(texts.get('noted 3')).toBe('queued');
    expect(digest(test.file)).toBe(before);
  });

  it('says how many drafts cannot be read where a page of them is damaged, and saves the others on both sides of it', async () => {
    const inThisThread = (): Salvage => {
      const database = new DamagedDatabase(test.file, test.key);
      try {
        return salvage(database).told;
      } finally {
        database.close();
      }
    };
    // The pages below the table’s first one are found by what is then missed.
    let found: Salvage | null = null;
    for (let page = 2; page <= pageCount(test.file) && found === null; page += 1) {
      flipPages(test.file, [page]);
      const told = inThisThread();
      if (told.readable && !told.unsure && told.drafts.lost > 0 && told.drafts.lost < begun) found = told;
      else flipPages(test.file, [page]);
    }
    expect(found!.drafts.saved + found!.drafts.lost).toBe(begun);
    const { drafts } = await rebuilt();
    expect(drafts.size).toBe(found!.drafts.saved);
    for (const [id, text] of drafts) expect(text).toBe(draftOf(about.findIndex((each) => each.id === id)));
  });

  it('says how many queued things cannot be read, and shows the texts whose place in the queue is lost as not sent', async () => {
    flipPages(test.file, [root('outbox')]);
    expect(await survey()).toMatchObject({ queued: { saved: 0, lost: answered }, unsure: false });
    const { texts, notes } = await rebuilt();
    expect(notes).toEqual([]);
    expect(texts.get('noted 3')).toBe('failed');
  });

  it('says so to everybody who asks something of it, whoever of them meets the damage first', async () => {
    flipPages(test.file, ['messages', 'conversations', 'outbox'].map(root));
    const vault = await test.open({ create: false });
    const asked = await Promise.allSettled([vault.state(), vault.newSession(), vault.goLive(), vault.state()]);
    const told = new Set(asked.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { readonly kind?: string }).kind] : [])));
    expect(told).toEqual(new Set(['vault-damaged']));
    expect(test.problems).toEqual(['vault-damaged']);
  });

  it('says that it cannot tell where both lists of a thing are damaged', async () => {
    flipPages(test.file, [root('drafts'), root('drafts_listed')]);
    expect(await survey()).toMatchObject({ readable: true, unsure: true, drafts: { saved: 0 }, queued: whole.queued });
  });

  it('says that nothing can be read without its first page, or under another key, and a new vault is made all the same', async () => {
    expect(await repair.survey({ file: test.file, keys: [randomBytes(32)] })).toMatchObject({ readable: false });
    expect(await repair.survey({ file: test.file, keys: [randomBytes(32), test.key] })).toEqual(whole);
    flipPages(test.file, [1]);
    expect(await survey()).toMatchObject({ readable: false });
    expect((await rebuilt()).drafts.size).toBe(0);
  });

  it('gives what is left of a file that was cut off', async () => {
    truncateSync(test.file, (pageCount(test.file) - 3) * 4096);
    const told = await survey();
    expect(told.readable).toBe(true);
    expect(told.drafts.saved + told.drafts.lost).toBeLessThanOrEqual(begun);
    expect((await rebuilt()).drafts.size).toBe(told.drafts.saved);
  });

  it('whichever pages are damaged, what is saved is as it was, and nothing is missed without a word', async () => {
    const original = join(test.folder, 'original.db');
    copyFileSync(test.file, original);
    const pages = pageCount(original);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 2, max: pages }), { minLength: 1, maxLength: 8 }), async (damaged) => {
        copyFileSync(original, test.file);
        flipPages(test.file, damaged);
        const { told, drafts, notes, texts } = await rebuilt();
        for (const [id, text] of drafts) expect(text).toBe(draftOf(about.findIndex((each) => each.id === id)));
        expect(new Set(notes).size).toBe(notes.length);
        if (told.readable && !told.unsure) {
          expect(told.drafts.saved + told.drafts.lost).toBe(begun);
          expect(told.queued.saved + told.queued.lost).toBe(answered);
        }
        expect([drafts.size, notes.length]).toEqual([told.drafts.saved, told.queued.saved]);
        for (const text of texts.keys()) expect(text).toMatch(/^(noted \d+|refused|came back)$/);
      }),
      { numRuns: flips(20) },
    );
  }, 120_000);
});

it('a rebuilt vault is filled by the hub, and its drafts and queued work are where they were', async () => {
  const into = join(test.folder, 'new.db');
  await repair.rebuild({ file: test.file, keys: [test.key] }, into, test.key);
  copyFileSync(into, test.file);
  const vault = await test.open({ create: false });
  expect(await vault.hasSession()).toBe(false);
  await vault.goLive();
  await test.hub.start(await vault.newSession());
  await vault.receive(await test.hub.mail(about.flatMap((each, n) => [conversationEvent(each), messageEvent(message({ conversationId: each.id, text: `tent ${n}`, sentAt: each.lastMessageAt }))])));
  const sent = (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail.command] : []));
  expect(sent.map((command) => (command.do === 'note' ? command.text : ''))).toEqual(Array.from({ length: answered }, (_, n) => `noted ${n}`));
  const opened = await vault.query('conversation.open', { id: about[0]!.id, before: null, limit: 10 });
  expect(opened).toMatchObject({ drafts: { reply: draftOf(0) }, conversation: { unread: false, hasDraft: true } });
  expect(opened?.messages.map(({ text, status }) => [text, status]).sort()).toEqual([['noted 0', 'queued'], ['tent 0', expect.anything()]]);
  await test.close();
  const database = openWritable(test.file, test.key, false);
  expect(openConversation(database, { id: about[21]!.id, before: null, limit: 10 })?.conflicts).toMatchObject([{ about: 'reply', text: 'came back' }]);
  database.close();
});
