import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.begin();
});
afterEach(() => workstation.remove());

const inspect = () => workstation.call('device.inspect', null);
const record = () => join(workstation.profile, 'enrolment.record');

test('a copy of the folder in another place has no keys, says so, and is left as it is', async () => {
  const folder = workstation.copy();
  const before = readdirSync(folder);
  const copy = new WorkstationCore({ profile: folder, hub: workstation.hub });
  expect(await copy.call('device.inspect', null)).toMatchObject({ kind: 'keychain-changed', explanation: expect.stringContaining('another computer') });
  await expect(copy.begin()).rejects.toMatchObject({ kind: 'not-now' });
  expect(readdirSync(folder)).toEqual(before);
  await copy.remove();
});

test('an edited record is damaged and not an invitation to enrol anew', async () => {
  const text = readFileSync(record(), 'utf8');
  writeFileSync(record(), text.replace(/"content":"(.)/, (_all, first: string) => `"content":"${first === 'A' ? 'B' : 'A'}`));
  expect(await inspect()).toMatchObject({ kind: 'record-damaged' });
  await expect(workstation.begin()).rejects.toMatchObject({ kind: 'not-now' });
  writeFileSync(record(), Buffer.alloc(2 * 1024 * 1024));
  expect(await inspect()).toMatchObject({ kind: 'record-damaged' });
  writeFileSync(record(), text);
  expect(await inspect()).toMatchObject({ kind: 'pending-approval' });
});

test('an older record put back is damaged', async () => {
  copyFileSync(record(), join(workstation.profile, 'older'));
  await workstation.hub.approve();
  expect(await inspect()).toMatchObject({ kind: 'approved' });
  copyFileSync(join(workstation.profile, 'older'), record());
  expect(await inspect()).toMatchObject({ kind: 'record-damaged' });
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'record-damaged' });
});

test('a record taken away from beside a vault is damaged, not unenrolled', async () => {
  rmSync(record());
  writeFileSync(join(workstation.profile, 'vault.header'), 'left');
  expect(await inspect()).toMatchObject({ kind: 'record-damaged', explanation: expect.stringContaining('missing') });
  expect(existsSync(join(workstation.profile, 'vault.header'))).toBe(true);
});

test('the files are the owner’s alone', () => {
  expect(statSync(record()).mode & 0o077).toBe(0);
});

test('cancelled, nothing is left of it', async () => {
  await workstation.call('device.cancel', null);
  expect(await inspect()).toEqual({ kind: 'unenrolled' });
  expect(readdirSync(workstation.profile)).toEqual([]);
  expect(await workstation.call('link.target', null)).toBeNull();
});

/** What somebody may put in a file's place. */
const others: readonly (readonly [string, (path: string) => void])[] = [
  ['a file far too large', (path) => writeFileSync(path, Buffer.alloc(2 * 1024 * 1024))],
  [
    'a folder',
    (path) => {
      mkdirSync(path);
      writeFileSync(join(path, 'something'), 'in it');
    },
  ],
  ...(process.platform === 'win32' ? [] : [['a pipe, of which reading never ends', (path: string) => execFileSync('mkfifo', [path])] as const]),
];

describe('what stands in the place of one of its files', () => {
  test.each(others)('%s is said to be damage of the record, and of the vault’s header', async (_name, put) => {
    rmSync(record());
    put(record());
    expect(await inspect()).toMatchObject({ kind: 'record-damaged' });
    const enrolled = new WorkstationCore();
    try {
      await enrolled.enrol();
      const header = join(enrolled.profile, 'vault.header');
      rmSync(header);
      put(header);
      expect(await enrolled.call('device.inspect', null)).toMatchObject({ kind: 'vault-damaged' });
      // Read anew, as at a start.
      await enrolled.restart();
      expect(await enrolled.call('device.inspect', null)).toMatchObject({ kind: 'vault-damaged' });
      expect(await enrolled.unlock()).toMatchObject({ kind: 'vault-damaged' });
    } finally {
      await enrolled.remove();
    }
  });

  test.each(others)('%s keeps nothing behind it from being destroyed', async (_name, put) => {
    const enrolled = new WorkstationCore();
    try {
      await enrolled.enrol();
      const header = join(enrolled.profile, 'vault.header');
      rmSync(header);
      put(header);
      await enrolled.call('device.start-over', null);
      expect(existsSync(header)).toBe(false);
      expect(existsSync(join(enrolled.profile, 'enrolment.record'))).toBe(false);
      expect(await enrolled.call('device.inspect', null)).toEqual({ kind: 'unenrolled' });
    } finally {
      await enrolled.remove();
    }
  });
});
