import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, type InlineConfig } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import fc from 'fast-check';
import type { FromHub } from '../../../../hub/widget/chat-frames.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';
import { violations } from '../../../doubles/axe.ts';
import { runs } from '../../../doubles/how-often.ts';

const waiting = { timeout: 60_000, interval: 50 };

let widgetDir: string;
let hub: Organisation;
let server: Server;
let origin: string;

beforeAll(async () => {
  widgetDir = await mkdtemp(join(tmpdir(), 'sd-widget-'));
  // The product's own build of the page, into a folder of the test's.
  const bundles = new URL('../../../../build/bundle/parts.mjs', import.meta.url).href;
  const { parts } = (await import(bundles)) as { readonly parts: { readonly hub: { readonly bundles: readonly { readonly entry: string; readonly config: InlineConfig }[] } } };
  for (const { entry, config } of parts.hub.bundles) {
    if (entry.startsWith('hub/widget/')) await build({ ...config, build: { ...config.build, outDir: widgetDir } });
  }
});
afterAll(() => rm(widgetDir, { recursive: true, force: true }));

beforeEach(async () => {
  hub = await openOrganisation({ widgetDir });
  await hub.addChat();
  await hub.channels.start();
  const route = hub.channels.chatRoute;
  server = createServer((request, response) => {
    if (request.url === '/shop') response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Shop</title><h1>Shop</h1><script src="/chat/embed.js"></script>');
    else void route.handle(request, response);
  });
  server.on('upgrade', (request, socket, head) => route.upgrade?.(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await hub.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const answer = async (text: string, format?: 'marked') => {
  const agent = (await hub.db.transaction().execute((tx) => hub.people.active(tx)))[0] ?? (await hub.addAgent({ name: 'Ada' }));
  const last = hub.messages().at(-1);
  const messageId = MessageId.parse(randomUUID());
  expect(await hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(last?.conversationId), messageId, text, ...(format === undefined ? {} : { format }), seen: last?.id ?? null })).toEqual({ kind: 'done' });
  return messageId;
};

// Chromium's sandbox is never off, so root cannot start it: `npm test` runs this as an ordinary user.
describe('the chat page in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems.length = 0;
    page = await (await browser.newContext({ viewport: { width: 420, height: 680 } })).newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
    await page.goto(`${origin}/chat`);
    await page.getByText('Connected').waitFor();
  });
  afterEach(() => page.context().close());
  const write = async (text: string) => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  };

  it('takes a message, shows the answer as it comes, and both again after a reload', async () => {
    await write('Do the marmot boots run small?');
    await vi.waitFor(() => expect(hub.messages().map(({ text }) => text)).toEqual(['Do the marmot boots run small?']), waiting);
    const messageId = await answer('Half a size, so take one up.');
    await page.getByRole('log').getByText('Half a size').waitFor();
    await vi.waitFor(() => expect(hub.heard.at(-1)?.event).toMatchObject({ e: 'message.status', messageId, status: 'read' }), waiting);
    await page.reload();
    await page.getByRole('log').getByText('Half a size').waitFor();
    expect(await page.locator('.chat-line').count()).toBe(2);
    expect(hub.messages().filter(({ kind }) => kind === 'inbound')).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('shows the formatting of an answer as elements, and nothing of it as markup', async () => {
    await write('Hello');
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(1), waiting);
    await answer('**Dear** _you_ <b id="x">y</b>\n- one\n2. [two](https://shop.example/a)\n> `three`', 'marked');
    const said = page.locator('.chat-line[data-from="shop"] .chat-text');
    await said.getByText('Dear').waitFor();
    expect(await said.evaluate((element) => element.innerHTML)).toBe(
      '<div><strong>Dear</strong> <em>you</em> &lt;b id="x"&gt;y&lt;/b&gt;</div><ul dir="auto"><li>one</li></ul><ol start="2" dir="auto"><li><a href="https://shop.example/a" target="_blank" rel="noopener noreferrer">two</a> (https://shop.example/a)</li></ol><blockquote><code>three</code></blockquote>',
    );
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('shows a card number masked once the shop has it', async () => {
    await write('My card is 4111 1111 1111 1111');
    await vi.waitFor(async () => expect(await page.getByRole('log').innerText()).not.toContain('4111 1111'), waiting);
    expect(await page.getByRole('log').innerText()).toContain('1111');
  });

  it('keeps what was written while the hub was away, and sends it once', async () => {
    await hub.channels.stop();
    await page.getByText('No connection').waitFor();
    await write('Are you there?');
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(1), { timeout: 60_000, interval: 100 });
  });

  it('says when a message is too long, and keeps what was typed', async () => {
    await write('ä'.repeat(40_000));
    await page.getByRole('alert').getByText('too long').waitFor();
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toHaveLength(40_000);
  });

  it('opens in the page of a shop, and closes with Escape', async () => {
    await page.goto(`${origin}/shop`);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    const chat = page.frameLocator('iframe[title="Chat with us"]');
    await chat.getByRole('textbox', { name: 'Message' }).fill('From the shop');
    await chat.getByRole('button', { name: 'Send' }).click();
    await vi.waitFor(() => expect(hub.messages().map(({ text }) => text)).toEqual(['From the shop']), waiting);
    await page.getByRole('button', { name: 'Close chat' }).press('Escape');
    await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  });

  it('works with the keyboard alone and has a name for everything', async () => {
    await page.getByRole('textbox', { name: 'Message' }).focus();
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('Hello').waitFor();
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
  });
});

describe('the chat socket', () => {
  const open = async (headers: Record<string, string> = { origin }) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/chat/socket`, { headers });
    const heard: FromHub[] = [];
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString('utf8')) as FromHub));
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const hello = (token: string | null) => socket.send(JSON.stringify({ t: 'hello', token, channel: null }));
    const next = async <T extends FromHub['t']>(t: T) => {
      await vi.waitFor(() => expect(heard.some((frame) => frame.t === t)).toBe(true), { ...waiting, interval: 4 });
      return heard.find((frame): frame is Extract<FromHub, { t: T }> => frame.t === t);
    };
    return { socket, heard, hello, next };
  };

  it('opens for its own page only', async () => {
    await expect(open({ origin: 'https://elsewhere.example' })).rejects.toThrow('403');
    await expect(open({})).rejects.toThrow('403');
  });

  it('stores the same message once, however often it is said', async () => {
    const { socket, hello, heard } = await open();
    hello(null);
    const frame = JSON.stringify({ t: 'say', id: randomUUID(), text: 'once' });
    for (let n = 0; n < 3; n += 1) socket.send(frame);
    await vi.waitFor(() => expect(heard.filter(({ t }) => t === 'taken')).toHaveLength(3), waiting);
    await hub.channels.idle();
    expect(hub.messages()).toHaveLength(1);
  });

  it('shows a visitor nothing of another', async () => {
    const first = await open();
    first.hello(null);
    first.socket.send(JSON.stringify({ t: 'say', id: randomUUID(), text: 'mine' }));
    await first.next('lines');
    const second = await open();
    second.hello(randomUUID());
    expect((await second.next('ready'))?.lines).toEqual([]);
    const again = await open();
    again.hello((await first.next('ready'))?.token ?? null);
    expect((await again.next('ready'))?.lines.map(({ text }) => text)).toEqual(['mine']);
  });

  it('knows a visitor by the token for a month of absence, and no longer', async () => {
    const first = await open();
    first.hello(null);
    first.socket.send(JSON.stringify({ t: 'say', id: randomUUID(), text: 'mine' }));
    await first.next('lines');
    const token = (await first.next('ready'))?.token ?? null;
    const day = 24 * 3_600_000;
    await hub.db.updateTable('webchat_visitors').set({ last_seen_at: Date.now() - 29 * day }).execute();
    const back = await open();
    back.hello(token);
    expect((await back.next('ready'))?.lines).toHaveLength(1);
    const { last_seen_at } = await hub.db.selectFrom('webchat_visitors').select('last_seen_at').executeTakeFirstOrThrow();
    expect(last_seen_at).toBeGreaterThan(Date.now() - day);
    await hub.db.updateTable('webchat_visitors').set({ last_seen_at: Date.now() - 31 * day }).execute();
    const late = await open();
    late.hello(token);
    const ready = await late.next('ready');
    expect(ready?.lines).toEqual([]);
    expect(ready?.token).not.toBe(token);
  });

  it('tells the past once a connection, in bounds, and to ten pages of a visitor', async () => {
    const first = await open();
    first.hello(null);
    const token = (await first.next('ready'))?.token ?? null;
    for (let n = 0; n < 12; n += 1) first.socket.send(JSON.stringify({ t: 'say', id: randomUUID(), text: `${n} ${'x'.repeat(60_000)}` }));
    await vi.waitFor(() => expect(first.heard.filter(({ t }) => t === 'taken')).toHaveLength(12), waiting);
    await hub.channels.idle();
    first.hello(token);
    await first.next('error');
    expect(first.heard.filter(({ t }) => t === 'ready')).toHaveLength(1);

    const pages = [];
    for (let n = 0; n < 10; n += 1) {
      const page = await open();
      page.hello(token);
      pages.push(await page.next('ready'));
    }
    const lines = pages.at(-1)?.lines ?? [];
    // The newest of them, in order.
    expect(lines.map(({ text }) => text.split(' ')[0])).toEqual(['6', '7', '8', '9', '10', '11']);
    await vi.waitFor(() => expect(first.socket.readyState).toBe(WebSocket.CLOSED), waiting);
  });

  it('refuses a message over 64 KiB, invalid UTF-8 and broken frames in words, and goes on', async () => {
    const { socket, hello, next, heard } = await open();
    hello(null);
    const id = randomUUID();
    socket.send(JSON.stringify({ t: 'say', id, text: 'ä'.repeat(33_000) }));
    expect(await next('refused')).toMatchObject({ id, message: expect.stringContaining('too long') });
    socket.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
    expect((await next('error'))?.message).toContain('UTF-8');
    for (const frame of ['{', 'null', '{"t":"say"}', '[]']) socket.send(frame);
    socket.send(Buffer.from('{}'), { binary: true });
    await vi.waitFor(() => expect(heard.filter(({ t }) => t === 'error')).toHaveLength(6), waiting);
    socket.send(JSON.stringify({ t: 'say', id: randomUUID(), text: 'still here' }));
    await next('taken');
  });

  it('stands any frames whatever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map((text) => Buffer.from(text))), { maxLength: 20 }), async (frames) => {
        const { socket, hello, next } = await open();
        for (const frame of frames) socket.send(frame, { binary: false });
        hello(null);
        await next('ready');
        socket.terminate();
      }),
      runs(20),
    );
  });

  it('is slowed down when a visitor floods it', async () => {
    const { socket, hello, heard } = await open();
    hello(null);
    // So many that what is given back meanwhile, on however busy a machine, is not all of it.
    for (let n = 0; n < 80; n += 1) socket.send(JSON.stringify({ t: 'say', id: randomUUID(), text: `flood ${n}` }));
    await vi.waitFor(() => expect(heard.filter(({ t }) => t === 'taken' || t === 'refused')).toHaveLength(80), waiting);
    expect(heard.filter(({ t }) => t === 'refused').length).toBeGreaterThan(10);
  });
});

it('the page has a strict policy, and no file but its own is served', async () => {
  const page = await fetch(`${origin}/chat/`);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toContain('unsafe');
  const embed = await fetch(`${origin}/chat/embed.js`);
  expect(embed.headers.get('content-type')).toContain('javascript');
  for (const path of ['/chat/../hub.db', '/chat/assets/..%2f..%2fhub.db', '/chat/hub.db', '/chat/assets/']) expect((await fetch(origin + path)).status).toBe(404);
});
