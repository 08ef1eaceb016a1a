import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import type { Page } from '@playwright/test';
import { contentSecurityPolicy } from '../../main/desktop/content-policy.ts';
import { catalogue } from '../../renderer/languages/en/index.ts';
import { doubleFile } from './bundle-double.ts';
import { pseudoCatalogue } from './pseudo-locale.ts';

const root = join(import.meta.dirname, '..', '..');
const renderer = join(root, 'dist', 'renderer');
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

export const rendererAddress = 'http://renderer.test/index.html';
/** As main serves it where a vault is there. */
export const lockedAddress = 'http://renderer.test/locked.html';

/** The page in another language: German, or English that is laid out from right to left and longer by a third. */
export type Spoken = 'en' | 'de' | 'pseudo';
export const addressIn = (spoken: Spoken): string => (spoken === 'de' ? 'http://renderer.test/index.de.html' : rendererAddress);

/** The built page, spoken as it is wanted: of the pseudo-locale the build knows nothing. */
function contentOf(file: string, spoken: Spoken): Buffer | string {
  if (spoken !== 'pseudo') return readFileSync(file);
  if (file.endsWith('.html')) return once(readFileSync(file, 'utf8'), 'dir="ltr"', 'dir="rtl"');
  // The catalogue is a script of its own, whose one export the page takes.
  const english = /href="\.\/(assets\/[^"]+\.js)"/.exec(readFileSync(join(renderer, 'index.html'), 'utf8').match(/<link rel="modulepreload"[^>]+>/)?.[0] ?? '')?.[1];
  if (english === undefined) throw new Error('index.html asks for no catalogue.');
  return file.endsWith(english) ? `export const catalogue = ${JSON.stringify(pseudoCatalogue(catalogue))};` : readFileSync(file);
}

function once(text: string, wanted: string, instead: string): string {
  if (text.split(wanted).length !== 2) throw new Error(`There is not one ${wanted}.`);
  return text.replace(wanted, instead);
}

/** The double as one script, as it was bundled before the first test. */
export function bundledDouble(): string {
  const file = process.env[doubleFile];
  if (file === undefined) throw new Error('The double is bundled by bundle-double.ts, before the first test.');
  return readFileSync(file, 'utf8');
}

/**
 * Serves the built renderer to a page under its policy, with the double in place of the preload.
 * What the policy refuses ends up in the list that is returned.
 */
export async function serveRenderer(page: Page, double: string, spoken: Spoken = 'en'): Promise<{ readonly violations: string[] }> {
  if (!existsSync(join(renderer, 'index.html'))) throw new Error('Build the renderer first: npm run build -- --only renderer');
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(String(error)));
  await page.addInitScript({ content: double });
  await page.route('http://renderer.test/**', async (route) => {
    const file = join(renderer, normalize(new URL(route.request().url()).pathname));
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    return route.fulfill({
      body: contentOf(file, spoken),
      headers: { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': contentSecurityPolicy },
    });
  });
  return { violations };
}
