import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttachmentId, BeginningId, ConversationId } from '../../../../shared/domain/ids.ts';
import type { ChannelChoice } from '../../../../shared/domain/outgoing.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

const mailbox: ChannelChoice = { id: randomUUID(), kind: 'email', name: 'Support', address: 'support@shop.example', country: null };
const typed = { channelId: mailbox.id, to: { kind: 'address', address: 'ida@mail.example', name: '' }, subject: 'Your invoice', text: 'It is with this mail.' } as const;

let test: VaultUnderTest;
let waits: number;
const filesWait = (): void => {
  waits += 1;
};
beforeEach(async () => {
  test = new VaultUnderTest();
  waits = 0;
  await test.open({ filesWait });
  await test.opened.goLive();
  await test.hub.start(await test.opened.newSession());
  await test.opened.receive(await test.hub.mail([]));
  await test.mails();
  await test.tell({ e: 'channels', channels: [mailbox] });
  await test.mails();
});
afterEach(() => test.remove());

const freshId = () => ConversationId.parse(randomUUID());
const filesHere = () => (existsSync(join(test.folder, 'attachments')) ? readdirSync(join(test.folder, 'attachments')) : []);
async function brought(id: ConversationId, name: string, kind: 'reply' | 'note' | 'start' = 'start'): Promise<AttachmentId> {
  const answer = await test.opened.query('composer.begin-file', { id, kind, name, size: 10 });
  if (answer.kind !== 'begun') throw new Error(answer.why);
  await test.opened.query('composer.file-chunk', { file: answer.file, index: 0, bytes: new Uint8Array(randomBytes(10)) });
  return answer.file;
}
const inForm = async (id: ConversationId) => (await test.opened.query('conversation.files-to-start', { id })).map(({ name }) => name);
const start = (id: ConversationId, files: AttachmentId[]) => test.opened.query('conversation.start', { ...typed, brought: { id, files } });
const page = async (id: ConversationId) => (await test.opened.query('conversation.open', { id, before: null, limit: 10 })) ?? expect.fail('It is gone.');
const commands = async () => (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail] : []));
async function reopen(): Promise<void> {
  await test.close();
  await test.open({ create: false, filesWait });
  await test.opened.goLive();
}

describe('a file of a conversation that is begun here', () => {
  it('stands in the form alone, is taken out again, and is no draft for the agent’s other laptops', async () => {
    const id = freshId();
    const file = await brought(id, 'invoice.pdf');
    await brought(id, 'terms.pdf');
    expect(await inForm(id)).toEqual(['invoice.pdf', 'terms.pdf']);
    expect(await inForm(freshId())).toEqual([]);
    await test.opened.query('composer.remove-file', { id, file });
    expect(await inForm(id)).toEqual(['terms.pdf']);
    await test.opened.sendDrafts();
    expect((await test.mails()).filter(({ m }) => m === 'draft')).toEqual([]);
  });

  it('goes along with its first mail, which waits until the hub has it; that is asked for at once', async () => {
    const id = freshId();
    const file = await brought(id, 'invoice.pdf');
    expect(await start(id, [file])).toEqual({ kind: 'begun', conversationId: id });
    expect(waits).toBeGreaterThan(0);
    expect(await inForm(id)).toEqual([]);
    expect((await page(id)).messages).toMatchObject([{ status: 'queued', attachments: [{ name: 'invoice.pdf', contents: { state: 'kept', id: file } }] }]);
    expect(await commands()).toEqual([]);
    expect(await test.opened.uploads.next()).toEqual({ id: file, conversationId: id, size: 10, begins: true });
    await test.opened.uploads.done(file);
    expect(await test.opened.uploads.next()).toBeNull();
    expect((await commands()).map(({ command }) => command)).toMatchObject([{ do: 'start', conversationId: id, files: [{ id: file, name: 'invoice.pdf', size: 10 }] }]);
  });

  it('is there after the laptop was switched off, once its mail was sent; without that it goes with the form, from the disk too', async () => {
    const id = freshId();
    const file = await brought(id, 'invoice.pdf');
    const left = freshId();
    await brought(left, 'left.pdf');
    await start(id, [file]);
    await reopen();
    expect(await inForm(left)).toEqual([]);
    expect(filesHere()).toHaveLength(1);
    expect(await test.opened.uploads.next()).toMatchObject({ id: file, begins: true });
    await test.opened.uploads.done(file);
    await test.opened.uploads.next();
    expect((await commands()).map(({ command }) => command.do)).toEqual(['start']);
  });

  it('stays with a form that is kept, also where that goes on under another id, until it is thrown away', async () => {
    const kept = BeginningId.parse(randomUUID());
    const content = (text: string) => ({ way: 'email', channelId: mailbox.id, with: { kind: 'nobody' }, name: '', subject: 'Your invoice', text, call: { direction: 'in', at: null, minutes: '0', outcome: 'answered', recording: '' } }) as const;
    await test.opened.query('beginnings.save', { id: kept, content: content('It is with'), stamp: 0 });
    await brought(ConversationId.parse(kept), 'invoice.pdf');
    await reopen();
    expect(await inForm(ConversationId.parse(kept))).toEqual(['invoice.pdf']);
    // The page has not heard of what the other laptop has made of it.
    const { id: other } = await test.opened.query('beginnings.save', { id: kept, content: content('It is with this mail.'), stamp: 7 });
    expect(other).not.toBe(kept);
    expect([await inForm(ConversationId.parse(kept)), await inForm(ConversationId.parse(other))]).toEqual([[], ['invoice.pdf']]);
    await reopen();
    expect(await inForm(ConversationId.parse(other))).toEqual(['invoice.pdf']);
    await test.opened.query('beginnings.save', { id: other, content: null, stamp: 0 });
    await reopen();
    expect(await inForm(ConversationId.parse(other))).toEqual([]);
    expect(filesHere()).toEqual([]);
  });

  it('of a form that is kept is told to the agent’s other laptops as a number, once it is whole, and not any more once it is taken out', async () => {
    const kept = BeginningId.parse(randomUUID());
    const id = ConversationId.parse(kept);
    const told = async () => {
      await test.opened.sendDrafts();
      const sent = (await test.mails()).flatMap((mail) => (mail.m === 'beginning' ? [mail] : []));
      for (const [n, { key, base }] of sent.entries()) await test.tell({ e: 'beginning.kept', id: kept, key, version: base + n + 1 });
      return sent.map(({ content, files }) => [content?.text, files]);
    };
    const content = { way: 'email', channelId: mailbox.id, with: { kind: 'nobody' }, name: '', subject: 'Your invoice', text: 'It is with this mail.', call: { direction: 'in', at: null, minutes: '0', outcome: 'answered', recording: '' } } as const;
    await test.opened.query('beginnings.save', { id: kept, content, stamp: 0 });
    expect(await told()).toEqual([[content.text, 0]]);
    await test.opened.query('composer.begin-file', { id, kind: 'start', name: 'half.pdf', size: 10 });
    expect(await told()).toEqual([]);
    const file = await brought(id, 'invoice.pdf');
    expect(await told()).toEqual([[content.text, 1]]);
    await test.opened.query('composer.remove-file', { id, file });
    expect(await told()).toEqual([[content.text, 0]]);
    expect(await test.opened.query('beginnings.list', null)).toMatchObject([{ id: kept, filesThere: 0 }]);
  });

  it('keeps everything that was written in its conversation behind it, notes too, and their files until the hub knows the conversation', async () => {
    const id = freshId();
    await start(id, [await brought(id, 'invoice.pdf')]);
    await test.opened.query('conversation.note', { id, text: 'She asked on the phone.' });
    const second = await brought(id, 'second.pdf', 'reply');
    await test.opened.query('conversation.reply', { id, text: 'And this one.', files: [second] });
    expect(await commands()).toEqual([]);
    const first = (await test.opened.uploads.next()) ?? expect.fail('nothing to upload');
    await test.opened.uploads.done(first.id);
    expect(await test.opened.uploads.next()).toBeNull();
    const sent = await commands();
    expect(sent.map(({ command }) => command.do)).toEqual(['start', 'note']);
    waits = 0;
    await test.tell({ e: 'command.result', key: sent[0]!.key, outcome: { kind: 'done' } });
    expect(await test.opened.uploads.next()).toEqual({ id: second, conversationId: id, size: 10 });
    expect(waits).toBeGreaterThan(0);
  });

  it('that the hub refused is in the form again, under the same id, and goes out once more', async () => {
    const id = freshId();
    const file = await brought(id, 'invoice.pdf');
    await start(id, [file]);
    await test.opened.uploads.next();
    await test.opened.uploads.done(file);
    await test.opened.uploads.next();
    const [sent] = await commands();
    await test.tell({ e: 'command.result', key: sent!.key, outcome: { kind: 'refused', message: 'You have begun too many.' } });
    await reopen();
    expect(await test.opened.query('conversation.take-back', { id })).toEqual({ kind: 'start', start: { ...typed, brought: { id, files: [file] } } });
    // Something comes, after which files without a conversation are swept.
    const other = conversation();
    await test.tell(conversationEvent(other), { e: 'message', message: message({ conversationId: other.id }) });
    expect(await inForm(id)).toEqual(['invoice.pdf']);
    expect(await start(id, [file])).toEqual({ kind: 'begun', conversationId: id });
    expect(await test.opened.uploads.next()).toMatchObject({ id: file, begins: true });
    expect(await test.opened.uploads.chunks(file, 0, 4)).toHaveLength(1);
  });

  it.each([
    ['gone', 'It was not sent: the hub does not take files from you for a new conversation. It may have begun already: look for it in the list, or ask your lead.'],
    ['damaged', 'It was not sent: a file on this laptop is damaged. Attach it again, then send the mail again.'],
    ['lost', 'It was not sent: a file is not on this laptop any more. Attach it again, then send the mail again.'],
  ] as const)('that does not get to the hub says so of a mail, not of an answer: %s', async (why, words) => {
    const id = freshId();
    const file = await brought(id, 'invoice.pdf');
    await start(id, [file]);
    await test.opened.uploads.failed(file, why);
    expect((await page(id)).messages).toMatchObject([{ status: 'failed', failure: words }]);
  });

  it('is taken for no conversation that there is, and no file of another one goes along', async () => {
    const about = conversation();
    await test.tell(conversationEvent(about));
    await expect(brought(about.id, 'invoice.pdf')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(start(about.id, [AttachmentId.parse(randomUUID())])).rejects.toMatchObject({ kind: 'invalid' });
    const elsewhere = await brought(freshId(), 'invoice.pdf');
    const id = freshId();
    await expect(start(id, [elsewhere])).rejects.toMatchObject({ kind: 'invalid' });
    expect(await test.opened.query('conversation.open', { id, before: null, limit: 10 })).toBeNull();
  });
});

describe('files of a note', () => {
  it('are asked for at once, as those of a reply are', async () => {
    const about = conversation();
    await test.tell(conversationEvent(about));
    const file = await brought(about.id, 'shelf.pdf', 'note');
    waits = 0;
    await test.opened.query('conversation.note', { id: about.id, text: 'From the warehouse.', files: [file] });
    expect(waits).toBeGreaterThan(0);
  });
});
