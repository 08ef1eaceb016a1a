import { expect, type Locator, type Page } from '@playwright/test';

/** The console as somebody of IT uses it, on a workstation of their own: what is on screen, by role and name. */
export class ItConsole {
  readonly #page: () => Page;

  /** @param page the workstation's window of the moment. */
  constructor(page: () => Page) {
    this.#page = page;
  }

  async go(section: 'Devices' | 'Invites' | 'Policy'): Promise<void> {
    await this.#page().getByRole('navigation', { name: 'Console' }).getByRole('button', { name: section }).click();
    await expect(this.#page().getByRole('heading', { name: section, level: 1 })).toBeVisible();
  }

  /** @returns the text of the invite, which is shown this once. */
  async invite(agentName: string): Promise<string> {
    const page = this.#page();
    await this.go('Invites');
    await page.getByRole('button', { name: 'New invite' }).first().click();
    await page.keyboard.type(agentName);
    await page.getByRole('option', { name: new RegExp(agentName) }).click();
    await page.getByRole('button', { name: 'Make invite' }).click();
    const invite = await page.getByRole('textbox', { name: 'Invite, also as a link' }).inputValue({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Done' }).click();
    return invite;
  }

  /** The row of an agent's laptop. */
  row(agentName: string): Locator {
    return this.#page().getByRole('table', { name: 'Devices' }).getByRole('row', { name: new RegExp(agentName) });
  }

  /** Opens the sheet of an agent's laptop. */
  async open(agentName: string): Promise<Locator> {
    await this.go('Devices');
    await this.row(agentName).getByRole('button').click();
    const sheet = this.#page().getByRole('dialog').filter({ hasText: agentName });
    await expect(sheet).toBeVisible();
    return sheet;
  }

  /** Asks for something that wants a reason, and confirms it. */
  async order(agentName: string, action: 'Suspend' | 'Reinstate' | 'Revoke' | 'Wipe', reason: string | null): Promise<void> {
    const page = this.#page();
    const sheet = await this.open(agentName);
    await sheet.getByRole('button', { name: action, exact: true }).click();
    const question = page.getByRole('dialog', { name: new RegExp(`^${action} .* of ${agentName}\\?$`) });
    if (reason !== null) await question.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await question.getByRole('button', { name: `${action} laptop` }).click();
    await expect(question).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  }
}
