import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** Where tests are told the file's name. */
export const doubleFile = 'SEALDESK_DOUBLE_FILE';

/** Before the first test: the double of main that the page is shown with, bundled once for all of them. */
export default async function bundleDouble(): Promise<() => void> {
  const result = await build({
    root: join(import.meta.dirname, '..', '..'),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome114',
      minify: false,
      lib: { entry: join(import.meta.dirname, 'in-page.ts'), formats: ['iife'], name: 'inPage' },
    },
  });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (bundle === undefined || !('output' in bundle)) throw new Error('The double was not bundled.');
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-double-'));
  const file = join(folder, 'double.js');
  writeFileSync(file, bundle.output.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n'));
  process.env[doubleFile] = file;
  return () => rmSync(folder, { recursive: true, force: true });
}
