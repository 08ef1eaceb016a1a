import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isLetOut, nameFiles, notLetOut, storeFiles } from '../../../../hub/conversations/attachments.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { beginUpload, takeChunks } from '../../../../hub/conversations/uploads.ts';
import { fileChunk, maxFileBytes } from '../../../../hub/widget/chat-frames.ts';
import { ConversationId, CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import { violations } from '../../../doubles/axe.ts';
import { builtWidget, ChatLine, type Door, openDoor } from '../../../doubles/chat-door.ts';
import { docx, paragraph } from '../../../doubles/made-documents.ts';
import { drawnAs, exifSegment, jpegWith, pointsOf } from '../../../doubles/made-pictures.ts';
import { png } from '../../../doubles/sent-files.ts';
import { sealedFile } from '../../../doubles/uploaded-file.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const waiting = { timeout: 60_000, interval: 20 };

let widget: Awaited<ReturnType<typeof builtWidget>>;
let hub: Organisation;
let chat: Door;
let ahead: number;

beforeAll(async () => {
  widget = await builtWidget();
});
afterAll(() => widget.remove());
beforeEach(async () => {
  ahead = 0;
  hub = await openOrganisation({ widgetDir: widget.dir, clock: { now: () => Date.now() + ahead, monotonic: () => performance.now() + ahead } });
  await hub.addChat();
  await hub.channels.start();
  chat = await openDoor(hub.channels.chatRoute);
});
afterEach(async () => {
  await hub.close();
  await chat.close();
});

const open = async () => {
  const line = await ChatLine.open(chat.origin);
  line.hello(null);
  await line.next('ready');
  return line;
};
const announce = (line: ChatLine, name: string, size: number) => {
  const id = randomUUID();
  line.say({ t: 'file', id, name, size });
  return id;
};
const send = (line: ChatLine, name: string, contents: Uint8Array) => {
  const id = announce(line, name, contents.length);
  for (let from = 0; from < contents.length; from += fileChunk) line.socket.send(contents.subarray(from, from + fileChunk), { binary: true });
  return id;
};
const refusal = async (line: ChatLine, id: string) =>
  vi.waitFor(() => {
    const frame = line.heard.find((each) => each.t === 'refused' && each.id === id);
    expect(frame).toBeDefined();
    return frame?.t === 'refused' ? frame.message : '';
  }, waiting);
/** As if an agent had sent it. */
const fromShop = async (conversationId: string, name: string, bytes: Uint8Array, mediaType = 'application/pdf', seen = isLetOut) => {
  const [file] = nameFiles([{ name, mediaType, size: bytes.length, contents: { state: 'read', bytes, redacted: false } }], hub.clock.now());
  await hub.db.transaction().execute(async (tx) => {
    const { customer_id } = await tx.selectFrom('conversations').select('customer_id').where('id', '=', conversationId).executeTakeFirstOrThrow();
    const row = await insertMessage(tx, hub.envelope, {
      id: MessageId.parse(randomUUID()),
      conversationId: ConversationId.parse(conversationId),
      customerId: CustomerId.parse(customer_id),
      kind: 'outbound',
      agentId: null,
      content: { authorName: 'Nora', subject: null, text: 'The invoice', html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: file === undefined ? [] : [file.attachment] },
      status: 'accepted',
      sentAt: Date.now(),
      messageId: null,
      automatic: false,
      authentication: null,
    });
    await storeFiles(tx, row, file === undefined ? [] : [file]);
    await tx.updateTable('attachments').set({ redacted: seen }).where('message_id', '=', row.id).execute();
  });
  const contents = file?.attachment.contents;
  return contents?.state === 'kept' ? contents.id : '';
};
/** An agent's answer with a file, as a laptop sends it. */
const answered = async (conversationId: string, name: string, plain: Uint8Array) => {
  const agent = await hub.addAgent({ name: 'Ada' });
  const one = sealedFile(name, plain);
  const into = ConversationId.parse(conversationId);
  await hub.db.transaction().execute(async (tx) => {
    await beginUpload(tx, agent, { id: one.file.id, conversationId: into, size: one.file.size }, hub.clock.now());
    await takeChunks(tx, agent, { id: one.file.id, first: 0, sealed: one.chunks }, hub.clock.now());
  });
  const messageId = MessageId.parse(randomUUID());
  expect(await hub.execute(agent, { do: 'reply', conversationId: into, messageId, text: 'Here it is.', files: [one.file], seen: null })).toEqual({ kind: 'done' });
  return messageId;
};
const statusesOf = (id: string) => hub.heard.flatMap(({ event }) => (event.e === 'message.status' && event.messageId === id ? [event] : []));
const begun = async (text: string) => {
  const line = await open();
  line.write(text);
  await line.next('lines');
  const conversationId = hub.messages().find((message) => message.text === text)?.conversationId ?? '';
  return { line, conversationId };
};
const ticketFor = async (line: ChatLine, id: string) => {
  line.say({ t: 'file-open', id });
  return vi.waitFor(() => {
    const frame = line.heard.findLast((each) => each.t === 'file-ticket' && each.id === id);
    expect(frame).toBeDefined();
    return frame?.t === 'file-ticket' ? frame.ticket : null;
  }, waiting);
};

describe('a file of a visitor', () => {
  it('comes as files of mail do: looked through, with what is hidden gone, and sealed', async () => {
    const line = await open();
    send(line, 'order.txt', Buffer.from('My card is 4111 1111 1111 1111'));
    await line.next('lines');
    const [message] = hub.messages();
    expect(message?.attachments).toMatchObject([{ name: 'order.txt', mediaType: 'text/plain', contents: { state: 'kept', redacted: true, hidden: [{ type: 'card', count: 1 }] } }]);
    const chunks = await hub.db.selectFrom('attachment_chunks').select('sealed').execute();
    expect(chunks.map(({ sealed }) => Buffer.from(sealed).toString('latin1')).join('')).not.toContain('My card');
    expect((await line.next('lines')).lines).toMatchObject([{ from: 'customer', text: '', files: [{ id: null, name: 'order.txt' }] }]);
  });

  it('comes in pieces, each of which is said to be there', async () => {
    const line = await open();
    const contents = new Uint8Array(3 * fileChunk + 5).fill(0x61);
    send(line, 'long.txt', contents);
    await line.next('taken');
    expect(line.heard.flatMap((frame) => (frame.t === 'file-at' ? [frame.bytes] : []))).toEqual([0, fileChunk, 2 * fileChunk, 3 * fileChunk]);
  });

  it('is refused in words when it is too large, of a kind that is not taken, or other than it said', async () => {
    const line = await open();
    expect(await refusal(line, announce(line, 'film.pdf', maxFileBytes + 1))).toContain('too large');
    expect(await refusal(line, send(line, 'invoice.pdf', Buffer.from('MZ program')))).toContain('not taken');
    const short = announce(line, 'a.txt', 3);
    line.socket.send(Buffer.from('more than it said'), { binary: true });
    expect(await refusal(line, short)).toContain('damaged');
    const first = announce(line, 'a.txt', 1000);
    expect(await refusal(line, announce(line, 'b.txt', 1000))).toContain('Another file');
    line.say({ t: 'file-cancel', id: first });
    send(line, 'c.txt', Buffer.from('the last one'));
    await line.next('taken');
    await hub.channels.idle();
    expect(hub.messages().flatMap(({ attachments }) => attachments.map(({ name }) => name))).toEqual(['c.txt']);
  });

  it('that nothing comes of any more is dropped, and said so', async () => {
    const line = await open();
    const id = announce(line, 'slow.txt', 1000);
    line.socket.send(Buffer.from('a'), { binary: true });
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'file-at')).toHaveLength(2), waiting);
    ahead = 31_000;
    expect(await refusal(line, id)).toContain('took too long');
  });

  it('is one of only so many in a time', async () => {
    const line = await open();
    const ids = Array.from({ length: 14 }, (_, n) => send(line, `${n}.txt`, Buffer.from(`file ${n}`)));
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'taken' || t === 'refused')).toHaveLength(14), waiting);
    expect(await refusal(line, ids.at(-1) ?? '')).toContain('Too many files');
    expect(line.heard.filter(({ t }) => t === 'taken').length).toBeLessThan(13);
  });

  it('comes from nobody who has not said who they are', async () => {
    const line = await ChatLine.open(chat.origin);
    announce(line, 'a.txt', 5);
    line.socket.send(Buffer.from('hello'), { binary: true });
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'error')).toHaveLength(2), waiting);
    expect(line.heard.some(({ t }) => t === 'file-at' || t === 'taken')).toBe(false);
  });
});

describe('a file of the shop’s', () => {
  const invoice = new Uint8Array(600_000).fill(7);

  it('is had once with a ticket, to be saved and never to be shown', async () => {
    const { line, conversationId } = await begun('The invoice, please');
    const id = await fromShop(conversationId, 'Rechnung "März".pdf', invoice);
    const ticket = await ticketFor(line, id);
    expect((await fetch(`${chat.origin}/chat/file/${ticket ?? ''}`, { method: 'HEAD' })).status).toBe(404);
    const response = await fetch(`${chat.origin}/chat/file/${ticket ?? ''}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': "attachment; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22.pdf",
      'content-type': 'application/octet-stream',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(invoice);
    expect((await fetch(`${chat.origin}/chat/file/${ticket ?? ''}`)).status).toBe(404);
  });

  it('is had by nobody else, and neither is a file of the visitor’s own', async () => {
    const { conversationId } = await begun('The invoice, please');
    const id = await fromShop(conversationId, 'invoice.pdf', invoice);
    const other = await begun('I am somebody else');
    expect(await ticketFor(other.line, id)).toBeNull();
    expect(await ticketFor(other.line, randomUUID())).toBeNull();
    send(other.line, 'mine.txt', Buffer.from('mine'));
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(3), waiting);
    const own = await hub.db.selectFrom('attachments').select('id').where('conversation_id', '=', other.conversationId).executeTakeFirstOrThrow();
    expect(await ticketFor(other.line, own.id)).toBeNull();
  });

  it('comes with an agent’s answer once the last gate has let it out', async () => {
    const { line, conversationId } = await begun('May I see the tent?');
    const picture = png({ width: 60, height: 40, colour: [10, 20, 30] });
    await answered(conversationId, 'tent.png', picture);
    const file = await vi.waitFor(() => {
      const shown = line.heard.flatMap((frame) => (frame.t === 'lines' ? frame.lines : [])).findLast(({ from }) => from === 'shop')?.files[0];
      expect(shown).toMatchObject({ name: 'tent.png', size: picture.length, picture: true });
      return shown;
    }, waiting);
    const response = await fetch(`${chat.origin}/chat/file/${(await ticketFor(line, file?.id ?? '')) ?? ''}`);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'image/png', 'content-disposition': "attachment; filename*=UTF-8''tent.png", 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'" });
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  });

  it('that is a picture is had without where and with what it was taken', async () => {
    const { line, conversationId } = await begun('May I see the tent?');
    const photo = jpegWith(await drawnAs('jpeg'), exifSegment({ artist: 'zanzibar', turned: 6 }));
    await answered(conversationId, 'tent.jpg', photo);
    const file = await vi.waitFor(() => {
      const shown = line.heard.flatMap((frame) => (frame.t === 'lines' ? frame.lines : [])).findLast(({ from }) => from === 'shop')?.files[0];
      expect(shown).toMatchObject({ name: 'tent.jpg', picture: true });
      return shown;
    }, waiting);
    const response = await fetch(`${chat.origin}/chat/file/${(await ticketFor(line, file?.id ?? '')) ?? ''}`);
    const had = Buffer.from(await response.arrayBuffer());
    expect(had.includes('zanzibar')).toBe(false);
    expect(await pointsOf(had)).toEqual(await pointsOf(photo));
  });

  it('in which a card number stands is never had or named, and neither are the words beside it', async () => {
    const { line, conversationId } = await begun('The letter, please');
    const messageId = await answered(conversationId, 'letter.docx', docx(paragraph('Card 4111 1111 1111 1111')));
    await vi.waitFor(() => expect(statusesOf(messageId).at(-1)).toMatchObject({ status: 'failed', failure: expect.stringContaining('payment card number') }), waiting);
    line.write('Hello?');
    await vi.waitFor(() => expect(line.heard.some((frame) => frame.t === 'lines' && frame.lines.some(({ text }) => text === 'Hello?'))).toBe(true), waiting);
    expect(JSON.stringify(line.heard)).not.toMatch(/letter\.docx|Here it is/);
    const { id } = await hub.db.selectFrom('attachments').select('id').where('message_id', '=', messageId).executeTakeFirstOrThrow();
    expect(await ticketFor(line, id)).toBeNull();
  });

  it('that waits for the last gate is neither shown nor had', async () => {
    const { line, conversationId } = await begun('The invoice, please');
    expect(await ticketFor(line, await fromShop(conversationId, 'invoice.pdf', invoice, 'application/pdf', notLetOut))).toBeNull();
    const again = await ChatLine.open(chat.origin);
    again.hello((await line.next('ready')).token);
    expect((await again.next('ready')).lines.map(({ from }) => from)).toEqual(['customer']);
  });

  it.each([
    ['a page', Buffer.from('<html><script>alert(1)</script>')],
    ['a drawing that runs programs', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a document', Buffer.from('%PDF-1.7')],
  ])('that is called a picture and is %s by its bytes is no picture', async (_what, bytes) => {
    const { line, conversationId } = await begun('The picture, please');
    const id = await fromShop(conversationId, 'tent.png', bytes, 'image/png');
    const response = await fetch(`${chat.origin}/chat/file/${(await ticketFor(line, id)) ?? ''}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  });

  it('that is damaged at the hub is not there, and nothing of it is sent', async () => {
    const { line, conversationId } = await begun('The invoice, please');
    const id = await fromShop(conversationId, 'invoice.pdf', invoice);
    await hub.db.updateTable('attachment_chunks').set({ sealed: new Uint8Array(50) }).where('attachment_id', '=', id).where('position', '=', 0).execute();
    expect((await fetch(`${chat.origin}/chat/file/${(await ticketFor(line, id)) ?? ''}`)).status).toBe(404);
  });

  it('is not had with a ticket that is a minute old, or made up', async () => {
    const { line, conversationId } = await begun('The invoice, please');
    const ticket = await ticketFor(line, await fromShop(conversationId, 'invoice.pdf', invoice));
    ahead = 60_000;
    for (const tried of [ticket ?? '', 'a'.repeat(43), '../../hub.db']) expect((await fetch(`${chat.origin}/chat/file/${tried}`)).status).toBe(404);
  });
});

describe('files on the page, in Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
  });
  afterAll(() => browser.close());
  afterEach(() => page.context().close());
  const enter = async (colorScheme: 'light' | 'dark' = 'light') => {
    page = await (await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme })).newPage();
    await page.goto(`${chat.origin}/chat`);
    await page.getByText('Connected').waitFor();
  };
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach a file' }).press('Enter');
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };

  it.each(['light', 'dark'] as const)('are sent and saved with the keyboard alone, and have names, %s', async (scheme) => {
    await enter(scheme);
    await choose('order.txt', Buffer.from('x'.repeat(700_000)));
    await page.getByRole('log').getByText(/^Sent/).waitFor();
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(1), waiting);
    await fromShop(hub.messages()[0]?.conversationId ?? '', 'invoice.pdf', Buffer.from('%PDF-1.7 the invoice'));
    await page.reload();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save invoice.pdf' }).press('Enter');
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('invoice.pdf');
    expect(await readFile(await saved.path(), 'utf8')).toBe('%PDF-1.7 the invoice');
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('of the shop’s that are pictures are shown, and saved like others, %s', async (scheme) => {
    const { line, conversationId } = await begun('May I see the tent?');
    const { token } = await line.next('ready');
    const picture = png({ width: 60, height: 40, colour: [10, 20, 30] });
    await fromShop(conversationId, 'tent.png', picture, 'image/png');
    await fromShop(conversationId, 'broken.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png');
    page = await (await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme: scheme })).newPage();
    await page.addInitScript((known) => localStorage.setItem('sealdesk-chat', JSON.stringify({ token: known, unsent: [] })), token);
    await page.goto(`${chat.origin}/chat`);
    const tent = page.getByRole('button', { name: 'Save tent.png' });
    await vi.waitFor(async () => expect(await tent.locator('img').evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([60, 40]), waiting);
    // What is no picture by its bytes is drawn by no browser; its button stays.
    await vi.waitFor(async () => expect(await page.getByRole('button', { name: 'Save broken.png' }).locator('img').count()).toBe(0), waiting);
    const download = page.waitForEvent('download');
    await tent.click();
    expect((await readFile(await (await download).path())).equals(picture)).toBe(true);
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
  });

  it('that are not taken are said so, beside the file', async () => {
    await enter();
    await choose('program.exe', Buffer.from('MZ program'));
    await page.getByRole('log').getByText('Not sent. Files of this kind are not taken').waitFor();
    await choose('film.pdf', Buffer.alloc(maxFileBytes + 1));
    await page.getByRole('alert').getByText('film.pdf is too large').waitFor();
  });

  it('wait for a lost connection, can be called back, and are sent when it is there again', async () => {
    await enter();
    await hub.channels.stop();
    await page.getByText('No connection').waitFor();
    await choose('back.txt', Buffer.from('called back'));
    await choose('order.txt', Buffer.from('kept'));
    await page.getByRole('button', { name: 'Cancel back.txt' }).click();
    await page.getByRole('log').getByText('Not sent: cancelled').waitFor();
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.messages().flatMap(({ attachments }) => attachments.map(({ name }) => name))).toEqual(['order.txt']), waiting);
  });
});

it('the whole chat takes less than 30 KB on its way, with what is loaded only when it is needed', async () => {
  const built = (await readdir(widget.dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  let total = 0;
  for (const { parentPath, name } of built) total += gzipSync(await readFile(join(parentPath, name))).length;
  expect(built.length).toBeGreaterThan(4);
  expect(total).toBeLessThan(30 * 1024);
});
