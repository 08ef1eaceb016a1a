import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** What helps to write, seen from the page: taking a reply back, canned replies, mentions, a signature. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const sizes = { 'usual': { width: 1280, height: 800 }, '200 %': { width: 640, height: 400 } } as const;
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const note = (page: Page) => page.getByRole('textbox', { name: 'Note', exact: true });
const suggested = (page: Page) => page.getByRole('listbox', { name: 'Canned replies' });
const send = async (page: Page, text: string): Promise<void> => {
  await reply(page).fill(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
};

async function open(page: Page, name: RegExp, size: keyof typeof sizes = 'usual', roles: Parameters<typeof openAs>[2] = ['agent']): Promise<void> {
  await page.setViewportSize(sizes.usual);
  await openAs(page, double, roles, 'Open');
  await page.getByRole('option', { name }).first().click();
  await expect(reply(page)).toBeVisible();
  await page.setViewportSize(sizes[size]);
}

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`a reply that can be taken back, canned replies, what follows and a signature break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, /Dubois-Lefèvre/, size);
    await send(page, 'It is on its way.');
    await look('held');
    await reply(page).pressSequentially('/');
    await expect(suggested(page).getByRole('option')).toHaveCount(3);
    await look('suggested');
    await page.keyboard.press('Enter');
    await expect(page.getByText('When sent: set to Pending, assign to me.')).toBeVisible();
    await look('put in');
    await page.getByRole('button', { name: 'Add a signature' }).click();
    await look('signature');
    await page.getByRole('textbox', { name: 'Under your e-mails' }).fill('Jana\nNordlicht');
    await page.getByRole('button', { name: 'Save signature' }).click();
    await page.getByText('Signature', { exact: true }).click();
    await look('signed');
  });

  test(`canned replies in the console, and one being written, break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
    };
    await page.setViewportSize(sizes[size]);
    await openAs(page, double, ['agent', 'lead'], 'Open');
    await inOneGo(page, 'g', 'w');
    await expect(page.getByRole('heading', { name: 'Canned replies', level: 1 })).toBeVisible();
    await look('list');
    await page.getByRole('button', { name: 'On its way' }).click();
    await look('one');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Text' }).first().fill('Hello {{customer.iban}}');
    await expect(page.getByText('“{{customer.iban}}” is no gap that can be filled.')).toBeVisible();
    await look('wrong');
  });
}

test('Ctrl+Z takes a reply back: from the empty field, and from outside of it; in a text it is the field’s own', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await send(page, 'First.');
  await page.keyboard.press('Control+z');
  await expect(reply(page)).toHaveValue('First.');
  await expect(page.getByText('Taken back. It was not sent.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);

  await send(page, 'Second.');
  await reply(page).pressSequentially('begun');
  await page.keyboard.press('Control+z');
  await expect.poll(() => callsOf(page, 'conversation.undo-reply')).toHaveLength(1);
  await reply(page).fill('And another thing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(reply(page)).toHaveValue('Second.\n\nAnd another thing');
  await expect(page.getByText('What you had begun since stands below it.')).toBeVisible();
});

test('that a reply can be taken back is said once, and the seconds are not', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await send(page, 'It is on its way.');
  await expect(page.getByRole('status').filter({ hasText: 'Ctrl+Z takes the reply back' })).toBeVisible();
  const heard = await page.getByRole('list', { name: 'Messages' }).ariaSnapshot();
  expect(heard).toContain('Not sent yet.');
  expect(heard).not.toMatch(/Sending in/);
});

test('a canned reply is found, previewed in another language and put in by keyboard alone', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await page.keyboard.press('r');
  await page.keyboard.type('/se');
  await expect(suggested(page).getByRole('option')).toHaveText([/On its way/]);
  await expect(reply(page)).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'German' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Guten Tag Claire Dubois-Lefèvre')).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(reply(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(reply(page)).toHaveValue(/^Guten Tag Claire Dubois-Lefèvre,\n/);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.status')).toMatchObject([{ status: 'pending' }]);
  await expect.poll(() => callsOf(page, 'composer.language')).toEqual([{ language: 'de' }]);
});

test('Esc puts the list away and leaves what was typed; a path is no shortcut', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await reply(page).pressSequentially('/');
  await expect(suggested(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(suggested(page)).toHaveCount(0);
  await expect(reply(page)).toHaveValue('/');
  await reply(page).pressSequentially('usr/bin');
  await expect(suggested(page)).toHaveCount(0);
});

test('a note calls a colleague: the name is completed, and goes with the note as who it is', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.type('Please look, @to');
  await expect(page.getByRole('listbox', { name: 'Colleagues' }).getByRole('option')).toHaveText(['Tom Brandt']);
  await page.keyboard.press('Enter');
  await expect(note(page)).toHaveValue('Please look, @Tom Brandt ');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.note')).toMatchObject([{ text: 'Please look, @Tom Brandt', mentions: [expect.any(String)] }]);
});

test('a lead writes one, is told of a shortcut that is taken, and removes one', async ({ page }) => {
  await openAs(page, double, ['agent', 'lead'], 'Open');
  await inOneGo(page, 'g', 'w');
  await page.getByRole('button', { name: 'New canned reply' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Sorry');
  await page.getByRole('textbox', { name: 'Shortcut' }).fill('sent');
  await page.getByRole('textbox', { name: 'Text' }).fill('We are sorry, {{customer.firstName|friend}}.');
  await expect(page.getByText('We are sorry, Maria.')).toBeVisible();
  await page.getByRole('button', { name: 'Save for everybody' }).click();
  await expect(page.getByText('Another canned reply has the shortcut “sent”.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Shortcut' }).fill('sorry');
  await page.getByRole('button', { name: 'Save for everybody' }).click();
  const table = page.getByRole('table', { name: 'Canned replies' });
  await table.getByRole('button', { name: 'Sorry' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Remove canned reply' }).click();
  await expect(table.getByRole('button', { name: 'Sorry' })).toHaveCount(0);
});

test('wherever one is, it is said that a colleague calls, and nothing of it; from there it is one press to the note', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/, 'usual', ['agent', 'lead']);
  const id = await page.evaluate(() => window.sealdeskDouble.world.conversations[3]?.row.id ?? '');
  await page.keyboard.press('Escape');
  await inOneGo(page, 'g', 'w');
  await page.evaluate((id) => window.sealdeskDouble.emit('inbox.changed', { conversationIds: [id as never], calls: [id as never] }), id);
  await expect(page.getByRole('status').filter({ hasText: 'A colleague calls you in a note.' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect.poll(() => callsOf(page, 'conversation.open')).toContainEqual(expect.objectContaining({ id }));
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
});
