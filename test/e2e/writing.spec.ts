import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import { inOneGo } from '../doubles/page-of-screens.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';

/** By keyboard alone, in the workstation itself, with a hub and a mail server behind it. */
const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'lead' };
const passphrase = 'brombeer knistern unter laternenlicht';
const customer = 'philomena@briefkasten.example';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-writing-'));
  scene = await enrolled({ folder, agent, passphrase, pictures: test.info().outputPath() });
  scene.mail.deliver(await new MailComposer({ from: `Philomena Drosselbart <${customer}>`, to: shop.address, subject: 'Broken tent', text: 'My parcel holds a broken samowarella.' }).compile().build());
  await scene.workstation.row('Broken tent').waitFor({ timeout: 60_000 });
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const page = () => scene.workstation.page;
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page().keyboard.press(key);
};
const reply = () => page().getByRole('textbox', { name: 'Reply', exact: true });
const sentTo = () => scene.mail.smtp.sent.map((mail) => Buffer.from(mail.raw).toString('utf8'));

test('a lead writes a canned reply, and with it a reply is written, taken back, changed and sent once', async () => {
  test.setTimeout(180_000);
  await inOneGo(page(), 'g', 'w');
  await expect(page().getByRole('heading', { name: 'Canned replies', level: 1 })).toBeVisible();
  await page().getByRole('button', { name: 'New canned reply' }).focus();
  await press('Enter');
  await page().getByRole('textbox', { name: 'Name' }).focus();
  await page().keyboard.type('On its way');
  await press('Tab');
  await page().keyboard.type('sent');
  await page().getByRole('textbox', { name: 'Language' }).fill('en');
  await page().getByRole('textbox', { name: 'Text' }).focus();
  await page().keyboard.type('Hello {{customer.firstName|there}}, a new samowarella left us today.');
  await page().getByRole('combobox', { name: 'Once sent, set to' }).selectOption('Pending');
  await page().getByRole('button', { name: 'Save for everybody' }).focus();
  await press('Enter');
  await expect(page().getByRole('table', { name: 'Canned replies' }).getByRole('button', { name: 'On its way' })).toBeVisible();

  await inOneGo(page(), 'g', 'i');
  await expect(scene.workstation.row('Broken tent')).toBeVisible();
  await press('j');
  await expect(page().getByText('broken samowarella').last()).toBeVisible();
  // The row says it before the conversation is open.
  await expect(reply()).toBeVisible();
  await press('r');
  await expect(reply()).toBeFocused();
  await page().keyboard.type('/se');
  await expect(page().getByRole('listbox', { name: 'Canned replies' }).getByRole('option')).toHaveText([/On its way/], { timeout: 30_000 });
  await scene.workstation.picture('canned');
  await press('Enter');
  await expect(reply()).toHaveValue('Hello Philomena, a new samowarella left us today.');

  await press('Control+Enter');
  await expect(page().getByRole('button', { name: 'Undo' })).toBeVisible();
  await press('Control+z');
  await expect(reply()).toHaveValue('Hello Philomena, a new samowarella left us today.');
  await expect(page().getByRole('button', { name: 'Status: Open' })).toBeVisible();
  await press('Control+End');
  await page().keyboard.type(' Yours, Quendolin');
  await press('Control+Enter');
  await expect.poll(sentTo, { timeout: 60_000 }).toHaveLength(1);
  expect(sentTo()[0]).toContain('samowarella left us today. Yours, Quendolin');
  await expect(scene.workstation.messages().getByText('Sent', { exact: true })).toBeVisible({ timeout: 30_000 });
});

test('a reply that was not sent when every process ended leaves once, after the next unlock', async () => {
  test.setTimeout(180_000);
  // Who has just sent is still in the field.
  await press('Escape', 'r');
  await page().keyboard.type('One thing more: it is blue.');
  await press('Control+Enter');
  await expect(page().getByRole('button', { name: 'Undo' })).toBeVisible();
  await scene.workstation.crash();
  await scene.workstation.launch();
  await scene.workstation.unlock(passphrase, await scene.phone.nextCode());
  await expect.poll(sentTo, { timeout: 60_000 }).toHaveLength(2);
  expect(sentTo()[1]).toContain('One thing more: it is blue.');
  expect(sentTo()[1]).not.toContain('rOne');
  await scene.workstation.open('Broken tent');
  await expect(scene.workstation.messages().getByText('it is blue')).toHaveCount(1);
  await expect(page().getByRole('textbox', { name: 'Reply', exact: true })).toHaveValue('');
});
