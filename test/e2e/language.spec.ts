import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Enrolled, enrolled } from './journey/enrolled.ts';

const agent = { name: 'Ada Okafor', email: 'ada@example.com', role: 'agent' };
const passphrase = 'nine herons on the frozen canal';

let folder: string;
let place: Enrolled;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-language-'));
  place = await enrolled({ folder, agent, passphrase });
});
test.afterAll(async () => {
  await place?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const menuWords = () => place.workstation.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.flatMap(({ label, submenu }) => [label, ...(submenu?.items.map((item) => item.label) ?? [])]) ?? []);

test('German, once chosen, is spoken by page and menu while it stays unlocked, by the lock screen, and after a new start', async () => {
  const { workstation } = place;
  await workstation.page.getByRole('button', { name: 'Language, colours, rows' }).click();
  await workstation.page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark');
  await expect.poll(() => workstation.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await workstation.page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect(workstation.page.getByRole('searchbox', { name: 'Suchen' })).toBeVisible();
  await expect(workstation.page.locator('html')).toHaveAttribute('lang', 'de');
  await expect.poll(menuWords).toEqual(expect.arrayContaining(['Sperren', 'Bearbeiten', 'Ansicht']));
  await expect.poll(() => JSON.parse(readFileSync(join(folder, 'workstation', 'display.json'), 'utf8')) as unknown).toMatchObject({ language: 'de', theme: 'dark' });

  // The page ends with the lock, which may be before the key is let go.
  await workstation.page.keyboard.press('Control+l').catch(() => undefined);
  await expect(async () => {
    await workstation.newWindow();
    await expect(workstation.page.getByRole('heading', { name: 'Entsperren' })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });

  await workstation.quit();
  await workstation.launch();
  await expect(workstation.page.getByRole('heading', { name: 'Entsperren' })).toBeVisible();
  await expect(workstation.page.locator('html')).toHaveAttribute('lang', 'de');
  await expect.poll(() => workstation.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await expect.poll(menuWords).toContain('Beenden');
});
