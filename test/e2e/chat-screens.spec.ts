import { expect, test } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

test('that somebody types in a web chat is seen and said, for a while, and told of one’s own answer without its words', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.clock.install();
  const served = await openAs(page, double, ['lead'], 'Open');
  await page.getByRole('option', { name: /Ingrid Åström/ }).click();
  const reply = page.getByRole('textbox', { name: 'Reply' });
  await expect(reply).toBeVisible();
  const id = await page.evaluate(() => window.sealdeskDouble.world.conversations.find(({ row }) => row.customerName === 'Ingrid Åström')?.row.id);
  const types = () => page.evaluate((conversation) => conversation && window.sealdeskDouble.emit('customer.typing', conversation), id);
  await types();
  await expect(page.getByRole('status').getByText('Ingrid Åström is typing')).toBeVisible();
  expect(await findings(page), 'while the customer types').toEqual([]);
  await page.screenshot({ path: test.info().outputPath('typing.png') });
  await page.setViewportSize({ width: 720, height: 450 });
  await expect.poll(() => sideways(page), 'at 200 %').toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByText('Ingrid Åström is typing')).toHaveCount(0, { timeout: 15_000 });

  await types();
  await expect(page.getByText('Ingrid Åström is typing')).toBeVisible();
  await page.evaluate((conversation) => conversation && window.sealdeskDouble.emit('inbox.changed', { conversationIds: [conversation] }), id);
  await expect(page.getByText('Ingrid Åström is typing')).toHaveCount(0);

  // It is told once in some seconds: none of them passes from here on.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  await reply.fill('They are');
  await expect.poll(() => callsOf(page, 'composer.typing')).toEqual([{ id }]);
  await reply.fill('They are wider');
  await page.getByRole('button', { name: 'Note' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Ask the maker');
  await expect.poll(() => callsOf(page, 'composer.typing')).toHaveLength(1);
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await page.getByRole('textbox', { name: 'Reply' }).fill('Your parcel');
  await expect.poll(() => callsOf(page, 'composer.typing')).toHaveLength(1);
  expect(served.violations).toEqual([]);
});
