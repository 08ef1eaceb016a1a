import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Outcome } from '../../../doubles/full-disk-child.ts';
import { fullDisks } from '../../../doubles/how-often.ts';

/** Pages that the scene writes, and some more: with so many free it comes to its end. */
const allOfIt = 600;
const places = fullDisks(6);
const child = fileURLToPath(new URL('../../../doubles/full-disk-child.ts', import.meta.url));

/** In user and mount namespaces of its own, so that an ordinary user may have a small disk: Chromium's sandbox needs the same. */
async function tried(from: number, to: number, step: number): Promise<Outcome[]> {
  const args = ['--user', '--map-root-user', '--mount', process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', child, ...[from, to, step].map(String)];
  const { stdout } = await promisify(execFile)('unshare', args, { maxBuffer: 1 << 26 });
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Outcome);
}

it('on a disk that is full at any of its writes the vault says so, loses nothing that it has said yes to, and goes on by itself once there is room', async () => {
  const step = Math.max(1, Math.floor(allOfIt / places));
  const outcomes = await tried(0, allOfIt + 1, step);
  expect(outcomes.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  expect(outcomes.length).toBeGreaterThanOrEqual(places);
  expect(outcomes[0]?.problem).toBe('disk-full');
  expect(outcomes.at(-1)?.problem).toBe(null);
  expect(new Set(outcomes.map(({ problem }) => problem))).toEqual(new Set(['disk-full', null]));
}, 60_000 + places * 10_000);
