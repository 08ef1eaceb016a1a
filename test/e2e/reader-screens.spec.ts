import { expect, test, type Page } from '@playwright/test';
import { addressIn, bundledDouble, serveRenderer, type Spoken } from '../doubles/renderer-page.ts';
import { callsOf, enter } from '../doubles/page-of-screens.ts';

/** "Read the new message and answer it", as a screen reader has it: the tree of roles and names, descriptions, focus, and what is said by itself. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

interface Said {
  readonly list: string;
  readonly unread: RegExp;
  readonly messagesOf: string;
  readonly conversation: string;
  readonly answer: string;
  readonly reply: string;
  readonly way: RegExp;
  readonly send: string;
  readonly tooLong: string;
  readonly you: string;
  readonly newFrom: string;
  readonly held: RegExp;
  readonly sent: string;
  readonly failed: string;
}

const customer = 'Oyelaran Adébáyọ̀';
const said: Readonly<Record<'en' | 'de', Said>> = {
  en: {
    list: 'Conversations',
    unread: /^WhatsApp\. Unread\. Oyelaran Adébáyọ̀ 22 min Yes please 🙏 the two-person one/,
    messagesOf: `Messages with ${customer}`,
    conversation: `Conversation with ${customer}`,
    answer: 'Answer',
    reply: 'Reply',
    way: /^Goes out by WhatsApp to \+44 •••• •••219 Free reply for 23 h \d+ min$/,
    send: 'Send reply',
    tooLong: '1 character too many.',
    you: 'You',
    newFrom: `New message from ${customer}`,
    held: /^Not sent yet\. Ctrl\+Z takes the reply back\.$/,
    sent: 'Your reply: Sent',
    failed: 'Your reply: Not delivered',
  },
  de: {
    list: 'Unterhaltungen',
    unread: /^WhatsApp\. Ungelesen\. Oyelaran Adébáyọ̀ 22 Min\. Yes please 🙏 the two-person one/,
    messagesOf: `Nachrichten mit ${customer}`,
    conversation: `Unterhaltung mit ${customer}`,
    answer: 'Antwort',
    reply: 'Antwort',
    way: /^Geht per WhatsApp an \+44 •••• •••219 .*23/,
    send: 'Antwort senden',
    tooLong: '1 Zeichen zu viel.',
    you: 'Sie',
    newFrom: `Neue Nachricht von ${customer}`,
    held: /Strg\+Z/,
    sent: 'Ihre Antwort: Gesendet',
    failed: 'Ihre Antwort: Nicht zugestellt',
  },
};

async function open(page: Page, spoken: Spoken): Promise<{ readonly violations: string[] }> {
  const served = await serveRenderer(page, double, spoken);
  await page.goto(addressIn(spoken));
  await enter(page, 'locked');
  await enter(page, 'unlocked', { roles: ['agent'] });
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  return served;
}

/** What the live regions have said since, oldest first. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    const polite = 'output, [role=status], [aria-live=polite]';
    new MutationObserver((changes) => {
      // One change of a region can be several of its elements.
      const changed = new Set<Element>();
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(polite);
        if (region === null || region === undefined || (changed.has(region) && heard.at(-1) === region.textContent.trim())) continue;
        changed.add(region);
        if (region.textContent.trim() !== '') heard.push(region.textContent.trim());
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { readonly heard: readonly string[] }).heard);
}

const focused = (page: Page) => page.locator(':focus');
const conversationOf = (page: Page): Promise<string> => page.evaluate((name) => window.sealdeskDouble.world.conversations.find(({ row }) => row.customerName === name && row.channel === 'whatsapp')?.row.id ?? '', customer);
const receive = (page: Page, id: string, text: string): Promise<void> => page.evaluate(([id, text]) => window.sealdeskDouble.receive(id as never, text), [id, text] as const);
/** The way of the newest reply goes on. */
const becomes = (page: Page, id: string, status: 'accepted' | 'sent' | 'delivered' | 'failed'): Promise<void> =>
  page.evaluate(([id, status]) => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.id === id);
    if (stored === undefined) return;
    stored.held = [];
    stored.messages = stored.messages.map((message, place) => (place === stored.messages.length - 1 ? { ...message, status } : message));
    emit('inbox.changed', { conversationIds: [stored.row.id] });
  }, [id, status] as const);

for (const spoken of ['en', 'de'] as const) {
  const words = said[spoken];
  test.describe(`with a screen reader (${spoken})`, () => {
    test('the list says which conversation is new, and opening it leads to the new message with who, when and what', async ({ page }) => {
      // How old a message is, is said in whole minutes.
      await page.clock.setFixedTime(Date.now());
      const served = await open(page, spoken);
      // A conversation that is shown counts as read half a second later: not before it was looked at here.
      await page.evaluate(() => window.sealdeskDouble.answer('conversation.read', () => null));
      const list = page.getByRole('listbox', { name: words.list });
      await expect(list.getByRole('option', { name: words.unread })).toBeVisible();
      while (!(await list.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      // The focus stays with the list, which says which of its rows it is.
      await expect(list).toBeFocused();
      const active = await list.getAttribute('aria-activedescendant');
      await expect(page.locator(`[id="${active}"]`)).toHaveAccessibleName(words.unread);
      await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-posinset', '2');
      await page.keyboard.press('Enter');
      await expect(focused(page)).toHaveAccessibleName(words.messagesOf);
      await expect(focused(page)).toHaveRole('region');
      // What is newest is heard at once, wherever in it the list of messages is scrolled to.
      await expect(focused(page)).toHaveAccessibleDescription(/Oyelaran Adébáyọ̀.*Yes please 🙏 the two-person one, in ochre if you have it/);
      await expect(page.getByRole('region', { name: words.conversation })).toMatchAriaSnapshot(readingOf(words));
      expect(served.violations).toEqual([]);
    });

    test('the field for the answer says what it is, where it goes and for how long, and what is wrong with it', async ({ page }) => {
      await open(page, spoken);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const field = page.getByRole('textbox', { name: words.reply, exact: true });
      await expect(page.getByRole('region', { name: words.conversation })).toBeVisible();
      await page.keyboard.press('r');
      await expect(field).toBeFocused();
      await expect(field).toHaveAccessibleDescription(words.way);
      await expect(field).not.toHaveAttribute('aria-invalid');
      await expect(page.getByRole('button', { name: words.send })).toHaveAttribute('aria-keyshortcuts', 'Control+Enter');
      // Pasted, as nobody types it: one more than WhatsApp takes.
      await page.keyboard.insertText('x'.repeat(4_097));
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByRole('region', { name: words.answer })).toContainText(words.tooLong);
      await expect(field).toHaveAccessibleDescription(new RegExp(words.tooLong));
    });

    test('what is sent says that it waits, and then that it has gone or why not; what comes in is said each time and takes no focus', async ({ page }) => {
      await open(page, spoken);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const field = page.getByRole('textbox', { name: words.reply, exact: true });
      await expect(page.getByRole('region', { name: words.conversation })).toBeVisible();
      await page.keyboard.press('r');
      await expect(field).toBeFocused();
      const id = await conversationOf(page);
      const heard = await listen(page);
      await page.keyboard.type('Yes, in ochre.');
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => callsOf(page, 'conversation.reply')).toHaveLength(1);
      await expect(field).toHaveValue('');
      await expect(field).toBeFocused();
      await expect.poll(async () => (await heard()).some((each) => words.held.test(each))).toBe(true);
      for (const status of ['accepted', 'sent'] as const) await becomes(page, id, status);
      await expect.poll(heard).toContain(words.sent);
      // That it has arrived as well is no news to interrupt with.
      await becomes(page, id, 'delivered');
      await becomes(page, id, 'failed');
      await expect.poll(heard).toContain(words.failed);
      const times = async (): Promise<number> => (await heard()).filter((each) => each === words.newFrom).length;
      for (const count of [1, 2]) {
        await receive(page, id, `Thank you ${count}`);
        await expect.poll(times).toBe(count);
      }
      await expect(field).toBeFocused();
      expect(await times()).toBe(2);
      expect((await heard()).filter((each) => each.startsWith(words.sent.slice(0, 12)))).toEqual([words.sent, words.failed]);
    });

    test('what comes into another conversation is said as a number, and takes neither focus nor place', async ({ page }) => {
      await open(page, spoken);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await expect(page.getByRole('region', { name: words.conversation })).toBeVisible();
      await page.keyboard.press('r');
      await expect(focused(page)).toHaveAccessibleName(words.reply);
      const heard = await listen(page);
      const other = await page.evaluate(() => window.sealdeskDouble.world.conversations.find(({ row }) => !row.unread && row.status === 'open')?.row.id ?? '');
      await receive(page, other, 'Hello?');
      await expect.poll(async () => (await heard()).some((each) => /^\d+ (?:unread|ungelesen)/.test(each))).toBe(true);
      await expect(focused(page)).toHaveAccessibleName(words.reply);
      await expect(page.getByRole('region', { name: words.conversation })).toBeVisible();
    });
  });
}

test('Esc leaves the field also where the list has nothing in it, and the next key is a command', async ({ page }) => {
  await open(page, 'en');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: said.en.conversation })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command or customer' })).toBeFocused();
  await page.keyboard.type('View: Mentions');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nobody calls you')).toBeVisible();
  await page.keyboard.press('r');
  const field = page.getByRole('textbox', { name: 'Reply', exact: true });
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).not.toBeFocused();
  await page.keyboard.press('j');
  await expect(field).toHaveValue('');
});

/** Head, messages in the order of time with author, state and time, then the answer. */
function readingOf({ conversation, messagesOf, answer, reply, send }: Said): string {
  return `
- region "${conversation}":
  - heading "${customer}" [level=2]
  - region "${messagesOf}":
    - paragraph
    - list:
      - listitem
      - listitem:
        - article /^${customer}, /:
          - text: ${customer}
          - time
          - text: Hi! Is the Sarek tent in stock again?
      - listitem:
        - article /^Tom Brandt, /:
          - text: /Tom Brandt (Read|Gelesen)/
          - time
          - text: Hello! It is due back on the 18th. Shall I put one aside for you?
      - listitem:
        - article /^${customer}, /:
          - text: ${customer}
          - time
          - text: Yes please 🙏 the two-person one, in ochre if you have it
  - region "${answer}":
    - group:
      - button "${reply}" [pressed]
      - button
    - text: /WhatsApp/
    - textbox "${reply}"
    - button "${send}" [disabled]`;
}
