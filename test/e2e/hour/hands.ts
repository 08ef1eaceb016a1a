import { expect, type Locator, type Page } from '@playwright/test';
import { inOneGo } from '../../doubles/page-of-screens.ts';
import type { Customer } from './customers.ts';
import type { Seat } from './office.ts';

type Focusable = 'button' | 'combobox' | 'listbox' | 'textbox' | 'checkbox' | 'searchbox';

/** An agent's ten fingers: nothing here can point at anything. What is on screen is only ever read. */
export class Hands {
  readonly page: Page;
  readonly name: string;

  constructor({ workstation, person }: Seat) {
    this.page = workstation.page;
    this.name = person.name;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** G and a letter, at the pace of a hand: the second key counts only so long after the first. */
  goTo(letter: string): Promise<void> {
    return inOneGo(this.page, 'g', letter);
  }

  /** Waits until a menu takes the keys. */
  async inMenu(name: string): Promise<void> {
    const menu = this.page.getByRole('menu', { name });
    await expect(menu).toBeVisible();
    await expect(menu.locator(':focus').or(this.page.locator('[role=menu]:focus'))).toHaveCount(1);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Tab, until what is so called has the focus. */
  async tabTo(role: Focusable, name: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    const wanted = within.getByRole(role, { name, exact: typeof name === 'string' }).first();
    await expect(wanted).toBeVisible();
    for (let step = 0; step < 60 && !(await this.#hasFocus(wanted)); step += 1) await this.press('Tab');
    await expect(wanted).toBeFocused();
  }

  /** By its name in the palette. */
  async command(name: string): Promise<void> {
    await this.press('Control+k');
    const field = this.page.getByRole('combobox', { name: 'Command or customer' });
    await expect(field).toBeFocused();
    await this.type(name);
    await expect(this.page.getByRole('listbox', { name: 'What can be done' }).getByRole('option', { selected: true })).toContainText(name);
    await this.press('Enter');
    await expect(field).toHaveCount(0);
  }

  async view(name: string): Promise<void> {
    await this.command(`View: ${name}`);
    await expect(this.page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
  }

  get list(): Locator {
    return this.page.getByRole('listbox', { name: 'Conversations' });
  }

  row({ item }: Customer): Locator {
    return this.list.getByRole('option').filter({ hasText: item });
  }

  get messages(): Locator {
    return this.page.getByRole('list', { name: 'Messages' });
  }

  /** Down or up the list, a conversation at a time, until this one is open. */
  async walkTo(customer: Customer): Promise<void> {
    let away: 'j' | 'k' = 'j';
    const step = async (): Promise<boolean> => {
      const [at, to, of] = await this.page.evaluate((item) => {
        const rows = [...document.querySelectorAll<HTMLElement>('#conversations [role=option]')];
        const place = (row: HTMLElement | undefined): number => Number(row?.ariaPosInSet ?? 0);
        return [place(rows.find(({ ariaSelected }) => ariaSelected === 'true')), place(rows.find(({ textContent }) => textContent.includes(item))), Number(rows[0]?.ariaSetSize ?? 0)] as const;
      }, customer.item);
      if (at === to && to > 0) return true;
      // Not in sight: down to the end, and back up from there.
      if (at === of) away = 'k';
      if (at <= 1) away = 'j';
      await this.press(to === 0 ? away : to < at ? 'k' : 'j');
      return false;
    };
    await expect.poll(step, { timeout: 60_000, intervals: [1], message: customer.item }).toBe(true);
    await this.#isOpen(customer);
  }

  /** By a word of it, and back to the list with it open. */
  async find(customer: Customer): Promise<void> {
    await this.press('/');
    await expect(this.page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
    await this.type(customer.item);
    await expect(this.page.getByRole('listbox', { name: 'Search results' }).getByRole('option').first()).toContainText(customer.item);
    await this.press('Enter');
    await this.#isOpen(customer);
    await this.press('Escape');
  }

  async reply(text: string): Promise<void> {
    await this.write('Reply', 'r', text);
  }

  /** `begins`: a key, what is typed with it and what that becomes, before the rest. */
  async canned(shortcut: string, becomes: string, rest: string): Promise<string> {
    const field = await this.#field('Reply', 'r');
    await this.type(`/${shortcut}`);
    await expect(this.page.getByRole('listbox', { name: 'Canned replies' }).getByRole('option')).toHaveCount(1);
    await this.press('Enter');
    await expect(field).toHaveValue(becomes);
    await this.press('Control+End');
    await this.type(rest);
    await this.#send(field);
    return becomes + rest;
  }

  async note(text: string, mention?: string): Promise<void> {
    const field = await this.#field('Note', 'n');
    if (mention !== undefined) {
      await this.type(`@${mention.split(' ')[0]}`);
      await expect(this.page.getByRole('listbox', { name: 'Colleagues' }).getByRole('option')).toHaveText([mention]);
      await this.press('Enter');
      await expect(field).toHaveValue(`@${mention} `);
    }
    await this.type(text);
    await this.#send(field);
  }

  async tag(name: string): Promise<void> {
    await this.press('t');
    await expect(this.page.getByRole('combobox', { name: 'Tag' })).toBeFocused();
    await this.type(name);
    await this.press('Enter', 'Escape');
    // Until it is gone, letters are its own.
    await expect(this.page.getByRole('dialog', { name: 'Tags' })).toHaveCount(0);
  }

  async snooze(): Promise<void> {
    await this.press('s');
    await this.inMenu('Snooze');
    await this.type('Tom');
    await this.press('Enter');
    await expect(this.page.getByRole('menu', { name: 'Snooze' })).toHaveCount(0);
  }

  async resolve(): Promise<void> {
    await this.press('e');
    await expect(this.page.getByRole('button', { name: 'Status: Resolved' })).toBeVisible();
  }

  async handOver(to: string, note: string): Promise<void> {
    await this.press('h');
    await expect(this.page.getByRole('combobox', { name: 'To', exact: true })).toBeFocused();
    await this.type(to);
    await this.tabTo('textbox', 'Where it stands');
    await this.type(note);
    await this.press('Control+Enter');
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  /** What the customer told, who is new, from this number. */
  async logCall({ item, name }: Customer, number: string, notes: string): Promise<void> {
    await this.press('c');
    await this.tabTo('combobox', 'From');
    await this.type('Phone');
    const call = this.page.getByRole('dialog', { name: 'Write a call down' });
    await expect(call).toBeVisible();
    await this.press('Tab');
    await this.type(number);
    await this.press('Enter', 'Tab');
    await this.type(name);
    await this.tabTo('textbox', 'Notes', call);
    await this.type(`${item}: ${notes}`);
    await this.press('Control+Enter');
    await expect(call).toHaveCount(0);
    await expect(this.messages).toContainText(item);
    await this.press('Escape');
  }

  async #isOpen({ item }: Customer): Promise<void> {
    await expect(this.messages).toContainText(item);
  }

  async write(box: 'Reply' | 'Note', key: 'r' | 'n', text: string): Promise<void> {
    const field = await this.#field(box, key);
    await this.type(text);
    await this.#send(field);
  }

  async #field(box: 'Reply' | 'Note', key: 'r' | 'n'): Promise<Locator> {
    await this.press(key);
    const field = this.page.getByRole('textbox', { name: box, exact: true });
    await expect(field).toBeFocused();
    return field;
  }

  /** And back to the list. */
  async #send(field: Locator): Promise<void> {
    await this.press('Control+Enter');
    await expect(field).toHaveValue('');
    await this.press('Escape');
  }

  #hasFocus(wanted: Locator): Promise<boolean> {
    return wanted.evaluate((element) => element === document.activeElement);
  }
}
