import { expect, test, type Page } from '@playwright/test';
import { callsOf, enter, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

interface Shown {
  readonly recoveryCodesLeft?: number;
  readonly codeForgiven?: boolean;
  readonly duressAllowed?: boolean;
}

/** Unlocked, with what main says of the agent's passphrase and codes. */
async function open(page: Page, shown: Shown = {}, state: object = {}): Promise<{ readonly violations: string[] }> {
  const served = await openAs(page, double, ['agent'], 'Open');
  await unlockedAgain(page, shown, state);
  return served;
}

async function unlockedAgain(page: Page, shown: Shown, state: object = {}): Promise<void> {
  await page.evaluate((shown) => Object.assign(window.sealdeskDouble.world.security, shown), shown);
  await enter(page, 'locked');
  await enter(page, 'unlocked', state);
}

async function openSecurity(page: Page, shown: Shown = {}): Promise<{ readonly violations: string[] }> {
  const served = await open(page, shown);
  await goToSecurity(page);
  return served;
}

async function goToSecurity(page: Page): Promise<void> {
  await inOneGo(page, 'g', 's');
  await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeFocused();
}

async function stands(page: Page, name: string): Promise<void> {
  expect(await findings(page), name).toEqual([]);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page), `${name}, at 200 %`).toBeLessThanOrEqual(0);
  if (size !== null) await page.setViewportSize(size);
}

/** Fills in what every change asks for. */
async function prove(page: Page, code = '123456'): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase now' }).fill('sieben lachse');
  await page.getByLabel('Digit 1 of 6').first().focus();
  await page.keyboard.type(code);
}

const proof = { passphrase: 'sieben lachse', code: '123456' };
const answers = (page: Page, name: 'security.change-passphrase' | 'security.rotate-vault-key' | 'security.new-recovery-codes', value: object): Promise<void> =>
  page.evaluate(([name, value]) => window.sealdeskDouble.answer(name, () => value as never), [name, value] as const);

test('the security screen and each of its changes stand the accessibility rules and the policy', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await openSecurity(page, { duressAllowed: true, codeForgiven: true });
  await stands(page, 'security');
  for (const name of ['Change passphrase', 'Make new recovery codes', 'Renew the vault key', 'Set a duress passphrase', 'Take it away']) {
    await page.getByRole('main').getByRole('button', { name }).click();
    await expect(page.getByRole('textbox', { name: 'Passphrase now' })).toBeFocused();
    await stands(page, name);
    await page.getByRole('button', { name: 'Back to security' }).click();
    await expect(page.getByRole('main').getByRole('button', { name })).toBeFocused();
  }
  await page.getByRole('main').getByRole('button', { name: 'Set up another authenticator' }).click();
  await stands(page, 'another authenticator');
  expect(served.violations).toEqual([]);
});

test('it is reached from the agent’s name, by keyboard, and from the help sheet’s list, and left again', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Jana Okafor-Lindström: security' }).click();
  await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'Inbox' }).click();
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(/Go to security/);
});

test.describe('another passphrase', () => {
  test('is sent with the one in use and a code, and the fields are gone with it', async ({ page }) => {
    await openSecurity(page);
    await page.getByRole('button', { name: 'Change passphrase' }).click();
    await page.getByRole('textbox', { name: 'New passphrase', exact: true }).fill('neun kraniche ziehen südwärts');
    await page.getByRole('textbox', { name: 'Repeat new passphrase' }).fill('neun kraniche ziehen südwärts');
    await prove(page);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Your passphrase is changed.')).toBeVisible();
    await expect.poll(() => callsOf(page, 'security.change-passphrase')).toEqual([{ ...proof, next: 'neun kraniche ziehen südwärts' }]);
    await expect(page.getByRole('button', { name: 'Change passphrase' })).toBeFocused();
    await page.getByRole('button', { name: 'Change passphrase' }).click();
    await expect(page.getByRole('textbox', { name: 'Passphrase now' })).toHaveValue('');
    await expect(page.getByText('Your passphrase is changed.')).toHaveCount(0);
  });

  for (const [answer, said] of [
    [{ kind: 'wrong', retryAt: 0, attemptsLeft: 3 }, 'That passphrase and code were not right together. 3 tries left.'],
    [{ kind: 'hub-needed' }, 'The hub has to be reached for this.'],
    [{ kind: 'too-weak', warning: 'Names alone are tried first.', suggestions: ['Add a word.'] }, 'This is too easy to guess. Names alone are tried first. Add a word.'],
    [{ kind: 'too-short', minimum: 20 }, 'at least 20 characters'],
  ] as const) {
    test(`that is refused (${answer.kind}) is refused in words, and what was typed stays but the code`, async ({ page }) => {
      await openSecurity(page);
      await answers(page, 'security.change-passphrase', answer);
      await page.getByRole('button', { name: 'Change passphrase' }).click();
      await page.getByRole('textbox', { name: 'New passphrase', exact: true }).fill('neun kraniche ziehen');
      await page.getByRole('textbox', { name: 'Repeat new passphrase' }).fill('neun kraniche ziehen');
      await prove(page);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert').filter({ hasText: said })).toBeVisible();
      await expect(page.getByRole('textbox', { name: 'New passphrase', exact: true })).toHaveValue('neun kraniche ziehen');
      await expect(page.getByLabel('Digit 1 of 6')).toHaveValue('');
    });
  }
});

test('another authenticator: key, recovery codes, two codes; after a recovery code no further one is asked for', async ({ page }) => {
  await open(page, { codeForgiven: true, recoveryCodesLeft: 2 });
  await page.getByRole('status', { name: 'Notices' }).getByRole('button', { name: 'Set up another authenticator' }).click();
  await page.getByRole('textbox', { name: 'Passphrase now' }).fill('sieben lachse');
  await expect(page.getByRole('group', { name: 'Code' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('totp-key')).not.toBeEmpty();
  await expect.poll(() => callsOf(page, 'security.new-authenticator')).toEqual([{ passphrase: 'sieben lachse', code: null }]);
  await page.getByRole('button', { name: 'My app shows Sealdesk' }).click();
  await expect(page.getByTestId('recovery-codes').getByRole('listitem')).toHaveCount(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByRole('group', { name: 'First code' }).getByLabel('Digit 1 of 6')).toBeFocused();
  await page.keyboard.type('123456000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'do not follow one another' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'First code' }).getByLabel('Digit 1 of 6')).toBeFocused();
  await page.keyboard.type('123456654321');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The new authenticator is set up.')).toBeVisible();
  await expect(page.getByRole('status', { name: 'Notices' })).toBeEmpty();
});

test('new recovery codes are offered when few are left, shown once, and gone when the screen is', async ({ page }) => {
  await open(page, { recoveryCodesLeft: 1 });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices).toContainText('You have 1 recovery code left.');
  await notices.getByRole('button', { name: 'Make new recovery codes' }).click();
  await prove(page);
  await page.keyboard.press('Enter');
  const codes = page.getByTestId('recovery-codes');
  await expect(codes.getByRole('listitem')).toHaveCount(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(codes).toHaveCount(0);
  await expect(page.getByText('10 are left.')).toBeVisible();
  await expect(notices).toBeEmpty();
});

test('a duress passphrase is offered only where the policy allows it, and the screen is the same whether one is set', async ({ page }) => {
  await openSecurity(page);
  await expect(page.getByRole('region', { name: 'Duress passphrase' })).toHaveCount(0);
  await unlockedAgain(page, { duressAllowed: true });
  await goToSecurity(page);
  const part = page.getByRole('region', { name: 'Duress passphrase' });
  await expect(part).toContainText('It cannot help against copies');
  const before = await part.ariaSnapshot();
  await page.getByRole('button', { name: 'Set a duress passphrase' }).click();
  await page.getByRole('textbox', { name: 'Duress passphrase', exact: true }).fill('neun kraniche ziehen südwärts');
  await page.getByRole('textbox', { name: 'Repeat duress passphrase' }).fill('neun kraniche ziehen südwärts');
  await prove(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The duress passphrase is set.')).toBeVisible();
  await expect.poll(() => part.ariaSnapshot()).toBe(before);
  await page.getByRole('button', { name: 'Take it away' }).click();
  await prove(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('No duress passphrase is set any more.')).toBeVisible();
  await expect.poll(() => callsOf(page, 'security.set-duress-passphrase')).toEqual([{ ...proof, duress: 'neun kraniche ziehen südwärts' }, { ...proof, duress: null }]);
});

test('the vault key is renewed, and a wait after wrong tries is counted down', async ({ page }) => {
  await openSecurity(page);
  await answers(page, 'security.rotate-vault-key', { kind: 'wait', retryAt: Date.now() + 30_000 });
  await page.getByRole('button', { name: 'Renew the vault key' }).click();
  await prove(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/The next try is possible in 0:\d\d\./)).toBeVisible();
  await page.evaluate(() => window.sealdeskDouble.answer('security.rotate-vault-key', null));
  await prove(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Everything cached here is encrypted under a new key.')).toBeVisible();
});

test('once IT has ended the authenticator, another one is all there is to set up, until it is; locking stays in reach', async ({ page }) => {
  const served = await open(page, { codeForgiven: true }, { authenticatorEnded: true });
  await expect(page.getByRole('heading', { name: 'Set up another authenticator' })).toBeVisible();
  await expect(page.getByText('IT has ended your old authenticator')).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await stands(page, 'ended');
  await page.keyboard.press('Control+l');
  await page.getByRole('button', { name: 'Lock' }).click();
  await expect.poll(() => callsOf(page, 'session.lock')).toHaveLength(2);
  await page.getByRole('textbox', { name: 'Passphrase now' }).fill('sieben lachse');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'My app shows Sealdesk' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByRole('group', { name: 'First code' }).getByLabel('Digit 1 of 6')).toBeFocused();
  await page.keyboard.type('123456654321');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  expect(served.violations).toEqual([]);
});
