import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';
import type { StoredConversation } from '../doubles/sealdesk-api.ts';

/** What the composer says of the agent's other laptop. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const sizes = { 'usual': { width: 1280, height: 800 }, '200 %': { width: 640, height: 400 } } as const;
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });

async function open(page: Page, size: keyof typeof sizes = 'usual'): Promise<void> {
  await page.setViewportSize(sizes.usual);
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name: /Dubois-Lefèvre/ }).first().click();
  await expect(reply(page)).toBeVisible();
  await page.setViewportSize(sizes[size]);
}

/** The other laptop has done something: what is kept here of the draft, and what is to be said of it. */
const happens = (page: Page, text: string | null, elsewhere: NonNullable<StoredConversation['elsewhere']>): Promise<void> =>
  page.evaluate(
    ([draft, changed]) => {
      const stored = window.sealdeskDouble.world.conversations.find(({ row }) => /Dubois-Lefèvre/.test(row.customerName));
      if (stored === undefined) throw new Error('There is no such conversation.');
      if (draft !== null) stored.drafts = { ...stored.drafts, reply: draft };
      stored.elsewhere = changed;
      window.sealdeskDouble.emit('inbox.changed', { conversationIds: [stored.row.id] });
    },
    [text, elsewhere] as const,
  );

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`what is said of the other laptop breaks no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, size);
    await happens(page, 'Your tent left today.\n\nYour tent left on Monday.', { stamp: 1, joined: true, files: 2 });
    await expect(page.getByText('Also written on your other laptop: both texts stand here, an empty line apart.')).toBeVisible();
    await expect(page.getByText('2 files on your other laptop go out from there only.')).toBeVisible();
    await look('joined');
    for (const [stays, words] of [['withheld', 'there is something in it that must not be kept'], ['refused', 'the hub does not take it'], ['sent', 'This went out from your other laptop'], ['too-long', 'Shorten this one to have both']] as const) {
      await happens(page, null, { stamp: 1, stays });
      await expect(page.getByText(words)).toBeVisible();
      await look(stays);
    }
  });
}

test('words of both laptops are said once: seen, they are not said again', async ({ page }) => {
  await open(page);
  await happens(page, 'One.\n\nTwo.', { stamp: 1, joined: true });
  await expect(reply(page)).toHaveValue('One.\n\nTwo.');
  await page.getByRole('button', { name: 'Seen', exact: true }).click();
  await expect(page.getByText('Also written on your other laptop')).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'composer.draft-seen')).toHaveLength(1);
});

test('a draft that changes under the hands is said to have, and the caret stays between its words', async ({ page }) => {
  await open(page);
  await reply(page).fill('Your tent');
  await expect.poll(() => callsOf(page, 'conversation.draft')).toHaveLength(1);
  await happens(page, 'Your tent', { stamp: 1 });
  await reply(page).press('Home');
  await page.keyboard.press('ArrowRight');
  await happens(page, 'Your tent left today.', { stamp: 2 });
  await expect(reply(page)).toHaveValue('Your tent left today.');
  await expect(page.getByText('Changed on your other laptop just now.')).toBeVisible();
  await page.keyboard.type('x');
  await expect(reply(page)).toHaveValue('Yxour tent left today.');
  await expect(page.getByText('Changed on your other laptop just now.')).toHaveCount(0);
});

test('a conversation that is left hands its draft on at once', async ({ page }) => {
  await open(page);
  await reply(page).fill('Your tent');
  await page.getByRole('option').nth(2).click();
  await expect.poll(async () => ((await callsOf(page, 'conversation.draft')) as { leaving?: boolean }[]).some(({ leaving }) => leaving === true)).toBe(true);
});
