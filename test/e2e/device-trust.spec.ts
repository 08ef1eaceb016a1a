import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Hub } from './journey/hub.ts';
import { ItConsole } from './journey/it-console.ts';
import { ImpatientPhone } from '../soak/scene/impatient-phone.ts';
import { Workstation } from './journey/workstation.ts';

const it = { name: 'Ina Winkelmann', email: 'ina@example.com', passphrase: 'copper kettles over a slow fire' };
const agent = { name: 'Ada Okafor', email: 'ada@example.com', passphrase: 'nine herons on the frozen canal' };

let folder: string;
let hub: Hub;
let itsLaptop: Workstation;
let adasLaptop: Workstation;
const profile = () => join(folder, 'ada');

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sds-trust-'));
  hub = new Hub(join(folder, 'hub'));
  itsLaptop = new Workstation({ leastCost: true, profile: join(folder, 'it') });
  adasLaptop = new Workstation({ leastCost: true, profile: profile() });
  await hub.init('Nordlicht Versand');
  await hub.start();
  await hub.run('agent', 'add', '--email', it.email, '--name', it.name, '--role', 'it');
  await hub.addAgent(agent.email, agent.name);
});

test.afterAll(async () => {
  await itsLaptop?.quit();
  await adasLaptop?.quit();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Passphrase and authenticator, up to the lock screen. */
async function setUp(workstation: Workstation, passphrase: string): Promise<ImpatientPhone> {
  await workstation.choosePassphrase(passphrase);
  const phone = new ImpatientPhone(await workstation.totpKey());
  await workstation.keepRecoveryCodes();
  await workstation.confirmTotp(...(await phone.pair()));
  return phone;
}

test('IT invites, approves, suspends, reinstates and wipes a laptop from the console, and the agent sees each at once', async () => {
  test.setTimeout(480_000);
  const console = new ItConsole(() => itsLaptop.page);
  let phone: ImpatientPhone;

  await test.step('The first laptop of IT is approved at the hub itself, and opens in the console', async () => {
    await itsLaptop.launch();
    await itsLaptop.enrol(await hub.invite(it.email));
    await itsLaptop.safetyNumber();
    const [device] = await hub.devices();
    await hub.approve(device?.id ?? '');
    const itsPhone = await setUp(itsLaptop, it.passphrase);
    await itsLaptop.typeUnlock(it.passphrase, await itsPhone.nextCode());
    await expect(itsLaptop.page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible({ timeout: 30_000 });
    await expect(itsLaptop.page.getByRole('listbox', { name: 'Conversations' })).toHaveCount(0);
  });

  await test.step('An invite made in the console enrols the agent’s laptop; both screens show one safety number', async () => {
    const invite = await console.invite(agent.name);
    await adasLaptop.launch();
    await adasLaptop.enrol(invite);
    const shown = await adasLaptop.safetyNumber();
    const sheet = await console.open(agent.name);
    const compared = await sheet.getByRole('region', { name: 'Safety number' }).innerText();
    expect((compared.match(/\b\d{5}\b/g) ?? []).join(' ')).toBe(shown);
    await sheet.getByRole('button', { name: 'Approve laptop' }).click();
    await expect(sheet.getByText(`Approved. ${agent.name} can now choose a passphrase on the laptop.`)).toBeVisible({ timeout: 20_000 });
    await itsLaptop.page.keyboard.press('Escape');
  });

  await test.step('The agent sets it up and unlocks it; the console shows it in use', async () => {
    phone = await setUp(adasLaptop, agent.passphrase);
    await adasLaptop.unlock(agent.passphrase, await phone.nextCode());
    await expect(console.row(agent.name)).toContainText('In use', { timeout: 20_000 });
    await expect(console.row(agent.name)).toContainText('Online now', { timeout: 20_000 });
  });

  await test.step('Suspended, it locks while it is open, and says who did it and why', async () => {
    await console.order(agent.name, 'Suspend', 'On leave until Monday');
    await expect(async () => {
      await adasLaptop.newWindow();
      await expect(adasLaptop.page.getByRole('heading', { name: 'This laptop is suspended' })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(adasLaptop.page.getByText('On leave until Monday')).toBeVisible();
    await expect(adasLaptop.page.getByRole('textbox')).toHaveCount(0);
  });

  await test.step('Suspended, it stays so after a restart', async () => {
    await adasLaptop.quit();
    await adasLaptop.launch();
    await expect(adasLaptop.page.getByRole('heading', { name: 'This laptop is suspended' })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('Reinstated, it opens with passphrase and code', async () => {
    await console.order(agent.name, 'Reinstate', null);
    await expect(adasLaptop.page.getByRole('button', { name: 'Unlock' })).toBeVisible({ timeout: 20_000 });
    await adasLaptop.unlock(agent.passphrase, await phone.nextCode());
  });

  await test.step('Wiped, it destroys what it has and says so; the console shows its signed receipt', async () => {
    await console.order(agent.name, 'Wipe', 'Stolen from the car');
    await expect(async () => {
      await adasLaptop.newWindow();
      await expect(adasLaptop.page.getByRole('heading', { name: 'This laptop was wiped' })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    for (const name of ['vault.header', 'vault.db', 'vault.db-wal', 'enrolment.record']) expect(existsSync(join(profile(), name)), name).toBe(false);
    await console.go('Devices');
    await itsLaptop.page.getByRole('button', { name: /^Show/ }).click();
    await itsLaptop.page.getByRole('menuitemradio', { name: /^All/ }).click();
    await expect(console.row(agent.name)).toContainText('Wiped', { timeout: 20_000 });
    const sheet = await console.open(agent.name);
    await expect(sheet.getByText(/Wiped .*, as its signed receipt says\./)).toBeVisible();
    await itsLaptop.page.keyboard.press('Escape');
  });

  await test.step('Its receipt delivered, it can be enrolled anew, as another device', async () => {
    const again = adasLaptop.page.getByRole('button', { name: 'Enrol this laptop again' });
    await expect(again).toBeVisible({ timeout: 30_000 });
    await again.click();
    await adasLaptop.page.getByRole('checkbox', { name: 'I understand that this cannot be undone.' }).check();
    await adasLaptop.page.getByRole('button', { name: 'Enrol again' }).click();
    await expect(adasLaptop.page.getByRole('textbox', { name: 'Invite' })).toBeVisible({ timeout: 20_000 });
    expect(readdirSync(profile()).filter((name) => /record|header|vault/.test(name))).toEqual([]);
    await adasLaptop.enrol(await console.invite(agent.name));
    await adasLaptop.safetyNumber();
    const states = (await hub.devices()).map(({ state }) => state).sort();
    expect(states).toEqual(['active', 'pending', 'wiped']);
  });
});
