import { expect, test, type Page } from '@playwright/test';
import type { Role } from '../../shared/domain/permission.ts';
import { sessionStateKinds } from '../../shared/domain/session-state.ts';
import { callsOf, enter, findings, inOneGo, sideways } from '../doubles/page-of-screens.ts';
import { addressIn, bundledDouble, serveRenderer, type Spoken } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

/** Sizes at which words that have become longer could stand in each other's way: as one works, and the smallest window, at 200 % as well. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
  { width: 450, height: 300 },
] as const;

/** What stands outside the window or its own box sideways, in any of the sizes. */
async function fits(page: Page, name: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    // What is measured in the page itself, such as where a menu stands, comes a moment after the window's new size.
    await expect.poll(() => sideways(page), { message: `${name}, ${size.width} wide` }).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(sizes[0]);
}

async function open(page: Page, spoken: Spoken, roles: readonly Role[]): Promise<{ readonly violations: string[] }> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize(sizes[0]);
  const served = await serveRenderer(page, double, spoken);
  await page.goto(addressIn(spoken));
  await enter(page, 'locked');
  await enter(page, 'unlocked', { roles });
  await expect(page.locator('h1').first()).toBeVisible();
  return served;
}

/** One letter after G for each section, as in the table of commands. */
const sections = ['d', 'v', 'm', 'p', 'a', 'c', 'r', 'w', 's'] as const;

for (const spoken of ['de', 'pseudo'] as const) {
  test.describe(spoken === 'de' ? 'in German' : 'from right to left, with words longer by a third', () => {
    test('the document says its language and direction, and every state of the session fits', async ({ page }) => {
      const served = await open(page, spoken, ['agent']);
      const root = page.locator('html');
      await expect(root).toHaveAttribute('lang', spoken === 'de' ? 'de' : 'en');
      await expect(root).toHaveAttribute('dir', spoken === 'de' ? 'ltr' : 'rtl');
      for (const kind of sessionStateKinds) {
        await enter(page, kind);
        await expect(page.locator('h1')).toBeVisible();
        await fits(page, kind);
      }
      expect(served.violations).toEqual([]);
    });

    test('the console, its sheets, security, the help sheet, preferences and the palette fit, and stand the accessibility rules', async ({ page }) => {
      const served = await open(page, spoken, ['it']);
      for (const letter of sections) {
        await page.locator('h1').click();
        await inOneGo(page, 'g', letter);
        await expect(page.locator('h1')).toBeVisible();
        await fits(page, `G ${letter}`);
        const row = page.locator('table button').first();
        if (!(await row.isVisible())) continue;
        await row.click();
        await fits(page, `a sheet of G ${letter}`);
        await page.keyboard.press('Escape');
      }
      expect(await findings(page)).toEqual([]);
      for (const keys of ['?', 'Control+,', 'Control+k']) {
        await page.locator('h1').click();
        await page.keyboard.press(keys);
        await expect(page.getByRole('dialog')).toBeVisible();
        await fits(page, keys);
        expect(await findings(page), keys).toEqual([]);
        await page.keyboard.press('Escape');
      }
      expect(served.violations).toEqual([]);
    });

    test('the inbox fits, with a conversation open and with what pops up over it, as do the numbers, and they stand the accessibility rules', async ({ page }) => {
      const served = await open(page, spoken, ['lead']);
      await fits(page, 'inbox');
      await page.getByRole('listbox').first().getByRole('option').nth(2).click();
      await expect(page.locator('article').first()).toBeVisible();
      await fits(page, 'conversation');
      expect(await findings(page)).toEqual([]);
      for (const key of ['s', 'p', 't', 'f', 'w', 'c', 'h', 'Shift+W']) {
        await page.locator('.conversation-title, h1').first().click();
        await page.keyboard.press(key);
        await expect(page.locator('[role=menu], [role=dialog], dialog[open]').first()).toBeVisible();
        await fits(page, `with ${key}`);
        await page.keyboard.press('Escape');
      }
      expect(await findings(page)).toEqual([]);
      await page.locator('.conversation-title, h1').first().click();
      await inOneGo(page, 'g', 'k');
      await expect(page.locator('.numbers-tile').first()).toBeVisible();
      await fits(page, 'numbers');
      expect(await findings(page)).toEqual([]);
      expect(served.violations).toEqual([]);
    });

    test('nothing that is read stands there in English', async ({ page }) => {
      await open(page, spoken, ['it']);
      const english = spoken === 'de' ? /\b(?:the|with|your|laptop|not)\b/i : /\b(?:the|with|your|laptop|not|add|show)\b/i;
      for (const letter of sections) {
        await page.locator('h1').click();
        await inOneGo(page, 'g', letter);
        await expect(page.locator('h1')).toBeVisible();
        const said = await page.locator('h1, h2, h3, p, th, label, button').evaluateAll((elements) => elements.map((element) => element.textContent ?? ''));
        // Names of people, machines and channels are what they are.
        expect(said.filter((text) => english.test(text) && !/nl-laptop/.test(text)), `G ${letter}`).toEqual([]);
      }
    });
  });
}

test('another language begins the page anew, and only after what is being written has been kept', async ({ page }) => {
  await open(page, 'en', ['agent']);
  await page.getByRole('option', { name: /Oyelaran/ }).click();
  await page.getByRole('textbox', { name: 'Reply' }).fill('half a sentence');
  await page.getByRole('button', { name: 'Language, colours, rows' }).click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect.poll(() => callsOf(page, 'display.choose')).toEqual([{ language: 'de' }]);
  const order = await page.evaluate(() => window.sealdeskDouble.calls.map(({ name, input }) => (name === 'conversation.draft' ? JSON.stringify(input) : name)));
  const kept = order.findIndex((call) => call.includes('half a sentence'));
  expect(kept).toBeGreaterThan(-1);
  expect(kept).toBeLessThan(order.indexOf('display.choose'));
});

test('the formatting row names its keys as a German keyboard does, to the eye, and to a screen reader as the standard has them', async ({ page }) => {
  await open(page, 'de', ['agent']);
  await page.getByRole('option', { name: /Dubois-Lefèvre/ }).first().click();
  const row = page.getByRole('toolbar', { name: 'Formatierung' });
  for (const mode of ['Antwort', 'Notiz']) {
    await page.getByRole('button', { name: mode, exact: true }).click();
    await expect(page.getByRole('textbox', { name: mode, exact: true })).toBeVisible();
    const told = await row.getByRole('button').evaluateAll((buttons) => buttons.slice(0, 5).map((button) => [button.getAttribute('title'), button.getAttribute('aria-keyshortcuts')]));
    expect(told, mode).toEqual([
      ['Fett (Strg+B)', 'Control+B'],
      ['Kursiv (Strg+I)', 'Control+I'],
      ['Durchgestrichen (Strg+Umschalt+X)', 'Control+Shift+X'],
      ['Code (Strg+E)', 'Control+E'],
      ['Link (Strg+Umschalt+K)', 'Control+Shift+K'],
    ]);
  }
});
