import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' });
const field = (page: Page) => page.getByRole('combobox', { name: 'Command or customer' });
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true });

test('by keyboard alone: a customer is found by name, answered, the conversation resolved, and the workstation locked', async ({ page }) => {
  await openAs(page, double, ['agent', 'it'], 'Open');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('oyela');
  await expect(chosen(page)).toContainText('Oyelaran');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Oyelaran/ })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('reply');
  await expect(chosen(page)).toHaveText(/^Reply/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await page.keyboard.type('Your parcel is on its way.');

  // Out of a text field as well, and back into it.
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('resolve');
  await page.keyboard.press('Enter');
  await expect.poll(() => callsOf(page, 'conversation.status')).toHaveLength(1);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to dev');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('lock');
  await expect(chosen(page)).toContainText('Lock');
  await page.keyboard.press('Enter');
  await expect.poll(() => callsOf(page, 'session.lock')).toHaveLength(1);
});

test('Enter before a name was looked up opens whom the whole of it finds, and not whom a part of it has found; a command goes at once', async ({ page }) => {
  await openAs(page, double, ['agent', 'it'], 'Open');
  await page.evaluate(() => {
    const held = ((window as unknown as { held: Map<string, () => void> }).held ??= new Map());
    window.sealdeskDouble.answer('search.messages', async ({ query }) => {
      await new Promise<void>((resolve) => held.set(query, resolve));
      const { row, messages } = window.sealdeskDouble.world.conversations.find((one) => one.row.customerName.startsWith(query === 'from:"zzo"' ? 'Friederike' : 'Oyelaran'))!;
      const [message] = messages;
      return { truncated: false, further: null, near: [], left: [], hits: [{ messageId: message!.id, conversationId: row.id, customerName: row.customerName, subject: row.subject, channel: row.channel, sentAt: message!.sentAt, snippet: [] }] };
    });
  });
  const release = (name: string) => page.waitForFunction((of) => {
    const { held } = window as unknown as { held: Map<string, () => void> };
    held.get(of)?.();
    return held.has(of);
  }, `from:"${name}"`);
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('zzo');
  await release('zzo');
  await expect(chosen(page)).toContainText('Friederike');
  await page.keyboard.type('ye');
  await page.keyboard.press('Enter');
  await release('zzoye');
  await expect(page.getByRole('heading', { name: /Oyelaran/ })).toBeVisible();
  await expect(palette(page)).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to dev');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
});

test('is a combobox with a list: the field keeps the focus, the arrows go round, and what was used last comes first', async ({ page }) => {
  await openAs(page, double, ['it'], 'Devices');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toHaveAttribute('aria-expanded', 'true');
  const active = () => field(page).getAttribute('aria-activedescendant');
  await expect.poll(active).not.toBeNull();
  const first = await active();
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toBeFocused();
  await expect.poll(active).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  const options = palette(page).getByRole('option');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await expect(options.last()).toBeInViewport();
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.keyboard.type('policy');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+k');
  await expect(palette(page).getByRole('group', { name: /^Go to/ }).getByRole('option').first()).toContainText('Go to the policy');
  // No conversations for who reads none.
  await page.keyboard.type('oyelaran');
  await expect(palette(page).getByText('Nothing fits “oyelaran”')).toBeVisible();
  expect(await callsOf(page, 'search.messages')).toEqual([]);
  expect(await findings(page)).toEqual([]);
});

test('keys are changed in the help sheet, those that are taken are told, and the new ones hold', async ({ page }) => {
  await openAs(page, double, ['it'], 'Devices');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByRole('button', { name: 'Change the keys of “Go to invites”' }).click();
  await expect(help.getByRole('textbox', { name: 'Change the keys of “Go to invites”' })).toBeFocused();
  await inOneGo(page, 'g', 'd');
  await expect(help.getByRole('status')).toHaveText('These keys already mean “Go to devices”.');
  await page.keyboard.press('Enter');
  await expect(help.getByRole('status')).toHaveText('These keys are needed for typing and moving.');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+m');
  await expect.poll(() => callsOf(page, 'display.choose')).toEqual([{ keys: { goInvites: 'Ctrl+M' } }]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+m');
  await expect(page.getByRole('heading', { name: 'Invites', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'All keys as they were from the start' }).click();
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await inOneGo(page, 'g', 'd');
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
});

test('buttons tell the keys that were chosen, to the eye and to a screen reader', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  const told = async (name: RegExp | string, title: string, keys: string | null) => {
    const button = page.getByRole('button', { name, exact: true });
    await expect.poll(async () => [await button.getAttribute('title'), await button.getAttribute('aria-keyshortcuts')]).toEqual([title, keys]);
  };
  await told('Reply', 'Reply (R)', 'R');
  await told('Note', 'Note (N)', 'N');
  await told('Resolve', 'Resolve (E)', 'E');
  await told(/^Tags/, 'Tags (T)', 'T');
  await told('Snooze', 'Snooze (S)', 'S');

  await page.locator('h1').first().click();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const chosenKeys = [['Reply', ['y'], 'Y'], ['Write a note', ['Control+Shift+y'], 'Ctrl+Shift+Y'], ['Resolve, or open again', ['g', 'y'], 'G Y'], ['Tags', ['Shift+T'], 'Shift+T']] as const;
  for (const [count, [command, presses]] of chosenKeys.entries()) {
    await help.getByRole('button', { name: `Change the keys of “${command}”` }).click();
    await expect(help.getByRole('textbox', { name: `Change the keys of “${command}”` })).toBeFocused();
    await inOneGo(page, ...presses);
    await expect.poll(async () => (await callsOf(page, 'display.choose')).length).toBe(count + 1);
  }
  await expect.poll(async () => (await callsOf(page, 'display.choose')).at(-1)).toEqual({ keys: { reply: 'Y', note: 'Ctrl+Shift+Y', resolve: 'G Y', tags: 'Shift+T' } });
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await told('Reply', 'Reply (Y)', 'Y');
  await told('Note', 'Note (Ctrl+Shift+Y)', 'Control+Shift+Y');
  // Two keys one after the other cannot be said in the attribute, where a space stands between alternatives.
  await told('Resolve', 'Resolve (G Y)', null);
  await told(/^Tags/, 'Tags (Shift+T)', 'Shift+T');

  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /^Single keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await told('Reply', 'Reply', null);
  await told('Snooze', 'Snooze', null);
  await told('Note', 'Note (Ctrl+Shift+Y)', 'Control+Shift+Y');
  expect(await findings(page)).toEqual([]);
});

test('single keys do nothing once they are switched off; those with Ctrl go on', async ({ page }) => {
  await openAs(page, double, ['it'], 'Devices');
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /^Single keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await inOneGo(page, 'g', 'v');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  await expect(palette(page).getByRole('option', { name: 'Go to invites' })).toBeVisible();
});

test('colours are chosen once and told to main', async ({ page }) => {
  await openAs(page, double, ['it'], 'Devices');
  await page.keyboard.press('Control+,');
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark');
  await expect.poll(() => callsOf(page, 'display.choose')).toEqual([{ theme: 'dark' }]);
});
