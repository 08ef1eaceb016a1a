import { expect, test } from '@playwright/test';
import { callsOf, findings, sideways } from '../doubles/page-of-screens.ts';
import { csv, goTo, leastRoom, openConsole, walks } from './console-walks.ts';

/** The smallest window, a usual one, and back. */
const windowSizes = [{ width: 900, height: 600 }, { width: 1440, height: 900 }, leastRoom];

for (const [section, walk] of Object.entries(walks)) {
  test.describe(`every screen of the console: ${section}`, () => {
    test('stands the accessibility rules and the policy, in light and in dark colours', async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const served = await openConsole(page);
      await walk(page, async (name) => expect(await findings(page), name).toEqual([]));
      expect(served.violations).toEqual([]);
    });

    test('is never wider than the window, whatever its size', async ({ page }) => {
      await page.setViewportSize(leastRoom);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await openConsole(page);
      await walk(page, async (name) => {
        for (const size of windowSizes) {
          await page.setViewportSize(size);
          await expect.poll(() => sideways(page), { message: `${name}, ${size.width} by ${size.height}` }).toBeLessThanOrEqual(0);
        }
      });
    });
  });
}

test.describe('invites, inventory, channels and routing', () => {
  test('an invite is made for one agent and one shown once, and can be copied', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'v', 'Invites');
    await page.getByRole('button', { name: 'New invite' }).click();
    await page.getByRole('button', { name: 'Make invite' }).click();
    await expect(page.getByText('Choose who it is for.')).toBeVisible();
    await expect(page.getByRole('combobox').first()).toBeFocused();
    await page.keyboard.type('brandt');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Only for this laptop' }).click();
    await page.keyboard.type('0025');
    await page.getByRole('option', { name: /NL-0025/ }).click();
    await page.getByRole('checkbox', { name: 'Whatever roles the agent has' }).uncheck();
    await page.getByRole('checkbox', { name: 'Agent', exact: true }).check();
    await page.getByRole('button', { name: 'Make invite' }).click();
    await expect(page.getByRole('textbox', { name: 'Invite, also as a link' })).toHaveValue(/^sealdesk:\/\/enrol\//);
    await expect(page.getByRole('img', { name: 'The invite as a QR code' })).toBeVisible();
    await page.getByRole('button', { name: 'Copy invite' }).click();
    await expect(page.getByText('Copied.')).toBeVisible();
    await expect.poll(() => callsOf(page, 'console.invite.make')).toEqual([
      { agent: 'tom.brandt@nordlicht.example', minutes: 30, roles: ['agent'], asset: '00000008-0000-4000-8000-000000000025' },
    ]);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('button', { name: 'New invite' })).toBeFocused();
    await expect(page.getByText('sealdesk://enrol/')).toHaveCount(0);
    await expect(page.getByRole('row', { name: /Tom Brandt.*Open.*NL-0025/ })).toBeVisible();
  });

  test('an import shows what it would take, names the line that is wrong, and says what became of it', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'm', 'Inventory');
    await page.getByRole('button', { name: 'Import CSV' }).click();
    await page.getByLabel('File').setInputFiles(csv(['NL-1001,"SN1,ThinkPad']));
    await expect(page.getByRole('alert')).toContainText('Line 2: a quotation mark is opened and never closed.');
    await page.getByLabel('File').setInputFiles(csv(['NL-1001,SN1,ThinkPad', 'NL-1002,,ThinkPad']));
    await page.getByRole('button', { name: 'Import 2 lines' }).click();
    await expect(page.getByRole('alert')).toContainText('Line 3: a record needs a serial number');
    await page.getByLabel('File').setInputFiles(csv(['NL-1001,SN1,ThinkPad']));
    await page.getByRole('button', { name: 'Import 1 line' }).click();
    await expect(page.getByText('1 added, 0 changed, 0 as they were.')).toBeVisible();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('button', { name: 'NL-1001' })).toBeVisible();
  });

  test('channels stand with what does not work on top, and the sidebar says how many', async ({ page }) => {
    await openConsole(page);
    await expect(page.getByRole('button', { name: /Channels.*1 channel does not work/ })).toBeVisible();
    await goTo(page, 'c', 'Channels');
    const rows = page.getByRole('table', { name: 'Channels' }).getByRole('row');
    await expect(rows.nth(1)).toContainText('Nordlicht WhatsApp');
    await expect(rows.nth(1)).toContainText('Does not work');
    await expect(rows.nth(2)).toContainText('Sign-in ends soon');
    await page.screenshot({ path: test.info().outputPath('channels.png') });
    await page.getByRole('button', { name: 'Nordlicht WhatsApp' }).click();
    await expect(page.getByRole('dialog', { name: 'Nordlicht WhatsApp' })).toContainText('WhatsApp refuses the access token.');
    await page.screenshot({ path: test.info().outputPath('channel.png') });
  });

  test('a rule is made, tried, moved to the top and put in force', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'r', 'Routing');
    await page.getByRole('button', { name: 'Add rule' }).click();
    const rule = page.getByRole('dialog', { name: 'New rule' });
    await rule.getByLabel('Name').fill('Invoices');
    await rule.getByLabel('Words in subject or text').fill('invoice\nRechnung');
    await rule.getByLabel('Give it to').selectOption('in-turn');
    await rule.getByLabel('Who have these skills').fill('german');
    await rule.getByLabel('Answer automatically').fill('Wij antwoorden binnen een dag.');
    await rule.getByLabel('Automatic answer in German').fill('Wir antworten innerhalb eines Tages.');
    expect(await findings(page)).toEqual([]);
    await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
    await rule.getByRole('button', { name: 'Keep' }).click();
    const rules = page.getByRole('region', { name: 'Rules' }).getByRole('listitem');
    await expect(rules.last()).toContainText('With “invoice”, “Rechnung” → those at work, in turn (german)');
    await page.getByRole('button', { name: 'Move Invoices up' }).click();
    await expect(rules.nth(3)).toContainText('Invoices');
    await page.getByRole('button', { name: 'Try on past conversations' }).click();
    await expect(rules.first()).toContainText('120 conversations');
    await page.getByRole('button', { name: 'Put in force' }).click();
    await expect(page.getByText('Version 4', { exact: true })).toBeVisible();
    const [set] = await callsOf(page, 'console.routing.set');
    expect(set).toMatchObject({ version: 3, routing: { rules: [{ name: 'Newsletters' }, { name: 'Returns' }, { name: 'At night' }, { name: 'Invoices', when: { words: ['invoice', 'Rechnung'] }, does: { assign: { to: 'in-turn', skills: ['german'] }, acknowledge: 'Wij antwoorden binnen een dag.', acknowledgeIn: { de: 'Wir antworten innerhalb eines Tages.' } } }, { name: 'Everything else' }] } });
    await page.getByRole('button', { name: 'Unblock @casino-winner.example' }).click();
    await expect(page.getByText('@casino-winner.example')).toHaveCount(0);
  });

  test('who leads a team has teams and the routing in their console, and nothing of IT’s', async ({ page }) => {
    await openConsole(page, ['lead'], 'Open');
    await page.getByRole('button', { name: 'Console' }).click();
    await expect(page.getByRole('heading', { name: 'Teams', level: 1 })).toBeVisible();
    await goTo(page, 'r', 'Routing');
    await expect(page.getByRole('navigation', { name: 'Console' }).getByRole('button', { name: /Devices|Policy|People|Audit/ })).toHaveCount(0);
  });
});
