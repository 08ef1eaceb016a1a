import { randomUUID } from 'node:crypto';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setOfflineMailbox } from '../../../../hub/channels/webchat/offline-admin.ts';
import { Routing } from '../../../../shared/domain/routing.ts';
import { violations } from '../../../doubles/axe.ts';
import { builtWidget, ChatLine, type Door, openDoor } from '../../../doubles/chat-door.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const waiting = { timeout: 60_000, interval: 20 };
/** A Monday, nine in the morning in Berlin. */
const monday = Date.UTC(2027, 0, 4, 8, 0, 0);

let widget: Awaited<ReturnType<typeof builtWidget>>;
let hub: Organisation;
let chat: Door;
let chatId: string;
let mailbox: string;
let now: number;

beforeAll(async () => {
  widget = await builtWidget();
});
afterAll(() => widget.remove());
beforeEach(async () => {
  now = Date.now();
  hub = await openOrganisation({ widgetDir: widget.dir, clock: { now: () => now, monotonic: () => performance.now() } });
  chatId = await hub.addChat();
  mailbox = await hub.addMailbox();
  await setOfflineMailbox(hub.admin, chatId, mailbox, 'test');
  await hub.channels.start();
  chat = await openDoor(hub.channels.chatRoute);
});
afterEach(async () => {
  await hub.close();
  await chat.close();
});

const setRouting = (routing: object) => hub.db.transaction().execute(async (tx) => hub.routing.set(tx, 'test', (await hub.routing.inForce(tx)).version, Routing.parse(routing)));
const here = async () => {
  const agent = await hub.addAgent({ name: 'Ada' });
  hub.present.add(agent.id);
};
const open = async () => {
  const line = await ChatLine.open(chat.origin);
  line.hello(null);
  return { line, ready: await line.next('ready') };
};
const leave = (line: ChatLine, change: object = {}) => {
  const frame = { t: 'leave', id: randomUUID(), email: 'ada@customer.example', text: 'Is the shop in Graz open?', ...change };
  line.say(frame);
  return frame;
};

describe('a chat where nobody is there', () => {
  it('says so, and says when somebody is', async () => {
    expect((await open()).ready.presence).toEqual({ here: false, opensAt: null, form: true });
    await here();
    expect((await open()).ready.presence).toEqual({ here: true, opensAt: null, form: false });
  });

  it('tells a page that is open when that changes', async () => {
    const { line } = await open();
    await here();
    await vi.waitFor(() => expect(line.heard).toContainEqual({ t: 'presence', presence: { here: true, opensAt: null, form: false } }), { timeout: 60_000, interval: 100 });
  });

  it('says when the shop opens again, though somebody is still at work', async () => {
    await here();
    await setRouting({ rules: [], hours: { timeZone: 'Europe/Berlin', hours: [{ day: 'mon', from: '09:00', to: '17:00' }] } });
    now = monday - 1;
    expect((await open()).ready.presence).toEqual({ here: false, opensAt: monday, form: true });
    now = monday;
    expect((await open()).ready.presence).toMatchObject({ here: true });
    now = monday + 8 * 3_600_000;
    expect((await open()).ready.presence).toMatchObject({ here: false, opensAt: monday + 7 * 24 * 3_600_000 });
  });

  it('takes a message that is a conversation by mail from there on, of somebody whom nothing vouches for', async () => {
    const { line } = await open();
    leave(line, { text: 'My card is 4111 1111 1111 1111' });
    await line.next('left');
    await hub.channels.idle();
    expect(await hub.db.selectFrom('conversations').select(['channel', 'channel_id', 'verification']).execute()).toEqual([{ channel: 'email', channel_id: mailbox, verification: 'unverified' }]);
    expect(hub.messages().map(({ text, subject }) => ({ text, subject }))).toEqual([{ text: 'My card is [card **** 1111]', subject: 'Chat with us' }]);
  });

  it('sends nothing by itself to the address, whatever the rules say: it may be anybody’s', async () => {
    await setRouting({ rules: [{ name: 'All', when: {}, does: { acknowledge: 'We have your message.' } }] });
    const { line } = await open();
    leave(line);
    await line.next('left');
    await hub.channels.idle();
    expect(hub.messages().map(({ kind }) => kind).filter((kind) => kind !== 'event')).toEqual(['inbound']);
    expect(await hub.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
  });

  it('takes the same message once, however often it is said', async () => {
    const { line } = await open();
    const frame = leave(line);
    line.say(frame);
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'left')).toHaveLength(2), waiting);
    await hub.channels.idle();
    expect(hub.messages()).toHaveLength(1);
  });

  it('takes none while somebody is there, where no mailbox is named, nor to the company itself', async () => {
    const own = await open();
    leave(own.line, { email: 'SUPPORT@shop.example' });
    expect((await own.line.next('refused')).message).toContain('our own address');
    await setOfflineMailbox(hub.admin, chatId, null, 'test');
    const none = await open();
    expect(none.ready.presence.form).toBe(false);
    leave(none.line);
    await none.line.next('refused');
    await setOfflineMailbox(hub.admin, chatId, mailbox, 'test');
    await here();
    leave(none.line);
    await vi.waitFor(() => expect(none.line.heard.filter(({ t }) => t === 'refused')).toHaveLength(2), waiting);
    await hub.channels.idle();
    expect(hub.messages()).toEqual([]);
  });

  it('takes only so many for one address, and only so many from one network', async () => {
    const { line } = await open();
    for (let n = 0; n < 5; n += 1) leave(line);
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'left' || t === 'refused')).toHaveLength(5), waiting);
    expect(line.heard.filter(({ t }) => t === 'left')).toHaveLength(3);
    const other = await open();
    for (let n = 0; n < 5; n += 1) leave(other.line, { email: `customer${n}@customer.example` });
    await vi.waitFor(() => expect(other.line.heard.filter(({ t }) => t === 'left' || t === 'refused')).toHaveLength(5), waiting);
    expect(other.line.heard.filter(({ t }) => t === 'left').length).toBeLessThan(5);
  });
});

describe('the form in Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
  });
  afterAll(() => browser.close());
  afterEach(() => page.context().close());

  it.each(['light', 'dark'] as const)('is filled in with the keyboard alone, has a name for everything and says what becomes of it, %s', async (colorScheme) => {
    page = await (await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme })).newPage();
    await page.goto(`${chat.origin}/chat`);
    await page.getByRole('status').getByText('Nobody is here right now').waitFor();
    expect(await page.getByRole('textbox', { name: 'Message', exact: true }).isVisible()).toBe(false);
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    await page.getByLabel('Your e-mail address').focus();
    await page.keyboard.type('not an address');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Is the shop in Graz open?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('not an e-mail address').waitFor();
    expect(await page.getByLabel('Your message').inputValue()).toBe('Is the shop in Graz open?');
    await page.getByLabel('Your e-mail address').fill('ada@customer.example');
    await page.getByRole('button', { name: 'Leave the message' }).click();
    await page.getByText('We answer by e-mail to ada@customer.example').waitFor();
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    await hub.channels.idle();
    expect(hub.messages().map(({ text }) => text)).toEqual(['Is the shop in Graz open?']);
  });

  it('leaves a conversation that goes on where it is', async () => {
    await here();
    page = await (await browser.newContext({ viewport: { width: 420, height: 680 } })).newPage();
    await page.goto(`${chat.origin}/chat`);
    await page.getByText('Connected').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('log').getByText('Hello').waitFor();
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(1), waiting);
    hub.present.clear();
    await page.reload();
    await page.getByText('What you write is kept, and answered here').waitFor();
    expect(await page.getByRole('textbox', { name: 'Message' }).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Get the answer by e-mail' }).click();
    await page.getByLabel('Your e-mail address').fill('ada@customer.example');
    await page.getByLabel('Your message').fill('By mail, please');
    await page.getByRole('button', { name: 'Leave the message' }).click();
    await page.getByText('We answer by e-mail to ada@customer.example').waitFor();
  });
});
