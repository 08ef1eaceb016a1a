import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { violations } from '../doubles/axe.ts';
import { pdf, png } from '../doubles/sent-files.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { type MailServers, shop } from './journey/mail.ts';
import type { ImpatientPhone } from '../soak/scene/impatient-phone.ts';
import type { Workstation } from './journey/workstation.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
let mail: MailServers;
let workstation: Workstation;
let phone: ImpatientPhone;

const letter = pdf(['Dear Philomena'], 600_000);
const picture = png({ width: 64, height: 40, colour: [200, 30, 60] });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const composer = () => workstation.page.getByRole('region', { name: 'Answer' });
const files = () => composer().getByRole('list', { name: 'Files of this answer' }).getByRole('listitem');
const field = () => workstation.page.getByRole('textbox', { name: 'Reply', exact: true });

/** What a person drops or pastes, as the page's events carry it. */
async function bring(kind: 'drop' | 'paste', name: string, type: string, bytes: Uint8Array): Promise<void> {
  const transfer = await workstation.page.evaluateHandle(
    ({ name: called, type: of, base64 }) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], called, { type: of }));
      return made;
    },
    { name, type, base64: Buffer.from(bytes).toString('base64') },
  );
  if (kind === 'drop') {
    const place = workstation.page.locator('.conversation');
    await place.dispatchEvent('dragover', { dataTransfer: transfer });
    await place.dispatchEvent('drop', { dataTransfer: transfer });
  } else {
    await field().evaluate((element, clipboardData) => element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })), transfer);
  }
}

/** Every file below the profile. */
function everyFile(at: string): Buffer[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    if (entry.isDirectory()) return everyFile(path);
    return entry.isFile() ? [readFileSync(path)] : [];
  });
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-sent-files-'));
  scene = await enrolled({ folder, agent, passphrase, pictures: test.info().outputPath() });
  ({ mail, workstation, phone } = scene);
  mail.deliver(await new MailComposer({ from: 'Philomena Drosselbart <philomena@briefkasten.example>', to: shop.address, subject: 'Broken tent', text: 'May I have the invoice?' }).compile().build());
  await workstation.open('Broken tent');
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a file that is dropped, one that is pasted and one that is chosen stand in the answer, sealed on this laptop', async () => {
  await bring('drop', 'letter.pdf', 'application/pdf', letter);
  await expect(files()).toHaveCount(1, { timeout: 20_000 });
  await bring('paste', 'image.png', 'image/png', picture);
  await expect(files()).toHaveCount(2, { timeout: 20_000 });
  await composer().locator('input[type=file]').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Size M') });
  await expect(files()).toHaveText([/letter\.pdf/, /image\.png/, /notes\.txt/], { timeout: 20_000 });
  await bring('drop', 'setup.exe', 'application/octet-stream', Buffer.from('MZ'));
  await expect(composer().getByText('is a program or a script')).toBeVisible();
  expect(await violations(workstation.page)).toEqual([]);
  for (const bytes of everyFile(join(folder, 'workstation'))) expect(bytes.includes('Dear Philomena')).toBe(false);
  await workstation.picture('files-of-an-answer');
});

test('they are there after Sealdesk was quit, and go out with the answer, byte for byte', async () => {
  test.setTimeout(180_000);
  await workstation.quit();
  await workstation.launch();
  await workstation.unlock(passphrase, await phone.nextCode());
  await workstation.open('Broken tent');
  await expect(files()).toHaveText([/letter\.pdf/, /image\.png/, /notes\.txt/], { timeout: 20_000 });
  await composer().getByRole('button', { name: 'Remove notes.txt' }).click();
  await expect(files()).toHaveCount(2);
  await field().fill('Here it is.');
  await composer().getByRole('button', { name: 'Send reply' }).click();
  await expect(files()).toHaveCount(0);
  await expect.poll(() => mail.smtp.sent.length, { timeout: 60_000 }).toBe(1);
  const { attachments } = await PostalMime.parse(mail.smtp.sent[0]?.raw ?? Buffer.alloc(0));
  expect(attachments.map(({ filename, mimeType, content }) => [filename, mimeType, sha256(Buffer.from(content as ArrayBuffer))])).toEqual([
    ['letter.pdf', 'application/pdf', sha256(letter)],
    ['image.png', 'image/png', sha256(picture)],
  ]);
  await workstation.page.getByRole('button', { name: 'Open image.png' }).click();
  await expect(workstation.page.getByRole('dialog', { name: 'image.png' }).locator('canvas')).toBeVisible({ timeout: 20_000 });
  await workstation.page.keyboard.press('Escape');
});

test('an answer that is taken back has its file in the draft again', async () => {
  await bring('drop', 'second.pdf', 'application/pdf', letter);
  await expect(files()).toHaveCount(1, { timeout: 20_000 });
  await field().fill('And once more.');
  await composer().getByRole('button', { name: 'Send reply' }).click();
  await expect(files()).toHaveCount(0);
  await field().press('Control+z');
  await expect(files()).toHaveText([/second\.pdf/], { timeout: 20_000 });
  await expect(field()).toHaveValue('And once more.');
});

test('a file goes with the first mail to somebody: sealed on this laptop while the hub is away, and sent byte for byte, though Sealdesk ended in between', async () => {
  test.setTimeout(300_000);
  const { page } = workstation;
  await scene.hub.stop();
  const before = mail.smtp.sent.length;
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New conversation' }).click();
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await form.getByRole('combobox', { name: 'Customer' }).fill('ida@briefkasten.example');
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: 'Subject' }).fill('Your receipt');
  await form.getByRole('textbox', { name: 'Message' }).fill('It is with this mail.');
  await form.locator('input[type=file]').setInputFiles({ name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.from(letter) });
  await expect(form.getByRole('list', { name: 'Files of this mail' }).getByRole('listitem')).toHaveText([/receipt\.pdf/], { timeout: 20_000 });
  for (const bytes of everyFile(join(folder, 'workstation'))) expect(bytes.includes('Dear Philomena')).toBe(false);
  await workstation.picture('files-of-a-new-conversation');
  await form.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Open receipt.pdf' })).toBeVisible();
  await workstation.crash();
  await scene.hub.start();
  await workstation.launch();
  await workstation.unlock(passphrase, await phone.nextCode());
  await expect.poll(() => mail.smtp.sent.slice(before).map(({ to }) => to), { timeout: 60_000 }).toEqual([['ida@briefkasten.example']]);
  const { attachments } = await PostalMime.parse(mail.smtp.sent.at(-1)?.raw ?? Buffer.alloc(0));
  expect(attachments.map(({ filename, content }) => [filename, sha256(Buffer.from(content as ArrayBuffer))])).toEqual([['receipt.pdf', sha256(letter)]]);
});
