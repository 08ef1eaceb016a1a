import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { chromium } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeChatKey } from '../../../../hub/channels/webchat/identity-admin.ts';
import type { WorkChallenge } from '../../../../hub/widget/chat-frames.ts';
import { builtWidget, ChatLine, type Door, openDoor, shopToken } from '../../../doubles/chat-door.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const waiting = { timeout: 60_000, interval: 20 };

let widget: Awaited<ReturnType<typeof builtWidget>>;
let hub: Organisation;
let chat: Door;
let chatId: string;

beforeAll(async () => {
  widget = await builtWidget();
});
afterAll(() => widget.remove());
beforeEach(async () => {
  // The minute in which conversations are counted does not end by itself.
  hub = await openOrganisation({ widgetDir: widget.dir, clock: { now: () => Date.now(), monotonic: () => 0 } });
  chatId = await hub.addChat();
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
/** As many strangers as are usual begin to talk. */
const crowd = async (size = 10) => {
  for (let n = 0; n < size; n += 1) {
    const line = await open();
    line.write(`I am number ${n}`);
    await line.next('taken');
  }
};
const solution = (challenge: WorkChallenge) => solveChallenge({ challenge, deriveKey });

describe('while very many begin to write from one network', () => {
  it('a page works before its first message is taken, and not again', async () => {
    await crowd();
    const line = await open();
    const id = line.write('And I am one more');
    const { challenge } = await line.next('work');
    expect(line.heard.some(({ t }) => t === 'taken')).toBe(false);
    line.say({ t: 'worked', solution: await solution(challenge) });
    await line.next('go-on');
    line.say({ t: 'say', id, text: 'And I am one more' });
    await line.next('taken');
    line.write('With another word');
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'taken')).toHaveLength(2), waiting);
    await hub.channels.idle();
    expect(hub.messages()).toHaveLength(12);
  });

  it('work of another page’s is worth nothing, nor is a guess: nothing is taken', async () => {
    await crowd();
    const [one, other] = [await open(), await open()];
    one.write('one');
    other.write('other');
    const { challenge } = await one.next('work');
    await other.next('work');
    other.say({ t: 'worked', solution: await solution(challenge) });
    await other.closed();
    one.say({ t: 'worked', solution: { counter: 1, derivedKey: '00'.repeat(32) } });
    await one.closed();
    await hub.channels.idle();
    expect(hub.messages()).toHaveLength(10);
  });

  it('neither a file nor a message that is left goes past it', async () => {
    await crowd();
    const line = await open();
    line.say({ t: 'file', id: crypto.randomUUID(), name: 'a.txt', size: 5 });
    await line.next('work');
    const other = await open();
    other.say({ t: 'leave', id: crypto.randomUUID(), email: 'ada@customer.example', text: 'Hello' });
    await other.next('work');
    expect([...line.heard, ...other.heard].some(({ t }) => t === 'file-at' || t === 'left' || t === 'taken')).toBe(false);
  });

  it('a customer whom the shop names, and one who has written before, do not work', async () => {
    const before = await open();
    before.write('I was first');
    await before.next('taken');
    await crowd(9);
    const stranger = await open();
    stranger.write('I am a stranger');
    await stranger.next('work');
    const again = await ChatLine.open(chat.origin);
    again.hello((await before.next('ready')).token);
    again.write('I was here before');
    await again.next('taken');
    const known = await ChatLine.open(chat.origin);
    known.hello(null, await shopToken(await makeChatKey(hub.admin, chatId, 24, 'test'), chatId, { sub: 'ada' }));
    known.write('I am a customer');
    await known.next('taken');
  });

  it('the page in Chromium does it by itself, and sends what was written', async () => {
    await crowd();
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
    await page.goto(`${chat.origin}/chat`);
    await page.getByText('Connected').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('From a browser');
    await page.getByRole('button', { name: 'Send' }).click();
    await vi.waitFor(() => expect(hub.messages().map(({ text }) => text)).toContain('From a browser'), waiting);
    await page.getByRole('log').getByText(/^Sent/).waitFor();
    expect(problems).toEqual([]);
    await browser.close();
  });

  it('what is written while the page works is said after what was written before', async () => {
    await crowd();
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
    const page = await browser.newPage();
    /** Of both directions, in their order. */
    const frames: string[] = [];
    /** The work's solution, until the test lets it go: some machines are done with it before anybody could have written more. */
    const held: (() => void)[] = [];
    await page.routeWebSocket(/\/chat\/socket/u, (line) => {
      const toHub = line.connectToServer();
      const noted = (message: string | Buffer): string | null => {
        const t = typeof message === 'string' ? (JSON.parse(message) as { t: string }).t : null;
        if (t !== null) frames.push(t);
        return t;
      };
      line.onMessage((message) => {
        if (noted(message) === 'worked') held.push(() => toHub.send(message));
        else toHub.send(message);
      });
      toHub.onMessage((message) => {
        noted(message);
        line.send(message);
      });
    });
    await page.goto(`${chat.origin}/chat`);
    await page.getByText('Connected').waitFor();
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill('First');
    await field.press('Enter');
    await page.getByText('Very many people write at the moment').waitFor();
    for (const text of ['Second', 'Third']) {
      await field.fill(text);
      await field.press('Enter');
    }
    await vi.waitFor(() => expect(held).toHaveLength(1), waiting);
    held[0]?.();
    await vi.waitFor(() => expect(hub.messages().map(({ text }) => text).slice(-3)).toEqual(['First', 'Second', 'Third']), waiting);
    const [asked, done] = [frames.indexOf('work'), frames.indexOf('go-on')];
    expect(asked).toBeGreaterThan(0);
    expect(frames.slice(asked, done)).not.toContain('say');
    await browser.close();
  });
});
