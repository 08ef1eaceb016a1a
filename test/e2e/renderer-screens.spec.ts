import { expect, test, type Page } from '@playwright/test';
import { sessionStateKinds } from '../../shared/domain/session-state.ts';
import { callsOf, enter, findings } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(async () => {
  double = await bundledDouble();
});

async function open(page: Page): Promise<{ readonly violations: string[] }> {
  const served = await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  return served;
}

const row = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

test.describe('every state has a screen that stands the accessibility rules and the policy', () => {
  test('in light and in dark colours', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const served = await open(page);
    for (const kind of sessionStateKinds) {
      await enter(page, kind);
      await expect(page.locator('h1')).toBeVisible();
      expect(await findings(page), kind).toEqual([]);
    }
    await enter(page, 'approved', { step: 'totp' });
    await expect(page.getByTestId('totp-key')).toHaveText('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    expect(await findings(page), 'authenticator').toEqual([]);
    expect(served.violations).toEqual([]);
  });
});

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

test.describe('before the inbox', () => {
  test('an invite that was wrapped by a mail program is joined, and a refusal is said in words', async ({ page }) => {
    await open(page);
    await enter(page, 'unenrolled');
    await page.getByRole('textbox', { name: 'Invite' }).fill('sealdesk://enrol/abc\ndef ghi-and-some-more');
    await page.getByRole('button', { name: 'Enrol this laptop' }).click();
    await expect(page.getByRole('alert')).toContainText('no longer takes this invite');
    expect(await callsOf(page, 'enrolment.begin')).toEqual([{ invite: 'sealdesk://enrol/abcdefghi-and-some-more' }]);
  });

  test('the safety number stands in twelve groups of five', async ({ page }) => {
    await open(page);
    await enter(page, 'pending-approval');
    const groups = page.getByRole('region', { name: 'Safety number' }).getByRole('listitem');
    await expect(groups).toHaveCount(12);
    await expect(groups.first()).toHaveText('05213');
  });

  test('a passphrase is asked for twice and judged in words', async ({ page }) => {
    await open(page);
    await enter(page, 'approved');
    const first = page.getByRole('textbox', { name: 'Passphrase', exact: true });
    const second = page.getByRole('textbox', { name: 'Repeat passphrase' });
    await first.fill('short');
    await expect(page.getByText('10 more characters.')).toBeVisible();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('alert').first()).toContainText('at least 15 characters');
    await first.fill('sieben lachse wandern nordwärts');
    await second.fill('sieben lachse wandern südwärts');
    await second.press('Enter');
    await expect(page.getByRole('alert').last()).toContainText('not the same');
    await second.fill('sieben lachse wandern nordwärts');
    await second.press('Enter');
    await expect.poll(() => callsOf(page, 'enrolment.choose-passphrase')).toEqual([{ passphrase: 'sieben lachse wandern nordwärts' }]);
  });

  test('a key is made once, the focus goes from the first code to the second, and the same code twice is not sent', async ({ page }) => {
    await open(page);
    await enter(page, 'approved', { step: 'totp' });
    await expect(page.getByTestId('totp-key')).not.toBeEmpty();
    await page.getByRole('group', { name: 'First code' }).getByLabel('Digit 1 of 6').focus();
    await page.keyboard.type('123456');
    await expect(page.getByRole('group', { name: 'Second code' }).getByLabel('Digit 1 of 6')).toBeFocused();
    await expect(page.getByText('Now wait until your app shows a new code')).toBeVisible();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('the same');
    await page.keyboard.type('654321');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('do not follow one another');
    expect(await callsOf(page, 'enrolment.confirm-totp')).toEqual([{ first: '123456', second: '654321' }]);
    expect(await callsOf(page, 'enrolment.provision-totp')).toHaveLength(1);
  });

  test('a code can be pasted, corrected with Backspace, and typed over', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    const digits = page.getByRole('group', { name: 'Code' }).getByRole('textbox');
    const code = async () => (await digits.evaluateAll((cells: HTMLInputElement[]) => cells.map((cell) => cell.value))).join('');
    await digits.nth(3).evaluate((cell) => {
      const data = new DataTransfer();
      data.setData('text', ' 123 456 ');
      cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    expect(await code()).toBe('123456');
    await digits.nth(2).focus();
    await page.keyboard.press('Backspace');
    expect(await code()).toBe('12456');
    await digits.nth(0).focus();
    await page.keyboard.type('987');
    expect(await code()).toBe('98756');
  });

  test('a wrong try keeps the passphrase, empties the code, says one sentence and counts down', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse wandern');
    await page.getByLabel('Digit 1 of 6').focus();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect(page.getByText('That passphrase and code did not open it. 4 tries left.')).toBeVisible();
    await expect(page.getByText(/The next try is possible in 0:\d\d\./)).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Passphrase' })).toHaveValue('sieben lachse wandern');
    await expect(page.getByLabel('Digit 1 of 6')).toHaveValue('');
    await expect(page.getByLabel('Digit 1 of 6')).toBeFocused();
  });

  test('nothing typed is lost while main goes from locked to unlocking and back', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse');
    await enter(page, 'unlocking');
    await expect(page.getByRole('button', { name: 'Unlocking' })).toBeVisible();
    await enter(page, 'locked', { attemptsLeft: 3 });
    await expect(page.getByRole('textbox', { name: 'Passphrase' })).toHaveValue('sieben lachse');
  });
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
          hits: [{ messageId: message.id, conversationId: row.id, customerName: query, subject: '', channel: row.channel, sentAt: message.sentAt, snippet: [{ text: query, matched: true }] }],
        };
      });
    });
    await page.keyboard.press('/');
    await page.keyboard.type('iso');
    await page.waitForTimeout(120);
    await page.keyboard.type('matte');
    const results = page.getByRole('listbox', { name: 'Search results' });
    await expect(results.getByRole('option', { name: 'isomatte' })).toBeVisible();
    await page.waitForTimeout(800);
    await expect(results.getByRole('option', { name: 'isomatte' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Ganz am Anfang')).toBeInViewport();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeFocused();
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
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
    await page.keyboard.type('111111');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('group', { name: 'Code' })).toHaveCount(0);
  });

  test('locking hands over what was typed first', async ({ page }) => {
    await open(page);
    await row(page, /Oyelaran/).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Fast fert');
    await page.getByRole('button', { name: 'Lock' }).click();
    await expect.poll(() => callsOf(page, 'session.lock')).toHaveLength(1);
    expect(await callsOf(page, 'conversation.draft')).toContainEqual(expect.objectContaining({ text: 'Fast fert' }));
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
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(450);
  });

  test('a role that reads no conversations and runs no devices is told so', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await enter(page, 'unlocked', { roles: ['privacy'] });
    await expect(page.getByRole('heading', { name: 'Your role has no screens here' })).toBeVisible();
  });
});
