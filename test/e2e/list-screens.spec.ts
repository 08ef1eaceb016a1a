import { expect, test, type Locator, type Page } from '@playwright/test';
import { openAs } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** A list of any length shows no gap, however it is scrolled, and asks for no frame when nothing moves. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

async function openList(page: Page): Promise<Locator> {
  await openAs(page, double, ['agent'], 'Open');
  const list = page.getByRole('listbox', { name: 'Conversations' });
  await expect(list.getByRole('option').first()).toBeVisible();
  return list;
}

/** Places from the top of the list to its foot at which no row stands in the frame that is painted with the scroll. */
const gapsAfter = (list: Locator, by: number): Promise<readonly number[]> =>
  list.evaluate(async (box, by) => {
    box.scrollTop += by;
    await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
    // Scroll events have been told of in this frame, which is about to be painted.
    const { left, top, height } = box.getBoundingClientRect();
    return Array.from({ length: Math.floor(height / 20) }, (_, step) => top + 5 + step * 20).filter((y) => document.elementFromPoint(left + 40, y)?.closest('[role=option]') === null);
  }, by);

test('rows stand wherever it is scrolled to, by a little and by much, with the scroll itself', async ({ page }) => {
  const list = await openList(page);
  for (const by of [30, 30, 200, 450, 1_000, -700, -30, 1_500]) expect(await gapsAfter(list, by), `by ${by}`).toEqual([]);
});

test('a step to a row out of sight brings it into sight, next to the edge that it came over', async ({ page }) => {
  const list = await openList(page);
  await page.keyboard.press('j');
  const selected = list.locator('[aria-selected=true]');
  const beyond = async (): Promise<number> => {
    const [row, box] = await Promise.all([selected.boundingBox(), list.boundingBox()]);
    return row === null || box === null ? Number.NaN : Math.max(box.y - row.y, row.y + row.height - box.y - box.height);
  };
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('j');
    await expect.poll(beyond).toBeLessThanOrEqual(1);
  }
  expect(await list.evaluate((box) => box.scrollTop)).toBeGreaterThan(0);
  await expect.poll(beyond).toBeGreaterThan(-1);
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('k');
    await expect.poll(beyond).toBeLessThanOrEqual(1);
  }
  await expect.poll(() => list.evaluate((box) => box.scrollTop)).toBe(0);
});

test('a step out of sight that is taken back before the frame leaves the list where it knows it to be', async ({ page }) => {
  const list = await openList(page);
  const step = (...keys: readonly string[]) =>
    page.evaluate(async (keys) => {
      for (const key of keys) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        // Drawn with the key, and no frame in between.
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      }
    }, keys);
  const inSight = () =>
    list.evaluate((box) => {
      const [outer, row] = [box.getBoundingClientRect(), box.querySelector('[aria-selected=true]')?.getBoundingClientRect()];
      return row !== undefined && row.top >= outer.top - 1 && row.bottom <= outer.bottom + 1;
    });
  await page.keyboard.press('j');
  const rows = await list.evaluate((box) => Math.floor(box.clientHeight / (box.querySelector('[role=option]')?.clientHeight ?? 1)));
  for (let taken = 1; taken < rows; taken += 1) await step('j');
  await expect.poll(inSight).toBe(true);
  await step('j', 'k');
  await expect.poll(inSight).toBe(true);
  await step('j');
  await expect.poll(inSight).toBe(true);
  // The next key in the frame that scrolls, which is told of its scroll only with the one after it.
  for (let taken = 0; taken < 3; taken += 1) {
    await page.evaluate(async () => {
      const press = async () => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      };
      await press();
      await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
      await press();
    });
    await expect.poll(inSight).toBe(true);
  }
});

test('at rest it asks for no frame, also when it is told once more where its scroll has ended', async ({ page }) => {
  await page.addInitScript(() => {
    const asked = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (run) => {
      document.documentElement.dataset['frames'] = String(Number(document.documentElement.dataset['frames'] ?? 0) + 1);
      return asked(run);
    };
  });
  const list = await openList(page);
  const drawn = () => list.evaluate((box) => Math.max(...[...box.querySelectorAll('[role=option]')].map((row) => Number(row.getAttribute('aria-posinset')))));
  const before = await drawn();
  await list.evaluate((box) => box.scrollTo({ top: 200 }));
  // What the scroll brings near has been drawn: from here on nothing moves.
  await expect.poll(drawn).toBeGreaterThan(before);
  const frames = await list.evaluate((box) => {
    const count = () => Number(document.documentElement.dataset['frames']);
    const at = count();
    box.dispatchEvent(new Event('scroll'));
    return count() - at;
  });
  expect(frames).toBe(0);
});
