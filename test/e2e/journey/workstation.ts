import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { killTree } from '../../doubles/process-tree.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface WorkstationOptions {
  readonly profile: string;
  /** Screenshots go here; none are made without it. */
  readonly pictures?: string;
  /** Switches of Chromium's. */
  readonly switches?: readonly string[];
  /** Passphrases of the least cost, for what is about something else: each unlock takes two derivations. */
  readonly leastCost?: boolean;
}

/** The workstation as an agent uses it: what is on screen, by role and name, and nothing behind it. */
export class Workstation {
  readonly #options: WorkstationOptions;
  #app: ElectronApplication | undefined;
  #page: Page | undefined;
  #picture = 0;

  constructor(options: WorkstationOptions) {
    this.#options = options;
    mkdirSync(options.profile, { recursive: true, mode: 0o700 });
  }

  get app(): ElectronApplication {
    if (this.#app === undefined) throw new Error('The workstation is not running.');
    return this.#app;
  }

  get page(): Page {
    if (this.#page === undefined || this.#page.isClosed()) throw new Error('The workstation has no window.');
    return this.#page;
  }

  async launch(): Promise<void> {
    this.#app = await _electron.launch({
      args: [join(root, 'dist', 'test-main'), `--profile=${this.#options.profile}`, ...(this.#options.switches ?? [])],
      chromiumSandbox: true,
      cwd: root,
      env: { ...(process.env as Record<string, string>), ...(this.#options.leastCost === true && { SEALDESK_TEST_LEAST_COST: '1' }) },
      timeout: 60_000,
    });
    this.#page = await this.#app.firstWindow({ timeout: 60_000 });
  }

  /** After a lock the window is a new one, with a renderer of its own. */
  async newWindow(): Promise<void> {
    // Not the one in which attachments are drawn, which is never shown.
    const inbox = () => this.app.windows().findLast((page) => !page.isClosed() && !page.url().startsWith('preview:'));
    await expect.poll(() => inbox() !== undefined, { timeout: 20_000 }).toBe(true);
    this.#page = inbox();
  }

  async quit(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#page = undefined;
    await app?.close();
  }

  /** Ends every process of it at once, as a power cut would. */
  async crash(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#page = undefined;
    if (app === undefined) return;
    const closed = app.waitForEvent('close');
    const { pid } = app.process();
    if (pid !== undefined) killTree(pid);
    await closed;
  }

  /** Looks at the screen: nothing of it may be wider than the window; and takes a picture where they are wanted. */
  async picture(name: string): Promise<void> {
    const wider = await this.page.evaluate(() =>
      [...document.querySelectorAll('html, body, main')].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ tagName }) => tagName),
    );
    expect(wider, `wider than the window at "${name}"`).toEqual([]);
    if (this.#options.pictures === undefined) return;
    this.#picture += 1;
    const file = `${String(this.#picture).padStart(2, '0')}-${name}.png`;
    await this.page.screenshot({ path: join(this.#options.pictures, file) });
  }

  /** Types a code as a person does: into the first cell, and the cursor moves by itself. */
  async typeCode(group: string, code: string): Promise<void> {
    await this.page.getByRole('group', { name: group, exact: true }).getByRole('textbox').first().click();
    await this.page.keyboard.type(code, { delay: 15 });
  }

  async enrol(invite: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Invite' }).fill(invite);
    await this.page.getByRole('button', { name: 'Enrol this laptop' }).click();
  }

  /** The sixty digits on the enrolment screen, in groups of five. */
  async safetyNumber(): Promise<string> {
    const text = await this.page.getByRole('region', { name: 'Safety number' }).innerText({ timeout: 30_000 });
    return (text.match(/\b\d{5}\b/g) ?? []).join(' ');
  }

  async choosePassphrase(passphrase: string): Promise<void> {
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase, { timeout: 30_000 });
    await this.page.getByLabel('Repeat passphrase', { exact: true }).fill(passphrase);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }

  async totpKey(): Promise<string> {
    const key = this.page.getByTestId('totp-key');
    await expect(key).not.toBeEmpty({ timeout: 30_000 });
    return key.innerText();
  }

  /** Past the key and the recovery codes, to the two codes that are asked for. */
  async keepRecoveryCodes(): Promise<readonly string[]> {
    await this.page.getByRole('button', { name: 'My app shows Sealdesk' }).click();
    const codes = await this.page.getByTestId('recovery-codes').getByRole('listitem').allInnerTexts();
    await this.page.getByRole('button', { name: 'I have kept them' }).click();
    return codes;
  }

  async confirmTotp(first: string, second: string): Promise<void> {
    await this.typeCode('First code', first);
    await this.typeCode('Second code', second);
    await this.#locksBy(() => this.page.getByRole('button', { name: 'Finish' }).click());
  }

  async typeUnlock(passphrase: string, code: string): Promise<void> {
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase, { timeout: 30_000 });
    await this.typeCode('Code', code);
    await this.page.getByRole('button', { name: 'Unlock' }).click();
  }

  async unlock(passphrase: string, code: string): Promise<void> {
    await this.typeUnlock(passphrase, code);
    await expect(this.page.getByRole('searchbox', { name: 'Search' })).toBeVisible({ timeout: 30_000 });
  }

  /** Puts away what the policy warns of on this laptop, where it warns of something: an unencrypted disk, on most machines that try it out. */
  async putNoticeAway(): Promise<void> {
    const dismiss = this.page.getByRole('status', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' });
    if (await dismiss.isVisible()) await dismiss.click();
    await expect(dismiss).toHaveCount(0);
  }

  row(text: string | RegExp) {
    return this.page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').filter({ hasText: text }).first();
  }

  /** The open conversation's messages. */
  messages() {
    return this.page.getByRole('list', { name: 'Messages' });
  }

  async open(text: string | RegExp): Promise<void> {
    await this.row(text).click({ timeout: 30_000 });
  }

  /** Puts the last toast away, the list to its top and the pointer aside, and waits until the conversation is read: for a picture. */
  async atRest(): Promise<void> {
    await this.page.getByRole('listbox', { name: 'Conversations' }).hover();
    await this.page.mouse.wheel(0, -10_000);
    await this.messages().hover();
    // It goes by itself after some seconds, if nobody is faster.
    const toast = this.page.locator('.toast');
    await toast.getByRole('button', { name: 'Dismiss' }).click({ timeout: 5_000 }).catch(() => undefined);
    await expect(toast).toHaveCount(0);
    await this.read();
  }

  /** Stays with the open conversation until it counts as read, as a person does who reads it. */
  async read(): Promise<void> {
    await expect(this.page.getByRole('option', { selected: true }).getByText('Unread')).toHaveCount(0);
  }

  /** Opens a conversation and sets its assignee or status. */
  async choose(conversation: string, menu: 'Assignee' | 'Status', choice: string): Promise<void> {
    await this.open(conversation);
    await this.page.getByRole('button', { name: `${menu}:` }).click();
    await this.page.getByRole('menuitemradio', { name: choice, exact: true }).click();
    await expect(this.page.getByRole('button', { name: `${menu}: ${choice}` })).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Reply' });
    await box.fill(text);
    await this.page.getByRole('button', { name: 'Send reply' }).click();
  }

  async search(words: string): Promise<void> {
    const box = this.page.getByRole('searchbox', { name: 'Search' });
    await box.click();
    await box.fill('');
    await box.pressSequentially(words, { delay: 20 });
  }

  /** A search result that shows these words. */
  result(words: string) {
    return this.page.getByRole('listbox', { name: 'Search results' }).getByRole('option').filter({ hasText: words }).first();
  }

  async lock(): Promise<void> {
    await this.#locksBy(() => this.page.getByRole('button', { name: 'Lock' }).click());
  }

  /** The page that was locked may show the lock screen for a moment too; it ends, and the new window's is the one that stays. */
  async #locksBy(act: () => Promise<void>): Promise<void> {
    const before = this.page;
    const closed = before.waitForEvent('close', { timeout: 30_000 });
    await act();
    await closed;
    await this.lockScreen();
  }

  /** Waits for the lock screen, which comes in a new window. */
  async lockScreen(): Promise<void> {
    await expect(async () => {
      await this.newWindow();
      await this.page.getByRole('button', { name: 'Unlock' }).waitFor({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
  }
}
