// A second document of the page, in which the lock screen is drawn already: it is on screen, and can be typed into, before
// the page's script runs. Main serves it where a vault is there; the script takes over what it finds.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { inRoot } from '../setup/paths.mjs';

const emptyRoot = '<div id="root"></div>';

async function draw() {
  // Inside the checkout: React is found from there.
  const folder = mkdtempSync(inRoot('dist', 'drawing-'));
  try {
    await build({
      root: inRoot('renderer'),
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      build: { ssr: true, outDir: folder, emptyOutDir: true, target: 'node22', rolldownOptions: { input: inRoot('renderer/drawn-lock-screen.tsx'), output: { entryFileNames: 'drawn.mjs' } } },
    });
    const { drawnLockScreen } = await import(pathToFileURL(join(folder, 'drawn.mjs')).href);
    // The cursor stands where the script will put it.
    return drawnLockScreen().replace(' type="password"', ' autofocus="" type="password"');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function drawnLockScreenDocument() {
  return {
    name: 'sealdesk:drawn-lock-screen',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const page = String(bundle['index.html']?.source);
      if (page.split(emptyRoot).length !== 2) throw new Error(`index.html has no ${emptyRoot} to draw in.`);
      const drawn = await draw();
      // The content security policy would ignore a style in it, and a script refuse to run: better to hear of it here.
      if (/ style=|<style|<script|<link/.test(drawn)) throw new Error('The drawn lock screen has something in it that the page’s policy forbids.');
      this.emitFile({ type: 'asset', fileName: 'locked.html', source: page.replace(emptyRoot, () => `<div id="root">${drawn}</div>`) });
    },
  };
}
