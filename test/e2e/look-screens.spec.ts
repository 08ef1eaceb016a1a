import { expect, test, type Page } from '@playwright/test';
import { callsOf, enter, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { tooFaint } from '../doubles/axe.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** How it looks and what it tells of is the person's to choose: the dialogs for it, more contrast, the system's own colours, and no motion. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const picture = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
/** The smallest window at 200 %. */
async function fitsAndStands(page: Page, name: string): Promise<void> {
  expect(await findings(page), name).toEqual([]);
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page), `${name}, at 200 %`).toBeLessThanOrEqual(0);
  await picture(page, `${name}-200`);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('notifications: each choice counts at once, says what the company allows, and goes with the keyboard', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  await page.keyboard.press('Control+,');
  await fitsAndStands(page, 'preferences');
  await picture(page, 'preferences');
  await page.getByRole('button', { name: 'Notifications' }).click();
  const notifications = dialog(page, 'Notifications');
  await expect(notifications).toContainText('Your company lets them say that something came, and no more.');
  await expect(notifications.getByLabel('They say').getByRole('option')).toHaveText(['Nothing: there are none', 'That something came']);
  await notifications.getByRole('checkbox', { name: 'a customer writes in one that nobody has yet' }).check();
  await notifications.getByRole('checkbox', { name: 'Quiet hours, every day' }).check();
  await notifications.getByLabel('From').fill('20:30');
  await picture(page, 'notifications');
  await fitsAndStands(page, 'notifications');
  await expect.poll(async () => (await callsOf(page, 'display.choose')).at(-1)).toMatchObject({ notices: { team: true, quiet: { from: 20 * 60 + 30, to: 7 * 60 } } });
  await notifications.getByRole('button', { name: 'Quiet for an hour' }).press('Enter');
  await expect(notifications.getByRole('status')).toHaveText(/^Quiet until .+\.$/);
  await notifications.getByRole('button', { name: 'On again' }).press('Enter');
  await expect(notifications.getByRole('status')).toBeEmpty();
  await notifications.getByLabel('They say').selectOption('nothing');
  await expect(notifications.getByRole('checkbox', { name: 'With a sound' })).toBeDisabled();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(notifications).toHaveCount(0);
});

test('the conversation of a notification that was clicked is opened, at once and after an unlock', async ({ page }) => {
  await openAs(page, double, ['agent', 'it'], 'Open');
  const ask = (name: RegExp) =>
    page.evaluate((name) => {
      const row = window.sealdeskDouble.world.conversations.find(({ row }) => new RegExp(name).test(row.customerName))?.row;
      window.sealdeskDouble.world.asked = row?.id ?? null;
      window.sealdeskDouble.emit('notices.asked', null);
    }, name.source);
  await inOneGo(page, 'g', 'd');
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
  await ask(/Oyelaran/);
  await expect(page.getByRole('heading', { name: /Oyelaran/ })).toBeVisible();
  await enter(page, 'locked');
  await ask(/Müller/);
  await enter(page, 'unlocked', { roles: ['agent'] });
  await expect(page.getByRole('heading', { name: /Müller/ })).toBeVisible();
});

test('keys are changed in the help sheet, which says where two are the same', async ({ page }) => {
  await openAs(page, double, ['agent', 'it'], 'Open');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await picture(page, 'help');
  await fitsAndStands(page, 'help');
  await page.getByRole('button', { name: 'Change the keys of “Filter the conversations”' }).click();
  const field = page.getByRole('textbox', { name: 'Change the keys of “Filter the conversations”' });
  await expect(field).toBeFocused();
  await field.press('r');
  await expect(page.getByText(/“Reply”/)).toBeVisible();
  await picture(page, 'help-changing');
  await fitsAndStands(page, 'help-changing');
});

test.describe('with more contrast', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${colorScheme}: every text of inbox, conversation, console and dialogs stands out 7:1, whether the person or the system asks for it`, async ({ page }) => {
      const shown = async (name: string) => {
        expect(await tooFaint(page), name).toEqual([]);
        await picture(page, name);
      };
      await page.emulateMedia({ colorScheme });
      await openAs(page, double, ['agent', 'it'], 'Open');
      await page.keyboard.press('Control+,');
      await page.getByLabel('Contrast').selectOption('more');
      await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
      await shown('preferences');
      await page.keyboard.press('Escape');
      await page.getByRole('option', { name: /Müller-Größmann/ }).click();
      await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
      await shown('conversation');
      for (const letter of ['d', 'p', 'a', 'c']) {
        await page.locator('h1').first().click();
        await inOneGo(page, 'g', letter);
        await expect(page.locator('h1')).toBeVisible();
        await shown(`console-${letter}`);
      }
      await page.keyboard.press('Control+k');
      await expect(dialog(page, 'Commands')).toBeVisible();
      await shown('palette');
      await page.keyboard.press('Escape');
      for (const kind of ['locked', 'posture-failed', 'revoked'] as const) {
        await enter(page, kind);
        await shown(kind);
      }
    });
  }
});

test('in the system’s own colours what is chosen, focused or unread can still be told', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openAs(page, double, ['agent', 'it'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await picture(page, 'forced-conversation');
  const differs = await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').evaluateAll((rows) => {
    const look = (row: Element) => {
      const { outlineStyle, borderColor, backgroundColor, outlineColor, boxShadow } = getComputedStyle(row);
      return [outlineStyle, borderColor, backgroundColor, outlineColor, boxShadow].join();
    };
    const selected = rows.find((row) => row.getAttribute('aria-selected') === 'true');
    const other = rows.find((row) => row.getAttribute('aria-selected') !== 'true');
    return selected !== undefined && other !== undefined && look(selected) !== look(other);
  });
  expect(differs).toBe(true);
});

test('where motion is not wanted nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, double, ['agent', 'it'], 'Open');
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
        const lasts = (durations: string) => durations.split(',').some((duration) => Number.parseFloat(duration) > 0);
        return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration)) ? [element.outerHTML.slice(0, 80)] : [];
      }),
    );
  for (const keys of [null, '?', 'Control+,', 'Control+k']) {
    if (keys !== null) {
      await page.keyboard.press(keys);
      await expect(page.getByRole('dialog')).toBeVisible();
    }
    expect(await moving(), keys ?? 'inbox').toEqual([]);
    if (keys !== null) await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  expect(await moving()).toEqual([]);
});
