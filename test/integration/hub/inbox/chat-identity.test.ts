import { randomUUID } from 'node:crypto';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addWebchatChannel } from '../../../../hub/channels/admin.ts';
import { endChatKeys, makeChatKey } from '../../../../hub/channels/webchat/identity-admin.ts';
import type { NewIdentityKey } from '../../../../hub/channels/webchat/identity-keys.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { builtWidget, ChatLine, type Door, openDoor, shopToken } from '../../../doubles/chat-door.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const waiting = { timeout: 60_000, interval: 50 };
const hour = 3_600_000;

let widget: Awaited<ReturnType<typeof builtWidget>>;
let hub: Organisation;
let chat: Door;
let shop: Door;
let channelId: string;
let key: NewIdentityKey;
let ahead = 0;
/** Who is logged in at the shop; null: nobody. */
let loggedIn: { readonly sub: string; readonly name: string } | null = null;
let tokensLate = false;

beforeAll(async () => {
  widget = await builtWidget();
});
afterAll(() => widget.remove());

beforeEach(async () => {
  ahead = 0;
  loggedIn = null;
  tokensLate = false;
  hub = await openOrganisation({ widgetDir: widget.dir, clock: { now: () => Date.now() + ahead, monotonic: () => performance.now() + ahead } });
  shop = await openDoor((request, response) => {
    if (request.url === '/token') {
      if (loggedIn === null) response.writeHead(204).end();
      else void shopToken(key, channelId, loggedIn, { now: tokensLate ? Date.now() - 2 * hour : Date.now() }).then((token) => response.setHeader('Content-Type', 'text/plain').end(token));
      return;
    }
    // As locked down as a shop can be that has the chat at all.
    response.setHeader('Content-Security-Policy', `default-src 'none'; script-src ${chat.origin}; frame-src ${chat.origin}; connect-src 'self'; require-trusted-types-for 'script'`);
    response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>Shop</title><h1>Shop</h1><script src="${chat.origin}/chat/embed.js" data-token-from="/token"></script>`);
  });
  channelId = await addWebchatChannel(hub.admin, { name: 'Chat', origins: [shop.origin] }, 'test');
  key = await makeChatKey(hub.admin, channelId, 24, 'test');
  await hub.channels.start();
  chat = await openDoor(hub.channels.chatRoute);
});
afterEach(async () => {
  await hub.close();
  await chat.close();
  await shop.close();
});

const open = () => ChatLine.open(chat.origin);
const ada = { sub: 'ada', name: 'Ada Lovelace', email: 'ada@customer.example', email_verified: true };
const bob = { sub: 'bob', name: 'Bob' };

describe('a customer whom the shop’s server names', () => {
  it('is who they are at the shop, at a level of their own, in whatever browser', async () => {
    const first = await open();
    first.hello(null, await shopToken(key, channelId, ada));
    expect((await first.next('ready')).known).toEqual({ name: 'Ada Lovelace' });
    first.write('Where is my parcel?');
    await first.next('lines');
    expect(hub.messages().map(({ authorName }) => authorName)).toEqual(['Ada Lovelace']);
    expect(await hub.db.selectFrom('conversations').select('verification').execute()).toEqual([{ verification: 'contact' }]);
    const elsewhere = await open();
    elsewhere.hello(null, await shopToken(key, channelId, ada));
    expect((await elsewhere.next('ready')).lines.map(({ text }) => text)).toEqual(['Where is my parcel?']);
  });

  it('is the customer who writes mail from the address that the shop has verified, and no other address counts', async () => {
    const mail = await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'ada@customer.example' }, 'Ada', Date.now()));
    const unsure = await open();
    unsure.hello(null, await shopToken(key, channelId, { ...ada, sub: 'somebody', email_verified: false }));
    unsure.write('I say that I am Ada');
    await unsure.next('lines');
    const sure = await open();
    sure.hello(null, await shopToken(key, channelId, ada));
    sure.write('I am Ada');
    await sure.next('lines');
    const [first, second] = await hub.db.selectFrom('conversations').select('customer_id').orderBy('created_at').execute();
    expect(first?.customer_id).not.toBe(mail);
    expect(second?.customer_id).toBe(mail);
  });

  it('opens one session with a token, and a copy of it opens none', async () => {
    const token = await shopToken(key, channelId, ada);
    const first = await open();
    first.hello(null, token);
    await first.next('ready');
    const copy = await open();
    copy.hello(null, token);
    expect(await copy.next('not-known')).toEqual({ t: 'not-known', why: 'late' });
    expect(copy.heard.some(({ t }) => t === 'ready')).toBe(false);
  });

  it('is nobody when the token is forged, late or of another key', async () => {
    const forged = await open();
    forged.hello(null, await shopToken({ ...key, secret: 'x'.repeat(43) }, channelId, ada));
    expect(await forged.next('not-known')).toMatchObject({ why: 'refused' });
    forged.write('let me in');
    expect((await forged.next('error')).message).toContain('has not said who it is');
    const late = await open();
    late.hello(null, await shopToken(key, channelId, ada, { now: Date.now() - hour }));
    expect(await late.next('not-known')).toMatchObject({ why: 'late' });
  });

  it('sees nothing of who sat there before, whatever token the browser sends along', async () => {
    const stranger = await open();
    stranger.hello(null);
    stranger.write('I am a stranger');
    await stranger.next('lines');
    const { token } = await stranger.next('ready');
    const first = await open();
    first.hello(token, await shopToken(key, channelId, ada));
    expect((await first.next('ready')).lines).toEqual([]);
    first.write('I am Ada');
    await first.next('lines');
    const second = await open();
    second.hello((await first.next('ready')).token, await shopToken(key, channelId, bob));
    expect((await second.next('ready')).lines).toEqual([]);
  });

  it('comes back after a lost connection without the shop, until they log out', async () => {
    const first = await open();
    first.hello(null, await shopToken(key, channelId, ada));
    first.write('mine');
    await first.next('lines');
    const { token } = await first.next('ready');
    const again = await open();
    again.hello(token);
    expect((await again.next('ready')).lines).toHaveLength(1);
    again.say({ t: 'bye' });
    await Promise.all([again.closed(), first.closed()]);
    const late = await open();
    late.hello(token);
    expect(await late.next('ready')).toMatchObject({ known: null, lines: [] });
  });

  it('is asked for anew after half a day, and on a page that stayed open', async () => {
    const page = await open();
    page.hello(null, await shopToken(key, channelId, ada));
    const { token } = await page.next('ready');
    ahead = 12 * hour;
    page.write('still me');
    await page.closed();
    await hub.channels.idle();
    expect(hub.messages()).toEqual([]);
    const late = await open();
    late.hello(token);
    expect((await late.next('ready')).known).toBeNull();
  });

  it('is named with the key before for as long as was said, and with none once they are ended', async () => {
    const next = await makeChatKey(hub.admin, channelId, 24, 'test');
    for (const each of [key, next]) {
      const line = await open();
      line.hello(null, await shopToken(each, channelId, ada));
      await line.next('ready');
    }
    ahead = 24 * hour;
    const late = await open();
    late.hello(null, await shopToken(key, channelId, ada, { now: Date.now() + ahead }));
    expect(await late.next('not-known')).toMatchObject({ why: 'refused' });
    const standing = await open();
    standing.hello(null, await shopToken(next, channelId, ada, { now: Date.now() + ahead }));
    const { token } = await standing.next('ready');
    expect(await endChatKeys(hub.admin, channelId, 'test')).toEqual({ ended: 1 });
    const ended = await open();
    ended.hello(null, await shopToken(next, channelId, ada, { now: Date.now() + ahead }));
    expect(await ended.next('not-known')).toMatchObject({ why: 'refused' });
    const back = await open();
    back.hello(token);
    expect((await back.next('ready')).known).toBeNull();
  });

  it('is shown nothing more on a page that stayed open, once the keys are ended', async () => {
    const page = await open();
    page.hello(null, await shopToken(key, channelId, ada));
    await page.next('ready');
    await endChatKeys(hub.admin, channelId, 'test');
    await vi.waitFor(() => expect(page.socket.readyState).toBe(3), { timeout: 60_000, interval: 100 });
  });

  it('is shown no answer that was written once the session was over', async () => {
    const agent = await hub.addAgent({ name: 'Nora', roles: ['lead'] });
    const page = await open();
    page.hello(null, await shopToken(key, channelId, ada));
    page.write('Where is my parcel?');
    await page.next('lines');
    const last = hub.messages().at(-1);
    const answer = (text: string) => hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(last?.conversationId), messageId: MessageId.parse(randomUUID()), text, seen: null });
    expect(await answer('It is on its way.')).toEqual({ kind: 'done' });
    await expect.poll(() => JSON.stringify(page.heard), waiting).toContain('It is on its way.');
    ahead = 12 * hour;
    expect(await answer('It has come to your neighbour.')).toEqual({ kind: 'done' });
    await page.closed();
    expect(JSON.stringify(page.heard)).not.toContain('neighbour');
  });

  it('leaves neither token nor secret where they could be read: not in the database, nor in the log', async () => {
    const signed = await shopToken(key, channelId, ada);
    const line = await open();
    line.hello(null, signed);
    const { token } = await line.next('ready');
    line.write('hello');
    await line.next('lines');
    const rows = JSON.stringify([
      await hub.db.selectFrom('channels').selectAll().execute(),
      await hub.db.selectFrom('webchat_sessions').selectAll().execute(),
      await hub.db.selectFrom('webchat_visitors').selectAll().execute(),
      await hub.db.selectFrom('webchat_used_tokens').selectAll().execute(),
      await hub.db.selectFrom('audit').selectAll().execute(),
      hub.logged,
    ], (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
    for (const secret of [key.secret, token, signed, 'Lovelace', 'customer.example']) expect(rows).not.toContain(secret);
  });
});

describe('the chat in the page of a shop that knows its customers', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems.length = 0;
    page = await (await browser.newContext({ viewport: { width: 900, height: 760 } })).newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
  });
  afterEach(() => page.context().close());
  const enter = async () => {
    await page.goto(shop.origin);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    return page.frameLocator('iframe[title="Chat with us"]');
  };
  const write = async (frame: Awaited<ReturnType<typeof enter>>, text: string) => {
    await frame.getByRole('textbox', { name: 'Message' }).fill(text);
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByRole('log').getByText(text).waitFor();
  };
  const kept = async () => JSON.stringify(await page.frame({ url: /\/chat\// })?.evaluate(() => Object.fromEntries(Object.entries(localStorage))));

  it('is theirs while they are logged in, and nobody else finds it in the browser', async () => {
    loggedIn = { sub: 'ada', name: 'Ada Lovelace' };
    let frame = await enter();
    await frame.getByText('Connected as Ada Lovelace').waitFor();
    await write(frame, 'Only for Ada');
    await vi.waitFor(() => expect(hub.messages().map(({ text }) => text)).toEqual(['Only for Ada']), waiting);
    expect(await kept()).toBe('{}');

    frame = await enter();
    await frame.getByRole('log').getByText('Only for Ada').waitFor();

    loggedIn = { sub: 'bob', name: 'Bob' };
    frame = await enter();
    await frame.getByText('Connected as Bob').waitFor();
    expect(await frame.getByRole('log').innerText()).toBe('');

    loggedIn = null;
    frame = await enter();
    await frame.getByText('Connected', { exact: true }).waitFor();
    expect(await frame.getByRole('log').innerText()).toBe('');
    expect(problems).toEqual([]);
  });

  it('is emptied at once when they log out, and forgets what it kept of strangers', async () => {
    let frame = await enter();
    await write(frame, 'From a stranger');
    loggedIn = { sub: 'ada', name: 'Ada' };
    await page.evaluate(() => window.sealdeskChat?.identify(async () => (await fetch('/token')).text()));
    await frame.getByText('Connected as Ada').waitFor();
    expect(await frame.getByRole('log').innerText()).toBe('');
    await write(frame, 'From Ada');
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(2), waiting);
    await page.evaluate(() => window.sealdeskChat?.logout());
    await frame.getByText('Connected', { exact: true }).waitFor();
    expect(await frame.getByRole('log').innerText()).toBe('');
    loggedIn = null;
    frame = await enter();
    await frame.getByText('Connected', { exact: true }).waitFor();
    expect(await frame.getByRole('log').innerText()).toBe('');
    expect(await hub.db.selectFrom('webchat_sessions').selectAll().execute()).toEqual([]);
  });

  it('says so when the shop’s word is not taken, and lets them write as a guest', async () => {
    loggedIn = { sub: 'ada', name: 'Ada' };
    tokensLate = true;
    const frame = await enter();
    await frame.getByRole('alert').getByText('could not confirm that you are logged in').waitFor();
    await write(frame, 'As a guest');
    await vi.waitFor(() => expect(hub.messages().map(({ authorName }) => authorName)).toEqual([expect.stringMatching(/^Visitor /)]), waiting);
  });
});
