import { expect, test, type Page } from '@playwright/test';
import { callsOf, enter, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

test.describe('from place to place', () => {
  test('the sidebar folds where the window is made narrower, and comes back where it is made wider', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openAs(page, double, ['it'], 'Devices');
    await expect(page.getByRole('button', { name: 'Fold the sidebar' })).toBeVisible();
    await page.setViewportSize({ width: 450, height: 300 });
    await expect(page.getByRole('button', { name: 'Show the sidebar' })).toBeVisible();
    await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.getByRole('button', { name: 'Fold the sidebar' })).toBeVisible();
  });

  test('an agent who also runs devices goes from the console to the inbox and back, and each is as it was left', async ({ page }) => {
    await openAs(page, double, ['agent', 'it'], 'Open');
    await expect(page.getByRole('list', { name: 'Places' }).getByText('2 laptops wait for approval')).toBeAttached();
    await page.getByRole('option', { name: /Oyelaran/ }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('gd is typed here, and nothing else happens');
    await page.keyboard.press('Escape');
    await inOneGo(page, 'g', 'd');
    await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Online');
    await page.getByRole('searchbox', { name: 'Filter' }).fill('ada');
    await page.locator('h1').click();
    await inOneGo(page, 'g', 'i');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('gd is typed here, and nothing else happens');
    await page.getByRole('button', { name: /^Console/ }).click();
    await expect(page.getByRole('searchbox', { name: 'Filter' })).toHaveValue('ada');
  });

  test('after G, a key that leads nowhere keeps its own meaning', async ({ page }) => {
    await openAs(page, double, ['it', 'agent'], 'Open');
    await page.getByRole('option', { name: /Oyelaran/ }).click();
    await page.keyboard.press('Escape');
    await inOneGo(page, 'g', 'n');
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.press('Escape');
    await inOneGo(page, 'g', 'v');
    await expect(page.getByRole('heading', { name: 'Invites', level: 1 })).toBeVisible();
  });

  test('an agent has the inbox and their own numbers: no way to a console of IT’s, and no key that leads there', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await enter(page, 'locked');
    await enter(page, 'unlocked', { roles: ['agent'] });
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
    await inOneGo(page, 'g', 'd');
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
    await page.getByRole('button', { name: 'Console' }).click();
    await expect(page.getByRole('heading', { name: 'Numbers', level: 1 })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Console' }).getByRole('button', { name: /Devices|Policy|Routing/ })).toHaveCount(0);
  });

  test('the help sheet has the keys of what the roles open', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help.getByText('Search, or filter the list')).toBeVisible();
    await expect(help.getByText('Write a note')).toHaveCount(0);
    expect(await findings(page)).toEqual([]);
  });
});

test.describe('notices', () => {
  test('the end of the lease is said once it is near and the hub is out of reach, on the state line and in a notice that can be put away', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    const notices = page.getByRole('status', { name: 'Notices' });
    await page.evaluate(() => window.sealdeskDouble.setSync({ leaseUntil: Date.now() + 9 * 3_600_000, connection: 'offline' }));
    await expect(page.getByRole('status', { name: 'Connection' })).toHaveText(/^Offline/);
    await expect(notices).toBeEmpty();
    await page.evaluate(() => window.sealdeskDouble.setSync({ leaseUntil: Date.now() + 7 * 3_600_000 }));
    await expect(notices).toContainText(/Works offline until .+\. Connect to the hub to go on\./);
    expect(await findings(page)).toEqual([]);
    await notices.getByRole('button', { name: 'Dismiss' }).click();
    await expect(notices).toBeEmpty();
    await page.evaluate(() => window.sealdeskDouble.setSync({ queued: 1 }));
    await expect(notices).toBeEmpty();
    await expect(page.getByRole('contentinfo', { name: 'State of this workstation' })).toContainText('Works offline until');
  });

  test('what the policy warns of is one notice, and work goes on under it', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await enter(page, 'locked');
    await enter(page, 'unlocked', { roles: ['agent'], postureWarnings: ['The screen never locks by itself.', 'The disk is not encrypted.'] });
    const notices = page.getByRole('status', { name: 'Notices' });
    await expect(notices).toContainText('The screen never locks by itself. The disk is not encrypted.');
    await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await notices.getByRole('button', { name: 'Dismiss' }).click();
    await expect(notices).toBeEmpty();
  });

  test('an idle lock is said aloud once, with its time; the seconds beside it are for the eye', async ({ page }) => {
    const now = Date.now();
    await page.clock.setFixedTime(now);
    await openAs(page, double, ['it'], 'Devices');
    const said = page.getByRole('status', { name: 'Automatic lock' });
    await expect(said).toBeEmpty();
    const changes = await said.evaluateHandle((region) => {
      const texts: string[] = [];
      new MutationObserver(() => texts.push(region.textContent ?? '')).observe(region, { childList: true, characterData: true, subtree: true });
      return texts;
    });
    await page.evaluate((at) => window.sealdeskDouble.emit('session.idle-warning', at), now + 19_500);
    await expect(said).toHaveText(/^Locks at .+ unless you go on\.$/);
    const seconds = page.locator('.notice-seconds');
    await expect(seconds).toHaveAttribute('aria-hidden', 'true');
    await expect(seconds).toHaveText('0:20');
    await page.clock.setFixedTime(now + 2_000);
    await expect(seconds).toHaveText('0:18');
    expect(await changes.jsonValue()).toHaveLength(1);
    expect(await findings(page)).toEqual([]);
    await expect.poll(() => sideways(page)).toBe(0);
    await page.evaluate(() => window.sealdeskDouble.emit('session.idle-warning', null));
    await expect(said).toBeEmpty();
    await expect(seconds).toHaveCount(0);
  });

  test('what is copied from the page, or selected in it, is told to main, and never what it is', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await page.getByRole('option', { name: /Oyelaran/ }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('order 4711');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await expect.poll(() => callsOf(page, 'application.copying')).toEqual(expect.arrayContaining([{ to: 'clipboard' }, { to: 'selection' }]));
  });

  test('the lock screen says it too', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await enter(page, 'locked', { leaseUntil: Date.now() + 2 * 3_600_000 });
    await expect(page.getByText(/Works offline until .+\. Connect to the hub to go on\./)).toBeVisible();
  });
});

test.describe('states that stop', () => {
  test('an enrolment at its end is begun anew only after it was said what is lost, and that was understood', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    for (const kind of ['revoked', 'wiped', 'keychain-changed', 'record-damaged', 'vault-damaged'] as const) {
      await enter(page, kind);
      await page.getByRole('button', { name: 'Enrol this laptop again' }).click();
      const question = page.getByRole('dialog', { name: 'Enrol this laptop again?' });
      await expect(question.getByRole('button', { name: 'Enrol again' })).toBeDisabled();
      expect(await findings(page), kind).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Enrol this laptop again' })).toBeFocused();
    }
    expect(await callsOf(page, 'enrolment.start-over')).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: /cannot be undone/ }).check();
    await page.getByRole('button', { name: 'Enrol again' }).click();
    await expect.poll(() => callsOf(page, 'enrolment.start-over')).toEqual([{ understood: true }]);
  });

  test('a suspended laptop says who can lift it and whether the hub is reached, a wiped one whether IT has the receipt', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await enter(page, 'suspended', { online: true });
    await expect(page.getByText('As soon as IT reinstates this laptop, you can unlock it.')).toBeVisible();
    await enter(page, 'suspended', { online: false });
    await expect(page.getByText('Offline. Connect to a network')).toBeVisible();
    await enter(page, 'wiped', { receipt: 'waiting' });
    await expect(page.getByText('The signed receipt waits until the hub is reached.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Enrol this laptop again' })).toHaveCount(0);
    await enter(page, 'wiped', { receipt: 'delivered' });
    await expect(page.getByText('The hub has the signed receipt')).toBeVisible();
  });

  test('nothing is wider than the window at 200 %', async ({ page }) => {
    await page.setViewportSize({ width: 450, height: 300 });
    await openAs(page, double, ['it'], 'Devices');
    for (const kind of ['suspended', 'wiped', 'posture-failed', 'record-damaged', 'unenrolled'] as const) {
      await enter(page, kind);
      await expect.poll(() => sideways(page), kind).toBeLessThanOrEqual(0);
    }
  });
});

test.describe('an invite from a link', () => {
  const offer = 'sealdesk://enrol/from-a-link-and-long-enough';
  const openLink = (page: Page): Promise<void> =>
    page.evaluate((invite) => {
      window.sealdeskDouble.world.offered = invite;
      window.sealdeskDouble.emit('enrolment.offered', null);
    }, offer);

  test('fills the field, says where it came from, and is not sent by itself', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await page.evaluate((invite) => {
      window.sealdeskDouble.world.offered = invite;
    }, offer);
    await enter(page, 'unenrolled');
    await expect(page.getByRole('textbox', { name: 'Invite' })).toHaveValue(offer);
    await expect(page.getByText('This invite came from a link you opened.')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    expect(await callsOf(page, 'enrolment.begin')).toEqual([]);
  });

  test('does not replace what was typed unless it is asked to', async ({ page }) => {
    await openAs(page, double, ['it'], 'Devices');
    await enter(page, 'unenrolled');
    await page.getByRole('textbox', { name: 'Invite' }).fill('sealdesk://enrol/typed');
    await openLink(page);
    await expect(page.getByText('You opened a link with another invite.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Invite' })).toHaveValue('sealdesk://enrol/typed');
    await page.getByRole('button', { name: 'Use that one' }).click();
    await expect(page.getByRole('textbox', { name: 'Invite' })).toHaveValue(offer);
  });
});
