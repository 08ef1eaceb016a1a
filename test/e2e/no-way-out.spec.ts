import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type CDPSession, type Locator } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import { drawn } from '../doubles/page-of-screens.ts';
import { readableWords } from './journey/at-rest.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';
import { wordsOfPdf } from './journey/pdf-words.ts';
import { partsOf, searchMemory, wordSecret } from './memory/memory-image.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'lead' };
const passphrase = 'brombeer knistern unter laternenlicht';

/** What the customer wrote and nobody may take along: a test card, and an address that is sealed. */
const card = '5500 0055 5555 5559';
const street = 'Kesselgrundallee';
const originals = [card, card.replaceAll(' ', ''), street];
/** Beside it in the same message, so that a way that shows nothing at all is no proof. */
const readable = 'trumpetonia';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
let devtools: CDPSession;
/** Everything that the workstation has written to its standard streams. */
let logged = '';

const page = () => scene.workstation.page;
const none = (text: string, way: string) => {
  for (const original of originals) expect(text.includes(original), `${way} shows “${original}”`).toBe(false);
};

/** The window as it is printed, in words. */
async function printed(): Promise<string> {
  const base64 = await scene.workstation.app.evaluate(async ({ BrowserWindow }) => (await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({}))?.toString('base64') ?? '');
  return (await wordsOfPdf(Buffer.from(base64, 'base64'))).join('\n');
}

/** The clipboard as the compatibility runtime has it, beside what every Electron has: each format by itself, and what the middle button pastes. */
interface OlderClipboard {
  readonly readText: (kind?: 'selection') => string | Promise<string>;
  readonly availableFormats?: () => string[];
  readonly readBuffer?: (format: string) => Buffer;
}

/** The window saved as one file, where that is possible; its lines unwrapped. */
async function saved(): Promise<string> {
  const place = mkdtempSync(join(folder, 'saved-'));
  await scene.workstation.app.evaluate(({ BrowserWindow }, file) => BrowserWindow.getAllWindows()[0]?.webContents.savePage(file, 'MHTML').catch(() => undefined), join(place, 'page.mhtml'));
  return readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8').replaceAll(/=\r?\n/g, '')).join('\n');
}

/** All that can be pasted elsewhere. */
const clipboard = () =>
  scene.workstation.app.evaluate(async ({ clipboard }) => {
    const here = clipboard as unknown as OlderClipboard;
    const formats = here.availableFormats?.().map((format) => here.readBuffer?.(format).toString('utf8') ?? '') ?? [];
    return [await here.readText(), await here.readText('selection'), ...formats].join('\n');
  });

const emptyClipboard = () => scene.workstation.app.evaluate(({ clipboard }) => clipboard.clear());

/** What a screen reader is told of the whole window. */
async function spoken(): Promise<string> {
  return JSON.stringify(await devtools.send('Accessibility.getFullAXTree'));
}

/** Everything that developer tools could find in the page: every string of its heap. */
async function heap(): Promise<string> {
  const parts: string[] = [];
  const take = ({ chunk }: { chunk: string }) => parts.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  return parts.join('');
}

/** Presses on words and pulls: what another program would be handed. */
async function dragged(place: Locator): Promise<string> {
  await page().evaluate(() => {
    const taken: string[] = [];
    Object.assign(window, { taken });
    document.addEventListener('dragstart', ({ dataTransfer }) => {
      for (const type of dataTransfer?.types ?? []) taken.push(dataTransfer?.getData(type) ?? '');
    });
  });
  const box = await place.boundingBox();
  if (box === null) throw new Error('There is nothing to pull at.');
  await page().mouse.move(box.x + 30, box.y + 10);
  await page().mouse.down();
  await page().mouse.move(box.x + 60, box.y + 60, { steps: 8 });
  await page().mouse.move(box.x + 90, box.y + 120, { steps: 8 });
  await page().mouse.up();
  return page().evaluate(() => (window as unknown as { taken: string[] }).taken.join('\n'));
}

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-no-way-out-'));
  // Chromium hides the memory of its sandboxed processes from their own user; with this it can be looked at.
  scene = await enrolled({
    folder, agent, passphrase, pictures: test.info().outputPath(), switches: ['--allow-sandbox-debugging'],
    before: async ({ hub }) => {
      // Shown for as long as a policy lets it: every way out is tried while it is, on a slow machine too.
      const { version: _version, reveal, ...now } = await hub.command<Record<string, unknown>>('policy', 'show');
      const file = join(folder, 'policy.json');
      writeFileSync(file, JSON.stringify({ ...now, reveal: { ...(reveal as object), seconds: 300 } }));
      await hub.command('policy', 'set', file);
    },
  });
  const program = scene.workstation.app.process();
  for (const stream of [program.stdout, program.stderr]) stream?.on('data', (data: Buffer) => (logged += data.toString('utf8')));
  const words = `Is the ${readable} in stock? I paid with ${card}. Send it to ${street} 47, 80337 München.`;
  scene.mail.deliver(await new MailComposer({
    from: 'Philomena Drosselbart <philomena@briefkasten.example>', to: shop.address, subject: `Order, card ${card}`, text: words, html: `<p>${words}</p>`,
    attachments: [{ filename: `card ${card}.txt`, content: words }],
  }).compile().build());
  await scene.workstation.open(/Order/);
  await expect(scene.workstation.messages().getByText(readable)).toBeVisible();
  devtools = await page().context().newCDPSession(page());
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('nothing of it reaches the laptop: no process holds it while its message is on screen', async () => {
  const main = await scene.workstation.app.evaluate(() => process.pid);
  const secrets = [wordSecret('card', card.replaceAll(' ', '')), wordSecret('spaced card', card), wordSecret('street', street), wordSecret('readable', readable)];
  const parts = partsOf(main).map(({ pid, kind }) => ({ kind, found: new Set(searchMemory(pid, secrets).found.map(({ secret }) => secret)) }));
  expect(parts.filter(({ found }) => found.has('readable')).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['renderer', 'vault']));
  for (const { kind, found } of parts) expect([...found].filter((name) => name !== 'readable'), kind).toEqual([]);
});

test('a screen reader is told the masks', async () => {
  const tree = await spoken();
  expect(tree).toContain(readable);
  expect(tree).toContain('card •••• 5559');
  none(tree, 'the accessibility tree');
});

test('developer tools find it neither in the document nor in the page’s memory', async () => {
  none(await page().content(), 'the document');
  const found = await heap();
  expect(found).toContain(readable);
  none(found, 'the heap');
});

test('the window printed shows the masks', async () => {
  const words = await printed();
  expect(words).toContain(readable);
  none(words, 'print');
});

test('the window saved as a page shows the masks, where it can be saved at all', async () => {
  none(await saved(), 'the saved page');
});

test('copying everything copies the masks', async () => {
  await emptyClipboard();
  await page().getByRole('list', { name: 'Messages' }).click({ position: { x: 5, y: 5 } });
  await page().keyboard.press('Control+a');
  await page().keyboard.press('Control+c');
  await expect.poll(clipboard).toContain(readable);
  none(await clipboard(), 'the clipboard');
});

test('dragging what is selected drags the masks', async () => {
  await page().getByRole('list', { name: 'Messages' }).click({ position: { x: 5, y: 5 } });
  await page().keyboard.press('Control+a');
  const data = await dragged(scene.workstation.messages().getByText(readable));
  expect(data).toContain(readable);
  none(data, 'a drag');
});

test('while it is revealed it is neither printed, copied, dragged nor selected, and afterwards it is gone', async () => {
  const { workstation } = scene;
  await emptyClipboard();
  await workstation.messages().getByRole('button', { name: 'address' }).first().click();
  const dialog = page().getByRole('dialog', { name: 'Postal address' });
  await dialog.getByRole('radio', { name: 'To arrange a delivery' }).check();
  await dialog.getByRole('button', { name: 'Show it' }).click();
  const value = dialog.locator('.reveal-value');
  await expect(value).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => drawn(value)).toContain(street);
  // A screen reader tells it, as the screen does.
  await expect.poll(spoken).toContain(street);
  none(await page().content(), 'the document while revealed');
  const words = await printed();
  expect(words).toContain(readable);
  none(words, 'print while revealed');
  none(await saved(), 'the page saved while revealed');
  await value.click({ clickCount: 3 });
  await page().keyboard.press('Control+a');
  await page().keyboard.press('Control+c');
  none(await page().evaluate(() => String(getSelection())), 'the selection');
  none(await clipboard(), 'the clipboard while revealed');
  none(await dragged(value), 'a drag while revealed');
  await dialog.getByRole('button', { name: 'Hide it' }).click();
  await expect(value).toHaveCount(0);
  none(await spoken(), 'the accessibility tree afterwards');
  none(await page().content(), 'the document afterwards');
});

test('nothing notifies: pages may not, and title and windows name nobody', async () => {
  expect(await page().evaluate(() => Notification.requestPermission())).toBe('denied');
  const titles = await scene.workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));
  expect(titles).toEqual(['Sealdesk']);
});

test('a crash of the page leaves no report with it, and no log has it', async () => {
  const { workstation } = scene;
  const dumps = await workstation.app.evaluate(({ app }) => app.getPath('crashDumps'));
  await workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await workstation.lockScreen();
  // Its last lines are on their way.
  await expect.poll(() => logged).toContain('renderer-gone');
  none(logged, 'the workstation’s log');
  none(scene.hub.log.join('\n'), 'the hub’s log');
  for (const place of [dumps, join(folder, 'workstation'), scene.hub.data]) expect(readableWords(place, [...originals, readable]), place).toEqual([]);
  const audit = join(folder, 'audit.jsonl');
  await scene.hub.run('audit', 'export', '--to', audit);
  expect(readFileSync(audit, 'utf8')).toContain('reveal.shown');
  none(readFileSync(audit, 'utf8'), 'the audit log');
});
