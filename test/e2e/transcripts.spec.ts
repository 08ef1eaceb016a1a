import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import { Transcript } from '../../shared/transcript/transcript.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';
import { wordsOfPdf } from './journey/pdf-words.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'lead' };
const passphrase = 'brombeer knistern unter laternenlicht';
/** What stood in the customer's mail, and in the agent's answer to it. */
const originals = ['4242424242424242', '4242 4242 4242 4242', 'Lindwurmstraße 471', 'Sendlinger Straße 62'];
const unforeseen = 'a broken samowarella';

interface AuditLine {
  readonly entry: { readonly action: string; readonly subject: string; readonly detail: Readonly<Record<string, string | number>> };
}

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;

/** Answers the system's dialog as the person would; what it was asked is kept. */
const choose = (path: string | null) =>
  scene.workstation.app.evaluate(({ dialog }, path) => {
    // The dialog is the system's own, which no driver of the browser reaches.
    Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: path === null, filePath: path ?? '' }) });
  }, path);

const button = () => scene.workstation.page.getByRole('button', { name: 'Save transcript' });
const said = (words: RegExp) => scene.workstation.page.getByRole('status').filter({ hasText: words });

/** Puts a message away, unless it has gone by itself meanwhile, as they do after some seconds. */
async function putAway(): Promise<void> {
  const message = scene.workstation.page.locator('.toast');
  await message.getByRole('button', { name: 'Dismiss' }).click({ timeout: 5_000 }).catch(() => undefined);
  await expect(message).toHaveCount(0);
}

async function save(format: string, path: string | null): Promise<void> {
  await choose(path);
  await button().click();
  await scene.workstation.page.getByRole('menuitem', { name: format }).click();
}

const reports = async (): Promise<AuditLine['entry'][]> => {
  const file = join(folder, `audit-${Math.random()}.jsonl`);
  await scene.hub.run('audit', 'export', '--to', file);
  return readFileSync(file, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as AuditLine).entry).filter(({ action }) => action === 'conversation.transcript');
};

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-transcripts-'));
  scene = await enrolled({ folder, agent, passphrase, pictures: test.info().outputPath() });
  const long = Array.from({ length: 120 }, (_, line) => `Line ${line + 1}: nothing that anybody hides.`).join('\n');
  scene.mail.deliver(await new MailComposer({
    from: 'Philomena Drosselbart <philomena@briefkasten.example>', to: shop.address, subject: 'Broken tent',
    text: `My parcel holds ${unforeseen} <script>alert(1)</script>.\nI paid with 4242 4242 4242 4242.\nPlease send another one to Lindwurmstraße 471, 80337 München.\n\n${long}`,
  }).compile().build());
  await scene.workstation.open('Broken tent');
  await scene.workstation.reply('We send it to Sendlinger Straße 62, 80331 München tomorrow.');
  await expect(scene.workstation.messages().getByText('Sendlinger')).toBeVisible();
  await scene.workstation.page.getByRole('button', { name: 'Note' }).or(scene.workstation.page.getByRole('radio', { name: 'Note' })).first().click();
  await scene.workstation.page.getByRole('textbox', { name: 'Note' }).fill('He seems to be angry.');
  await scene.workstation.page.getByRole('button', { name: 'Add note' }).click();
  await expect(scene.workstation.messages().getByText('angry')).toBeVisible();
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const [format, ending] of [['PDF', 'pdf'], ['Web page', 'html'], ['Text', 'txt'], ['JSON', 'json']] as const) {
  test(`is saved as ${format}: hidden once more, marked, for its owner only, and in the audit log by number and hash`, async () => {
    const path = join(folder, `chosen.${ending}`);
    await save(format, path);
    await expect(said(/Transcript [0-9a-f]{8} saved/)).toBeVisible({ timeout: 60_000 });
    await putAway();
    const bytes = readFileSync(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const pages = format === 'PDF' ? await wordsOfPdf(bytes) : [bytes.toString('utf8')];
    const whole = pages.join('\n');
    expect(whole).toContain(unforeseen);
    expect(whole).not.toContain('angry');
    for (const original of originals) expect(whole).not.toContain(original);
    // The hub hears of it a moment after the file is there.
    let entry: AuditLine['entry'] | undefined;
    await expect.poll(async () => (entry = (await reports()).at(-1))?.detail, { timeout: 60_000 }).toMatchObject({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, messages: 2, outcome: 'done' });
    for (const page of pages) {
      expect(page).toContain('Quendolin Xylander');
      expect(page).toContain(String(entry?.detail['number']));
      expect(page).toMatch(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d/);
    }
    if (format === 'PDF') {
      writeFileSync(test.info().outputPath('transcript.pdf'), bytes);
      expect(pages.length).toBeGreaterThan(2);
      expect(bytes.includes('/JavaScript')).toBe(false);
    }
    if (format === 'JSON') expect(Transcript.parse(JSON.parse(whole)).messages.map(({ from }) => from)).toEqual(['customer', 'company']);
  });
}

test('the window that prints has ended, and left no other', async () => {
  expect(await scene.workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('nothing is written where the person would rather not, nor into Sealdesk’s own folder', async () => {
  const before = (await reports()).length;
  await save('Text', null);
  await expect(button()).not.toHaveAttribute('aria-busy', 'true');
  const own = join(folder, 'workstation', 'vault.db');
  const held = statSync(own).size;
  await save('Text', own);
  await expect(said(/Sealdesk’s own folder/)).toBeVisible({ timeout: 20_000 });
  await putAway();
  expect(statSync(own).size).toBeGreaterThanOrEqual(held);
  expect((await reports()).length).toBe(before);
});

test('offline it is saved from the vault, and the audit log learns of it once, when the hub is back', async () => {
  const before = (await reports()).length;
  await scene.hub.stop();
  await expect(scene.workstation.page.getByRole('status', { name: 'Connection' })).toContainText('Offline', { timeout: 60_000 });
  const path = join(folder, 'offline.txt');
  writeFileSync(path, 'what stood there before');
  await choose(path);
  await scene.workstation.page.getByRole('listbox', { name: 'Conversations' }).focus();
  await scene.workstation.page.keyboard.press('w');
  await scene.workstation.page.getByRole('menuitem', { name: 'Text' }).press('Enter');
  await expect(said(/Transcript [0-9a-f]{8} saved/)).toBeVisible({ timeout: 20_000 });
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(unforeseen);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  await scene.hub.start();
  await expect(scene.workstation.page.getByRole('status', { name: 'Connection' })).toContainText('Online', { timeout: 90_000 });
  await expect.poll(async () => (await reports()).length, { timeout: 60_000 }).toBe(before + 1);
  const entry = (await reports()).at(-1);
  expect(entry?.detail['sha256']).toBe(createHash('sha256').update(text).digest('hex'));
  expect(text).toContain(String(entry?.detail['number']));
});

test('a lock while the person still chooses a place writes nothing', async () => {
  const path = join(folder, 'too-late.html');
  await scene.workstation.app.evaluate(({ dialog }, path) => {
    Object.assign(dialog, {
      showSaveDialog: () => new Promise((answer) => Object.assign(globalThis, { answerDialog: () => answer({ canceled: false, filePath: path }) })),
    });
  }, path);
  await button().click();
  await scene.workstation.page.getByRole('menuitem', { name: 'Web page' }).click();
  // Only once it asks.
  await expect.poll(() => scene.workstation.app.evaluate(() => 'answerDialog' in globalThis)).toBe(true);
  await scene.workstation.lock();
  await scene.workstation.app.evaluate(() => (globalThis as unknown as { answerDialog: () => void }).answerDialog());
  // What would write it has a moment to.
  await scene.workstation.page.waitForTimeout(1_000);
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
