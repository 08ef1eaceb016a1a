import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Logind } from '../doubles/logind.ts';
import { BusPeer, MessageBus } from '../doubles/message-bus.ts';
import { Hub } from './journey/hub.ts';
import { Phone } from './journey/phone.ts';
import { Workstation } from './journey/workstation.ts';

const agent = { name: 'Ada Okafor', email: 'ada@example.com', passphrase: 'nine herons on the frozen canal' };
const watcher = 'org.kde.StatusNotifierWatcher';

let folder: string;
let hub: Hub;
let laptop: Workstation;
let phone: Phone;
let desktop: BusPeer;
let system: MessageBus;
let logind: Logind;
/** The workstation's log. */
let said = '';

test.describe.configure({ mode: 'serial' });

/** The session bus that the workstation finds in its environment. */
function sessionBus(): string {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (address === undefined) throw new Error('There is no session bus; run this by npm test.');
  return address;
}

const locked = async () => {
  await expect(async () => {
    await laptop.newWindow();
    await expect(laptop.page.getByRole('button', { name: 'Unlock' })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
};
const unlock = async () => {
  await laptop.typeUnlock(agent.passphrase, await phone.nextCode());
  await expect(async () => {
    await laptop.newWindow();
    await expect(laptop.page.getByRole('searchbox', { name: 'Search' })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
};
const windowVisible = () => laptop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
const closeWindow = () => laptop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const textOnScreen = () =>
  laptop.app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.isVisible());
    if (window === undefined || window.webContents.isLoading()) return '';
    // A question put to a page that is on its way out has no answer.
    const late = new Promise<string>((resolve) => setTimeout(() => resolve(''), 1_000));
    return Promise.race([window.webContents.executeJavaScript('document.body.innerText') as Promise<string>, late]);
  });
const onClipboard = () => laptop.app.evaluate(({ clipboard }) => clipboard.readText());

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-lock-'));
  hub = new Hub(join(folder, 'hub'));
  laptop = new Workstation({ profile: join(folder, 'ada') });
  desktop = await BusPeer.join(sessionBus(), ({ member }) => (member === 'Get' ? { signature: 'v', body: [['b', true]] } : { signature: '', body: [] }));
  system = new MessageBus();
  await system.start();
  logind = await Logind.join(system.address);
  process.env['DBUS_SYSTEM_BUS_ADDRESS'] = system.address;
  await hub.init('Nordlicht Versand');
  await hub.start();
  await hub.addAgent(agent.email, agent.name);
  await laptop.launch();
  laptop.app.process().stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await laptop.enrol(await hub.invite(agent.email));
  await laptop.safetyNumber();
  const [device] = await hub.devices();
  await hub.approve(device?.id ?? '');
  await laptop.choosePassphrase(agent.passphrase);
  phone = new Phone(await laptop.totpKey());
  await laptop.keepRecoveryCodes();
  const first = await phone.nextCode();
  await laptop.confirmTotp(first, await phone.nextCode());
  await expect(laptop.page.getByRole('button', { name: 'Unlock' })).toBeVisible({ timeout: 30_000 });
});

test.afterAll(async () => {
  desktop?.leave();
  await laptop?.quit();
  await hub?.stop();
  await system?.end();
  rmSync(folder, { recursive: true, force: true });
});

test('the desktop locking its screen locks the workstation; a program that only says so does not', async () => {
  test.setTimeout(120_000);
  await unlock();
  const tell = (active: boolean) => desktop.tell({ path: '/org/gnome/ScreenSaver', interface: 'org.gnome.ScreenSaver', member: 'ActiveChanged', signature: 'b', body: [active] });
  await tell(true);
  await desktop.own('org.gnome.ScreenSaver');
  await tell(false);
  await expect(laptop.page.getByRole('searchbox', { name: 'Search' })).toBeVisible();
  await tell(true);
  await locked();
});

test('it asks the machine to wait before it sleeps, and is locked by then', async () => {
  test.setTimeout(120_000);
  // Electron does: it holds the sleep up until its own event has been handled.
  expect(logind.peer.calls.filter(({ member }) => member === 'Inhibit').map(({ body }) => [body?.[0], body?.[3]])).toContainEqual(['sleep', 'delay']);
  await unlock();
  await logind.sleeps(true);
  await expect.poll(() => said).toContain('"event":"locked","reason":"suspend"');
  await logind.sleeps(false);
  // Asked of the window itself: the driver does not always meet a page that came while the machine fell asleep.
  await expect.poll(textOnScreen, { timeout: 20_000 }).toContain('From your authenticator app');
  await laptop.crash();
  await laptop.launch();
});

test('what was copied from it is gone from the clipboard once it is locked; what another program copied is not', async () => {
  test.setTimeout(180_000);
  await unlock();
  await laptop.page.getByRole('searchbox', { name: 'Search' }).fill('Philomena Drosselbart');
  await laptop.page.keyboard.press('Control+a');
  await laptop.page.keyboard.press('Control+c');
  await expect.poll(onClipboard).toBe('Philomena Drosselbart');
  await laptop.lock();
  await expect.poll(onClipboard).toBe('');

  await unlock();
  await laptop.page.getByRole('searchbox', { name: 'Search' }).fill('Philomena Drosselbart');
  await laptop.page.keyboard.press('Control+a');
  await laptop.page.keyboard.press('Control+c');
  await expect.poll(onClipboard).toBe('Philomena Drosselbart');
  // Nobody is in another program within a fifth of a second; until then what is there counts as copied here.
  await laptop.page.waitForTimeout(300);
  await laptop.app.evaluate(({ clipboard }) => clipboard.writeText('eggs, flour'));
  await laptop.lock();
  expect(await onClipboard()).toBe('eggs, flour');
});

test('with a tray, closing the window hides and locks it; without one again, the window is back, and closing it quits', async () => {
  test.setTimeout(180_000);
  await unlock();
  const asked = desktop.calls.length;
  await desktop.own(watcher);
  await desktop.tell({ path: '/StatusNotifierWatcher', interface: watcher, member: 'StatusNotifierHostRegistered' });
  // Shown in the tray, the icon has registered itself with the watcher.
  await expect.poll(() => desktop.calls.slice(asked).map(({ member }) => member), { timeout: 10_000 }).toContain('RegisterStatusNotifierItem');
  await closeWindow();
  await expect.poll(windowVisible).toBe(false);
  await locked();
  expect(await windowVisible()).toBe(false);

  desktop.leave();
  await expect.poll(windowVisible).toBe(true);
  const closed = laptop.app.waitForEvent('close');
  await closeWindow();
  await closed;
});
