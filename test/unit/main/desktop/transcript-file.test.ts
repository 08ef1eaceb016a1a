import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TranscriptSaver, type SavePorts } from '../../../../main/desktop/transcripts/save-transcript.ts';
import { writeTranscriptFile } from '../../../../main/desktop/transcripts/transcript-file.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';

let folder: string;
let profile: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-transcript-'));
  profile = join(folder, 'profile');
  mkdirSync(profile);
  path = join(folder, 'chosen.txt');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Buffer.from('what was said');
const nothing = () => Promise.resolve();
const write = (part: Partial<Parameters<typeof writeTranscriptFile>[0]> = {}, beforeNamed: () => Promise<void> = nothing) => writeTranscriptFile({ path, bytes, profile, replaces: false, ...part }, beforeNamed);
const others = () => readdirSync(folder).filter((name) => name !== 'profile');

test('it is there whole, for its owner only, and nothing else is left beside it', async () => {
  expect(await write()).toBe('written');
  expect(readFileSync(path)).toEqual(bytes);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(others()).toEqual(['chosen.txt']);
});

test('a file that the person agreed to replace is replaced, and is for its owner only as well', async () => {
  writeFileSync(path, 'older', { mode: 0o644 });
  expect(await write({ replaces: true })).toBe('written');
  expect(readFileSync(path)).toEqual(bytes);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a file that has come to stand there since is not replaced', async () => {
  writeFileSync(path, 'somebody else’s');
  expect(await write()).toBe('taken');
  expect(readFileSync(path, 'utf8')).toBe('somebody else’s');
  expect(others()).toEqual(['chosen.txt']);
});

test('there is no file under the name before what has to come first has come, and none where it fails', async () => {
  const seen: string[] = [];
  await write({}, () => {
    seen.push(readFileSync(path, 'utf8'));
    return Promise.resolve();
  });
  expect(seen).toEqual(['']);
  rmSync(path);
  await expect(write({}, () => Promise.reject(new Error('no room in the vault')))).rejects.toThrow('no room in the vault');
  expect(others()).toEqual([]);
  writeFileSync(path, 'older');
  await expect(write({ replaces: true }, () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
  expect(readFileSync(path, 'utf8')).toBe('older');
});

test('nothing is written into Sealdesk’s own folder, by whatever way it is named', async () => {
  expect(await write({ path: join(profile, 'vault.db') })).toBe('own-folder');
  symlinkSync(profile, join(folder, 'elsewhere'));
  expect(await write({ path: join(folder, 'elsewhere', 'vault.db') })).toBe('own-folder');
  expect(readdirSync(profile)).toEqual([]);
});

test('a place that is not there, or is a folder, says so', async () => {
  expect(await write({ path: join(folder, 'missing', 'x.txt') })).toBe('failed');
  mkdirSync(join(folder, 'taken'));
  expect(await write({ path: join(folder, 'taken'), replaces: true })).toBe('failed');
  expect(others()).toEqual(['taken']);
});

const id = ConversationId.parse('0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10');
const ports = (part: Partial<SavePorts> = {}): SavePorts => ({
  profile,
  askPlace: () => Promise.resolve(path),
  make: () => Promise.resolve({ kind: 'made', content: 'what was said', messages: 1, mark: [] }),
  print: () => Promise.resolve(bytes),
  report: () => Promise.resolve(),
  ...part,
});

test('the audit log’s entry is kept before there is a file, by its number, its hash and its size', async () => {
  const report = vi.fn<SavePorts['report']>(async () => expect(readFileSync(path, 'utf8')).toBe(''));
  const saved = await new TranscriptSaver(ports({ report })).save({ id, format: 'text' });
  expect(report).toHaveBeenCalledWith({
    conversationId: id, number: saved.kind === 'saved' ? saved.number : '', format: 'text',
    sha256: createHash('sha256').update(bytes).digest('hex'), bytes: 13, messages: 1,
  });
  expect(readFileSync(path)).toEqual(bytes);
});

test('where the entry cannot be kept there is no file', async () => {
  await expect(new TranscriptSaver(ports({ report: () => Promise.reject(new Error('the disk is full')) })).save({ id, format: 'text' })).rejects.toThrow('the disk is full');
  expect(others()).toEqual([]);
});

test('nothing is read before the person has chosen a place, and nothing at all where they have not', async () => {
  const make = vi.fn<SavePorts['make']>();
  expect(await new TranscriptSaver(ports({ askPlace: () => Promise.resolve(null), make })).save({ id, format: 'pdf' })).toEqual({ kind: 'cancelled' });
  expect(make).not.toHaveBeenCalled();
});

test('a second one waits for nobody: it is refused while the dialog of the first is open, and served afterwards', async () => {
  let choose: (path: string | null) => void = () => undefined;
  const saver = new TranscriptSaver(ports({ askPlace: () => new Promise((answer) => (choose = answer)) }));
  const first = saver.save({ id, format: 'text' });
  expect(await saver.save({ id, format: 'text' })).toEqual({ kind: 'busy' });
  choose(path);
  expect(await first).toMatchObject({ kind: 'saved' });
  const next = saver.save({ id, format: 'text' });
  choose(null);
  expect(await next).toEqual({ kind: 'cancelled' });
});

test('a dialog that was open when it was locked is answered in vain, and the next save waits for nobody', async () => {
  const answers: ((path: string | null) => void)[] = [];
  const make = vi.fn<SavePorts['make']>(ports().make);
  const saver = new TranscriptSaver(ports({ make, askPlace: () => new Promise((answer) => answers.push(answer)) }));
  const first = saver.save({ id, format: 'text' });
  saver.abandon();
  const second = saver.save({ id, format: 'text' });
  answers[0]?.(join(folder, 'first.txt'));
  expect(await first).toEqual({ kind: 'cancelled' });
  expect(await saver.save({ id, format: 'text' })).toEqual({ kind: 'busy' });
  answers[1]?.(path);
  expect(await second).toMatchObject({ kind: 'saved' });
  expect(others()).toEqual(['chosen.txt']);
  expect(make).toHaveBeenCalledTimes(1);
});

test('the name that is suggested tells nothing of a person', async () => {
  const askPlace = vi.fn<SavePorts['askPlace']>(() => Promise.resolve(null));
  await new TranscriptSaver(ports({ askPlace })).save({ id, format: 'json' });
  expect(askPlace.mock.calls[0]?.[0]).toMatch(/^transcript-[0-9a-f]{8}\.json$/);
});
