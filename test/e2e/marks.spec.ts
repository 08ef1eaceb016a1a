import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';

/** By keyboard alone, in the workstation itself, with a hub and a mail server behind it. */
const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';
const customer = 'philomena@briefkasten.example';

let folder: string;
let scene: Enrolled;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-marks-'));
  scene = await enrolled({ folder, agent, passphrase });
  scene.mail.deliver(await new MailComposer({ from: `Philomena Drosselbart <${customer}>`, to: shop.address, subject: 'Broken tent', text: 'My parcel holds a broken samowarella.' }).compile().build());
  await scene.workstation.row('Broken tent').waitFor({ timeout: 60_000 });
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an agent writes in bold and a list by keyboard, and the customer gets a mail with both, in HTML and in plain', async () => {
  test.setTimeout(180_000);
  const { page } = scene.workstation;
  const reply = page.getByRole('textbox', { name: 'Reply', exact: true });
  await page.keyboard.press('j');
  await expect(reply).toBeVisible();
  await page.keyboard.press('r');
  await expect(reply).toBeFocused();
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Two things');
  await page.keyboard.press('End');
  await page.keyboard.type(':');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- it left');
  await page.keyboard.press('Enter');
  await page.keyboard.type('it is new');
  await expect(reply).toHaveValue('**Two things**:\n- it left\n- it is new');
  await page.keyboard.press('Control+Enter');
  await expect(scene.workstation.messages().locator('strong')).toHaveText('Two things');
  await expect(scene.workstation.messages().getByRole('listitem').filter({ hasText: /^it is new$/ })).toBeVisible();
  await expect.poll(() => scene.mail.smtp.sent.length, { timeout: 60_000 }).toBe(1);
  const mail = await PostalMime.parse(scene.mail.smtp.sent[0]?.raw ?? '');
  expect(mail.html).toContain('<strong>Two things</strong>:');
  expect(mail.html).toMatch(/<ul[^>]*><li[^>]*>it left<\/li><li[^>]*>it is new<\/li><\/ul>/);
  expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe('Two things:\n- it left\n- it is new');
});

test('a note is shown with its formatting, and what is forwarded has it above what is quoted; a signature has it below an answer', async () => {
  test.setTimeout(180_000);
  const { page } = scene.workstation;
  await page.getByRole('region', { name: /^Messages with/ }).focus();
  await page.keyboard.press('n');
  const note = page.getByRole('textbox', { name: 'Note', exact: true });
  await expect(note).toBeFocused();
  await page.keyboard.press('Control+i');
  await page.keyboard.type('Promised');
  await page.keyboard.press('Control+Enter');
  await expect(scene.workstation.messages().locator('em')).toHaveText('Promised');

  await page.getByRole('region', { name: /^Messages with/ }).focus();
  await page.keyboard.press('Shift+W');
  const forwarding = page.getByRole('dialog', { name: 'Forward by e-mail' });
  await forwarding.getByLabel('To', { exact: true }).fill(agent.email);
  await forwarding.getByLabel('What is forwarded').selectOption({ index: 1 });
  await forwarding.getByLabel('Your own words above it').focus();
  await page.keyboard.press('Control+b');
  await page.keyboard.type('For you');
  await forwarding.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(forwarding).toHaveCount(0);
  const toAgent = () => scene.mail.smtp.sent.filter(({ to }) => to.includes(agent.email));
  await expect.poll(() => toAgent().length, { timeout: 60_000 }).toBe(1);
  const mail = await PostalMime.parse(toAgent()[0]?.raw ?? '');
  expect(mail.html).toContain('<strong>For you</strong>');
  expect(mail.html).toContain('My parcel holds a broken samowarella.');
  expect(mail.html).not.toContain('Promised');
  expect(mail.text).toMatch(/^For you\r?\n/);

  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Reply', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Add a signature' }).click();
  await page.getByRole('textbox', { name: 'Under your e-mails' }).fill('**Quendolin** <x>');
  await page.getByRole('button', { name: 'Save signature' }).click();
  // The hub has told the laptop of it.
  await expect(page.getByText('Signature', { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('textbox', { name: 'Reply', exact: true }).fill('Yes.');
  await page.keyboard.press('Control+Enter');
  const toCustomer = () => scene.mail.smtp.sent.filter(({ to }) => to.includes(customer));
  await expect.poll(() => toCustomer().length, { timeout: 60_000 }).toBe(2);
  const answer = await PostalMime.parse(toCustomer()[1]?.raw ?? '');
  expect(answer.html).toContain('Yes.<br><br>-- <br><strong>Quendolin</strong> &lt;x&gt;');
  expect(answer.text?.replaceAll('\r\n', '\n').trim()).toBe('Yes.\n\n-- \nQuendolin <x>');
});
