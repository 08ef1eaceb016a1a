import { expect, test } from '@playwright/test';
import { callsOf, enter, inOneGo } from '../doubles/page-of-screens.ts';
import { addressIn, bundledDouble, serveRenderer } from '../doubles/renderer-page.ts';
import { laptop, openConsole } from './console-walks.ts';

test.describe('devices', () => {
  test('a waiting laptop is approved with the keyboard alone, and the focus comes back to its row', async ({ page }) => {
    await openConsole(page);
    await expect(laptop(page, 'nl-laptop-021')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('ada 021');
    await page.keyboard.press('Enter');
    await expect(laptop(page, 'nl-laptop-021')).toBeFocused();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'nl-laptop-021' });
    await expect(sheet.getByRole('heading', { name: 'nl-laptop-021' })).toBeFocused();
    await expect(sheet.getByRole('region', { name: 'Safety number' }).getByRole('listitem')).toHaveCount(12);
    const order: (string | null)[] = [];
    for (let stop = 0; stop < 4; stop += 1) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? null));
    }
    expect(order).toEqual(['Close', 'Details', 'Deny', 'Approve laptop']);
    await page.keyboard.press('Enter');
    await expect(sheet.getByText('Approved. Ada Okafor can now choose a passphrase on the laptop.')).toBeVisible();
    await expect(sheet.getByRole('heading', { name: 'nl-laptop-021' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(laptop(page, 'nl-laptop-021')).toBeFocused();
    await expect.poll(() => callsOf(page, 'console.device.approve')).toHaveLength(1);
    await expect(page.getByRole('navigation', { name: 'Console' }).getByRole('button', { name: /Devices 1/ })).toBeVisible();
  });

  test('a refusal is shown in the hub’s own words, and nothing else changes', async ({ page }) => {
    await openConsole(page);
    await laptop(page, 'nl-laptop-022').click();
    await page.getByRole('button', { name: 'Approve laptop' }).click();
    await expect(page.getByRole('alert')).toContainText('nl-laptop-022 is not in the company’s inventory, and the policy refuses such machines.');
    await expect(page.getByRole('button', { name: 'Approve laptop' })).toBeVisible();
  });

  test('a wipe names the person and the consequence, wants a reason, and keeps it when the hub does not answer', async ({ page }) => {
    await openConsole(page);
    await laptop(page, 'nl-laptop-007').click();
    await page.getByRole('button', { name: 'Wipe' }).click();
    const question = page.getByRole('dialog', { name: 'Wipe nl-laptop-007 of Ada Okafor?' });
    await expect(question).toContainText('Keys and cached conversations on it are destroyed');
    await expect(question).toContainText('It cannot be undone.');
    await question.getByRole('button', { name: 'Wipe laptop' }).click();
    await expect(question.getByRole('alert').first()).toContainText('Say why');
    expect(await callsOf(page, 'console.device.wipe')).toEqual([]);
    await page.evaluate(() => window.sealdeskDouble.answer('console.device.wipe', () => ({ kind: 'unreachable' })));
    await question.getByRole('textbox', { name: 'Reason' }).fill('Stolen');
    await page.keyboard.press('Enter');
    await expect(question.getByRole('alert').last()).toContainText('Whether it was done is not known');
    await expect(question.getByRole('textbox', { name: 'Reason' })).toHaveValue('Stolen');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Wipe' })).toBeFocused();
  });

  test('what became of an action is in sight, also where the sheet was read to its end', async ({ page }) => {
    await page.setViewportSize({ width: 900, height: 600 });
    await openConsole(page);
    await laptop(page, 'nl-laptop-007').click();
    const details = page.getByRole('region', { name: 'Details' });
    await details.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('On leave');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nothing is sent to this laptop until it is reinstated.')).toBeInViewport();
  });

  test('at no width from 900 on a state, check or tag of a laptop is cut, nor the names of the places', async ({ page }) => {
    for (const spoken of ['en', 'de'] as const) {
      const other = await page.context().newPage();
      await serveRenderer(other, bundledDouble(), spoken);
      await other.setViewportSize({ width: 1280, height: 800 });
      await other.goto(addressIn(spoken));
      await enter(other, 'unlocked', { roles: ['it', 'agent'] });
      await expect(other.getByRole('listbox').first()).toBeVisible();
      await other.locator('h1').first().click();
      await inOneGo(other, 'g', 'd');
      await expect(other.locator('.mark-words').first()).toBeVisible();
      for (const width of [1280, 1241, 1024, 900]) {
        await other.setViewportSize({ width, height: 800 });
        const cut = () => other.evaluate(() => [...document.querySelectorAll('td .mark-words, .sidebar:not(.sidebar-folded) .place-name')].flatMap((element) => (element.scrollWidth > element.clientWidth ? [element.textContent] : [])));
        await expect.poll(cut, { message: `${spoken}, ${width}` }).toEqual([]);
      }
      await other.close();
    }
  });

  test('the receipt of a wipe is shown with the time that it says', async ({ page }) => {
    await openConsole(page);
    await page.getByRole('button', { name: /^Show/ }).click();
    await page.getByRole('menuitemradio', { name: /Ended/ }).click();
    await laptop(page, 'nl-laptop-001').click();
    await expect(page.getByText(/^Wiped .+, as its signed receipt says\.$/)).toBeVisible();
    await page.keyboard.press('Escape');
    await laptop(page, 'nl-laptop-005').click();
    await expect(page.getByText('its signed receipt is shown here then')).toBeVisible();
  });

  test('a reset asks for a reason, shows its code once, and the device says that its authenticator has ended', async ({ page }) => {
    await openConsole(page);
    await laptop(page, 'nl-laptop-009').click();
    await expect(page.getByRole('region', { name: 'Details' })).toContainText(/Wrong tries in a row3.*Recovery codes left2 of 10/);
    await page.getByRole('button', { name: 'Reset authenticator' }).click();
    const question = page.getByRole('dialog', { name: 'Reset the authenticator on nl-laptop-009 of Tom Brandt?' });
    await question.getByRole('textbox', { name: 'Reason' }).fill('New phone');
    await question.getByRole('button', { name: 'Reset authenticator' }).click();
    const sheet = page.getByRole('dialog', { name: 'Reset code for Tom Brandt' });
    await expect(sheet.getByRole('region', { name: 'Reset code' })).toHaveText('7Q4M-Z09A-KTXW-3RB8');
    await expect(sheet.getByRole('heading', { name: 'Reset code for Tom Brandt' })).toBeFocused();
    await expect(sheet).toContainText('Never send it');
    await sheet.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByText('7Q4M-Z09A-KTXW-3RB8')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Details' })).toContainText('Ended by IT; another one is not set up yet');
    await expect(page.getByRole('heading', { name: 'nl-laptop-009' })).toBeFocused();
    await expect.poll(() => callsOf(page, 'console.device.reset-totp')).toEqual([expect.objectContaining({ reason: 'New phone' })]);
  });

  test('filter, focus and the open sheet stay while the list changes underneath', async ({ page }) => {
    await openConsole(page);
    await page.getByRole('searchbox', { name: 'Filter' }).fill('okafor');
    await laptop(page, 'nl-laptop-007').focus();
    await page.evaluate(() => {
      const { world, emit } = window.sealdeskDouble;
      world.company.devices = world.company.devices.map((device) => (device.name === 'nl-laptop-007' ? { ...device, online: true } : device)).toReversed();
      emit('console.changed', null);
    });
    await expect(page.getByRole('row', { name: /nl-laptop-007.*Online now/ })).toBeVisible();
    await expect(laptop(page, 'nl-laptop-007')).toBeFocused();
    await expect(page.getByRole('searchbox', { name: 'Filter' })).toHaveValue('okafor');
    await page.keyboard.press('Enter');
    await page.evaluate(() => window.sealdeskDouble.emit('console.changed', null));
    await expect(page.getByRole('dialog', { name: 'nl-laptop-007' })).toBeVisible();
  });

  test('where there are none yet, a laptop is invited from there', async ({ page }) => {
    await openConsole(page);
    await page.evaluate(() => {
      window.sealdeskDouble.world.company.devices = [];
      window.sealdeskDouble.emit('console.changed', null);
    });
    await page.getByRole('button', { name: 'New invite' }).click();
    await expect(page.getByRole('dialog', { name: 'New invite' })).toBeVisible();
  });
});
