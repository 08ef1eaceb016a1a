import { expect, test } from '@playwright/test';
import { callsOf } from '../doubles/page-of-screens.ts';
import { goTo, openConsole } from './console-walks.ts';

test.describe('people, teams and the audit log', () => {
  test('a person is added with the keyboard alone and invited right away, for whom the invite is chosen then', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'a', 'People');
    await page.getByRole('button', { name: 'Add person' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('Mila Novak');
    await page.keyboard.press('Tab');
    await page.keyboard.type('mila.novak@nordlicht.example');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: 'Returns' }).press('Space');
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Mila Novak' });
    await expect(sheet.getByText('Mila Novak is added. Their laptop can be invited now.')).toBeVisible();
    await sheet.getByRole('button', { name: 'Add a laptop' }).click();
    await expect(page.getByRole('combobox').first()).toHaveValue('Mila Novak');
    await page.getByRole('button', { name: 'Make invite' }).click();
    await expect(page.getByText('It is shown this once.')).toBeVisible();
    await expect.poll(() => callsOf(page, 'console.agent.add')).toEqual([{ name: 'Mila Novak', email: 'mila.novak@nordlicht.example', roles: ['agent'], teams: ['Returns'] }]);
    await expect.poll(() => callsOf(page, 'console.invite.make')).toEqual([{ agent: 'mila.novak@nordlicht.example', minutes: 30, roles: null, asset: null }]);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Mila Novak' })).toBeFocused();
  });

  test('of a person only what was changed is sent; suspended, they are reactivated', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'a', 'People');
    await page.getByRole('button', { name: 'Ada Okafor' }).click();
    const sheet = page.getByRole('dialog', { name: 'Ada Okafor', exact: true });
    await sheet.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Lead' }).check();
    await page.getByRole('textbox', { name: 'Skills' }).fill('English, returns, Tents');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(sheet.getByText('Saved.')).toBeVisible();
    await expect(sheet.getByText('Agent, Lead')).toBeVisible();
    await expect.poll(() => callsOf(page, 'console.agent.change')).toEqual([{ agent: 'ada.okafor@nordlicht.example', roles: ['agent', 'lead'], was: { roles: ['agent'] } }]);
    await expect.poll(() => callsOf(page, 'console.skill.set')).toEqual([{ agent: 'ada.okafor@nordlicht.example', skills: ['english', 'returns', 'tents'] }]);
    await sheet.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('button', { name: 'Suspend Ada Okafor' }).click();
    await expect(sheet.getByText('Suspended. It can be taken back at any time.')).toBeVisible();
    await sheet.getByRole('button', { name: 'Reactivate' }).click();
    await page.getByRole('button', { name: 'Reactivate Ada Okafor' }).click();
    await expect(sheet.getByText('Active again.')).toBeVisible();
  });

  test('of oneself name and address can be changed, and no more', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'a', 'People');
    await page.getByRole('button', { name: 'Jana Okafor-Lindström' }).last().click();
    const sheet = page.getByRole('dialog', { name: 'Jana Okafor-Lindström' });
    await expect(sheet.getByText(/^This is you\./)).toBeVisible();
    await expect(sheet.getByRole('button', { name: /Suspend|Offboard/ })).toHaveCount(0);
    await sheet.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'E-mail address' })).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(0);
  });

  test('a team is added and renamed, and a name that is taken is refused in the hub’s words', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 't', 'Teams');
    await page.getByRole('button', { name: 'Add team' }).click();
    const added = page.getByRole('dialog', { name: 'Add a team' });
    await added.getByRole('textbox', { name: 'Name' }).fill('Returns');
    await page.keyboard.press('Enter');
    await expect(added.getByText('There is a team of this name already.')).toBeVisible();
    await added.getByRole('textbox', { name: 'Name' }).fill('Tents');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Tents' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Tents and bags');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Tents and bags' })).toBeVisible();
  });

  test('older entries of the audit log are fetched when they are asked for, and entries are chosen by person, kind and day', async ({ page }) => {
    await openConsole(page);
    await page.evaluate(() => {
      const { world } = window.sealdeskDouble;
      const [first] = world.company.audit;
      if (first === undefined) throw new Error('There is no entry.');
      world.company.audit = Array.from({ length: 130 }, (_, n) => ({ ...first, position: n + 1, at: Date.UTC(2026, 2, 10, 12), action: n < 20 ? 'backup.made' : 'agent.added' }));
    });
    await goTo(page, 'l', 'Audit log');
    await expect(page.getByRole('status').filter({ hasText: '100 entries so far' })).toBeVisible();
    await page.getByRole('button', { name: 'Older entries' }).click();
    await expect(page.getByRole('status').filter({ hasText: '130 entries' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Hub and channels');
    await expect(page.getByRole('status').filter({ hasText: '20 entries' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Day' }).fill('2026-03-09');
    await expect(page.getByText('No entry fits')).toBeVisible();
    await page.getByRole('textbox', { name: 'Day' }).fill('2026-03-10');
    await expect(page.getByRole('status').filter({ hasText: '20 entries' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Person' }).selectOption('Ada Okafor');
    await expect(page.getByText('No entry fits')).toBeVisible();
  });

  test('offboarding names how many laptops are revoked and to whom conversations go', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'a', 'People');
    await page.getByRole('button', { name: 'Ada Okafor' }).click();
    await page.getByRole('button', { name: 'Offboard' }).click();
    const question = page.getByRole('dialog', { name: 'Offboard Ada Okafor?' });
    await expect(question).toContainText('2 laptops are revoked: what is cached there can no longer be opened. 1 of them is not online: until it reaches the hub again, or ');
    await question.getByRole('combobox').click();
    await page.keyboard.type('brandt');
    await page.keyboard.press('Enter');
    await question.getByRole('textbox', { name: 'Reason' }).fill('Leaves at the end of the month');
    await question.getByRole('button', { name: 'Offboard Ada Okafor' }).click();
    await expect(page.getByText('Offboarded: 2 laptops revoked, 3 conversations handed on.')).toBeVisible();
    await expect.poll(() => callsOf(page, 'console.agent.offboard')).toEqual([
      { agent: 'ada.okafor@nordlicht.example', reason: 'Leaves at the end of the month', handTo: 'tom.brandt@nordlicht.example' },
    ]);
  });
});
