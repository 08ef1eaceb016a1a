// What the build makes of what. One bundle per entry, without shared chunks: each of main's processes and threads is a
// file that can be read, hashed and started on its own.
import { readdirSync, readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { inRoot } from '../setup/paths.mjs';
import { pageDocuments } from './page-documents.mjs';
import { isMainExternal } from './externals.mjs';
import { libsignalAddon } from './libsignal-addon.mjs';

const shared = { root: inRoot(), configFile: false, publicDir: false, logLevel: 'warn', clearScreen: false };

/** The clock that tests may drive exists only in the test bundle; elsewhere the condition is false and its code is gone. */
const clock = (test) => ({ __TEST_CLOCK__: JSON.stringify(test) });

const mainEntries = {
  main: 'main/main.ts',
  workstation: 'main/workstation.ts',
  preload: 'main/preload.ts',
  'preview-preload': 'main/desktop/preview/preview-preload.ts',
  'vault-process': 'main/vault-process.ts',
  'vault-writer': 'main/vault-writer.ts',
  'vault-reader': 'main/vault-reader.ts',
  'vault-ratchet': 'main/vault-ratchet.ts',
  'vault-judge': 'main/vault-judge.ts',
  'vault-repairer': 'main/vault-repairer.ts',
  'vault-spelling': 'main/vault-spelling.ts',
};

/** An entry that another one loads, later, stays a file of its own. */
const laterEntries = {
  name: 'later-entries',
  enforce: 'pre',
  resolveId: (id, importer) => (importer === inRoot('main/main.ts') && id === './workstation.ts' ? { id: './workstation.js', external: true } : null),
};

/** The packages' modules for bundlers call a namespace as a function, which no bundler lets them. */
const wasmHunspell = Object.fromEntries(['hunspell-asm', 'emscripten-wasm-loader'].map((name) => [name, inRoot('node_modules', name, 'dist', 'cjs', 'index.js')]));

/** Node 18 is the oldest the workstation meets: the compatibility runtime's. */
const mainBundle = (outDir, test) => ([name, entry]) => ({
  entry,
  config: {
    ...shared,
    plugins: [laterEntries, libsignalAddon()],
    define: clock(test),
    ssr: { noExternal: true, target: 'node' },
    resolve: { conditions: ['node', 'import', 'default'], mainFields: ['module', 'main'], alias: wasmHunspell },
    build: {
      ssr: true,
      target: 'node18.15',
      outDir: inRoot(outDir),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { [name]: inRoot(entry) },
        external: isMainExternal,
        output: { format: 'cjs', entryFileNames: '[name].js', codeSplitting: false, dynamicImportInCjs: false },
      },
    },
  },
});

/** Fonts and character tables that a PDF may leave out, and how scans are unpacked (CCITT, JBIG2, JPEG 2000) without WebAssembly, beside the page that draws it. */
const pdfTables = {
  name: 'pdf-tables',
  generateBundle() {
    for (const folder of ['cmaps', 'standard_fonts', 'wasm']) {
      for (const file of readdirSync(inRoot('node_modules', 'pdfjs-dist', folder))) {
        if (folder === 'wasm' && !/^(?:jbig2|openjpeg)_nowasm_fallback\.js$/.test(file)) continue;
        this.emitFile({ type: 'asset', fileName: `${folder}/${file}`, source: readFileSync(inRoot('node_modules', 'pdfjs-dist', folder, file)) });
      }
    }
  },
};

/** The page that draws attachments, in a process of its own. */
const preview = {
  entry: 'renderer/preview/index.html',
  config: {
    ...shared,
    root: inRoot('renderer/preview'),
    base: './',
    plugins: [pdfTables],
    build: {
      target: 'chrome114',
      outDir: inRoot('dist/preview'),
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4_000,
      sourcemap: false,
    },
  },
};

const renderer = {
  entry: 'renderer/index.html',
  config: {
    ...shared,
    root: inRoot('renderer'),
    base: './',
    plugins: [react(), pageDocuments()],
    build: {
      target: 'chrome114',
      outDir: inRoot('dist/renderer'),
      emptyOutDir: true,
      // The content security policy allows no inline script, no data: script and no string-to-script.
      modulePreload: false,
      assetsInlineLimit: 0,
      // It comes from the disk, not over a network: what the first screen needs and the rest are files enough, however large.
      chunkSizeWarningLimit: 4_000,
      sourcemap: false,
    },
  },
};

/** The command with the service, the thread that reads mail, and the process that reads documents. */
const hubEntries = { sealdesk: 'hub/sealdesk.ts', 'mail-reader': 'hub/mail-reader.ts', 'document-reader': 'hub/document-reader.ts' };

/** The hub runs from a folder with its packages beside it, on Node 24: only its own sources are bundled. */
const hubBundle = ([name, entry]) => ({
  entry,
  config: {
    ...shared,
    define: clock(false),
    ssr: { external: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node22',
      outDir: inRoot('dist/hub'),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { [name]: inRoot(entry) },
        external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(id) && !id.startsWith('\0'),
        // A command loads what it needs (see hub/sealdesk.ts); the thread that reads mail is one file.
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[name].mjs', codeSplitting: name === 'sealdesk' },
      },
    },
  },
});

const widgetPage = {
  entry: 'hub/widget/index.html',
  config: {
    ...shared,
    root: inRoot('hub/widget'),
    base: './',
    build: {
      target: 'es2022',
      outDir: inRoot('dist/hub/widget'),
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  },
};

/** A shop puts this in its own page with one script tag, whatever its age: a classic script, one file. */
const widgetEmbed = {
  entry: 'hub/widget/embed.ts',
  config: {
    ...shared,
    build: {
      target: 'es2020',
      outDir: inRoot('dist/hub/widget'),
      emptyOutDir: false,
      rolldownOptions: {
        input: { embed: inRoot('hub/widget/embed.ts') },
        output: { format: 'iife', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
};

/** `electron dist/test-main` starts the test bundle under the product's own name and version. */
const testManifest = () => {
  const { name, productName, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return JSON.stringify({ name, productName, version, main: 'main.js' });
};

/** `sources`: a part is built again when something in these has changed. */
export const parts = {
  main: { out: 'dist/main', sources: ['main', 'shared'], bundles: Object.entries(mainEntries).map(mainBundle('dist/main', false)) },
  'test-main': {
    out: 'dist/test-main',
    sources: ['main', 'shared'],
    bundles: Object.entries(mainEntries).map(mainBundle('dist/test-main', true)),
    manifest: testManifest,
  },
  renderer: { out: 'dist/renderer', sources: ['renderer', 'shared'], bundles: [renderer, preview] },
  hub: { out: 'dist/hub', sources: ['hub', 'shared'], bundles: [...Object.entries(hubEntries).map(hubBundle), widgetPage, widgetEmbed] },
};
