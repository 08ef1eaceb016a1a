// The documents of the page, two in each language: index.html, and locked.html, in which the lock screen is drawn already: it
// is on screen, and can be typed into, before the page's script runs. Main serves the second where a vault is there; the
// script takes over what it finds. In other languages than English they have the language in their name, as locked.de.html.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { inRoot } from '../setup/paths.mjs';

const emptyRoot = '<div id="root"></div>';
const rootElement = '<html lang="en">';
const endOfHead = '</head>';

/** The lock screen as it is drawn in a language, with what languages there are. */
async function draw(language) {
  // Inside the checkout: React is found from there.
  mkdirSync(inRoot('dist'), { recursive: true });
  const folder = mkdtempSync(inRoot('dist', 'drawing-'));
  try {
    await build({
      root: inRoot('renderer'),
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      define: { __DRAWN_LANGUAGE__: JSON.stringify(language) },
      build: { ssr: true, outDir: folder, emptyOutDir: true, target: 'node22', rolldownOptions: { input: inRoot('renderer/drawn-lock-screen.tsx'), output: { entryFileNames: 'drawn.mjs' } } },
    });
    const { drawnLockScreen, languages } = await import(pathToFileURL(join(folder, 'drawn.mjs')).href);
    // The cursor stands where the script will put it.
    return { drawn: drawnLockScreen().replace(' type="password"', ' autofocus="" type="password"'), languages };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script with a language's catalogue: the document asks for it at once, not when the page's script has come. */
function catalogueOf(bundle, language) {
  const script = Object.values(bundle).find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/languages/${language}/index.ts`));
  if (script === undefined) throw new Error(`The catalogue of ${language} is not a script of its own.`);
  return script.fileName;
}

/** Scripts that the page's own script imports, and these in turn: asked for at once, not one after the other. */
function importedBy(bundle, { imports }, found = new Set()) {
  for (const name of imports.filter((name) => !found.has(name))) importedBy(bundle, bundle[name], found.add(name));
  return found;
}

function once(page, wanted) {
  if (page.split(wanted).length !== 2) throw new Error(`index.html has not one ${wanted}.`);
  return page;
}

export function pageDocuments() {
  return {
    name: 'sealdesk:page-documents',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const page = once(once(once(String(bundle['index.html']?.source), emptyRoot), rootElement), endOfHead);
      const entry = Object.values(bundle).find(({ isEntry }) => isEntry);
      const english = await draw('en');
      const { languages } = english;
      for (const language of Object.keys(languages)) {
        const { drawn } = language === 'en' ? english : await draw(language);
        // The content security policy would ignore a style in it, and a script refuse to run: better to hear of it here.
        if (/ style=|<style|<script|<link/.test(drawn)) throw new Error('The drawn lock screen has something in it that the page’s policy forbids.');
        const spoken = page
          .replace(rootElement, `<html lang="${language}" dir="${languages[language].direction}">`)
          .replace(endOfHead, `${[catalogueOf(bundle, language), ...importedBy(bundle, entry)].map((script) => `  <link rel="modulepreload" href="./${script}" />\n  `).join('')}${endOfHead}`);
        const ending = language === 'en' ? 'html' : `${language}.html`;
        if (language === 'en') bundle['index.html'].source = spoken;
        else this.emitFile({ type: 'asset', fileName: `index.${ending}`, source: spoken });
        this.emitFile({ type: 'asset', fileName: `locked.${ending}`, source: spoken.replace(emptyRoot, () => `<div id="root">${drawn}</div>`) });
      }
    },
  };
}
