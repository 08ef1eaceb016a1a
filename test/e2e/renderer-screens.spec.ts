import { expect, test, type Page } from '@playwright/test';
import { callsOf, enter, findings, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

async function open(page: Page): Promise<{ readonly violations: string[] }> {
  const served = await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  return served;
}

const row = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

test('the open inbox, its search, help, menus and explanations stand the accessibility rules and the policy', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await open(page);
  await row(page, /Müller-Größmann/).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  expect(await findings(page), 'conversation').toEqual([]);

  await page.getByRole('button', { name: 'card •••• 4242' }).click();
  await expect(page.getByRole('dialog', { name: 'Card number' })).toBeVisible();
  expect(await findings(page), 'finding').toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Assignee/ }).click();
  await expect(page.getByRole('menu', { name: 'Assignee' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await page.getByRole('button', { name: 'Customer' }).click();
  expect(await findings(page), 'customer').toEqual([]);

  await row(page, /Account Services/).click();
  await expect(page.getByText('This message is probably not what it says it is.')).toBeVisible();
  expect(await findings(page), 'risk').toEqual([]);

  await page.getByRole('searchbox', { name: 'Search' }).fill('rucksack');
  await expect(page.getByRole('listbox', { name: 'Search results' })).toBeVisible();
  expect(await findings(page), 'search').toEqual([]);
  await page.keyboard.press('Escape');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(await findings(page), 'help').toEqual([]);
  expect(served.violations).toEqual([]);
});

test.describe('the inbox', () => {
  test('an hour at the keyboard: open, read, reply, note, resolve, undo', async ({ page }) => {
    await open(page);
    await page.keyboard.press('j');
    await expect(page.getByRole('region', { name: 'Conversation with Friederike Müller-Größmann' })).toBeVisible();
    await expect.poll(() => callsOf(page, 'conversation.read')).toHaveLength(1);
    await page.keyboard.press('r');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
    await page.keyboard.type('Gern geschehen! Jemand rief an: ?jk/');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('');
    await expect(page.getByRole('list', { name: 'Messages' }).getByText('Jemand rief an: ?jk/')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeFocused();
    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.type('Erstattung angestoßen');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.getByRole('list', { name: 'Messages' }).getByText('Erstattung angestoßen')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await expect(row(page, /Müller-Größmann/)).toHaveCount(0);
    await page.getByRole('button', { name: 'Reopen' }).last().click();
    await expect(row(page, /Müller-Größmann/)).toHaveCount(1);
  });

  test('what is typed survives another conversation, a new message and a change elsewhere, and is handed over as a draft', async ({ page }) => {
    await open(page);
    await row(page, /Oyelaran/).click();
    const reply = page.getByRole('textbox', { name: 'Reply' });
    await reply.fill('One moment, I am');
    await row(page, /Ingrid/).click();
    await expect(reply).toHaveValue('The half size runs a little');
    await row(page, /Oyelaran/).click();
    await expect(reply).toHaveValue('One moment, I am');
    await reply.focus();
    await page.evaluate(() => {
      const { world, receive } = window.sealdeskDouble;
      receive(world.conversations[1]!.row.id, 'Or is it sold out already?');
    });
    await expect(page.getByRole('list', { name: 'Messages' }).getByText('Or is it sold out already?')).toBeVisible();
    await expect(reply).toHaveValue('One moment, I am');
    await expect(reply).toBeFocused();
    await expect.poll(() => callsOf(page, 'conversation.draft')).toContainEqual(expect.objectContaining({ text: 'One moment, I am' }));
  });

  test('the list keeps its place when conversations come in above', async ({ page }) => {
    await open(page);
    const list = page.getByRole('listbox', { name: 'Conversations' });
    await list.evaluate((box) => box.scrollTo({ top: 2000 }));
    const topmost = () =>
      list.evaluate((box) => {
        const top = box.getBoundingClientRect().top;
        const first = [...box.querySelectorAll('[role=option]')].map((option) => ({ id: option.id, top: option.getBoundingClientRect().top - top })).filter((option) => option.top >= 0);
        return first.sort((one, other) => one.top - other.top)[0];
      });
    // Rows come in as they are scrolled to: read once nothing moves any more.
    let before = await topmost();
    await expect
      .poll(async () => {
        const now = await topmost();
        const still = now !== undefined && now.id === before?.id && now.top === before.top;
        before = now;
        return still;
      })
      .toBe(true);
    await page.evaluate(() => {
      const { world, receive } = window.sealdeskDouble;
      const open = world.conversations.filter((conversation) => conversation.row.status === 'open');
      for (const conversation of open.slice(-3)) receive(conversation.row.id, 'Neu!');
    });
    // All three: one that comes in after the button was pressed finds a pointer over the list, and waits above again.
    await expect(page.getByRole('button', { name: '3 new above' })).toBeVisible();
    await expect.poll(topmost).toEqual(before);
    await page.getByRole('button', { name: /new above/ }).click();
    await expect.poll(() => list.evaluate((box) => box.scrollTop)).toBe(0);
  });

  test('the list is read page by page to its end', async ({ page }) => {
    await open(page);
    const list = page.getByRole('listbox', { name: 'Conversations' });
    await list.focus();
    // End goes to the last row read so far; reading on takes as many presses as there are pages.
    await expect
      .poll(async () => {
        await page.keyboard.press('End');
        return page.locator('[role=option][aria-selected=true]').evaluate((option) => option.getAttribute('aria-posinset') === option.getAttribute('aria-setsize'));
      })
      .toBe(true);
  });

  test('earlier messages come in without moving what is read', async ({ page }) => {
    await open(page);
    await row(page, /Katharina Weiß.*Nachricht 180/).click();
    const messages = page.getByRole('region', { name: 'Messages with Katharina Weiß' });
    await expect(messages.getByText('Nachricht 180:')).toBeVisible();
    const marked = messages.getByText('Nachricht 140:');
    await marked.scrollIntoViewIfNeeded();
    await messages.evaluate((box) => box.scrollTo({ top: 500 }));
    await page.waitForTimeout(20);
    const place = () => marked.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const before = await place();
    await expect.poll(() => page.evaluate(() => document.querySelectorAll('.message').length)).toBeGreaterThan(60);
    expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
  });

  test('a text comes first: what is beside it is out of reach until it is of the same conversation, and the next key finds it so', async ({ page }) => {
    await open(page);
    await page.keyboard.press('j');
    const pane = (name: string) => page.getByRole('region', { name: `Conversation with ${name}` });
    const [first, second] = (await page.evaluate(() => window.sealdeskDouble.world.conversations.slice(0, 2).map(({ row }) => row.customerName))) as [string, string];
    await expect(pane(first)).toBeVisible();
    // The one beside it has been read ahead.
    await expect.poll(() => callsOf(page, 'conversation.open')).toHaveLength(3);
    const ids = await page.evaluate(() => window.sealdeskDouble.world.conversations.slice(0, 2).map(({ row }) => row.id));
    const readAhead = async (): Promise<number> => ((await callsOf(page, 'conversation.open')) as { readonly id: string }[]).filter(({ id }) => id === ids[1]).length;
    /** Steps on, and does that at once: no frame and no timer comes in between. */
    const stepAnd = (done: 'focus' | 'press' | 'type' | 'key') =>
      page.evaluate(async (what) => {
        const turns = async (): Promise<void> => {
          for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        };
        const field = (): HTMLTextAreaElement | null => document.querySelector<HTMLTextAreaElement>('textarea.composer-text');
        const look = () => {
          const { left = 0, top = 0 } = field()?.getBoundingClientRect() ?? {};
          return { head: document.querySelector('.conversation-name-words')?.textContent, field: field()?.placeholder, text: field()?.value, focused: document.activeElement === field(), note: document.querySelector('.composer-note') !== null, found: document.elementFromPoint(left + 8, top + 8) === field(), told: field()?.closest('[aria-hidden=true]') === null };
        };
        const press = async (key: string): Promise<void> => {
          (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
          await turns();
        };
        await press('j');
        const before = look();
        const old = field();
        if (old === null) throw new Error('There is no field.');
        if (what === 'focus') old.focus();
        else if (what === 'press') old.closest('section')?.querySelector<HTMLElement>('.composer-mode[aria-pressed=false]')?.click();
        else if (what === 'key') await press('r');
        else {
          Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(old, 'For the one before');
          old.dispatchEvent(new InputEvent('input', { bubbles: true, data: 'For the one before' }));
        }
        await turns();
        return { before, after: look() };
      }, done);
    const placeholder = (name: string) => expect.stringContaining(name.split(' ')[0]!);
    const stale = { head: second, field: placeholder(first), text: '', focused: false, note: false, found: false, told: false };
    const settled = { ...stale, field: placeholder(second), found: true, told: true };
    for (const way of ['focus', 'press', 'type'] as const) {
      expect(await stepAnd(way), way).toEqual({ before: stale, after: settled });
      const before = await readAhead();
      await page.keyboard.press('k');
      await expect(pane(first)).toBeVisible();
      await expect.poll(readAhead).toBeGreaterThan(before);
      await expect(page.getByPlaceholder(first.split(' ')[0]!)).toHaveValue('');
    }
    expect(await stepAnd('key')).toEqual({ before: stale, after: { ...settled, focused: true } });

    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await expect(pane(first)).toBeVisible();
    await expect(page.getByPlaceholder(first.split(' ')[0]!)).toBeVisible();
    // What was tried has left nothing behind in either.
    expect((await callsOf(page, 'conversation.draft')).length).toBe(0);
  });

  test('an answer to an older search is dropped, and Enter opens the message that was found', async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      // The first query is answered last.
      window.sealdeskDouble.answer('search.messages', async ({ query }) => {
        await new Promise((resolve) => setTimeout(resolve, query === 'iso' ? 700 : 10));
        const { row, messages } = window.sealdeskDouble.world.conversations[7]!;
        const message = messages[query === 'iso' ? 0 : 12]!;
        return {
          truncated: false,
          further: null,
          near: [],
          left: [],
          hits: [{ messageId: message.id, conversationId: row.id, customerName: query, subject: '', channel: row.channel, sentAt: message.sentAt, snippet: [{ text: query, matched: true }] }],
        };
      });
    });
    await page.keyboard.press('/');
    await page.keyboard.type('iso');
    await expect.poll(() => callsOf(page, 'search.messages')).toContainEqual(expect.objectContaining({ query: 'iso' }));
    await page.keyboard.type('matte');
    const results = page.getByRole('listbox', { name: 'Search results' });
    await expect(results.getByRole('option', { name: 'isomatte' })).toBeVisible();
    await page.waitForTimeout(800);
    await expect(results.getByRole('option', { name: 'isomatte' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Ganz am Anfang')).toBeInViewport();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeFocused();
  });

  test('Enter before the answer is here opens what the whole word finds, and nothing once something else was typed', async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      const held = (window as unknown as { held: Map<string, () => void> }).held ??= new Map();
      window.sealdeskDouble.answer('search.messages', async ({ query }) => {
        await new Promise<void>((resolve) => held.set(query, resolve));
        const { row, messages } = window.sealdeskDouble.world.conversations[query === 'isomatte' ? 7 : 2]!;
        const message = messages[query === 'isomatte' ? 12 : 0]!;
        return { truncated: false, further: null, near: [], left: [], hits: [{ messageId: message.id, conversationId: row.id, customerName: query, subject: '', channel: row.channel, sentAt: message.sentAt, snippet: [{ text: query, matched: true }] }] };
      });
    });
    const release = (query: string) => page.waitForFunction((of) => (window as unknown as { held: Map<string, () => void> }).held.get(of)?.() ?? (window as unknown as { held: Map<string, () => void> }).held.has(of), query);
    const first = page.getByRole('listbox', { name: 'Search results' }).getByRole('option').first();
    await page.keyboard.press('/');
    await page.keyboard.type('isomat');
    await release('isomat');
    await expect(first).toContainText('isomat');
    // What is shown is what a part of the word has found.
    await page.keyboard.type('te');
    await page.keyboard.press('Enter');
    await release('isomatte');
    await expect(page.getByText('Ganz am Anfang')).toBeInViewport();

    await page.keyboard.press('/');
    await page.keyboard.type('zelt');
    await page.keyboard.press('Enter');
    await page.keyboard.type('e');
    await release('zelte');
    await expect(first).toContainText('zelte');
    await expect(page.getByText('Ganz am Anfang')).toBeInViewport();
  });

  test('a search says what it shows instead, how far back it has come, and goes on', async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      window.sealdeskDouble.answer('search.messages', ({ below }) => {
        const { row, messages } = window.sealdeskDouble.world.conversations[7]!;
        const message = messages[below === undefined ? 12 : 0]!;
        const text = below === undefined ? 'newer' : 'older';
        return {
          truncated: false,
          further: below === undefined ? { below: 5, sentAt: Date.UTC(2024, 8, 3, 12) } : null,
          near: [{ typed: 'isomate', words: ['isomatte', 'isomatten'] }],
          left: ['blau'],
          hits: [{ messageId: message.id, conversationId: row.id, customerName: text, subject: '', channel: row.channel, sentAt: message.sentAt, snippet: [{ text: 'isomatte', matched: true }] }],
        };
      });
    });
    await page.keyboard.press('/');
    await page.keyboard.type('isomate');
    await expect(page.getByText('No “isomate”. Shown: “isomatte”, “isomatten”.')).toBeVisible();
    await expect(page.getByText('A search has at most 12 words. Not looked for: “blau”.')).toBeVisible();
    await expect(page.getByText(/^Looked back to 3 Sep 2024|^Looked back to Sep 3, 2024/)).toBeVisible();
    expect(await findings(page), 'search').toEqual([]);
    await page.getByRole('button', { name: 'Search further back' }).press('Enter');
    const results = page.getByRole('listbox', { name: 'Search results' });
    await expect(results.getByRole('option', { name: 'older' })).toBeVisible();
    await expect(results.getByRole('option', { name: 'newer' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Search further back' })).toHaveCount(0);
  });

  test('a search that finds nothing says what can narrow it, and what is not here yet', async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      window.sealdeskDouble.answer('search.messages', () => ({ truncated: false, further: null, near: [], left: [], hits: [] }));
      window.sealdeskDouble.setSync({ backfill: 'running' });
    });
    await page.keyboard.press('/');
    await page.keyboard.type('zeltstange');
    await expect(page.getByText('Nothing found for “zeltstange”')).toBeVisible();
    await expect(page.getByText('has:attachment')).toBeVisible();
    await expect(page.getByText('Earlier messages are still to come from the hub; they are found once they are here.')).toBeVisible();
    await page.evaluate(() => window.sealdeskDouble.setSync({ backfilledTo: Date.UTC(2024, 8, 3, 12) }));
    await expect(page.getByText(/^Searched is what is here: conversations back to (3 Sep 2024|Sep 3, 2024)/)).toBeVisible();
    await expect(page.getByText(/^Fetching earlier conversations: complete back to (3 Sep 2024|Sep 3, 2024)/)).toBeVisible();
    expect(await findings(page), 'nothing found').toEqual([]);
  });

  test('a failed call keeps the text and says what to do', async ({ page }) => {
    await open(page);
    await row(page, /Oyelaran/).click();
    await page.evaluate(() => window.sealdeskDouble.fail('conversation.reply', 'too-many'));
    await page.getByRole('textbox', { name: 'Reply' }).fill('Gerne!');
    await page.getByRole('button', { name: 'Send reply' }).click();
    await expect(page.getByText('Wait a few seconds and try again.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Gerne!');
  });

  test('the state line tells the truth, and takes a fresh code', async ({ page }) => {
    await open(page);
    const connection = page.getByRole('status', { name: 'Connection' });
    await expect(connection).toHaveText('Online');
    await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'offline', queued: 2 }));
    await expect(connection).toHaveText(/^Offline since /);
    await expect(page.getByText('2 waiting to be sent')).toBeVisible();
    await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'code-needed' }));
    await page.getByRole('button', { name: 'Enter code' }).click();
    await expect(page.getByLabel('Digit 1 of 6')).toBeFocused();
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
    await expect(page.getByLabel('Digit 1 of 6')).toBeFocused();
    await page.keyboard.type('111111');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('group', { name: 'Code' })).toHaveCount(0);
  });

  test('the state line says that nothing newer can be taken, and not that all is up to date', async ({ page }) => {
    await open(page);
    await expect(page.getByText('Up to date')).toBeVisible();
    await page.evaluate(() => window.sealdeskDouble.setSync({ mailStopped: true }));
    await expect(page.getByText('Nothing newer can be shown.')).toBeVisible();
    await expect(page.getByText('Up to date')).toHaveCount(0);
    expect(await findings(page)).toEqual([]);
    await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
  });

  test('locking hands over what was typed first', async ({ page }) => {
    await open(page);
    await row(page, /Oyelaran/).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Fast fert');
    await page.getByRole('button', { name: 'Lock' }).click();
    await expect.poll(() => callsOf(page, 'session.lock')).toHaveLength(1);
    await expect.poll(() => callsOf(page, 'conversation.draft')).toContainEqual(expect.objectContaining({ text: 'Fast fert' }));
  });

  test('quoted mail is folded, opens by its button, and a mask inside the text explains itself', async ({ page }) => {
    await open(page);
    await row(page, /Müller-Größmann/).click();
    await expect(page.getByText('schrieb Nordlicht Outdoor')).toHaveCount(0);
    await page.getByRole('button', { name: 'Show quoted text' }).click();
    await expect(page.getByText('schrieb Nordlicht Outdoor')).toBeVisible();
    await page.getByRole('button', { name: 'card security code' }).click();
    await expect(page.getByRole('dialog', { name: 'Card security code' })).toContainText('nobody can see it');
  });

  test('works at 900 by 600 and at 200 %, one pane at a time where there is no room for more', async ({ page }) => {
    await page.setViewportSize({ width: 450, height: 300 });
    await open(page);
    await row(page, /Oyelaran/).click();
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeHidden();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(450);
  });

  test('a role that reads no conversations and runs no devices is told so', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await enter(page, 'unlocked', { roles: [] });
    await expect(page.getByRole('heading', { name: 'Your role has no screens here' })).toBeVisible();
  });

  test('privacy has the audit log, and nothing else of the console', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await enter(page, 'unlocked', { roles: ['privacy'] });
    await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Console' }).getByRole('listitem')).toHaveCount(1);
  });
});

test.describe('what came back because something else had happened', () => {
  const conflicts = (page: Page, list: readonly object[]) =>
    page.evaluate((list) => {
      const stored = window.sealdeskDouble.world.conversations[0];
      if (stored === undefined) throw new Error('There is no conversation.');
      stored.conflicts = list as typeof stored.conflicts;
      stored.row = { ...stored.row, hasConflict: list.length > 0 };
      window.sealdeskDouble.emit('inbox.changed', { conversationIds: [stored.row.id] });
    }, list);
  const key = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
  const answered = {
    key: key(1), by: 'Ayşe Demir', about: 'reply', text: 'Gern! Die Erstattung ist heute angewiesen.',
    theirs: { authorName: 'Ayşe Demir', text: 'Guten Tag, die 12,90 € sind erstattet.', sentAt: Date.UTC(2025, 8, 10, 9) },
  };
  const changed = { key: key(2), by: 'Ayşe Demir', about: 'status', held: false, wanted: 'resolved', now: 'pending' };
  const given = { key: key(3), by: null, about: 'assign', held: false, wanted: 'Tomasz Wiśniewski', now: null };

  test('shows both answers in the conversation, in the list and in the state line, and stands the accessibility rules', async ({ page }) => {
    const served = await open(page);
    await row(page, /Müller-Größmann/).click();
    await conflicts(page, [answered, changed, given]);
    await page.evaluate(() => window.sealdeskDouble.setSync({ conflicts: 3 }));
    const region = page.getByRole('region', { name: 'Needs your decision' });
    await expect(region.getByText('Guten Tag, die 12,90 € sind erstattet.')).toBeVisible();
    await expect(region.getByText('Gern! Die Erstattung ist heute angewiesen.')).toBeVisible();
    await expect(region.getByRole('heading')).toHaveText([
      'Ayşe Demir answered before your reply went out. Yours was not sent.',
      'Not set to Resolved',
      'Not assigned to Tomasz Wiśniewski',
    ]);
    await expect(region.getByText('Ayşe Demir has set it to Pending meanwhile.')).toBeAttached();
    await expect(region.getByText('It has gone to nobody meanwhile.')).toBeAttached();
    await expect(row(page, /Müller-Größmann.*Needs your decision/)).toBeVisible();
    await expect(page.getByText('3 need your decision')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    expect(served.violations).toEqual([]);
    for (const size of [{ width: 1280, height: 800 }, { width: 450, height: 600 }]) {
      await page.setViewportSize(size);
      await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
      await expect(page.getByRole('textbox', { name: 'Reply' })).toBeInViewport();
    }
  });

  test('is sent, edited or left by keyboard, and an edited answer loses nothing that was typed since', async ({ page }) => {
    await open(page);
    await row(page, /Müller-Größmann/).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Noch etwas:');
    await conflicts(page, [answered, changed]);
    await page.getByRole('button', { name: 'Edit' }).press('Enter');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Gern! Die Erstattung ist heute angewiesen.\n\nNoch etwas:');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
    await page.getByRole('button', { name: 'Set to Resolved' }).press('Enter');
    await expect(page.getByRole('region', { name: 'Needs your decision' })).toHaveCount(0);
    await conflicts(page, [answered]);
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await expect(page.getByRole('region', { name: 'Needs your decision' })).toHaveCount(0);
    await expect.poll(() => callsOf(page, 'conversation.settle')).toMatchObject([{ key: key(1), how: 'edit' }, { key: key(2), how: 'again' }, { key: key(1), how: 'again' }]);
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Gern! Die Erstattung ist heute angewiesen.\n\nNoch etwas:');
  });
});
