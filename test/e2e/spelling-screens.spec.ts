import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const field = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const marks = (page: Page) => page.locator('.spelling-mark');
const menu = (page: Page, word: string) => page.getByRole('menu', { name: `Instead of “${word}”` });

async function write(page: Page, text: string): Promise<void> {
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await field(page).pressSequentially(text);
}

test('a word that is not known is underlined where it stands, and the key for menus puts another in its place, which can be undone', async ({ page }) => {
  await write(page, 'Your parcle will come, you recieve it today.');
  await expect(marks(page)).toHaveText(['parcle', 'recieve']);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('marked.png') });
  // The line lies under the very word: as far from the field's edge as the word is.
  const off = () => page.evaluate(() => {
    const box = document.querySelector('textarea.composer-text')?.getBoundingClientRect();
    const mirror = document.querySelector('.spelling-marks')?.getBoundingClientRect();
    return box && mirror ? Math.max(...[mirror.left - box.left, mirror.top - box.top, mirror.height - box.height].map(Math.abs)) : Infinity;
  });
  await expect.poll(off).toBeLessThan(1);

  await page.evaluate(() => document.querySelector<HTMLTextAreaElement>('textarea.composer-text')?.setSelectionRange(7, 7));
  await page.keyboard.press('Shift+F10');
  await expect(menu(page, 'parcle')).toBeVisible();
  await expect(menu(page, 'parcle').getByRole('menuitem')).toHaveText(['parcel', 'parole', 'particle', 'Add to my words']);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('menu.png') });
  await expect(menu(page, 'parcle').getByRole('menuitem', { name: 'parcel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('Your parcel will come, you recieve it today.');
  await expect(field(page)).toBeFocused();
  await expect(marks(page)).toHaveText(['recieve']);
  await page.keyboard.press('Control+z');
  await expect(field(page)).toHaveValue('Your parcle will come, you recieve it today.');
});

test('`F7` goes from one to the next; Esc leaves the word as it is; a word that is taught is known from then on, until it is taken back', async ({ page }) => {
  await write(page, 'Your parcle will come, you recieve it today.');
  await expect(marks(page)).toHaveCount(2);
  await page.keyboard.press('F7');
  await expect(menu(page, 'parcle')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu(page, 'parcle')).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('F7');
  await expect(menu(page, 'recieve')).toBeVisible();
  await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(menu(page, 'recieve').getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(marks(page)).toHaveText(['parcle']);
  await expect.poll(() => callsOf(page, 'spelling.teach')).toEqual([{ word: 'recieve' }]);

  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'My words' }).click();
  await expect(page.getByRole('dialog', { name: 'My words' }).getByRole('listitem')).toHaveCount(3);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('my-words.png') });
  await page.getByRole('button', { name: 'Remove: recieve' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'My words' }).getByRole('listitem')).toHaveCount(2);
});

test('the other mouse button on an underlined word opens its menu', async ({ page }) => {
  await write(page, 'Your parcle will come');
  const box = await marks(page).first().boundingBox();
  await page.mouse.click((box?.x ?? 0) + 6, (box?.y ?? 0) + 8, { button: 'right' });
  await expect(menu(page, 'parcle')).toBeVisible();
});

test('the language is chosen for the conversation, is kept with it, and off means that nothing is read', async ({ page }) => {
  await write(page, 'Your parcle will come');
  await expect(marks(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Spelling: English' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).press('Enter');
  await expect.poll(async () => (await callsOf(page, 'spelling.check')).at(-1)).toMatchObject({ language: 'de' });
  await page.getByRole('option', { name: /Oyelaran/ }).click();
  await expect(page.getByRole('button', { name: 'Spelling: English' })).toBeVisible();
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('button', { name: 'Spelling: Deutsch' })).toBeVisible();
  await page.getByRole('button', { name: 'Spelling: Deutsch' }).click();
  await page.getByRole('menuitemradio', { name: 'Off' }).press('Enter');
  await expect(marks(page)).toHaveCount(0);
  const asked = (await callsOf(page, 'spelling.check')).length;
  await field(page).pressSequentially(' recieve');
  await page.waitForTimeout(800);
  await expect.poll(() => callsOf(page, 'spelling.check')).toHaveLength(asked);
});

test('of a long text the lines stay under their words when it is scrolled, and nothing is wider than the smallest window at 200 %', async ({ page }) => {
  await write(page, 'parcle');
  await field(page).fill(`${'a word and another one, '.repeat(60)}\nparcle`);
  await expect(marks(page)).toHaveCount(1);
  await field(page).press('Control+End');
  await page.screenshot({ path: test.info().outputPath('long.png') });
  const visible = () => page.evaluate(() => {
    const mark = document.querySelector('.spelling-mark')?.getBoundingClientRect();
    const box = document.querySelector('textarea.composer-text')?.getBoundingClientRect();
    return mark !== undefined && box !== undefined && mark.top >= box.top && mark.bottom <= box.bottom + 1;
  });
  await expect.poll(visible).toBe(true);
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
});
