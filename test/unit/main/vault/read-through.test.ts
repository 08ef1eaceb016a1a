import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dailyCheck } from '../../../../main/vault/check/daily-check.ts';
import { ReadThrough } from '../../../../main/vault/check/read-through.ts';
import { openReadable, openWritable } from '../../../../main/vault/open-database.ts';
import { problemOf } from '../../../../main/vault/problem.ts';
import { flips } from '../../../doubles/how-often.ts';
import { flipPages, pageCount } from '../../../doubles/flipped-pages.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

const hour = 3_600_000;

let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  const vault = await test.openWithSession();
  for (let n = 0; n < 12; n += 1) {
    const about = conversation({ subject: `Tent ${n}` });
    const said = Array.from({ length: 30 }, (_, each) => message({ conversationId: about.id, text: `tent ${n} ${each} ${'and more words '.repeat(each * 20)}`, sentAt: 1_700_000_000_000 + n * 10_000 + each }));
    await test.tell(conversationEvent(about), ...said.map(messageEvent));
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: `begun ${n} ${'and more '.repeat(400)}` });
    await vault.query('conversation.note', { id: about.id, text: `noted ${n} ${'and more '.repeat(400)}` });
  }
  await test.close();
});
afterEach(async () => {
  vi.useRealTimers();
  await test.remove();
});

/** Whether all of it could be read. */
function readThrough(): boolean {
  openWritable(test.file, test.key, false).close();
  const database = openReadable(test.file, test.key);
  try {
    const reading = new ReadThrough(database);
    while (reading.step());
    return true;
  } catch (error) {
    if (problemOf(error)?.kind !== 'vault-damaged') throw error;
    return false;
  } finally {
    database.close();
  }
}

it('a vault that is whole is read from one end to the other, in steps', () => {
  expect(readThrough()).toBe(true);
});

it('meets a damaged page wherever messages, search entries, drafts and waiting work lie', () => {
  const original = readFileSync(test.file);
  const opened = openWritable(test.file, test.key, false);
  const rest = opened.rows<{ name: string }>("SELECT name FROM sqlite_schema WHERE rootpage > 0").length + (opened.row<{ freelist_count: number }>('PRAGMA freelist_count')?.freelist_count ?? 0);
  opened.close();
  const pages = pageCount(test.file);
  let unmet = 0;
  // Evenly from all of the file: a choice by chance may happen to meet mostly what nothing is read from.
  const times = flips(60);
  for (let n = 0; n < times; n += 1) {
    writeFileSync(test.file, original);
    flipPages(test.file, [2 + Math.floor((n * (pages - 1)) / times)]);
    let whole;
    try {
      whole = readThrough();
    } catch (error) {
      if (problemOf(error)?.kind !== 'vault-damaged') throw error;
      whole = false;
    }
    if (whole) unmet += 1;
  }
  // Of small tables (Signal's, a few indexes) and of free pages at most.
  expect(unmet / times).toBeLessThan(Math.min(0.5, (2 * rest) / pages));
});

it('is done once a day while the vault is open, and not again when it was', async () => {
  vi.useFakeTimers();
  const state = { now: 1_000 * hour, last: null as number | null, steps: 0 };
  const check = dailyCheck({
    now: () => state.now,
    step: () => Promise.resolve((state.steps += 1) % 3 !== 0),
    checkedAt: () => Promise.resolve(state.last),
    checked: () => {
      state.last = state.now;
      return Promise.resolve();
    },
  });
  await vi.advanceTimersByTimeAsync(hour);
  expect(state).toMatchObject({ steps: 3, last: state.now });
  await vi.advanceTimersByTimeAsync(22 * hour);
  expect(state.steps).toBe(3);
  state.now += 25 * hour;
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(state.steps).toBe(6);
  check.stop();
  state.now += 100 * hour;
  await vi.advanceTimersByTimeAsync(100 * hour);
  expect(state.steps).toBe(6);
});
