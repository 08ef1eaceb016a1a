import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
const page = (): Page => scene.workstation.page;
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page().keyboard.press(key);
};
const row = (name: RegExp) => page().getByRole('option', { name });
const heading = (name: string) => page().getByRole('heading', { name, level: 1 });

/** Tab, until what is so called has the focus: as somebody without a mouse gets there. */
async function tabTo(role: 'button' | 'combobox' | 'listbox', name: string | RegExp): Promise<void> {
  const wanted = page().getByRole(role, { name }).first();
  await expect(wanted).toBeVisible();
  for (let step = 0; step < 80 && !(await wanted.evaluate((element) => element === document.activeElement)); step += 1) await press('Tab');
  await expect(wanted).toBeFocused();
}

/** @param date a mail says to the second when it was written: those of one second stand in the list in an order that nobody knows */
async function writes(customer: string, subject: string, text: string, date = new Date()): Promise<void> {
  scene.mail.deliver(await new MailComposer({ date, from: `${customer} <${customer.toLowerCase()}@briefkasten.example>`, to: shop.address, subject, text }).compile().build());
}

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-queue-'));
  scene = await enrolled({ folder, agent, passphrase, pictures: test.info().outputPath() });
  for (const [place, customer] of ['Albertine', 'Barnabas', 'Cordula'].entries()) {
    await writes(customer, `Tent of ${customer}`, 'Where is my tent?', new Date(Date.now() - (3 - place) * 60_000));
    await expect(row(new RegExp(customer))).toBeVisible({ timeout: 60_000 });
  }
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('priority and tags are set with their keys, and stand in the list', async () => {
  await tabTo('listbox', 'Conversations');
  await press('Home', 'j', 'j');
  await expect(page().getByRole('region', { name: 'Conversation with Albertine' })).toBeVisible();
  await press('p');
  await expect(page().locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1);
  await press('Home');
  await expect(page().getByRole('menuitemradio', { name: 'Urgent' })).toBeFocused();
  await press('Enter');
  await expect(page().getByRole('button', { name: 'Priority: Urgent' })).toBeFocused();
  await press('t');
  await expect(page().getByRole('combobox', { name: 'Tag' })).toBeFocused();
  await page().keyboard.type('Refund');
  await press('Enter', 'Escape');
  await expect(page().getByRole('dialog', { name: 'Tags' })).toHaveCount(0);
  await expect(row(/Albertine.*Urgent priority.*Refund/)).toBeVisible();
});

test('what redaction finds in a tag is refused by the hub, and goes again from the screen', async () => {
  await press('t');
  await expect(page().getByRole('combobox', { name: 'Tag' })).toBeFocused();
  await page().keyboard.type('4242 4242 4242 4242');
  await press('Enter', 'Escape');
  await expect(page().getByRole('dialog', { name: 'Tags' })).toHaveCount(0);
  await expect(scene.workstation.messages().getByText('The tags stay as they were.')).toBeVisible({ timeout: 30_000 });
  await expect(page().getByText('4242 4242')).toHaveCount(0);
});

test('a snoozed conversation leaves the open ones, and comes back when its customer writes', async () => {
  await press('s');
  await expect(page().locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1);
  await page().keyboard.type('Tom');
  await press('Enter');
  await expect(row(/Albertine/)).toHaveCount(0);
  await tabTo('button', /^Snoozed/);
  await press('Enter');
  await expect(row(/Albertine.*Snoozed until/)).toBeVisible();
  await expect(scene.workstation.messages().getByText(/snoozed this until/)).toBeVisible({ timeout: 30_000 });
  await writes('Albertine', 'Re: Tent of Albertine', 'It has come, thank you!');
  await expect(row(/Albertine/)).toHaveCount(0, { timeout: 60_000 });
  await tabTo('button', /^Open/);
  await press('Enter');
  await expect(row(/Albertine/)).toBeVisible();
  await expect(scene.workstation.messages().getByText('Snooze ended.')).toBeVisible();
});

test('a filter is set, saved under a name, and found again in the sidebar with its count', async () => {
  await tabTo('listbox', 'Conversations');
  await press('f');
  await tabTo('combobox', 'Tag');
  await page().keyboard.type('Ref');
  await press('Escape');
  await expect(page().getByRole('listbox', { name: 'Conversations' }).getByRole('option')).toHaveCount(1);
  await tabTo('button', 'Save view');
  await press('Enter');
  await expect(page().getByRole('dialog', { name: 'Save view' }).getByLabel('Name')).toBeFocused();
  await press('Control+a');
  await page().keyboard.type('All refunds');
  await press('Enter');
  await expect(heading('All refunds')).toBeVisible();
  await tabTo('button', /^Open/);
  await press('Enter');
  await expect(page().getByRole('listbox', { name: 'Conversations' }).getByRole('option')).toHaveCount(3);
  await tabTo('button', 'All refunds 1');
  await press('Enter');
  await expect(heading('All refunds')).toBeVisible();
  await expect(page().getByRole('listbox', { name: 'Conversations' }).getByRole('option')).toHaveCount(1);
});

test('several are chosen, tagged and resolved together; the hub has each, and knows of no view', async () => {
  await tabTo('button', /^Open/);
  await press('Enter');
  await expect(page().getByRole('listbox', { name: 'Conversations' }).getByRole('option')).toHaveCount(3);
  await tabTo('listbox', 'Conversations');
  await press('Home', 'x', 'Shift+J', 'Shift+J');
  await expect(page().getByText('3 chosen')).toBeVisible();
  await press('t');
  await expect(page().getByRole('combobox', { name: 'Tag' })).toBeFocused();
  await page().keyboard.type('Recall');
  await press('Enter');
  await expect(page().getByText('3 conversations changed')).toBeVisible();
  await press('Escape');
  await tabTo('button', 'Set status');
  await press('Enter');
  const menu = page().getByRole('menu', { name: 'Set status' });
  // Keys are its own once it has the focus.
  await expect(menu.locator(':focus')).toHaveCount(1);
  await press('End');
  await expect(menu.getByRole('menuitem').or(menu.getByRole('menuitemradio')).last()).toBeFocused();
  await press('Enter');
  await expect(page().getByRole('listbox', { name: 'Conversations' })).toHaveCount(0);
  await expect(heading('Open')).toBeVisible();

  await expect(page().getByRole('contentinfo', { name: 'State of this workstation' })).not.toContainText('waiting to be sent', { timeout: 60_000 });
  const file = join(folder, 'audit.jsonl');
  await scene.hub.run('audit', 'export', '--to', file);
  const entries = readFileSync(file, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { entry: { action: string; detail: Record<string, unknown> } }).entry);
  const outcomes = (action: string) => entries.filter((entry) => entry.action === action).map(({ detail }) => detail['outcome']);
  expect(outcomes('conversation.priority')).toEqual(['done']);
  expect(outcomes('conversation.tag')).toEqual(['done', 'refused', 'done', 'done', 'done']);
  expect(outcomes('conversation.status')).toEqual(['done', 'done', 'done', 'done']);
  const told = readFileSync(file, 'utf8');
  // Four digits alone stand in many a digest.
  for (const word of ['Refund', 'Recall', 'All refunds', '4242 4242', '42424242']) expect(told).not.toContain(word);
});
