import { expect, test, type Page } from '@playwright/test';
import { callsOf, enter, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { addressIn, bundledDouble, serveRenderer } from '../doubles/renderer-page.ts';
import { csv, goTo, laptop, walks } from './console-walks.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

/** The smallest window at 200 %: the walk goes on in it, since there everything has to be reached with the least room. */
const leastRoom = { width: 450, height: 300 };
/** The smallest window, a usual one, and back. */
const windowSizes = [{ width: 900, height: 600 }, { width: 1440, height: 900 }, leastRoom];

const openConsole = (page: Page) => openAs(page, double, ['it'], 'Devices');

test('who sees what of a customer is chosen role by role', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  const panel = page.getByRole('region', { name: 'Who sees what of a customer' });
  await panel.getByRole('combobox', { name: 'Role' }).selectOption('Finance');
  await panel.getByRole('combobox', { name: 'Phone number' }).selectOption('Masked from: Contact confirmed, whole from: Identity confirmed');
  await expect(panel.getByText('Was Masked.')).toBeVisible();
  await panel.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('panel-fields.png') });
  await page.getByRole('button', { name: /Sign and send/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([{ fields: { finance: { phone: { masked: 'contact', shown: 'identity' } } } }]);
  await page.setViewportSize(leastRoom);
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
});

test('who sees what was hidden, and what the company’s own formats are, is typed into the policy', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  const kinds = page.getByRole('region', { name: 'Who sees what was hidden' });
  await kinds.getByRole('combobox', { name: 'Kind of data' }).selectOption('Postal address');
  await kinds.getByRole('combobox', { name: 'The customer must be known' }).selectOption('From: Contact confirmed');
  await kinds.getByRole('combobox', { name: 'Files with it in them' }).selectOption('To nobody');
  await kinds.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('kind-fields.png') });
  const formats = page.getByRole('region', { name: 'The company’s own formats' });
  await formats.getByRole('button', { name: 'Add a format' }).click();
  const format = formats.getByRole('group');
  await format.getByRole('textbox', { name: 'Name' }).fill('Customer number');
  await format.getByRole('textbox', { name: 'Pattern' }).fill('NL-[0-9]{6}');
  await format.getByRole('combobox', { name: 'What becomes of it' }).selectOption('Hidden, last 2 readable');
  await format.getByRole('textbox', { name: 'Has this format' }).fill('NL-12');
  await format.getByRole('textbox', { name: 'Does not have it' }).fill('NL-1\nXX-123456');
  await expect(format.getByText('This is no pattern, it matches where there is nothing, or the examples say otherwise.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Sign and send/ })).toBeDisabled();
  await format.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('pattern-fields.png') });
  await format.getByRole('textbox', { name: 'Has this format' }).fill('NL-123456');
  await page.getByRole('button', { name: /Sign and send/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([
    {
      reveal: { verification: { address: 'contact' } }, release: { never: ['address'] },
      redaction: { patterns: [{ name: 'Customer number', kind: 'find', pattern: 'NL-[0-9]{6}', ignoreCase: false, treatment: { action: 'mask', first: 0, last: 2 }, matches: ['NL-123456'], matchesNot: ['NL-1', 'XX-123456'] }] },
    },
  ]);
  await formats.getByRole('button', { name: 'Remove Customer number' }).click();
  await expect(formats.getByText('Will be removed.')).toBeVisible();
  await formats.getByRole('button', { name: /customer number/i }).click();
  await expect(formats.getByRole('group', { name: 'Customer number' })).toBeVisible();
  await page.setViewportSize(leastRoom);
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
  await formats.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('pattern-fields-200.png') });
});

test('what mistakes have taught is taken into the draft and sent with it, or discarded', async ({ page }) => {
  await openConsole(page);
  await page.evaluate(() => {
    window.sealdeskDouble.world.company.suggestions = [
      { type: 'card', pattern: String.raw`\b\d{3}\-\d{7}\-\d{7}\b`, example: '123-1234567-1234567', times: 3 },
      { type: 'password', pattern: String.raw`\b[A-Z][a-z]{5}\-\d{4}\-\d{2}\b`, example: 'Abcdef-1234-12', times: 1 },
    ];
  });
  await goTo(page, 'p', 'Policy');
  const learned = page.getByRole('region', { name: 'Learned from mistakes' });
  await expect(learned.getByText('123-1234567-1234567')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('suggestions.png') });
  await learned.getByRole('button', { name: 'Leave it alone' }).first().click();
  await expect(learned.getByText('Will be left alone.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('suggestion-taken.png') });
  await learned.getByRole('button', { name: 'Discard' }).click();
  await expect(learned.getByText('Abcdef-1234-12')).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.policy.discard')).toMatchObject([{ type: 'password' }]);
  await page.getByRole('button', { name: /Sign and send/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([{ redaction: { patterns: [{ kind: 'leave', matches: ['123-1234567-1234567'] }] } }]);
  await page.setViewportSize(leastRoom);
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
});

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
      await serveRenderer(other, double, spoken);
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
});

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

  test('devices that there are none of yet are invited from where they would be, and the policy leads to each of its parts', async ({ page }) => {
    await openConsole(page);
    await page.evaluate(() => {
      window.sealdeskDouble.world.company.devices = [];
      window.sealdeskDouble.emit('console.changed', null);
    });
    await page.getByRole('button', { name: 'New invite' }).click();
    await expect(page.getByRole('dialog', { name: 'New invite' })).toBeVisible();
    await page.keyboard.press('Escape');
    await goTo(page, 'p', 'Policy');
    await page.getByRole('button', { name: 'Go to a part' }).click();
    await page.getByRole('menuitem', { name: 'Who sees what of a customer' }).click();
    await expect(page.getByRole('region', { name: 'Who sees what of a customer' }).getByRole('combobox', { name: 'Role' })).toBeFocused();
    await expect(page.getByRole('heading', { name: 'Who sees what of a customer' })).toBeInViewport();
  });
});

test.describe('invites, inventory, policy, people', () => {
  test('an invite is made for one agent and one laptop, shown once, and can be copied', async ({ page }) => {
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

  test('a policy is sent only after whom it affects was shown, and only what changed is marked', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'p', 'Policy');
    const send = page.getByRole('button', { name: 'Sign and send policy to 8 laptops' });
    await expect(send).toBeDisabled();
    await page.getByLabel('Disk is encrypted, when it cannot be checked').selectOption('refuse');
    await expect(page.getByText('1 change', { exact: true })).toBeVisible();
    await expect(page.getByText('Was Warn.')).toHaveCount(1);
    const affected = page.getByRole('complementary', { name: 'Whom it affects' });
    await expect(affected).toContainText('1 laptop would be refused');
    await expect(affected).toContainText('nl-laptop-004 of Ayşe Demir');
    await send.click();
    const question = page.getByRole('dialog', { name: '1 laptop would not open any more' });
    await expect(question).toContainText('nl-laptop-004 of Ayşe Demir');
    expect(await findings(page)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('lock-out.png') });
    await page.keyboard.press('Escape');
    expect(await callsOf(page, 'console.policy.set')).toEqual([]);
    await send.click();
    await question.getByRole('button', { name: 'Sign and send all the same' }).click();
    await expect(page.getByText('Version 8 is signed.')).toBeVisible();
    await expect(question).toHaveCount(0);
    await expect.poll(() => callsOf(page, 'console.policy.set')).toEqual([expect.objectContaining({ version: 7 })]);
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
    await openAs(page, double, ['lead'], 'Open');
    await page.getByRole('button', { name: 'Console' }).click();
    await expect(page.getByRole('heading', { name: 'Teams', level: 1 })).toBeVisible();
    await goTo(page, 'r', 'Routing');
    await expect(page.getByRole('navigation', { name: 'Console' }).getByRole('button', { name: /Devices|Policy|People|Audit/ })).toHaveCount(0);
  });

  test('a change of what is hidden says what it would have hidden of messages that came before', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'p', 'Policy');
    await page.getByLabel('Postal address', { exact: true }).selectOption('keep');
    const affected = page.getByRole('complementary', { name: 'Whom it affects' });
    await expect(affected).toContainText('In the newest 500 messages of customers');
    await expect(affected).toContainText('Postal address: 0 hidden instead of 38');
    await page.screenshot({ path: test.info().outputPath('redaction-policy.png') });
    await page.getByRole('button', { name: 'Sign and send policy to 8 laptops' }).click();
    await expect(page.getByText('Version 8 is signed.')).toBeVisible();
    await expect.poll(() => callsOf(page, 'console.policy.set')).toEqual([expect.objectContaining({ redaction: expect.objectContaining({ types: expect.objectContaining({ address: { action: 'keep' }, card: { action: 'destroy' } }) }) })]);
  });

  test('a policy that somebody else has sent meanwhile is said, and taken without losing what was typed', async ({ page }) => {
    await openConsole(page);
    await goTo(page, 'p', 'Policy');
    await page.getByRole('textbox', { name: 'Works without the hub for' }).fill('24');
    await page.evaluate(() => {
      const { world, emit } = window.sealdeskDouble;
      world.company.policy = { ...world.company.policy, version: 8, attemptLimit: 20 };
      emit('console.changed', null);
    });
    await expect(page.getByText('Version 8 was sent meanwhile by somebody else.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Sign and send/ })).toBeDisabled();
    await page.getByRole('button', { name: 'Load it and keep my changes' }).click();
    await expect(page.getByRole('textbox', { name: 'Wrong tries allowed' })).toHaveValue('20');
    await expect(page.getByRole('textbox', { name: 'Works without the hub for' })).toHaveValue('24');
    // What was typed is still there after a look elsewhere.
    await page.locator('h1').click();
    await goTo(page, 'd', 'Devices');
    await goTo(page, 'p', 'Policy');
    await expect(page.getByRole('textbox', { name: 'Works without the hub for' })).toHaveValue('24');
    await page.getByRole('button', { name: /^Sign and send/ }).click();
    await expect(page.getByText('Version 9 is signed.')).toBeVisible();
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
