import { expect, type Locator, type Page } from '@playwright/test';
import type { Role } from '../../shared/domain/permission.ts';
import { inOneGo, openAs } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** The smallest window at 200 %: the walk goes on in it, since there everything has to be reached with the least room. */
export const leastRoom = { width: 450, height: 300 };

/** The console of somebody with these roles, at the section that it begins with. */
export const openConsole = (page: Page, roles: readonly Role[] = ['it'], first = 'Devices') => openAs(page, bundledDouble(), roles, first);

/** The button of a row in the list of devices. */
export const laptop = (page: Page, name: string): Locator => page.getByRole('table', { name: 'Devices' }).getByRole('button', { name });

export const goTo = async (page: Page, letter: string, title: string): Promise<void> => {
  await inOneGo(page, 'g', letter);
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
};

export const csv = (rows: readonly string[]) => ({ name: 'laptops.csv', mimeType: 'text/csv', buffer: Buffer.from(['tag,serial,model', ...rows].join('\n')) });

type Look = (name: string) => Promise<void>;

/** Through every screen of the console and every state of one, section by section, from the devices; `look` is called at each. */
export const walks: Readonly<Record<string, (page: Page, look: Look) => Promise<void>>> = {
  async devices(page, look) {
    await expect(laptop(page, 'nl-laptop-021')).toBeVisible();
    await look('devices');
    await laptop(page, 'nl-laptop-021').click();
    await expect(page.getByRole('dialog', { name: 'nl-laptop-021' })).toBeVisible();
    await look('a waiting laptop');
    await page.getByRole('button', { name: 'Deny' }).click();
    await look('deny it?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await laptop(page, 'nl-laptop-003').click();
    await look('a laptop in use');
    await page.getByRole('button', { name: 'Reset authenticator' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('The phone fell into a lake');
    await look('reset the authenticator?');
    await page.getByRole('dialog', { name: /^Reset the authenticator/ }).getByRole('button', { name: 'Reset authenticator' }).click();
    await expect(page.getByText('7Q4M-Z09A-KTXW-3RB8')).toBeVisible();
    await look('the reset code');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Wipe' }).click();
    await page.getByRole('button', { name: 'Wipe laptop' }).click();
    await look('wipe it? without a reason');
    await page.getByRole('textbox', { name: 'Reason' }).fill('Stolen from the car');
    await page.getByRole('button', { name: 'Wipe laptop' }).click();
    await expect(page.getByText('The wipe is ordered.')).toBeVisible();
    await look('wipe ordered');
    await page.keyboard.press('Escape');
    await laptop(page, 'nl-laptop-011').click();
    await look('a laptop that opens no more');
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Filter' }).fill('no such laptop');
    await look('no device fits');
    await page.keyboard.press('Escape');
  },
  async invites(page, look) {
    await page.locator('h1').click();
    await goTo(page, 'v', 'Invites');
    await expect(page.getByRole('table', { name: 'Invites' })).toBeVisible();
    await look('invites');
    await page.getByRole('button', { name: 'New invite' }).click();
    await page.keyboard.type('ada');
    await expect(page.getByRole('option', { name: /Ada Okafor/ })).toBeVisible();
    await look('a new invite');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Make invite' }).click();
    await expect(page.getByText('It is shown this once.')).toBeVisible();
    await look('the invite');
    await page.keyboard.press('Escape');
  },
  async inventory(page, look) {
    await goTo(page, 'm', 'Inventory');
    await expect(page.getByRole('table', { name: 'Company laptops' })).toBeVisible();
    await look('inventory');
    await page.getByRole('button', { name: 'NL-0014' }).click();
    await look('a record');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Import CSV' }).click();
    await page.getByLabel('File').setInputFiles(csv(['NL-1001,SN1,ThinkPad', 'NL-1002,SN2,ThinkPad']));
    await expect(page.getByRole('button', { name: 'Import 2 lines' })).toBeVisible();
    await look('an import');
    await page.keyboard.press('Escape');
  },
  async policy(page, look) {
    await goTo(page, 'p', 'Policy');
    await expect(page.getByRole('textbox', { name: 'Works without the hub for' })).toBeVisible();
    await look('policy');
    await page.getByLabel('Disk is encrypted, when it fails').selectOption('refuse');
    await page.getByRole('textbox', { name: 'Locks by itself after' }).fill('soon');
    await look('a policy with a wrong field');
    await page.getByRole('textbox', { name: 'Locks by itself after' }).fill('3');
    await page.getByRole('textbox', { name: 'Works without the hub for' }).fill('24');
    await expect(page.getByText(/Works offline for 24 hours instead of 72/).first()).toBeVisible();
    await look('a policy and whom it affects');
  },
  async people(page, look) {
    await page.locator('h1').click();
    await goTo(page, 'a', 'People');
    await expect(page.getByRole('table', { name: 'People' })).toBeVisible();
    await look('people');
    await page.getByRole('button', { name: 'Ada Okafor' }).click();
    await expect(page.getByRole('button', { name: 'Change', exact: true })).toBeEnabled();
    await look('a person');
    await page.getByRole('button', { name: 'Offboard' }).click();
    await look('offboard somebody?');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await look('suspend somebody?');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('');
    await page.getByRole('checkbox', { name: 'Agent' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Choose at least one role.')).toBeVisible();
    await look('a person with wrong fields');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add person' }).click();
    await look('a new person');
    await page.keyboard.press('Escape');
  },
  async teams(page, look) {
    await page.locator('h1').click();
    await goTo(page, 't', 'Teams');
    await expect(page.getByRole('table', { name: 'Teams' })).toBeVisible();
    await look('teams');
    await page.getByRole('button', { name: 'Returns' }).click();
    await look('a team');
    await page.getByRole('textbox', { name: 'Name' }).fill('');
    await page.getByRole('button', { name: 'Rename' }).click();
    await expect(page.getByText('Give it a name.')).toBeVisible();
    await look('a team without a name');
    await page.keyboard.press('Escape');
  },
  async audit(page, look) {
    await page.locator('h1').click();
    await goTo(page, 'l', 'Audit log');
    await expect(page.getByRole('table', { name: 'Entries, newest first' })).toBeVisible();
    await look('the audit log');
    await page.getByRole('button', { name: 'Changed a person' }).click();
    await expect(page.getByRole('dialog', { name: 'Changed a person' })).toBeVisible();
    await look('an entry');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await expect(page.getByText('The chain holds: 16 entries follow from one another.')).toBeVisible();
    await look('the chain holds');
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      window.sealdeskDouble.world.company.auditCheck = { is: 'broken', at: 9 };
    });
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await expect(page.getByText('entry 9 does not follow')).toBeVisible();
    await look('the chain is broken');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('What was exported');
    await expect(page.getByText('No entry fits')).toBeVisible();
    await look('no entry fits');
  },
  async channels(page, look) {
    await goTo(page, 'c', 'Channels');
    await expect(page.getByRole('table', { name: 'Channels' })).toBeVisible();
    await look('channels');
    await page.getByRole('button', { name: 'Nordlicht WhatsApp' }).click();
    await expect(page.getByText(/refuses the access token/)).toBeVisible();
    await look('a channel that does not work');
    await page.keyboard.press('Escape');
  },
  async routing(page, look) {
    await goTo(page, 'r', 'Routing');
    await page.getByRole('button', { name: 'Try on past conversations' }).click();
    await expect(page.getByText('Of the newest 500 conversations.')).toBeVisible();
    await look('rules that were tried');
    await page.getByLabel('Tuesday').fill('nine to five');
    await expect(page.getByText('Hours such as 09:00-12:00')).toBeVisible();
    await look('hours that are none');
    await page.getByRole('button', { name: 'Edit Returns' }).click();
    await page.getByRole('textbox', { name: 'Senders' }).fill('nobody');
    await page.getByRole('button', { name: 'Keep' }).click();
    await expect(page.getByText('Each line must be an address')).toBeVisible();
    await look('a rule with a wrong field');
    await page.keyboard.press('Escape');
  },
  async 'the hub out of reach'(page, look) {
    await page.evaluate(() => {
      window.sealdeskDouble.answer('console.device.list', () => ({ kind: 'unreachable' }));
      window.sealdeskDouble.emit('console.changed', null);
    });
    await goTo(page, 'd', 'Devices');
    await expect(page.getByText('The hub cannot be reached.')).toBeVisible();
    await look('the hub out of reach');
  },
};
