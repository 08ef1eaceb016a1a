import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Policy } from '../../shared/domain/policy.ts';
import { DesktopSession } from '../doubles/desktop-session.ts';
import { BusPeer } from '../doubles/message-bus.ts';
import { inOneGo } from '../doubles/page-of-screens.ts';
import { ChatCustomer } from './journey/customer.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import type { Hub } from './journey/hub.ts';
import type { Workstation } from './journey/workstation.ts';

const agent = { name: 'Ada Okafor', email: 'ada@example.com', role: 'agent' };
const passphrase = 'nine herons on the frozen canal';
const daemon = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';

/** As libnotify asks for a notification: whose, which it replaces, its picture, title, text. */
interface Notified {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly everything: string;
}

/** What shows notifications on a Linux desktop, and writes down what it was asked to show. */
class NotificationDaemon {
  readonly shown: Notified[] = [];
  readonly closed: number[] = [];
  inhibited = false;
  peer!: BusPeer;

  static async start(address: string): Promise<NotificationDaemon> {
    const one = new NotificationDaemon();
    one.peer = await BusPeer.join(address, ({ member, body = [] }) => one.#serve(member ?? '', body));
    await one.peer.own(daemon);
    return one;
  }

  #serve(member: string, body: readonly unknown[]): { signature: string; body: unknown[] } | null {
    switch (member) {
      case 'GetServerInformation':
        return { signature: 'ssss', body: ['written down', 'sealdesk', '1', '1.2'] };
      case 'GetCapabilities':
        return { signature: 'as', body: [['actions', 'body', 'persistence']] };
      case 'Notify': {
        const id = this.shown.length + 1;
        this.shown.push({ id, title: String(body[3]), text: String(body[4]), everything: JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) });
        return { signature: 'u', body: [id] };
      }
      case 'CloseNotification':
        this.closed.push(Number(body[0]));
        return { signature: '', body: [] };
      case 'Get':
        return { signature: 'v', body: [['b', this.inhibited]] };
      default:
        return null;
    }
  }

  click(id: number): Promise<void> {
    return this.peer.tell({ path, interface: daemon, member: 'ActionInvoked', signature: 'us', body: [id, 'default'] });
  }

  async doNotDisturb(held: boolean): Promise<void> {
    this.inhibited = held;
    await this.peer.tell({ path, interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged', signature: 'sa{sv}as', body: [daemon, [['Inhibited', ['b', held]]], []] });
  }
}

let folder: string;
let scene: Enrolled;
let hub: Hub;
let laptop: Workstation;
let own: DesktopSession;
let desktop: NotificationDaemon;
let customer: ChatCustomer;
let other: ChatCustomer;

test.describe.configure({ mode: 'serial' });

const windowVisible = () => laptop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
/** The agent is in another program. */
const away = () => laptop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.hide()));
const back = () => laptop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
const last = () => desktop.shown.at(-1);

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-notices-'));
  own = new DesktopSession();
  await own.start();
  desktop = await NotificationDaemon.start(own.session.address);
  scene = await enrolled({
    folder, agent, passphrase,
    before: async ({ hub: at }) => {
      const file = join(folder, 'policy.json');
      writeFileSync(file, JSON.stringify({ ...(await at.command<Policy>('policy', 'show')), autoLockMinutes: 60, passphraseOnlyMinutes: 60, notices: 'name' }));
      await at.command('policy', 'set', file);
      customer = await ChatCustomer.arrive(at.chat);
      await customer.writes('Hello, do the marmot boots run small?');
    },
  });
  ({ hub, workstation: laptop } = scene);
});

test.afterAll(async () => {
  desktop?.peer.leave();
  await customer?.leaves();
  await other?.leaves();
  await scene?.stop();
  await own?.end();
  rmSync(folder, { recursive: true, force: true });
});

test('unlocked, what it says is what was chosen, and never what was written; a click opens the conversation', async () => {
  test.setTimeout(120_000);
  await laptop.row('marmot boots').waitFor();
  await laptop.page.keyboard.press('Control+,');
  await laptop.page.getByRole('button', { name: 'Notifications' }).click();
  const dialog = laptop.page.getByRole('dialog', { name: 'Notifications' });
  await dialog.getByRole('checkbox', { name: 'a customer writes in one that nobody has yet' }).check();
  await laptop.page.keyboard.press('Escape');
  // What came before the unlock, or in front of the agent’s eyes, is told by nobody.
  expect(desktop.shown).toEqual([]);

  await away();
  await customer.writes('And is there a half size with the otter lining?');
  await expect.poll(() => last()?.text, { timeout: 30_000 }).toBe('A new message');
  expect(last()?.title).toBe('Sealdesk');
  expect(last()?.everything).not.toMatch(/otter|marmot|Visitor|chat/i);

  await desktop.click(last()?.id ?? 0);
  await expect.poll(windowVisible).toBe(true);
  await expect(laptop.messages().getByText('otter lining')).toBeVisible();
});

test('where the company and the agent want it, it says the channel and the first name', async () => {
  test.setTimeout(120_000);
  await laptop.page.keyboard.press('Control+,');
  await laptop.page.getByRole('button', { name: 'Notifications' }).click();
  await laptop.page.getByRole('dialog', { name: 'Notifications' }).getByLabel('They say').selectOption('name');
  await laptop.page.keyboard.press('Escape');
  // To whoever drives it the page always has the focus, and what is open in it is read at once.
  await laptop.page.locator('h1').first().click();
  await inOneGo(laptop.page, 'g', 's');
  await expect(laptop.page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible();
  await away();
  const before = desktop.shown.length;
  await customer.writes('Or a whole one, with the heron lining?');
  await expect.poll(() => desktop.shown.length, { timeout: 60_000 }).toBe(before + 1);
  expect(last()?.text).toMatch(/^A new message\nWeb chat, \p{L}+$/u);
  expect(last()?.everything).not.toContain('heron');
});

test('locked, what named anybody is taken away, and no more is said than that a message came; a click shows the lock screen', async () => {
  test.setTimeout(120_000);
  const named = last()?.id ?? 0;
  await laptop.app.evaluate(({ Menu, BrowserWindow }) => {
    const item = Menu.getApplicationMenu()?.items[0]?.submenu?.items.find(({ accelerator }) => accelerator === 'CommandOrControl+L');
    item?.click(undefined, BrowserWindow.getAllWindows()[0]);
  });
  await laptop.lockScreen();
  await expect.poll(() => desktop.closed).toContain(named);
  await away();
  const before = desktop.shown.length;
  // The hub knows a laptop as locked once it is back with its new process.
  await expect.poll(async () => (await hub.devices()).length).toBe(1);
  other = await ChatCustomer.arrive(hub.chat);
  await expect(async () => {
    await other.writes('Where is the parcel of the badger socks?');
    await expect.poll(() => desktop.shown.length, { timeout: 3_000 }).toBe(before + 1);
  }).toPass({ timeout: 60_000 });
  expect(last()?.title).toBe('Sealdesk');
  expect(last()?.text).toBe('A new message');
  expect(last()?.everything).not.toMatch(/badger|parcel|Visitor|chat/i);
  await desktop.click(last()?.id ?? 0);
  await expect.poll(windowVisible).toBe(true);
  await expect(laptop.page.getByRole('button', { name: 'Unlock' })).toBeVisible();
});

test('the system being told not to disturb, nothing is shown', async () => {
  test.setTimeout(120_000);
  await desktop.doNotDisturb(true);
  await laptop.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await laptop.page.getByRole('button', { name: 'Unlock' }).click();
  await expect(async () => {
    await laptop.newWindow();
    await expect(laptop.page.getByRole('searchbox', { name: 'Search' })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await laptop.row('badger socks').waitFor();
  await away();
  const before = desktop.shown.length;
  await other.writes('It was to come on a Tuesday.');
  await laptop.row('Tuesday').waitFor({ state: 'attached' });
  // Longer than what comes together is collected for.
  await laptop.page.waitForTimeout(4_000);
  expect(desktop.shown.length).toBe(before);
  await desktop.doNotDisturb(false);
  await other.writes('Or on a Wednesday.');
  await expect.poll(() => desktop.shown.length, { timeout: 60_000 }).toBe(before + 1);
  await back();
});
