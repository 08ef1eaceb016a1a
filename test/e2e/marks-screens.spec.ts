import { expect, test, type Locator, type Page } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** Formatting in the composer, seen from the page. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const sizes = { 'usual': { width: 1280, height: 800 }, '200 %': { width: 640, height: 400 } } as const;
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const bar = (page: Page | Locator) => page.getByRole('toolbar', { name: 'Formatting' });

async function open(page: Page, name: RegExp, size: keyof typeof sizes = 'usual'): Promise<void> {
  await page.setViewportSize(sizes.usual);
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name }).first().click();
  await expect(page.getByRole('region', { name: 'Answer' })).toBeVisible();
  await page.setViewportSize(sizes[size]);
}

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`formatting, its preview and a formatted message break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, /Dubois-Lefèvre/, size);
    await reply(page).fill('Dear **Ms Dubois**,\n\n- the _blue_ one left today\n- [follow it](https://parcel.example/1)\n1. ~~late~~\n> and `X-4`');
    await look('written');
    await bar(page).getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('region', { name: 'As it is read by email' });
    await expect(preview.getByRole('listitem')).toHaveText(['the blue one left today', 'follow it (https://parcel.example/1)', 'late']);
    await look('preview');
    await reply(page).focus();
    await page.keyboard.press('Control+Enter');
    const sent = page.getByRole('list', { name: 'Messages' }).getByRole('article').last();
    await expect(sent.locator('strong')).toHaveText('Ms Dubois');
    await look('sent');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await look('right to left');
  });
}

test('keys and the toolbar put marks in and take them away, and each is undone in one step', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await reply(page).focus();
  await page.keyboard.type('All is well');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Control+b');
  await expect(reply(page)).toHaveValue('**All is well**');
  await page.keyboard.press('Control+b');
  await expect(reply(page)).toHaveValue('All is well');
  await page.keyboard.press('Control+i');
  await expect(reply(page)).toHaveValue('_All is well_');
  await page.keyboard.press('Control+z');
  await expect(reply(page)).toHaveValue('All is well');
  await reply(page).selectText();
  await page.keyboard.press('Control+Shift+x');
  await expect(reply(page)).toHaveValue('~~All is well~~');
  await page.keyboard.press('Control+z');
  await reply(page).selectText();
  await bar(page).getByRole('button', { name: 'Quote' }).click();
  await expect(reply(page)).toHaveValue('> All is well');
  await expect(reply(page)).toBeFocused();
  // One stop of the Tab key; arrows within.
  await page.keyboard.press('Tab');
  await expect(bar(page).getByRole('button', { name: 'Bold' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(bar(page).getByRole('button', { name: 'Italic' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(bar(page).getByRole('button', { name: 'Italic' })).not.toBeFocused();
  await expect(bar(page).locator(':focus')).toHaveCount(0);
});

test('a list goes on at Enter until an item is empty, and an address pasted over words is their link', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await reply(page).focus();
  await page.keyboard.type('- one');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Our terms');
  await expect(reply(page)).toHaveValue('- one\n- two\nOur terms');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await reply(page).evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'https://nordlicht.example/terms');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(reply(page)).toHaveValue('- one\n- two\nOur [terms](https://nordlicht.example/terms)');
});

test('formatting is only where the channel has it, and what it makes of it is shown', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await expect(bar(page).getByRole('button')).toHaveCount(9);
  const channelOf = (channel: string) => page.evaluate((wanted) => window.sealdeskDouble.world.conversations.find(({ row }) => row.channel === wanted && row.replyUntil !== 1)?.row.customerName ?? '', channel);
  await page.getByRole('option', { name: new RegExp(await channelOf('instagram')) }).first().click();
  await expect(reply(page)).toBeVisible();
  await expect(bar(page)).toHaveCount(0);
  await reply(page).fill('**Yes**, [here](https://nordlicht.example/a)');
  await bar(page).getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('region', { name: 'As it is read by Instagram' })).toContainText('Yes, here (https://nordlicht.example/a)');
  await reply(page).fill('x'.repeat(950));
  await expect(page.getByText('50 characters left')).toBeVisible();
  await reply(page).fill('x'.repeat(1_001));
  await expect(page.getByText('1 character too many.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send reply' })).toBeDisabled();
});

test('a reply that is taken back has its marks again', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await reply(page).fill('**Yes**');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.reply')).toMatchObject([{ text: '**Yes**' }]);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(reply(page)).toHaveValue('**Yes**');
});

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`notes, hand-overs, forwards and signatures have their formatting and break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, /Dubois-Lefèvre/, size);
    await reply(page).press('Escape');
    await page.keyboard.press('n');
    const note = page.getByRole('textbox', { name: 'Note', exact: true });
    await expect(note).toBeFocused();
    await page.keyboard.press('Control+b');
    await page.keyboard.type('Promised');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('- the _blue_ one');
    await expect(note).toHaveValue('**Promised**\n- the _blue_ one');
    await bar(page).getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('region', { name: 'As colleagues read it' }).locator('em')).toHaveText('blue');
    await look('note');
    // The dialog has the same note, and its formatting.
    await page.getByRole('region', { name: /^Messages with/ }).focus();
    await page.keyboard.press('h');
    const handing = page.getByRole('dialog', { name: 'Hand over' });
    const stands = handing.getByRole('textbox', { name: 'Where it stands' });
    await expect(stands).toHaveValue('**Promised**\n- the _blue_ one');
    await stands.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('by Friday');
    await expect(stands).toHaveValue('**Promised**\n- the _blue_ one\n- by Friday');
    await look('handing over');
    await page.keyboard.press('Escape');
    await note.focus();
    await page.keyboard.press('Control+Enter');
    const written = page.getByRole('list', { name: 'Messages' }).getByRole('article').last();
    await expect(written.locator('strong')).toHaveText('Promised');
    await expect(written.getByRole('listitem')).toHaveText(['the blue one', 'by Friday']);
    await look('note in the conversation');

    await page.getByRole('region', { name: /^Messages with/ }).focus();
    await page.keyboard.press('Shift+W');
    const forwarding = page.getByRole('dialog', { name: 'Forward by e-mail' });
    await forwarding.getByLabel('To', { exact: true }).fill('desk@carrier.example');
    await forwarding.getByLabel('Your own words above it').focus();
    await page.keyboard.type('Where is it?');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.press('Control+i');
    await bar(forwarding).getByRole('button', { name: 'Preview' }).click();
    await expect(forwarding.getByRole('region', { name: 'As it is read by email' }).locator('em')).toBeVisible();
    await look('forwarding');
    await forwarding.getByRole('button', { name: 'Forward', exact: true }).click();
    await expect.poll(() => callsOf(page, 'console.conversation.forward')).toMatchObject([{ text: expect.stringMatching(/_/), format: 'marked' }]);
  });
}

test('a signature is written with formatting, and shown under the answer as it will stand there', async ({ page }) => {
  await open(page, /Dubois-Lefèvre/);
  await page.getByRole('button', { name: 'Add a signature' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your signature' });
  const field = dialog.getByRole('textbox', { name: 'Under your e-mails' });
  await field.focus();
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Jana');
  await page.keyboard.press('End');
  await page.keyboard.type(' Okafor');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+e');
  await page.keyboard.type('Nordlicht');
  await expect(field).toHaveValue('**Jana** Okafor\n`Nordlicht`');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByRole('region', { name: 'As it stands under your e-mails' }).locator('code')).toHaveText('Nordlicht');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('signature.png') });
  await dialog.getByRole('button', { name: 'Save signature' }).click();
  await expect.poll(() => callsOf(page, 'console.signature.set')).toEqual([{ text: '**Jana** Okafor\n`Nordlicht`' }]);
  await page.getByText('Signature', { exact: true }).click();
  await expect(page.locator('.composer-signature strong')).toHaveText('Jana');
  await page.screenshot({ path: test.info().outputPath('signed.png') });
});
