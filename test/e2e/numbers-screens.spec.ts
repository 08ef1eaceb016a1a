import { expect, test, type Page } from '@playwright/test';
import { ratingForm, ratingNotice } from '../../hub/numbers/rating-page.ts';
import { type CustomerWords, pageIn, type SpokenPage } from '../../shared/customer-words/words.ts';
import type { Role } from '../../shared/domain/permission.ts';
import { pseudoCatalogue } from '../doubles/pseudo-locale.ts';
import { callsOf, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

/** The smallest window at 200 %, the smallest, and a usual one. */
const sizes = [{ width: 450, height: 300 }, { width: 900, height: 600 }, { width: 1440, height: 900 }];

async function open(page: Page, roles: readonly Role[] = ['lead']): Promise<{ readonly violations: string[] }> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await openAs(page, double, roles, 'Open');
  await inOneGo(page, 'g', 'k');
  await expect(page.getByRole('heading', { name: 'Numbers', level: 1 })).toBeVisible();
  return served;
}
const tile = (page: Page, name: string) => page.getByRole('list', { name: 'Figures' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** Every state of the screen, one after the other. */
async function walk(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  await expect(tile(page, 'First response')).toContainText('38 min');
  await look('the figures');
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('agent');
  await expect(page.getByRole('region', { name: 'By agent' })).toContainText('Ada Okafor');
  await look('the figures of each agent');
  await page.getByText('Show as a table').first().click();
  await expect(page.getByRole('figure', { name: 'Per day' }).getByRole('row')).toHaveCount(31);
  await look('a plot as a table');
  await page.getByRole('combobox', { name: 'Time' }).selectOption('days');
  await page.getByLabel('From').fill('2026-06-30');
  await page.getByLabel('To', { exact: true }).fill('2026-06-01');
  await expect(page.getByText('Choose a first day and a last one')).toBeVisible();
  await look('days that are none');
  await page.evaluate(() => window.sealdeskDouble.answer('console.numbers.show', () => ({ kind: 'unreachable' })));
  await page.getByRole('combobox', { name: 'Time' }).selectOption('7');
  await expect(page.getByRole('alert').filter({ hasText: 'The hub cannot be reached.' })).toBeVisible();
  await look('the hub out of reach');
}

test('every state stands the accessibility rules and the policy, in light and in dark colours', async ({ page }) => {
  const served = await open(page);
  await walk(page, async (name) => expect(await findings(page), name).toEqual([]));
  expect(served.violations).toEqual([]);
});

test('nothing is wider than the window, whatever its size, and a table that is moves in a place of its own', async ({ page }) => {
  await open(page);
  await walk(page, async (name) => {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expect.poll(() => sideways(page), { message: `${name}, ${size.width} by ${size.height}` }).toBeLessThanOrEqual(0);
    }
  });
});

test('a figure says how it was in as long a time before, and whether that is better', async ({ page }) => {
  await open(page);
  await expect(tile(page, 'First response')).toContainText('9 of 10 within 2 h 44 min');
  await expect(tile(page, 'First response')).toContainText('Down 17%, from 46 min');
  await expect(tile(page, 'First response').locator('.numbers-better')).toBeVisible();
  await expect(tile(page, 'Promise kept')).toContainText('1,480 of 1,611');
  await expect(tile(page, 'Open now')).toContainText('7 overdue');
});

test('a plot is an image that says what it shows, with every day in a table that the keyboard opens', async ({ page }) => {
  await open(page);
  const plot = page.getByRole('figure', { name: 'Per day' });
  await expect(plot.getByRole('img')).toHaveAccessibleName(/^Per day: 30 days, at most \d+ in one day\. The table below has every day\.$/);
  await plot.getByText('Show as a table').focus();
  await page.keyboard.press('Enter');
  await expect(plot.getByRole('columnheader', { name: 'Answered' })).toBeVisible();
  await expect(plot.getByRole('row')).toHaveCount(31);
});

test('what is chosen is asked of the hub, and what the file is made of is what is shown', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: 'Time' }).selectOption('90');
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('channel');
  await expect(page.getByRole('row', { name: /Support mailbox/ })).toBeVisible();
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  await expect(page.getByText('Numbers saved. The audit log lists the file.')).toBeVisible();
  const wish = { period: { kind: 'latest', days: 90 }, by: 'channel' };
  await expect.poll(async () => (await callsOf(page, 'console.numbers.show')).at(-1)).toEqual(wish);
  await expect.poll(() => callsOf(page, 'numbers.save')).toEqual([wish]);
});

test('an agent sees the whole and their own, with nothing to group by and nothing to save', async ({ page }) => {
  await open(page, ['agent']);
  await expect(tile(page, 'First response')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Your own' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Group by' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Save as CSV' })).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Console' }).getByRole('button', { name: /Routing|Devices|Canned/ })).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.numbers.show')).toEqual([{ period: { kind: 'latest', days: 30 }, by: 'agent' }]);
  expect(await findings(page)).toEqual([]);
});

test('before anything was counted, it says what will be', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, double, ['lead'], 'Open');
  await page.evaluate(() => {
    const none = { count: 0, median: null, p90: null };
    const figures = { opened: 0, reopened: 0, answered: 0, resolved: 0, assigned: 0, firstResponse: none, answer: none, resolution: none, kept: 0, broken: 0, rated: { count: 0, satisfied: 0, sum: 0 } };
    window.sealdeskDouble.answer('console.numbers.show', () => ({ kind: 'done', value: { by: null, timeZone: 'UTC', from: '2026-01-01', to: '2026-01-30', since: Date.parse('2026-01-30'), total: figures, before: null, standing: { open: 0, overdue: 0 }, days: [], rows: [] } }));
  });
  await inOneGo(page, 'g', 'k');
  await expect(page.getByText('Nothing has been counted yet')).toBeVisible();
  await expect(page.getByText('business hours and promises are set under Routing')).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test('who leads decides under Routing whether customers are asked, on channels on which a customer can answer', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, double, ['lead'], 'Open');
  await inOneGo(page, 'g', 'r');
  const asking = page.getByRole('region', { name: 'Ask customers how it went' });
  await expect(asking.getByRole('checkbox')).toHaveCount(4);
  await expect(asking.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await asking.getByRole('checkbox', { name: 'Nordlicht WhatsApp' }).check();
  await asking.getByRole('textbox', { name: 'Ask nobody again for' }).fill('0');
  await expect(asking.getByRole('alert').filter({ hasText: 'Days, from 1 to 365.' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Put in force' })).toBeDisabled();
  expect(await findings(page)).toEqual([]);
  await asking.getByRole('textbox', { name: 'Ask nobody again for' }).fill('60');
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByText('Version 4', { exact: true })).toBeVisible();
  const [set] = await callsOf(page, 'console.routing.set');
  expect(set).toMatchObject({ routing: { satisfaction: { channels: [expect.any(String)], everyDays: 60 } } });
});

test('the page on which customers answer stands the accessibility rules, in each language and both colours, and is as narrow as a telephone', async ({ page }) => {
  // The last is laid out from right to left, in a language that nobody speaks.
  const spoken: readonly SpokenPage[] = [pageIn('en'), pageIn('de'), { language: 'en', direction: 'rtl', words: pseudoCatalogue(pageIn('en').words) as CustomerWords }];
  for (const each of spoken) {
    for (const html of [ratingForm(each, 'Nordlicht Outdoor GmbH', true), ratingNotice(each, 'Nordlicht Outdoor GmbH', 'rated'), ratingNotice(each, 'Nordlicht Outdoor GmbH', 'over')]) {
      await page.setViewportSize({ width: 320, height: 568 });
      await page.setContent(html);
      expect(await findings(page)).toEqual([]);
      await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(each.direction);
    }
  }
  await page.setContent(ratingForm(pageIn('en'), 'Nordlicht Outdoor GmbH', false));
  await page.getByRole('group', { name: 'How did we do?' }).getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Good', exact: true })).toBeChecked();
});
