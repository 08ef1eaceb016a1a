import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { enrolled, type Enrolled } from './journey/enrolled.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';

let folder: string;
let desk: Enrolled;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-outbound-'));
  desk = await enrolled({ folder, agent, passphrase });
  await desk.hub.command('channel', 'add-phone', '--name', 'Support line', '--country', 'DE');
});
test.afterAll(async () => {
  await desk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an agent begins a conversation and writes a call down, by keyboard alone', async () => {
  test.setTimeout(120_000);
  const { page } = desk.workstation;
  await page.getByRole('heading', { name: 'Open', level: 1 }).waitFor();
  await page.keyboard.press('c');
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await expect(form.getByRole('combobox', { name: 'From' })).toContainText('support@shop.example', { timeout: 20_000 });
  await expect(form.getByRole('combobox', { name: 'Customer' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(form.getByRole('combobox', { name: 'From' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type('philomena@briefkasten.example');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Philomena Drosselbart');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Your samowarella');
  await page.keyboard.press('Tab');
  await page.keyboard.type('It is back in stock.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Conversation with Philomena Drosselbart' })).toBeVisible();
  await expect.poll(() => desk.mail.smtp.sent.map(({ to }) => to), { timeout: 30_000 }).toEqual([['philomena@briefkasten.example']]);
  expect(desk.mail.smtp.sent[0]?.raw.toString('utf8')).toMatch(/^Subject: Your samowarella\r?$/m);
  await expect(page.getByRole('list', { name: 'Messages' })).toContainText('Sent', { timeout: 20_000 });

  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'From' }).focus();
  await page.keyboard.type('Phone');
  const call = page.getByRole('dialog', { name: 'Write a call down' });
  await expect(call).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type('030 901820');
  await page.keyboard.press('Enter');
  await call.getByRole('textbox', { name: 'Notes' }).focus();
  await page.keyboard.type('She read out 4111 1111 1111 1111.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Phone conversations are kept as notes.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Messages' })).toContainText('Call from the customer, answered');
  await expect(page.getByRole('list', { name: 'Messages' })).toContainText('She read out [card **** 1111].');
  await expect(page.getByRole('list', { name: 'Messages' })).not.toContainText('Waiting to be sent', { timeout: 20_000 });
});
