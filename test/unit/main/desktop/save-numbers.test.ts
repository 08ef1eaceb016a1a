import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NumbersSaver, type SaveNumbersPorts } from '../../../../main/desktop/numbers/save-numbers.ts';

const csv = 'part,name\r\nall,\r\n';
const sha256 = createHash('sha256').update(csv).digest('hex');
const wish = { period: { kind: 'latest', days: 30 }, by: null } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-numbers-'));
  mkdirSync(join(folder, 'profile'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const saver = (part: Partial<SaveNumbersPorts> = {}) =>
  new NumbersSaver({ profile: join(folder, 'profile'), askPlace: () => Promise.resolve(join(folder, 'chosen.csv')), ask: () => Promise.resolve({ kind: 'done', value: { csv, sha256 } }), ...part });
const files = () => readdirSync(folder).filter((name) => name !== 'profile');

test('the bytes that the audit log has are written where the person said', async () => {
  expect(await saver().save(wish)).toEqual({ kind: 'saved' });
  expect(createHash('sha256').update(readFileSync(join(folder, 'chosen.csv'))).digest('hex')).toBe(sha256);
});

test('what is not those bytes, or no answer that the contract knows, is not written', async () => {
  for (const answer of [{ kind: 'done', value: { csv: `${csv}x`, sha256 } }, { kind: 'done', value: { csv } }, { kind: 'else' }, null]) {
    await expect(saver({ ask: () => Promise.resolve(answer) }).save(wish)).rejects.toThrow();
  }
  expect(files()).toEqual([]);
});

test('nobody asks the hub before there is a place, so that the log has no file that nobody wanted', async () => {
  let asked = 0;
  const count = () => Promise.resolve(void (asked += 1));
  expect(await saver({ askPlace: () => Promise.resolve(null), ask: count }).save(wish)).toEqual({ kind: 'cancelled' });
  const locked = saver({ ask: count, askPlace: () => Promise.resolve(locked.abandon()).then(() => join(folder, 'chosen.csv')) });
  expect(await locked.save(wish)).toEqual({ kind: 'cancelled' });
  expect(asked).toBe(0);
});

test('the hub’s refusal comes in its words, and its silence as such; nothing is written', async () => {
  expect(await saver({ ask: () => Promise.resolve({ kind: 'refused', message: 'Choose a shorter time.' }) }).save(wish)).toEqual({ kind: 'refused', message: 'Choose a shorter time.' });
  expect(await saver({ ask: () => Promise.resolve({ kind: 'unreachable' }) }).save(wish)).toEqual({ kind: 'unreachable' });
  expect(await saver({ askPlace: () => Promise.resolve(join(folder, 'profile', 'vault.db')) }).save(wish)).toEqual({ kind: 'not-written', why: 'own-folder' });
  expect(files()).toEqual([]);
});

test('while one is being saved, another waits for nobody', async () => {
  let place: (path: string | null) => void = () => undefined;
  const one = saver({ askPlace: () => new Promise((resolve) => (place = resolve)) });
  const first = one.save(wish);
  expect(await one.save(wish)).toEqual({ kind: 'busy' });
  place(null);
  expect(await first).toEqual({ kind: 'cancelled' });
});
