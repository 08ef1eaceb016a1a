import { randomInt } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReadableDatabase } from '../../../../main/vault/database.ts';
import { listInbox, openConversation } from '../../../../main/vault/inbox.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';
import { queuedAfter } from '../../../../main/vault/outbox.ts';
import { problemOf } from '../../../../main/vault/problem.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import type { Message } from '../../../../shared/domain/conversation.ts';
import { flips } from '../../../doubles/how-often.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

/** Of each of the two files. */
const times = Math.ceil(flips(120) / 2);

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

interface Shown {
  readonly rows: unknown;
  readonly messages: Message[];
  readonly drafts: unknown[];
  readonly queued: unknown;
  readonly found: unknown;
}

/** All that a person would come to see of it. */
function everythingIn(database: ReadableDatabase): Shown {
  const { rows } = listInbox(database, agent.id, { view: 'all', after: null, limit: 200 });
  const opened = rows.map(({ id }) => openConversation(database, { id, before: null, limit: 200 })!);
  return {
    rows,
    messages: opened.flatMap(({ messages }) => messages),
    drafts: opened.map(({ drafts }) => drafts),
    queued: queuedAfter(database, 0),
    found: searchMessages(database, agent.id, { query: 'tent', limit: 100 }, () => 0),
  };
}

/** Of a file that was changed: what it shows, or null where the damage was noticed. Anything else is a failure. */
function shownBy(file: string): Shown | null {
  let database;
  try {
    database = openWritable(file, test.key, false);
    return everythingIn(database);
  } catch (error) {
    if (problemOf(error)?.kind !== 'vault-damaged') throw error;
    return null;
  } finally {
    database?.close();
  }
}

function wrongPages(file: string): unknown[] {
  const database = openWritable(file, test.key, false);
  try {
    return database.rows('PRAGMA cipher_integrity_check');
  } finally {
    database.close();
  }
}

async function written(): Promise<void> {
  const vault = await test.openWithSession();
  for (let n = 0; n < 30; n += 1) {
    const about = conversation({ subject: `Tent ${n}` });
    const said = Array.from({ length: 6 }, (_, each) => message({ conversationId: about.id, text: `tent ${n} ${each} ${'and more words '.repeat(n)}`, sentAt: 1_700_000_000_000 + n * 10_000 + each }));
    await test.tell(conversationEvent(about), ...said.map(messageEvent));
    if (n % 5 === 0) await vault.query('conversation.draft', { id: about.id, kind: 'reply', text: `begun ${n}` });
    if (n % 7 === 0) await vault.query('conversation.reply', { id: about.id, text: `answered ${n}` });
  }
}

function flipped(original: Buffer, at = randomInt(original.length)): Buffer {
  const changed = Buffer.from(original);
  changed[at] = changed[at]! ^ (1 << randomInt(8));
  return changed;
}

it('a byte of the file that changes is noticed, or changes nothing that is shown', async () => {
  await written();
  await test.close();
  const whole = shownBy(test.file)!;
  expect(whole.messages.length).toBeGreaterThan(150);
  const original = readFileSync(test.file);
  const file = `${test.file}-flipped`;
  let noticed = 0;
  for (let n = 0; n < times; n += 1) {
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    // Evenly from all of the file: how many are noticed is counted, and a choice by chance may happen to meet mostly what nothing is read from.
    writeFileSync(file, flipped(original, Math.floor(((n + 0.5) * original.length) / times)));
    const shown = shownBy(file);
    if (shown === null) {
      noticed += 1;
      continue;
    }
    // On a page that nothing shown is read from; the check of the whole file finds it.
    expect(shown).toEqual(whole);
    expect(wrongPages(file)).not.toEqual([]);
  }
  expect(noticed).toBeGreaterThan(times / 4);
  expect(wrongPages(test.file)).toEqual([]);
}, 60_000 + times * 200);

it('a byte of the log that changes is noticed, or what is shown is whole as it was at an earlier moment', async () => {
  await written();
  const [database, log] = [`${test.file}-then`, `${test.file}-then-wal`];
  copyFileSync(test.file, database);
  expect(existsSync(`${test.file}-wal`)).toBe(true);
  const [file, original] = [readFileSync(database), readFileSync(`${test.file}-wal`)];
  writeFileSync(log, original);
  const known = new Map(shownBy(database)!.messages.map((each) => [each.id, each]));
  expect(known.size).toBeGreaterThan(150);
  for (let n = 0; n < times; n += 1) {
    rmSync(`${database}-shm`, { force: true });
    writeFileSync(database, file);
    writeFileSync(log, flipped(original));
    for (const each of shownBy(database)?.messages ?? []) expect(each).toEqual(known.get(each.id));
  }
}, 60_000 + times * 200);

it('a log that is cut off anywhere leaves the vault whole, as it was at an earlier moment', async () => {
  await written();
  const [database, log] = [`${test.file}-then`, `${test.file}-then-wal`];
  const [file, original] = [readFileSync(test.file), readFileSync(`${test.file}-wal`)];
  writeFileSync(database, file);
  writeFileSync(log, original);
  const known = new Map(shownBy(database)!.messages.map((each) => [each.id, each]));
  let earlier = Infinity;
  // From nearly all of it to nothing: the vault is never younger for a shorter log.
  for (let n = times; n >= 0; n -= 1) {
    rmSync(`${database}-shm`, { force: true });
    writeFileSync(database, file);
    writeFileSync(log, original.subarray(0, Math.max(0, Math.floor((original.length * n) / times) - 1)));
    const shown = shownBy(database);
    for (const each of shown?.messages ?? []) expect(each).toEqual(known.get(each.id));
    // Before its first page was copied into the file, there is nothing to open without the log.
    if (shown === null) continue;
    expect(wrongPages(database)).toEqual([]);
    expect(shown.messages.length).toBeLessThanOrEqual(earlier);
    earlier = shown.messages.length;
  }
  expect(earlier).toBeLessThan(known.size);
}, 60_000 + times * 200);
