import { randomUUID } from 'node:crypto';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAskWorker } from '../../../../hub/numbers/ask-customers.ts';
import { goodFor } from '../../../../hub/numbers/ratings.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { Routing } from '../../../../shared/domain/routing.ts';
import { violations } from '../../../doubles/axe.ts';
import { builtWidget, ChatLine, type Door, openDoor } from '../../../doubles/chat-door.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const waiting = { timeout: 60_000, interval: 20 };
const minute = 60_000;

let widget: Awaited<ReturnType<typeof builtWidget>>;
let hub: Organisation;
let chat: Door;
let chatId: string;
let ada: Agent;
let now: number;

beforeAll(async () => {
  widget = await builtWidget();
});
afterAll(() => widget.remove());
beforeEach(async () => {
  now = Date.now();
  hub = await openOrganisation({ widgetDir: widget.dir, clock: { now: () => now, monotonic: () => performance.now() } });
  chatId = await hub.addChat();
  ada = await hub.addAgent({ name: 'Ada' });
  hub.present.add(ada.id);
  await wanted([chatId]);
  await hub.channels.start();
  chat = await openDoor(hub.channels.chatRoute);
});
afterEach(async () => {
  await hub.close();
  await chat.close();
});

const wanted = (channels: readonly string[]) => hub.db.transaction().execute(async (tx) => hub.routing.set(tx, 'test', (await hub.routing.inForce(tx)).version, Routing.parse({ rules: [], satisfaction: { channels, text: 'Did that help?' } })));
/** Lets the hub decide whom to ask, and send it. */
async function asks(): Promise<void> {
  const worker = createAskWorker({ db: hub.db, envelope: hub.envelope, clock: hub.clock, log: { info: () => undefined, warn: () => undefined }, fanOut: hub.fanOut, routing: hub.routing, arrivals: arrivalsOf(hub), mailDomainOf: hub.channels.mailDomainOf, queued: hub.channels.queued });
  worker.start();
  worker.wake();
  await worker.idle();
  await worker.stop();
  await hub.channels.idle();
}
async function answeredAndResolved(): Promise<void> {
  await vi.waitFor(() => expect(hub.messages().some(({ kind }) => kind === 'inbound')).toBe(true), waiting);
  await hub.channels.idle();
  const question = hub.messages().findLast(({ kind }) => kind === 'inbound');
  const conversationId = ConversationId.parse(question?.conversationId);
  await hub.execute(ada, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text: 'It left today.', seen: question?.id ?? null });
  await hub.channels.idle();
  await hub.execute(ada, { do: 'status', conversationId, status: 'resolved' });
}
async function written(): Promise<ChatLine> {
  const line = await ChatLine.open(chat.origin);
  line.hello(null);
  await line.next('ready');
  line.write('Where is my tent?');
  await line.next('taken');
  await answeredAndResolved();
  return line;
}
const questionOn = (line: ChatLine) => line.heard.flatMap((frame) => (frame.t === 'lines' || frame.t === 'ready' ? frame.lines : [])).findLast(({ rating }) => rating !== undefined);
const ratings = async () => (await hub.db.selectFrom('conversation_facts').select('score').where('kind', '=', 'rated').execute()).map(({ score }) => score);
const said = () => hub.messages().filter(({ authorName, kind }) => kind === 'event' && authorName === 'Customer').map(({ text }) => text);

describe('a customer of a web chat is asked how it went', () => {
  it('in the chat, a minute after it was resolved and once; the answer is one rating and a line for the agents, with what is hidden in it hidden', async () => {
    const line = await written();
    now += minute / 2;
    await asks();
    expect(questionOn(line)).toBeUndefined();
    now += minute;
    await asks();
    await asks();
    await vi.waitFor(() => expect(questionOn(line)).toMatchObject({ from: 'shop', text: 'Did that help?', rating: 'open' }), waiting);
    const id = questionOn(line)?.id;
    line.say({ t: 'rate', id, score: 5, comment: 'Yes. My card is 4111 1111 1111 1111' });
    await vi.waitFor(() => expect(questionOn(line)).toMatchObject({ id, rating: 'rated' }), waiting);
    line.say({ t: 'rate', id, score: 1, comment: '' });
    line.say({ t: 'typing' });
    await hub.channels.idle();
    expect(await ratings()).toEqual([5]);
    expect(said()).toEqual(['Customer rated this 5 of 5: “Yes. My card is [card **** 1111]”']);
    expect(await hub.db.selectFrom('ratings').select('state').execute()).toEqual([{ state: 'rated' }]);
  });

  it('not where nobody has switched it on for the chat', async () => {
    await wanted([]);
    const line = await written();
    now += 20 * minute;
    await asks();
    expect(questionOn(line)).toBeUndefined();
    expect(await hub.db.selectFrom('ratings').selectAll().execute()).toEqual([]);
  });

  it('and nobody else can answer, nor anything else be rated, nor what is no score', async () => {
    const line = await written();
    now += 2 * minute;
    await asks();
    await vi.waitFor(() => expect(questionOn(line)).toBeDefined(), waiting);
    const id = questionOn(line)?.id;
    const other = await ChatLine.open(chat.origin);
    other.hello(null);
    await other.next('ready');
    other.say({ t: 'rate', id, score: 1, comment: '' });
    expect((await other.next('refused')).id).toBe(id);
    const reply = hub.messages().find(({ kind, authorName }) => kind === 'outbound' && authorName === 'Ada')?.id;
    line.say({ t: 'rate', id: reply, score: 1, comment: '' });
    expect((await line.next('refused')).id).toBe(reply);
    for (const score of [0, 6, 2.5, '5', null]) line.say({ t: 'rate', id, score, comment: '' });
    line.say({ t: 'rate', id, score: 5, comment: 'a'.repeat(1_001) });
    await vi.waitFor(() => expect(line.heard.filter(({ t }) => t === 'error')).toHaveLength(6), waiting);
    expect(await ratings()).toEqual([]);
  });

  it('for as long as a link would be good', async () => {
    const line = await written();
    now += 2 * minute;
    await asks();
    await vi.waitFor(() => expect(questionOn(line)).toBeDefined(), waiting);
    now += goodFor;
    line.say({ t: 'rate', id: questionOn(line)?.id, score: 5, comment: '' });
    await line.next('refused');
    expect(await ratings()).toEqual([]);
  });
});

describe('the question in Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
  });
  afterAll(() => browser.close());
  afterEach(() => page.context().close());

  it.each(['light', 'dark'] as const)('is answered with the keyboard alone, has a name for everything, and thanks, %s', async (colorScheme) => {
    page = await (await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme })).newPage();
    await page.goto(`${chat.origin}/chat`);
    await page.getByRole('status').getByText('Connected').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Where is my tent?');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await answeredAndResolved();
    now += 2 * minute;
    await asks();
    const group = page.getByRole('group', { name: 'Did that help?' });
    await group.waitFor();
    expect(await group.getByRole('radio').count()).toBe(5);
    expect(await page.getByRole('button', { name: 'Send rating' }).isVisible()).toBe(false);
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    await group.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await group.getByRole('radio', { name: 'Good', exact: true }).isChecked()).toBe(true);
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Quick and kind');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Thank you. Your answer has reached us.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('chat-thanks');
    expect((await violations(page)).map(({ id }) => id)).toEqual([]);
    expect(said()).toEqual(['Customer rated this 4 of 5: “Quick and kind”']);
    await page.reload();
    await page.getByText('Thank you. Your answer has reached us.').waitFor();
  });
});
