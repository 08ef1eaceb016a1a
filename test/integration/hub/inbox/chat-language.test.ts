import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setChannelLanguage } from '../../../../hub/channels/admin.ts';
import { chatDocument } from '../../../../hub/channels/webchat/chat-document.ts';
import { setOfflineMailbox } from '../../../../hub/channels/webchat/offline-admin.ts';
import { type CustomerWords, wordsIn } from '../../../../shared/customer-words/words.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { Routing } from '../../../../shared/domain/routing.ts';
import { violations } from '../../../doubles/axe.ts';
import { builtWidget, type Door, openDoor } from '../../../doubles/chat-door.ts';
import { pseudoCatalogue } from '../../../doubles/pseudo-locale.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const waiting = { timeout: 60_000, interval: 50 };
const german = wordsIn('de');

let widget: { readonly dir: string; remove(): Promise<void> };
let hub: Organisation;
let chat: string;
let door: Door;
/** The hub's time; null for the machine's. */
let at: number | null = null;
/** What a shop's page says of its language, and of the chat's. */
let shopPage = '';

beforeAll(async () => {
  widget = await builtWidget();
});
afterAll(() => widget.remove());

beforeEach(async () => {
  at = null;
  hub = await openOrganisation({ widgetDir: widget.dir, clock: { now: () => at ?? Date.now(), monotonic: () => performance.now() } });
  chat = await hub.addChat();
  await hub.channels.start();
  const route = hub.channels.chatRoute;
  door = await openDoor({
    ...route,
    async handle(request, response) {
      if (request.url === '/shop') {
        response.setHeader('Content-Type', 'text/html').end(shopPage);
      } else if (request.url?.startsWith('/chat/nobodys') === true) {
        // The page in a language that nobody speaks, laid out from right to left.
        const document = chatDocument(await readFile(join(widget.dir, 'index.html'), 'utf8'), { language: 'en', direction: 'rtl', words: pseudoCatalogue(wordsIn('en')) as CustomerWords });
        response.setHeader('Content-Type', 'text/html; charset=utf-8').end(document);
      } else {
        await route.handle(request, response);
      }
    },
  });
});
afterEach(async () => {
  await hub.close();
  await door.close();
});

/** The language of the page that a browser gets. */
async function served(path: string, accepted?: string): Promise<{ readonly language: string; readonly html: string }> {
  const response = await fetch(door.origin + path, accepted === undefined ? {} : { headers: { 'Accept-Language': accepted } });
  const html = await response.text();
  const language = /<html lang="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(response.headers.get('content-language')).toBe(language);
  expect(response.headers.get('vary')).toContain('Accept-Language');
  return { language, html };
}

describe('the language of the chat page', () => {
  it('is the one that was asked for, else the first of the browser’s that there is, else the channel’s, else English', async () => {
    expect((await served('/chat/?language=de-AT', 'en')).language).toBe('de');
    expect((await served('/chat/?language=fr', 'de;q=0.9, fr')).language).toBe('de');
    expect((await served('/chat/', 'fr')).language).toBe('en');
    await setChannelLanguage(hub.admin, chat, 'de', 'test');
    await hub.channels.reload();
    expect((await served('/chat/', 'fr')).language).toBe('de');
    expect((await served('/chat/', 'en;q=0.1')).language).toBe('en');
    await expect(setChannelLanguage(hub.admin, randomUUID(), 'de', 'test')).rejects.toMatchObject({ kind: 'channel-input' });
  });

  it('is the only one that goes to the browser, in less than 30 KB all together', async () => {
    const { html } = await served('/chat/', 'de');
    const parts = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/gu)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThanOrEqual(3);
    const files = [html, ...(await Promise.all(parts.map((path) => readFile(join(widget.dir, path), 'utf8'))))];
    const embed = await readFile(join(widget.dir, 'embed.js'), 'utf8');
    for (const text of files) expect(text).not.toContain(wordsIn('en').chatSays.lost);
    expect(html).toContain(german.chatSays.lost);
    const size = [...files, embed].reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(size).toBeLessThan(30 * 1024);
  });

  it('is that of what the hub says to it, and of the answer to a link that leads nowhere', async () => {
    const gone = await fetch(`${door.origin}/chat/file/${'A'.repeat(43)}`, { headers: { 'Accept-Language': 'de' } });
    expect(await gone.text()).toBe(german.chat.fileGone);
  });
});

// Chromium's sandbox is never off, so root cannot start it: `npm test` runs this as an ordinary user.
describe('the chat page in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
  });
  afterAll(() => browser.close());
  afterEach(() => context.close());
  const open = async (path: string, options: BrowserContextOptions = {}, time: number | null = null): Promise<Page> => {
    problems.length = 0;
    context = await browser.newContext({ viewport: { width: 420, height: 680 }, timezoneId: 'Europe/Berlin', ...options });
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
    if (time !== null) await page.clock.setFixedTime(time);
    await page.goto(door.origin + path);
    return page;
  };

  it('speaks German to a German browser, from the first word to what the hub refuses, with masks and sizes in German', async () => {
    const page = await open('/chat/', { locale: 'de-DE' });
    await page.getByText('Verbunden').waitFor();
    expect(await page.title()).toBe(german.chatPage.title);
    await page.getByText(german.chat.greeting).waitFor();
    await page.getByRole('textbox', { name: 'Nachricht' }).fill('Meine Karte ist 4111 1111 1111 1111, was nun?');
    await page.getByRole('button', { name: 'Senden' }).click();
    await page.getByRole('log').getByText('[Karte **** 1111]').waitFor();
    expect(hub.messages()[0]?.text, 'as it is stored').toContain('[card **** 1111]');
    await page.locator('input[type=file]').setInputFiles({ name: 'leer.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
    await page.getByRole('alert').getByText('leer.txt ist leer.').waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: 'programm.exe', mimeType: 'text/plain', buffer: Buffer.from('MZ\u0000\u0001'.repeat(600), 'latin1') });
    await page.getByRole('alert').getByText(german.chat.fileKind).waitFor();
    await page.getByRole('log').getByText('programm.exe (2 kB)').waitFor();
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('shows one conversation to two pages, each in its language', async () => {
    const page = await open('/chat/', { locale: 'de-DE' });
    await page.getByText('Verbunden').waitFor();
    await page.getByRole('textbox', { name: 'Nachricht' }).fill('4111 1111 1111 1111');
    await page.getByRole('button', { name: 'Senden' }).click();
    await page.getByRole('log').getByText('[Karte **** 1111]').waitFor();
    // What the browser remembers of a visitor is theirs in every language.
    const other = await context.newPage();
    await other.goto(`${door.origin}/chat/?language=en`);
    await other.getByRole('log').getByText('[card **** 1111]').waitFor();
    const ada = await hub.addAgent({ name: 'Ada' });
    const last = hub.messages().at(-1);
    await hub.execute(ada, { do: 'reply', conversationId: ConversationId.parse(last?.conversationId), messageId: MessageId.parse(randomUUID()), text: 'Danke!', seen: last?.id ?? null });
    for (const each of [page, other]) await each.getByRole('log').getByText('Danke!').waitFor();
    await page.getByRole('log').getByText('[Karte **** 1111]').waitFor();
  });

  it.each([
    ['the page’s own', '<html lang="de-CH">', '', 'Chat mit uns', 'Chat schließen'],
    ['the one it was given', '<html lang="de">', 'data-language="en"', 'Chat with us', 'Close chat'],
    ['the browser’s, where the page says none', '<html>', '', 'Chat mit uns', 'Chat schließen'],
  ])('speaks in a shop’s page %s', async (_, html, given, label, close) => {
    shopPage = `<!doctype html>${html}<title>Shop</title><link rel="icon" href="data:,"><h1>Shop</h1><script src="/chat/embed.js" ${given}></script>`;
    const page = await open('/shop', { locale: 'de-DE' });
    await page.getByRole('button', { name: label }).click();
    await page.getByRole('button', { name: close }).waitFor();
    const inside = page.frameLocator(`iframe[title="${label}"]`);
    await inside.getByText(label === 'Chat mit uns' ? 'Verbunden' : 'Connected').waitFor();
    await inside.getByRole('textbox', { name: label === 'Chat mit uns' ? 'Nachricht' : 'Message' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('says in German when the shop opens again: the day, and the time of today', async () => {
    await hub.db.transaction().execute(async (tx) => hub.routing.set(tx, 'test', (await hub.routing.inForce(tx)).version, Routing.parse({ rules: [], hours: { timeZone: 'Europe/Berlin', hours: [{ day: 'mon', from: '09:00', to: '17:00' }] } })));
    // A Monday at nine in Berlin.
    const monday = Date.UTC(2026, 6, 6, 7);
    at = monday - 2 * 24 * 3_600_000;
    const saturday = await open('/chat/', { locale: 'de-DE' }, at);
    await saturday.getByText('Wir sind am Montag um 09:00 Uhr wieder für Sie da.').waitFor();
    await context.close();
    at = monday - 3_600_000;
    const early = await open('/chat/', { locale: 'de-DE' }, at);
    await early.getByText('Wir sind heute um 09:00 Uhr wieder für Sie da.').waitFor();
  });

  it('offers the form in German while nobody is there', async () => {
    const mailbox = await hub.addMailbox();
    await hub.channels.reload();
    await setOfflineMailbox(hub.admin, chat, mailbox, 'test');
    const page = await open('/chat/', { locale: 'de-DE' });
    await page.getByText(german.chatSays.nobodyOpen).waitFor();
    await page.getByRole('button', { name: german.chatPage.leave }).click();
    await page.getByRole('alert').getByText(german.chatSays.needsEmail).waitFor();
    await page.getByRole('textbox', { name: german.chatPage.email }).fill('ada');
    await page.getByRole('textbox', { name: german.chatPage.leftMessage }).fill('Wo ist mein Paket?');
    await page.getByRole('button', { name: german.chatPage.leave }).click();
    await page.getByRole('alert').getByText(german.chat.noAddress).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect((await violations(page)).map(({ id }) => id), colorScheme).toEqual([]);
    }
    expect(problems).toEqual([]);
  });

  it('says nothing that is not from its words, and is laid out from right to left where its language is', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open('/chat/nobodys', { colorScheme, viewport: { width: 320, height: 640 } });
      await vi.waitFor(async () => expect(await page.locator('#state').innerText()).toContain('Çóññéçţéđ'), waiting);
      expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      // What the hub said is English here: only the page itself is disguised.
      const said = await page.evaluate(() => [...document.querySelectorAll('main *, title')].flatMap((each) => [each.getAttribute('aria-label'), each.getAttribute('placeholder'), each.children.length === 0 && !['title', 'greeting'].includes(each.id) ? each.textContent : null]).filter((text) => text !== null && /[a-z]{3}/iu.test(text)));
      expect(said.filter((text) => text !== null && !['The chat needs', 'Chat with us'].some((known) => text.startsWith(known)))).toEqual([]);
      expect((await violations(page)).map(({ id }) => id)).toEqual([]);
      await context.close();
    }
  });
});
