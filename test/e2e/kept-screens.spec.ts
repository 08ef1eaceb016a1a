import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { SessionStateKind } from '../../shared/domain/session-state.ts';
import { enter, inOneGo } from '../doubles/page-of-screens.ts';
import { addressIn, bundledDouble, serveRenderer, type Spoken } from '../doubles/renderer-page.ts';

/**
 * Screens as they were looked at and found good, pixel by pixel: in both languages and laid out from right to left, in the
 * usual window and in a small one at 200 %. They are the pictures of docs/screens; `npm run screens` takes them anew, and what changed in them
 * belongs in the review.
 */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const root = join(import.meta.dirname, '..', '..');
const retake = process.env['SEALDESK_RETAKE'] === '1';
const fonts = join(root, 'node_modules', 'pdfjs-dist', 'standard_fonts');
/** The face is the system's, another one on each machine: here it is one that comes with a package. */
const faces = { 'kept-plain.ttf': 'LiberationSans-Regular.ttf', 'kept-strong.ttf': 'LiberationSans-Bold.ttf' } as const;
const keptFace = `
@font-face { font-family: Kept; font-weight: 100 500; src: url(./kept-plain.ttf); }
@font-face { font-family: Kept; font-weight: 600 900; src: url(./kept-strong.ttf); }
:root { --face: Kept; --face-code: Kept; }`;

const usual = { width: 1024, height: 700 };
/** 900 by 640 at 200 %. */
const doubled = { width: 450, height: 320 };
const noon = new Date('2026-03-11T12:00:00Z');

test.use({ locale: 'en-GB', timezoneId: 'Europe/Berlin', colorScheme: 'light', deviceScaleFactor: 1, viewport: usual });

async function open(page: Page, spoken: Spoken): Promise<void> {
  await page.clock.setFixedTime(noon);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await serveRenderer(page, double, spoken);
  await page.route('http://renderer.test/**/*.css', async (route) => {
    const path = new URL(route.request().url()).pathname;
    await route.fulfill({ contentType: 'text/css', body: readFileSync(join(root, 'dist', 'renderer', path), 'utf8') + keptFace });
  });
  for (const [name, file] of Object.entries(faces)) await page.route(`http://renderer.test/**/${name}`, (route) => route.fulfill({ contentType: 'font/ttf', body: readFileSync(join(fonts, file)) }));
  await page.goto(addressIn(spoken));
  await expect(page.locator('h1').first()).toBeVisible();
}

/** Which Chromium drew the kept screens: another version sets letters a little otherwise, and then a change has to be larger to count. */
const drawnWith = join(root, 'docs', 'screens', 'chromium.txt');
const major = (page: Page): string => page.context().browser()?.version().split('.')[0] ?? '';
const exact = { threshold: 0.02, maxDiffPixels: 10 } as const;
const alike = { threshold: 0.2, maxDiffPixelRatio: 0.02 } as const;

/** In both sizes. A single pixel off is a change. */
async function same(page: Page, spoken: Spoken, name: string): Promise<void> {
  const terms = retake || readFileSync(drawnWith, 'utf8').trim() === major(page) ? exact : alike;
  for (const [size, viewport] of [['100', usual], ['200', doubled]] as const) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => document.fonts.ready);
    await expect(page).toHaveScreenshot([`${spoken}-${name}-${size}.png`], { animations: 'disabled', caret: 'hide', scale: 'css', ...terms });
  }
  await page.setViewportSize(usual);
}

/** Each dialog or place by the keys that lead there. */
const over = { help: ['?'], preferences: ['Control+,'], palette: ['Control+k'] } as const;
const places = {
  devices: ['g', 'd'],
  invites: ['g', 'v'],
  inventory: ['g', 'm'],
  policy: ['g', 'p'],
  people: ['g', 'a'],
  teams: ['g', 't'],
  channels: ['g', 'c'],
  routing: ['g', 'r'],
  canned: ['g', 'w'],
  numbers: ['g', 'k'],
  audit: ['g', 'l'],
  security: ['g', 's'],
} as const;
/** What the open conversation shows on a key. */
const within = { forward: 'Shift+W', 'hand-over': 'h', beginning: 'c' } as const;

/** Every screen that can stand in front of the inbox, but the one that waits for the first state. */
const gates = [
  'unenrolled', 'pending-approval', 'approved', 'locked', 'lease-ended', 'repair-needed', 'repair-offered', 'suspended', 'revoked', 'wiped', 'posture-failed', 'clock-moved-back', 'no-keychain',
  'keychain-changed', 'record-damaged', 'vault-damaged', 'vault-newer',
] as const satisfies readonly SessionStateKind[];

async function press(page: Page, keys: readonly string[]): Promise<void> {
  await page.locator('h1').first().click();
  await inOneGo(page, ...keys);
}

for (const spoken of ['en', 'de', 'pseudo'] as const) {
  const language = { en: 'in English', de: 'in German', pseudo: 'from right to left' }[spoken];

  test(`${language} the screens in front of the inbox are as they were kept`, async ({ page }) => {
    test.setTimeout(180_000);
    await open(page, spoken);
    for (const kind of gates) {
      await enter(page, kind);
      await expect(page.locator('h1')).toBeVisible();
      await expect(page.locator('.starting')).toHaveCount(0);
      await same(page, spoken, kind);
    }
  });

  test(`${language} the screens are as they were kept`, async ({ page }) => {
    test.setTimeout(180_000);
    if (retake) {
      const beside = join(test.info().project.outputDir, '..', 'screens');
      mkdirSync(beside, { recursive: true });
      writeFileSync(join(beside, 'chromium.txt'), `${major(page)}\n`);
    }
    await open(page, spoken);
    await enter(page, 'locked');
    await enter(page, 'unlocked', { roles: ['agent', 'lead', 'it'] });
    await expect(page.getByRole('listbox').first()).toBeVisible();
    await same(page, spoken, 'inbox');
    for (const [name, keys] of Object.entries(over)) {
      await press(page, keys);
      await expect(page.getByRole('dialog')).toBeVisible();
      await same(page, spoken, name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    for (const [name, keys] of Object.entries(places)) {
      const before = await page.locator('h1').innerText();
      await press(page, keys);
      await expect(page.locator('h1')).not.toHaveText(before);
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await same(page, spoken, name);
    }
    await press(page, ['g', 'i']);
    await page.getByRole('listbox').first().getByRole('option').nth(2).click();
    await expect(page.locator('article').first()).toBeVisible();
    // Half a second later it counts as read.
    await expect(page.locator('[role=option][aria-selected=true] .row-unread, .row-unread[aria-selected=true]')).toHaveCount(0);
    await same(page, spoken, 'conversation');
    for (const [name, key] of Object.entries(within)) {
      await page.locator('.conversation h1, .conversation h2').first().click();
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await same(page, spoken, name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await page.getByRole('listbox').first().getByRole('option').first().click();
    await expect(page.locator('[role=option][aria-selected=true] .row-unread, .row-unread[aria-selected=true]')).toHaveCount(0);
    await page.locator('.conversation-head button[aria-pressed]').click();
    await expect(page.locator('.customer')).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await same(page, spoken, 'customer');
  });
}
