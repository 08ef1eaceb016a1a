import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceMail } from '../../../../shared/contract/wire/index.ts';
import { chunkSize } from '../../../../shared/domain/attachment.ts';
import type { WrittenKind } from '../../../../shared/domain/conversation.ts';
import type { AttachmentId, ConversationId, IdempotencyKey } from '../../../../shared/domain/ids.ts';
import { fromBase64 } from '../../../../shared/trust/bytes.ts';
import { openChunk } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const marker = 'zanzibar-platypus-in-a-letter';
const folder = () => join(test.folder, 'attachments');
const filesHere = () => (existsSync(folder()) ? readdirSync(folder()) : []);
const letter = (size = 2 * chunkSize + 100) => Buffer.concat([Buffer.from(marker), randomBytes(size)]).subarray(0, size);

async function opened(channel: 'email' | 'phone' = 'email', undoSeconds = 0): Promise<ConversationId> {
  await test.open({ undoSeconds });
  await test.opened.goLive();
  await test.hub.start(await test.opened.newSession());
  await test.opened.receive(await test.hub.mail([]));
  await test.mails();
  const about = conversation({ channel });
  await test.tell(conversationEvent(about), { e: 'message', message: message({ conversationId: about.id }) });
  await test.mails();
  return about.id;
}
async function begun(id: ConversationId, name: string, size: number, kind: WrittenKind = 'reply'): Promise<AttachmentId> {
  const answer = await test.opened.query('composer.begin-file', { id, kind, name, size });
  if (answer.kind !== 'begun') throw new Error(answer.why);
  return answer.file;
}
const chunk = (file: AttachmentId, plain: Uint8Array, index: number) => test.opened.query('composer.file-chunk', { file, index, bytes: new Uint8Array(plain.subarray(index * chunkSize, (index + 1) * chunkSize)) });
async function attached(id: ConversationId, plain: Buffer, name = 'letter.pdf', kind: WrittenKind = 'reply'): Promise<AttachmentId> {
  const file = await begun(id, name, plain.length, kind);
  for (let index = 0; index * chunkSize < plain.length; index += 1) await chunk(file, plain, index);
  return file;
}
const reply = (id: ConversationId, files: AttachmentId[], text = 'See the letter.') => test.opened.query('conversation.reply', { id, text, files });
const page = async (id: ConversationId) => {
  const answer = await test.opened.query('conversation.open', { id, before: null, limit: 50 });
  if (answer === null) throw new Error('It is gone.');
  return answer;
};
const draftNames = async (id: ConversationId) => (await page(id)).files.reply.map(({ name }) => name);
/** Commands that the hub got since the last time. */
const commands = async () => (await test.mails()).flatMap((mail: DeviceMail) => (mail.m === 'command' ? [mail] : []));
async function reopen(undoSeconds = 0): Promise<void> {
  await test.close();
  await test.open({ create: false, undoSeconds });
}
const live = async () => {
  await test.opened.goLive();
  await test.opened.uploads.next();
};

describe('a file of a draft', () => {
  it('lies on the disk sealed from its first chunk on, never in plain, and survives a lock with the draft', async () => {
    const id = await opened();
    const plain = letter();
    const file = await begun(id, 'letter.pdf', plain.length);
    await chunk(file, plain, 0);
    expect(await draftNames(id)).toEqual([]);
    for (const each of filesHere()) expect(readFileSync(join(folder(), each)).includes(marker)).toBe(false);
    for (const index of [1, 2]) await chunk(file, plain, index);
    await reopen();
    expect((await page(id)).files.reply).toEqual([{ id: file, name: 'letter.pdf', mediaType: 'application/pdf', size: plain.length }]);
    expect(filesHere()).toHaveLength(1);
  });

  it('stays in the order in which it was added, within a moment and where the clock is put back', async () => {
    const id = await opened();
    const names = Array.from({ length: 8 }, (_, index) => `${index}.txt`);
    for (const [index, name] of names.entries()) {
      if (index === 6) test.now -= 60_000;
      await attached(id, letter(10), name);
    }
    expect(await draftNames(id)).toEqual(names);
    await reopen();
    expect(await draftNames(id)).toEqual(names);
  });

  it('that did not come whole is gone after a lock, with its file', async () => {
    const id = await opened();
    const plain = letter();
    await chunk(await begun(id, 'letter.pdf', plain.length), plain, 0);
    await reopen();
    expect(await draftNames(id)).toEqual([]);
    expect(filesHere()).toEqual([]);
  });

  it('takes its chunks in order, once, and none of another length', async () => {
    const id = await opened();
    const plain = letter(chunkSize + 10);
    const file = await begun(id, 'letter.pdf', plain.length);
    expect(await chunk(file, plain, 1)).toEqual({ state: 'gone' });
    expect(await test.opened.query('composer.file-chunk', { file, index: 0, bytes: new Uint8Array(10) })).toEqual({ state: 'gone' });
    expect(await chunk(file, plain, 0)).toEqual({ state: 'more' });
    expect(await chunk(file, plain, 0)).toEqual({ state: 'gone' });
    expect(await chunk(file, plain, 1)).toEqual({ state: 'whole' });
    expect(await test.opened.query('composer.file-chunk', { file, index: 2, bytes: new Uint8Array(1) })).toEqual({ state: 'gone' });
  });

  it.each([
    ['a program', 'setup.exe', 10, 'program'],
    ['an empty one', 'nothing.txt', 0, 'empty'],
    ['one that is larger than mail carries', 'film.mp4', 26 * 1024 * 1024, 'too-large'],
  ] as const)('is refused before a byte of it has come: %s', async (_what, name, size, why) => {
    const id = await opened();
    expect(await test.opened.query('composer.begin-file', { id, kind: 'reply', name, size })).toEqual({ kind: 'refused', why });
    expect(filesHere()).toEqual([]);
  });

  it('is refused on a channel that takes none', async () => {
    const id = await opened('phone');
    expect(await test.opened.query('composer.begin-file', { id, kind: 'reply', name: 'letter.pdf', size: 10 })).toEqual({ kind: 'refused', why: 'no-files' });
  });

  it('of a note is taken on every channel, goes along with notes alone, and waits for the hub to have it', async () => {
    const id = await opened('phone');
    const inside = await attached(id, Buffer.from('for colleagues'), 'warehouse.txt', 'note');
    expect((await page(id)).files).toMatchObject({ reply: [], note: [{ name: 'warehouse.txt' }] });
    await expect(reply(id, [inside])).rejects.toMatchObject({ kind: 'invalid' });
    await test.opened.query('conversation.note', { id, text: 'From the warehouse.', files: [inside] });
    expect((await page(id)).files.note).toEqual([]);
    // What is written after it goes out before it, and it is not forgotten behind that.
    await test.opened.query('conversation.note', { id, text: 'And another.', files: [] });
    expect((await commands()).map(({ command }) => command)).toMatchObject([{ do: 'note', text: 'And another.' }]);
    expect(await test.opened.uploads.next()).toMatchObject({ id: inside });
    await test.opened.uploads.done(inside);
    expect(await test.opened.uploads.next()).toBeNull();
    expect((await commands()).map(({ command }) => command)).toMatchObject([{ do: 'note', text: 'From the warehouse.', files: [{ id: inside, name: 'warehouse.txt' }] }]);
  });

  it('that a template begins with goes along with it once the hub has it, and out of the draft', async () => {
    const id = await opened();
    const file = await attached(id, letter(10));
    const template = { name: 'receipt', language: 'en', category: '', header: null, media: 'document' as const, body: 'Your receipt.', footer: null, buttons: [], fields: [] };
    await test.opened.query('conversation.template', { id, template, values: [], files: [file] });
    expect(await draftNames(id)).toEqual([]);
    expect((await page(id)).messages.at(-1)).toMatchObject({ text: 'Your receipt.', attachments: [{ name: 'letter.pdf', contents: { state: 'kept', id: file } }] });
    expect(await commands()).toEqual([]);
    expect(await test.opened.uploads.next()).toMatchObject({ id: file });
    await test.opened.uploads.done(file);
    expect(await test.opened.uploads.next()).toBeNull();
    expect((await commands()).map(({ command }) => command)).toMatchObject([{ do: 'template', name: 'receipt', files: [{ id: file, name: 'letter.pdf' }] }]);
  });

  it('of a note fails it where the hub does not take it', async () => {
    const id = await opened();
    const inside = await attached(id, Buffer.from('for colleagues'), 'warehouse.txt', 'note');
    await test.opened.query('conversation.note', { id, text: 'From the warehouse.', files: [inside] });
    await test.opened.uploads.next();
    await test.opened.uploads.failed(inside, 'full');
    expect((await page(id)).messages.at(-1)).toMatchObject({ kind: 'note', status: 'failed', attachments: [{ name: 'warehouse.txt' }] });
  });

  it('is taken out again with what lies on the disk', async () => {
    const id = await opened();
    const file = await attached(id, letter());
    await test.opened.query('composer.remove-file', { id, file });
    expect(await draftNames(id)).toEqual([]);
    expect(filesHere()).toEqual([]);
  });

  it('goes with its conversation, key first', async () => {
    const id = await opened();
    await attached(id, letter());
    await test.tell({ e: 'conversation.purged', conversationId: id });
    await reopen();
    expect(filesHere()).toEqual([]);
  });
});

describe('a reply with a file', () => {
  it('stays here until the hub has the file, and then goes out with what opens it', async () => {
    const id = await opened();
    const plain = letter();
    const file = await attached(id, plain);
    await reply(id, [file]);
    expect(await commands()).toEqual([]);
    expect(await draftNames(id)).toEqual([]);
    expect(await test.opened.uploads.next()).toEqual({ id: file, conversationId: id, size: plain.length });
    const sealed = await test.opened.uploads.chunks(file, 0, 10);
    expect(sealed).toHaveLength(3);
    await test.opened.uploads.done(file);
    expect(await test.opened.uploads.next()).toBeNull();
    const [sent, ...more] = await commands();
    expect(more).toEqual([]);
    if (sent?.command.do !== 'reply') throw new Error('It is no reply.');
    const [told] = sent.command.files ?? [];
    if (told === undefined) throw new Error('It has no file.');
    expect(told).toMatchObject({ id: file, name: 'letter.pdf', size: plain.length, sha256: createHash('sha256').update(plain).digest('hex') });
    const opens = sealed.map((part, index) => openChunk(fromBase64(told.key), told, index, part));
    expect(Buffer.concat(opens).equals(plain)).toBe(true);
  });

  it('keeps what was done in its conversation after it behind it, and nothing else', async () => {
    const id = await opened();
    const file = await attached(id, letter(10));
    await reply(id, [file]);
    await test.opened.query('conversation.status', { id, status: 'resolved' });
    await test.opened.query('conversation.note', { id, text: 'Waits for nothing.' });
    expect((await commands()).map(({ command }) => command.do)).toEqual(['note']);
    await test.opened.uploads.done(file);
    await test.opened.uploads.next();
    expect((await commands()).map(({ command }) => command.do)).toEqual(['reply', 'status']);
  });

  it('goes on after a lock: the file is uploaded then, and the reply goes out once', async () => {
    const id = await opened();
    const file = await attached(id, letter());
    await reply(id, [file]);
    await reopen();
    await live();
    expect(await commands()).toEqual([]);
    expect(await test.opened.uploads.next()).toMatchObject({ id: file });
    await test.opened.uploads.done(file);
    // Ended in the moment between: the last file is there, and the reply was not let go.
    await reopen();
    await live();
    expect((await commands()).map(({ command }) => command.do)).toEqual(['reply']);
    await live();
    expect((await commands()).map(({ command }) => command.do)).toEqual(['reply']);
  });

  it('opens from here at once, and still does when the hub has told the message', async () => {
    const id = await opened();
    const plain = letter();
    const file = await attached(id, plain);
    const { messageId } = await reply(id, [file]);
    const place = { messageId, id: file };
    expect(await test.opened.attachments.progress(place)).toMatchObject({ chunks: 3, of: 3 });
    await test.opened.uploads.done(file);
    await test.opened.uploads.next();
    const [sent] = await commands();
    await test.tell({ e: 'command.result', key: sent?.key as IdempotencyKey, outcome: { kind: 'done' } });
    expect(Buffer.from((await test.opened.attachments.read(place, 0)) ?? []).equals(plain.subarray(0, chunkSize))).toBe(true);
    expect((await page(id)).messages.at(-1)?.attachments).toEqual([{ name: 'letter.pdf', mediaType: 'application/pdf', size: plain.length, contents: { state: 'kept', id: file, hidden: [] } }]);
  });

  it('that is taken back brings its files into the draft again, and the next reply takes them along', async () => {
    const id = await opened('email', 10);
    const plain = letter();
    const file = await attached(id, plain);
    const { messageId } = await reply(id, [file]);
    expect(await test.opened.uploads.next()).toBeNull();
    expect(await test.opened.query('conversation.undo-reply', { id, messageId })).toMatchObject({ kind: 'undone' });
    expect(await draftNames(id)).toEqual(['letter.pdf']);
    await reopen();
    expect(await draftNames(id)).toEqual(['letter.pdf']);
    await live();
    await reply(id, [file]);
    expect(await test.opened.uploads.next()).toMatchObject({ id: file });
  });

  it('that a colleague has overtaken goes out again with its files, or gives them back', async () => {
    const id = await opened();
    const files = [await attached(id, letter(10), 'one.txt'), await attached(id, letter(20), 'two.txt')];
    const { messageId } = await reply(id, files);
    const letOut = async () => {
      for (const file of files) {
        expect(await test.opened.uploads.next()).toMatchObject({ id: file });
        await test.opened.uploads.done(file);
      }
      await test.opened.uploads.next();
      const [sent] = await commands();
      await test.tell({ e: 'command.result', key: sent?.key as IdempotencyKey, outcome: { kind: 'conflict', conflict: { reason: 'answered', by: 'Bob', answer: null } } });
    };
    await letOut();
    const key = (await page(id)).conflicts[0]?.key as IdempotencyKey;
    await test.opened.query('conversation.settle', { id, key, how: 'again' });
    expect((await page(id)).messages.find((each) => each.id === messageId)?.attachments).toHaveLength(2);
    await letOut();
    await test.opened.query('conversation.settle', { id, key: (await page(id)).conflicts[0]?.key as IdempotencyKey, how: 'edit' });
    expect(await draftNames(id)).toEqual(['one.txt', 'two.txt']);
  });

  it('fails with a sentence when the hub does not take a file, or the file has been taken away here', async () => {
    const id = await opened();
    const refused = await reply(id, [await attached(id, letter(10))]);
    const place = await test.opened.uploads.next();
    await test.opened.uploads.failed(place!.id, 'gone');
    const file = await attached(id, letter(10));
    const lost = await reply(id, [file]);
    for (const each of filesHere()) rmSync(join(folder(), each));
    expect(await test.opened.uploads.chunks(file, 0, 4)).toEqual([]);
    await test.opened.uploads.failed(file, 'lost');
    const failures = new Map((await page(id)).messages.map((each) => [each.id, [each.status, each.failure]]));
    expect(failures.get(refused.messageId)).toEqual(['failed', expect.stringContaining('does not take files for this conversation')]);
    expect(failures.get(lost.messageId)).toEqual(['failed', expect.stringContaining('not on this laptop any more')]);
    expect(await test.opened.uploads.next()).toBeNull();
  });

  it('takes no file of another conversation, and none that is not whole', async () => {
    const id = await opened();
    const other = conversation();
    await test.tell(conversationEvent(other));
    const elsewhere = await attached(other.id, letter(10));
    const half = await begun(id, 'half.pdf', 2 * chunkSize);
    for (const file of [elsewhere, half]) await expect(reply(id, [file])).rejects.toMatchObject({ kind: 'invalid' });
    expect((await page(id)).messages.some(({ status }) => status === 'queued')).toBe(false);
  });
});
