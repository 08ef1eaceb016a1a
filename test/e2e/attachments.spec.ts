import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import { violations } from '../doubles/axe.ts';
import { pdf, png } from '../doubles/sent-files.ts';
import { partsOf } from './memory/memory-image.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import type { Hub } from './journey/hub.ts';
import { shop } from './journey/mail.ts';
import type { ImpatientPhone } from '../soak/scene/impatient-phone.ts';
import type { Workstation } from './journey/workstation.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
let hub: Hub;
let workstation: Workstation;
let phone: ImpatientPhone;

const scan = (name: string) => readFileSync(join(import.meta.dirname, '..', 'fixtures', 'scans', name));
const files = {
  'broken tent.png': png({ width: 640, height: 400, colour: [200, 30, 60] }),
  'invoice.pdf': pdf(['Invoice 4711', 'Second page'], 3 * 1024 * 1024),
  'fax.pdf': scan('fax.pdf'),
  'photo.pdf': scan('jpeg-2000.pdf'),
  'orders.csv': Buffer.from('order,card\n20931,4242 4242 4242 4242\n'),
  'bomb.png': png({ width: 4, height: 4, colour: [0, 0, 0], claimed: 60_000 }),
  'broken.pdf': Buffer.from(`%PDF-1.4\n${'broken '.repeat(200)}`),
  'drawing.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'),
  'archive.zip': Buffer.from('PK\u0003\u0004\u0000\u0001\u0002\u0003', 'latin1'),
};

async function policy(change: Record<string, unknown>, at = hub): Promise<void> {
  const { version: _version, ...now } = await at.command<Record<string, unknown>>('policy', 'show');
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify({ ...now, ...change }));
  await at.command('policy', 'set', file);
}

const viewer = (name: string) => workstation.page.getByRole('dialog', { name });
const tile = (name: string) => workstation.page.getByRole('button', { name: `Open ${name}` });

async function look(name: string, at: (open: Locator) => Promise<void>): Promise<void> {
  await tile(name).click();
  await at(viewer(name));
  await workstation.page.keyboard.press('Escape');
  await expect(viewer(name)).toHaveCount(0);
}

/** The point in the middle of what is shown. */
const middle = (open: Locator) =>
  open.locator('canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    return [...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(Math.floor(width / 2), Math.floor(height / 2), 1, 1).data ?? [])];
  });

/** How many points are dark. */
const ink = (open: Locator) =>
  open.locator('canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const points = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    let dark = 0;
    for (let at = 0; at < points.length; at += 4) if ((points[at] ?? 255) < 128) dark += 1;
    return dark;
  });

/** Its renderer processes; the inbox's is one. */
const renderers = async () => partsOf(await workstation.app.evaluate(() => process.pid)).filter(({ kind }) => kind === 'renderer').map(({ pid }) => pid);

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-attachments-'));
  const broken = await new MailComposer({
    from: 'Philomena Drosselbart <philomena@briefkasten.example>', to: shop.address, subject: 'Broken tent', text: 'Pictures are attached.',
    attachments: Object.entries(files).map(([filename, content]) => ({ filename, content })),
  }).compile().build();
  scene = await enrolled({
    folder, agent, passphrase, pictures: test.info().outputPath(),
    before: async ({ hub: at, mail }) => {
      await policy({ attachments: 'withhold' }, at);
      mail.deliver(broken);
    },
  });
  ({ hub, workstation, phone } = scene);
  await workstation.open('Broken tent');
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what cannot be looked through stays at the hub and says so; text comes redacted', async () => {
  await workstation.picture('tiles');
  await look('broken tent.png', async (open) => {
    await expect(open.getByText('Your company keeps this file at the hub.')).toBeVisible({ timeout: 20_000 });
    expect(await violations(workstation.page)).toEqual([]);
    await workstation.picture('withheld');
  });
  await look('orders.csv', async (open) => {
    await expect(open.getByText('20931')).toBeVisible({ timeout: 20_000 });
    await expect(open.getByText('4242 4242')).toHaveCount(0);
    await expect(open.getByText('4242')).toBeVisible();
    await workstation.picture('text');
  });
});

test('delivered files are shown: a picture in its colours, a PDF page by page with its words', async () => {
  await policy({ attachments: 'deliver' });
  const [inbox] = await renderers();
  await look('broken tent.png', async (open) => {
    await expect(open.getByRole('img', { name: 'broken tent.png' })).toBeVisible({ timeout: 20_000 });
    expect(await middle(open)).toEqual([200, 30, 60, 255]);
    await workstation.picture('picture');
    // Not in the inbox's own process.
    const now = await renderers();
    expect([now.length, now.includes(inbox ?? 0)]).toEqual([2, true]);
  });
  await look('invoice.pdf', async (open) => {
    await expect(open.getByRole('img', { name: 'invoice.pdf, page 1 of 2' })).toBeVisible({ timeout: 30_000 });
    await expect(open.getByText('Invoice 4711')).toBeAttached();
    expect(await ink(open)).toBeGreaterThan(500);
    expect(await violations(workstation.page)).toEqual([]);
    await workstation.picture('pdf');
    await workstation.page.keyboard.press('ArrowRight');
    await expect(open.getByRole('img', { name: 'invoice.pdf, page 2 of 2' })).toBeVisible({ timeout: 20_000 });
    await expect(open.getByText('Second page')).toBeAttached();
    const narrow = await open.locator('canvas').evaluate(({ clientWidth }) => clientWidth);
    await open.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(() => open.locator('canvas').evaluate(({ clientWidth }) => clientWidth), { timeout: 20_000 }).toBeGreaterThan(narrow * 1.4);
    // One process for each attachment: that of the picture is gone.
    expect(await renderers()).toHaveLength(2);
  });
});

test('scans are drawn however they are packed, as faxes and in JPEG 2000', async () => {
  for (const name of ['fax.pdf', 'photo.pdf']) {
    await look(name, async (open) => {
      await expect(open.getByRole('img', { name })).toBeVisible({ timeout: 30_000 });
      expect(await ink(open), name).toBeGreaterThan(500);
      await workstation.picture(name);
    });
  }
});

test('what is not shown says why, and harms nothing', async () => {
  const says = (words: string) => async (open: Locator) => expect(open.getByText(words)).toBeVisible({ timeout: 30_000 });
  await look('bomb.png', says('This file is too much to be drawn.'));
  await look('broken.pdf', says('Files of this kind are not shown here.'));
  await look('archive.zip', says('Files of this kind are not shown here.'));
  // As the text it is: a drawing that could run scripts is never drawn.
  await look('drawing.svg', says('onload="alert(1)"'));
  await look('broken tent.png', async (open) => expect(open.getByRole('img', { name: 'broken tent.png' })).toBeVisible({ timeout: 20_000 }));
});

test('a lock ends what draws them, and offline they are there again', async () => {
  await tile('invoice.pdf').click();
  await expect(viewer('invoice.pdf').getByRole('img')).toBeVisible({ timeout: 20_000 });
  const before = await renderers();
  expect(before).toHaveLength(2);
  // The dialog holds the focus: the menu's key locks nevertheless.
  await workstation.app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.items[0]?.submenu?.items.find(({ accelerator }) => accelerator === 'CommandOrControl+L')?.click();
  });
  await workstation.lockScreen();
  await expect.poll(() => before.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 10_000 }).toEqual([]);

  await hub.stop();
  await workstation.unlock(passphrase, await phone.nextCode());
  await workstation.putNoticeAway();
  await workstation.open('Broken tent');
  await look('invoice.pdf', async (open) => {
    await expect(open.getByText('Invoice 4711')).toBeAttached({ timeout: 30_000 });
  });
  // Nothing of it lies about readable.
  const readable = (name: string) => readFileSync(join(folder, 'workstation', name)).includes('%PDF');
  expect(existsSync(join(folder, 'workstation', 'attachments'))).toBe(true);
  expect(readable('vault.db')).toBe(false);
});
