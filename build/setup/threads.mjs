// Before Vitest's tests: the vault process and its threads as bundles, in a folder that lasts as long as the run. As
// sources they would not be what is delivered, would take a second of processor time for each thread, and Node would
// take the types off in each with a WebAssembly module, which the delivered vault process never loads. Crashes of V8 in
// that module have been reported of threads that start and end together.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { parts } from '../bundle/parts.mjs';
import { inRoot } from './paths.mjs';

export default async function bundleThreads() {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-threads-'));
  // Native addons are looked for from where the bundle lies.
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const { entry, config } of parts['test-main'].bundles) {
    if (basename(entry).startsWith('vault-')) await build({ ...config, build: { ...config.build, outDir: folder } });
  }
  process.env.SEALDESK_TEST_THREADS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
