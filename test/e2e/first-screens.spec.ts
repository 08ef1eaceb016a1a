import { expect, test, type Page } from '@playwright/test';
import type { SessionStateKind } from '../../shared/domain/session-state.ts';
import { callsOf, enter, findings, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, lockedAddress, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

/** The page as it begins, before main has said what this laptop is. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const passphrase = (page: Page) => page.getByRole('textbox', { name: 'Passphrase' });

/** A page with a vault, while nobody has looked at it yet. @param script resolves when the page's own script may come. */
async function begin(page: Page, script: Promise<void> = Promise.resolve()): Promise<{ readonly violations: string[] }> {
  const served = await serveRenderer(page, double);
  await page.addInitScript(() => {
    window.sealdeskDouble.world.session = { kind: 'starting' };
  });
  await page.route('**/assets/index-*.js', async (route) => {
    await script;
    await route.fallback();
  });
  await page.goto(lockedAddress, { waitUntil: 'commit' });
  return served;
}

const ready = (page: Page): Promise<void> => expect.poll(() => callsOf(page, 'session.state')).toHaveLength(1);

async function typeBoth(page: Page, code = '123456'): Promise<void> {
  await expect(passphrase(page)).toBeFocused();
  await page.keyboard.type('sieben lachse wandern');
  await page.getByLabel('Digit 1 of 6').focus();
  await page.keyboard.type(code);
}

test('where a vault is there, its passphrase can be typed before the page’s script has come, and stays as the script takes over', async ({ page }) => {
  let letScriptCome: () => void = () => undefined;
  const served = await begin(page, new Promise((resolve) => { letScriptCome = resolve; }));
  await expect(page.getByRole('heading', { name: 'Unlock', level: 1 })).toBeVisible();
  await expect(passphrase(page)).toBeFocused();
  await page.keyboard.type('sieben lachse');
  const field = await passphrase(page).elementHandle();
  expect(await callsOf(page, 'session.state')).toEqual([]);

  letScriptCome();
  await ready(page);
  await page.keyboard.type(' wandern');
  await enter(page, 'locked');
  await expect(page.getByText('Nordlicht Outdoor GmbH')).toBeVisible();
  await expect(passphrase(page)).toHaveValue('sieben lachse wandern');
  // The very field: the script has drawn nothing anew.
  expect(await passphrase(page).evaluate((now, before) => now === before, field)).toBe(true);
  await page.getByLabel('Digit 1 of 6').focus();
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await expect.poll(() => callsOf(page, 'session.unlock')).toEqual([{ passphrase: 'sieben lachse wandern', code: '123456' }]);
  expect(served.violations).toEqual([]);
});

test('it is read like a lock screen, says that it is looking where that takes long, and stands the accessibility rules and the policy', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await begin(page);
  await ready(page);
  await expect(page.getByText('Looking at what is encrypted on this laptop')).toBeVisible();
  await expect(page.locator('body')).toMatchAriaSnapshot(`
- heading "Unlock" [level=1]
- textbox "Passphrase"
- button "Show passphrase"
- group "Code"
- button "Use a recovery code"
- button "Unlock"
- status: Looking at what is encrypted on this laptop
- button "Forgotten passphrase?" [disabled]`);
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
  expect(served.violations).toEqual([]);
});

for (const kind of ['locked', 'lease-ended', 'repair-needed'] as const) {
  test(`what is submitted before the vault was looked at is tried once that is over, and not before: ${kind}`, async ({ page }) => {
    await begin(page);
    await ready(page);
    await typeBoth(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Unlocking' })).toBeVisible();
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'session.unlock')).toEqual([]);
    await enter(page, kind);
    await expect.poll(() => callsOf(page, 'session.unlock')).toEqual([{ passphrase: 'sieben lachse wandern', code: '123456' }]);
    await expect(passphrase(page)).toHaveValue('sieben lachse wandern');
  });
}

const others: Partial<Record<SessionStateKind, string>> = {
  'vault-damaged': 'What is safe', 'vault-newer': 'What is safe', 'no-keychain': 'What is safe', 'posture-failed': 'What is safe', 'revoked': 'What is safe',
};
for (const [kind, said] of Object.entries(others)) {
  test(`where looking comes to something else, its screen follows and what was submitted is not tried: ${kind}`, async ({ page }) => {
    await begin(page);
    await ready(page);
    await typeBoth(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Unlocking' })).toBeVisible();
    await enter(page, kind as SessionStateKind);
    await expect(page.getByRole('heading', { name: said })).toBeVisible();
    await expect(passphrase(page)).toHaveCount(0);
    // Nor later, when the same laptop can be unlocked again.
    await enter(page, 'locked');
    await expect(passphrase(page)).toHaveValue('');
    expect(await callsOf(page, 'session.unlock')).toEqual([]);
  });
}

test('where codes have eight digits, six of them are not tried: the other two are asked for', async ({ page }) => {
  await begin(page);
  await ready(page);
  await typeBoth(page);
  await page.keyboard.press('Enter');
  await enter(page, 'locked', { codeDigits: 8 });
  await expect(page.getByLabel('Digit 7 of 8')).toBeFocused();
  await expect(page.getByLabel('Digit 6 of 8')).toHaveValue('6');
  await expect(passphrase(page)).toHaveValue('sieben lachse wandern');
  expect(await callsOf(page, 'session.unlock')).toEqual([]);
});

test('without a vault there is nothing to type a passphrase into', async ({ page }) => {
  await serveRenderer(page, double);
  await page.addInitScript(() => {
    window.sealdeskDouble.world.session = { kind: 'starting' };
  });
  await page.goto(rendererAddress);
  await expect(page.getByRole('heading', { name: 'Starting Sealdesk' })).toBeVisible();
  await expect(passphrase(page)).toHaveCount(0);
});
