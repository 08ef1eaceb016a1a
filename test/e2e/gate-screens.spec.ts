import { expect, test, type Page } from '@playwright/test';
import { sessionStateKinds } from '../../shared/domain/session-state.ts';
import { callsOf, enter, findings, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';
import { readings } from './state-readings.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

async function open(page: Page): Promise<{ readonly violations: string[] }> {
  const served = await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  return served;
}

/** Stands the accessibility rules in both colours, and fits the smallest window at 200 %. */
async function stands(page: Page, name: string): Promise<void> {
  expect(await findings(page), name).toEqual([]);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page), `${name}, at 200 %`).toBeLessThanOrEqual(0);
  if (size !== null) await page.setViewportSize(size);
}

/** An answer of main's for the next calls of this name. */
const answers = (page: Page, name: 'session.unlock' | 'enrolment.choose-passphrase', value: object): Promise<void> =>
  page.evaluate(([name, value]) => window.sealdeskDouble.answer(name, () => value as never), [name, value] as const);

test('every state has a screen that is read in a sensible order, and stands the accessibility rules and the policy', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await open(page);
  for (const kind of sessionStateKinds) {
    await enter(page, kind);
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.locator('body'), kind).toMatchAriaSnapshot(readings[kind]);
    await stands(page, kind);
  }
  expect(served.violations).toEqual([]);
});

test('every step of the last part of enrolment, and every manner of unlocking, stands the same rules', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await open(page);
  await enter(page, 'approved', { step: 'totp' });
  await expect(page.getByTestId('totp-key')).not.toBeEmpty();
  await stands(page, 'authenticator');
  await page.getByRole('button', { name: 'My app shows Sealdesk' }).click();
  await expect(page.getByRole('heading', { name: 'Keep these recovery codes' })).toBeFocused();
  await stands(page, 'recovery codes');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await stands(page, 'two codes');
  await enter(page, 'locked', { nextCodeAt: Date.now() + 20_000, retryAt: Date.now() + 30_000 });
  await expect(page.getByText(/the next one comes in 0:\d\d/)).toBeVisible();
  await stands(page, 'next code');
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await stands(page, 'one-time code');
  await page.getByRole('button', { name: 'Forgotten passphrase?' }).click();
  await stands(page, 'forgotten passphrase');
  await page.keyboard.press('Escape');
  await enter(page, 'locked', { passphraseOnlyUntil: Date.now() + 60_000 });
  await stands(page, 'passphrase alone');
  expect(served.violations).toEqual([]);
});

test.describe('before the inbox', () => {
  test('an invite that was wrapped by a mail program is joined, and a refusal is said in words', async ({ page }) => {
    await open(page);
    await enter(page, 'unenrolled');
    await page.getByRole('textbox', { name: 'Invite' }).fill('sealdesk://enrol/abc\ndef ghi-and-some-more');
    await page.getByRole('button', { name: 'Enrol this laptop' }).click();
    await expect(page.getByRole('alert')).toContainText('no longer takes this invite');
    await expect.poll(() => callsOf(page, 'enrolment.begin')).toEqual([{ invite: 'sealdesk://enrol/abcdefghi-and-some-more' }]);
  });

  test('the safety number stands in twelve groups of five', async ({ page }) => {
    await open(page);
    await enter(page, 'pending-approval');
    const groups = page.getByRole('region', { name: 'Safety number' }).getByRole('listitem');
    await expect(groups).toHaveCount(12);
    await expect(groups.first()).toHaveText('05213');
  });

  test('a passphrase is asked for twice and judged in words', async ({ page }) => {
    await open(page);
    await enter(page, 'approved');
    const first = page.getByRole('textbox', { name: 'Passphrase', exact: true });
    const second = page.getByRole('textbox', { name: 'Repeat passphrase' });
    await first.fill('short');
    await expect(page.getByText('10 more characters.')).toBeVisible();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('alert').first()).toContainText('at least 15 characters');
    await first.fill('sieben lachse wandern nordwärts');
    await second.fill('sieben lachse wandern südwärts');
    await second.press('Enter');
    await expect(page.getByRole('alert').last()).toContainText('not the same');
    await second.fill('sieben lachse wandern nordwärts');
    await second.press('Enter');
    await expect.poll(() => callsOf(page, 'enrolment.choose-passphrase')).toEqual([{ passphrase: 'sieben lachse wandern nordwärts' }]);
  });

  test('a key is made once, the focus goes from the first code to the second, and the same code twice is not sent', async ({ page }) => {
    await open(page);
    await enter(page, 'approved', { step: 'totp' });
    await expect(page.getByTestId('totp-key')).toHaveText('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    await page.getByRole('button', { name: 'My app shows Sealdesk' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page.getByRole('group', { name: 'First code' }).getByLabel('Digit 1 of 6')).toBeFocused();
    await page.keyboard.type('123456');
    await expect(page.getByRole('group', { name: 'Second code' }).getByLabel('Digit 1 of 6')).toBeFocused();
    await expect(page.getByText('Now wait until your app shows a new code')).toBeVisible();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('the same');
    await expect(page.getByRole('group', { name: 'Second code' }).getByLabel('Digit 1 of 6')).toBeFocused();
    await page.keyboard.type('654321');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('do not follow one another');
    await expect.poll(() => callsOf(page, 'enrolment.confirm-totp')).toEqual([{ first: '123456', second: '654321' }]);
    await expect.poll(() => callsOf(page, 'enrolment.provision-totp')).toHaveLength(1);
  });

  test('a code can be pasted, corrected with Backspace, and typed over', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    const digits = page.getByRole('group', { name: 'Code' }).getByRole('textbox');
    const code = async () => (await digits.evaluateAll((cells: HTMLInputElement[]) => cells.map((cell) => cell.value))).join('');
    await digits.nth(3).evaluate((cell) => {
      const data = new DataTransfer();
      data.setData('text', ' 123 456 ');
      cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await expect.poll(code).toBe('123456');
    await digits.nth(2).focus();
    await page.keyboard.press('Backspace');
    await expect.poll(code).toBe('12456');
    await digits.nth(0).focus();
    await page.keyboard.type('987');
    await expect.poll(code).toBe('98756');
  });

  test('a wrong try keeps the passphrase, empties the code, says one sentence and counts down', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse wandern');
    await page.getByLabel('Digit 1 of 6').focus();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect(page.getByText('That passphrase and code did not open it. 4 tries left.')).toBeVisible();
    await expect(page.getByText(/The next try is possible in 0:\d\d\./)).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Passphrase' })).toHaveValue('sieben lachse wandern');
    await expect(page.getByLabel('Digit 1 of 6')).toHaveValue('');
    await expect(page.getByLabel('Digit 1 of 6')).toBeFocused();
  });

  test('nothing typed is lost while main goes from locked to unlocking and back', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse');
    await enter(page, 'unlocking');
    await expect(page.getByRole('button', { name: 'Unlocking' })).toBeVisible();
    await enter(page, 'locked', { attemptsLeft: 3 });
    await expect(page.getByRole('textbox', { name: 'Passphrase' })).toHaveValue('sieben lachse');
  });
});

test.describe('a damaged vault', () => {
  const nothingLost = { readable: true, drafts: { saved: 2, lost: 0 }, queued: { saved: 1, lost: 0 }, returned: { saved: 0, lost: 0 }, unsure: false };
  const lost = { ...nothingLost, drafts: { saved: 1, lost: 1 }, unsure: true };

  test('is repaired with the keyboard alone, after it was said what cannot be read and that was understood', async ({ page }) => {
    await open(page);
    await enter(page, 'repair-needed');
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse wandern');
    await page.getByLabel('Digit 1 of 6').focus();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'session.unlock')).toEqual([{ passphrase: 'sieben lachse wandern', code: '123456' }]);
    await enter(page, 'repair-offered', { salvage: lost });
    await expect(page.getByRole('heading', { name: 'Repair the vault?' })).toBeFocused();
    await expect(page.getByRole('row', { name: 'Drafts 1 1' })).toBeVisible();
    await expect(page.getByText('there may have been more than is counted here')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Repair the vault' })).toBeDisabled();
    await stands(page, 'repair, with losses');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'session.repair')).toEqual([{ understood: true }]);
  });

  test('asks for no understanding where nothing is lost, says so where nothing can be read, and can be put off', async ({ page }) => {
    await open(page);
    await enter(page, 'repair-offered', { salvage: nothingLost });
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Repair the vault' })).toBeEnabled();
    await enter(page, 'repair-offered', { salvage: { ...nothingLost, readable: false } });
    await expect(page.getByText(/Restart the laptop and try once more/)).toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(0);
    await stands(page, 'repair, with nothing readable');
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(page.getByRole('heading', { name: 'The vault is damaged' })).toBeVisible();
  });

  test('once repaired, what was saved stands above the work until it was read', async ({ page }) => {
    await open(page);
    await enter(page, 'unlocked', { repaired: { at: Date.now(), kept: 'vault.damaged-2026-11-26T09-30-12.000Z.db', salvage: lost } });
    const notice = page.getByRole('status', { name: 'Notices' });
    await expect(notice).toContainText('The vault was repaired. Saved: 1 draft and 1 reply or change waiting to be sent.');
    await expect(notice).toContainText('Could not be read: 1 draft');
    await stands(page, 'repaired');
    await notice.getByRole('button').click();
    await expect(notice).not.toContainText('repaired');
    await expect.poll(() => callsOf(page, 'session.repair-seen')).toEqual([null]);
  });
});

test.describe('recovery codes', () => {
  test('ten are shown once, can be copied whole, and are kept before the two codes are asked for', async ({ page }) => {
    await open(page);
    await enter(page, 'approved', { step: 'totp' });
    await page.getByRole('button', { name: 'My app shows Sealdesk' }).click();
    const codes = page.getByTestId('recovery-codes').getByRole('listitem');
    await expect(codes).toHaveCount(10);
    const shown = await codes.allInnerTexts();
    await page.evaluate(() => document.addEventListener('copy', () => Object.assign(window, { copied: document.getSelection()?.toString() })));
    await page.getByRole('button', { name: 'Copy codes' }).click();
    expect((await page.evaluate(() => String((window as Window & { copied?: string }).copied))).trim().split(/\s+/)).toEqual(shown);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page.getByRole('group', { name: 'First code' })).toBeVisible();
    await expect(page.getByText(shown[0] as string)).toHaveCount(0);
    await enter(page, 'locked');
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  });

  test('one unlocks in place of a code, however it is typed', async ({ page }) => {
    await open(page);
    await enter(page, 'locked');
    await answers(page, 'session.unlock', { kind: 'hub-needed' });
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse');
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    const field = page.getByRole('textbox', { name: 'Recovery code' });
    await expect(field).toBeFocused();
    await page.keyboard.type('7q4m z09a');
    await expect(field).toHaveValue('7Q4M-Z09A');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'sixteen letters and digits' })).toBeVisible();
    expect(await callsOf(page, 'session.unlock')).toEqual([]);
    await field.press('End');
    await page.keyboard.type('-ktxw3rb8 and more');
    await expect(field).toHaveValue('7Q4M-Z09A-KTXW-3RB8');
    await field.evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 3));
    await page.keyboard.type('5');
    await expect(field).toHaveValue('7Q5M-Z09A-KTXW-3RB8');
    await expect.poll(() => field.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(3);
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'session.unlock')).toEqual([{ passphrase: 'sieben lachse', code: '7Q5MZ09AKTXW3RB8' }]);
    await expect(page.getByRole('alert').filter({ hasText: 'only while the hub is reached' })).toBeVisible();
    await page.getByRole('button', { name: 'Use the authenticator app' }).click();
    await expect(page.getByLabel('Digit 1 of 6')).toBeFocused();
  });
});

test.describe('after a short lock', () => {
  test('the passphrase alone is asked for and sent, and the code comes back in words when the time is over', async ({ page }) => {
    await open(page);
    await enter(page, 'locked', { passphraseOnlyUntil: Date.now() + 60_000 });
    await expect(page.getByText(/until .* the passphrase alone is enough/)).toBeVisible();
    await expect(page.getByRole('group', { name: 'Code' })).toHaveCount(0);
    await answers(page, 'session.unlock', { kind: 'code-needed' });
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('sieben lachse');
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'session.unlock')).toEqual([{ passphrase: 'sieben lachse', code: null }]);
    await expect(page.getByRole('alert').filter({ hasText: 'Type a code too.' })).toBeVisible();
    await expect(page.getByLabel('Digit 1 of 6')).toBeFocused();
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'session.unlock')).toContainEqual({ passphrase: 'sieben lachse', code: '123456' });
  });

  test('the code comes back by itself when the time is over', async ({ page }) => {
    await page.clock.install();
    await open(page);
    await enter(page, 'locked', { passphraseOnlyUntil: (await page.evaluate(() => Date.now())) + 60_000 });
    await expect(page.getByText(/until .* the passphrase alone is enough/)).toBeVisible();
    await expect(page.getByRole('group', { name: 'Code' })).toHaveCount(0);
    await page.clock.runFor(61_000);
    await expect(page.getByRole('group', { name: 'Code' })).toBeVisible();
  });
});

test('a wait is said aloud once, and counted down for the eyes alone', async ({ page }) => {
  // No second passes between what main says and what the page makes of it.
  const now = Date.now();
  await page.clock.setFixedTime(now);
  await open(page);
  await enter(page, 'locked', { retryAt: now + 30_000 });
  await expect(page.getByRole('alert').filter({ hasText: 'possible in 30 seconds' })).toHaveCount(1);
  const counted = page.getByText(/The next try is possible in 0:\d\d\./);
  await expect(counted).toHaveAttribute('aria-hidden', 'true');
  await expect(counted).toHaveText(/0:30/);
  await page.clock.setFixedTime(now + 4_000);
  await expect(counted).toHaveText(/0:26/);
  await expect(page.getByRole('alert').filter({ hasText: 'possible in 30 seconds' })).toHaveCount(1);
  expect(await counted.evaluate((element) => element.closest('[role=alert], [aria-live], output'))).toBeNull();
});

test('a forgotten passphrase wipes only after the loss was read, a tick and a second press', async ({ page }) => {
  await open(page);
  await enter(page, 'locked');
  await page.getByRole('button', { name: 'Forgotten passphrase?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wipe this laptop and enrol again?' });
  await expect(dialog).toContainText('drafts, and replies that were not sent yet');
  await expect(dialog).toContainText('Everything that reached the hub stays there');
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('there is no way back')).toBeFocused();
  // Whoever holds the key down wipes nothing.
  await page.keyboard.press('Enter');
  expect(await callsOf(page, 'session.forgotten')).toEqual([]);
  await dialog.getByRole('button', { name: 'Wipe this laptop' }).click();
  await expect(page.getByRole('heading', { name: 'This laptop was wiped' })).toBeVisible();
  await expect.poll(() => callsOf(page, 'session.forgotten')).toEqual([{ understood: true }]);
});

test('a passphrase that is easy to guess is called so while it is typed, and refused with what to do', async ({ page }) => {
  const served = await open(page);
  await enter(page, 'approved');
  const first = page.getByRole('textbox', { name: 'Passphrase', exact: true });
  await first.fill('passwort passwort');
  // The word lists are loaded where they are first needed.
  await expect(page.getByText('Too easy to guess.')).toBeVisible({ timeout: 20_000 });
  await first.fill('sieben lachse wandern nordwärts');
  await expect(page.getByText(/^(Strong|Very strong)\.$/)).toBeVisible();
  await answers(page, 'enrolment.choose-passphrase', { kind: 'too-weak', warning: 'This is on a list.', suggestions: ['Add a word.'] });
  await page.getByRole('textbox', { name: 'Repeat passphrase' }).fill('sieben lachse wandern nordwärts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'This is too easy to guess. This is on a list. Add a word.' })).toBeVisible();
  await expect(first).toBeFocused();
  expect(served.violations).toEqual([]);
});
