import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** Files of an answer, seen from the page. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const sizes = { 'usual': { width: 1280, height: 800 }, '200 %': { width: 640, height: 400 } } as const;
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const files = (page: Page) => page.getByRole('list', { name: 'Files of this answer' }).getByRole('listitem');
const file = (name: string, size: number) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(size, 1) });
const choose = (page: Page, ...chosen: ReturnType<typeof file>[]) => page.locator('input[type=file]').setInputFiles(chosen);

async function open(page: Page, size: keyof typeof sizes = 'usual'): Promise<void> {
  await page.setViewportSize(sizes.usual);
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name: /Dubois-Lefèvre/ }).first().click();
  await expect(reply(page)).toBeVisible();
  await page.setViewportSize(sizes[size]);
}

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`files of an answer, and why one is not taken, break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, size);
    await choose(page, file('Rechnung 20931.pdf', 300_000), file('a picture of the tent, taken in the evening after the storm had gone.jpeg', 2_000_000));
    await expect(files(page)).toHaveCount(2);
    await look('files');
    await choose(page, file('setup.exe', 10));
    await expect(page.getByText('“setup.exe” is a program or a script. Those are never sent.')).toBeVisible();
    await look('not taken');
    await reply(page).fill('Here they are.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('button', { name: 'Open Rechnung 20931.pdf' })).toBeVisible();
    await look('sent');
  });
}

test('what the channel takes is said before anything is chosen', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('button', { name: 'Attach files: up to 10, together 25 MB' })).toBeVisible();
});

test('files are taken out by the keyboard, and none of them goes along', async ({ page }) => {
  await open(page);
  await choose(page, file('one.pdf', 10), file('two.pdf', 10));
  await expect(files(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove one.pdf' }).focus();
  await page.keyboard.press('Enter');
  await expect(files(page)).toHaveText([/two\.pdf/]);
  await reply(page).fill('Here it is.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Open two.pdf' })).toBeVisible();
  const [sent] = (await callsOf(page, 'conversation.reply')) as { files: string[] }[];
  expect(sent?.files).toHaveLength(1);
});

test('an answer waits for a file that is sealed and not yet among those that go out', async ({ page }) => {
  await open(page);
  await reply(page).fill('Here it is.');
  const read = async () => (await callsOf(page, 'conversation.open')).length;
  const before = await read();
  await page.evaluate(() => window.sealdeskDouble.fail('conversation.open', 'failed'));
  await choose(page, file('one.pdf', 10));
  // It has been brought whole, and the page asks for what there is now.
  await expect.poll(read).toBeGreaterThan(before);
  await expect(files(page)).toHaveText([/one\.pdf/]);
  await expect(page.getByRole('button', { name: 'Send reply' })).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  const [{ id }] = (await callsOf(page, 'conversation.open')).slice(-1) as [{ readonly id: string }];
  await page.evaluate((open) => {
    window.sealdeskDouble.fail('conversation.open', null);
    window.sealdeskDouble.receive(open as never, 'Where is it?');
  }, id);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('button', { name: 'Open one.pdf' })).toBeVisible();
  expect(await callsOf(page, 'conversation.reply')).toMatchObject([{ files: [expect.any(String)] }]);
});

test('a file that is taken out while the last of it is sealed does not go along', async ({ page }) => {
  await open(page);
  let goOn: () => void = () => undefined;
  const sealed = new Promise<void>((resolve) => { goOn = resolve; });
  await page.exposeFunction('sealed', () => sealed);
  await page.evaluate(() =>
    window.sealdeskDouble.answer('composer.file-chunk', async () => {
      await (window as unknown as { readonly sealed: () => Promise<void> }).sealed();
      return { state: 'whole' };
    }),
  );
  await choose(page, file('one.pdf', 10));
  await expect.poll(() => callsOf(page, 'composer.file-chunk')).toHaveLength(1);
  await files(page).getByRole('button').click();
  await expect(files(page)).toHaveCount(0);
  goOn();
  await expect.poll(() => callsOf(page, 'composer.remove-file')).toHaveLength(1);
});

test('a reply and a note have files of their own', async ({ page }) => {
  await open(page);
  await choose(page, file('one.pdf', 10));
  await expect(files(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await expect(files(page)).toHaveCount(0);
  const inside = page.getByRole('list', { name: 'Files of this note' }).getByRole('listitem');
  await choose(page, file('warehouse.pdf', 10));
  await expect(inside).toHaveText([/warehouse\.pdf/]);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('From the warehouse.');
  await page.screenshot({ path: test.info().outputPath('note.png') });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Open warehouse.pdf' })).toBeVisible();
  await expect(inside).toHaveCount(0);
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await expect(files(page)).toHaveCount(1);
});
