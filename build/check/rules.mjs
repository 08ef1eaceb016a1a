// The architecture rules (.dependency-cruiser.cjs). First a small tree with planted violations: a checker that has
// stopped seeing TypeScript, or a rule whose pattern no longer matches, must not pass in silence.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { node24 } from '../setup/node24.mjs';
import { inRoot, root } from '../setup/paths.mjs';
import { ask } from '../setup/run.mjs';

const config = inRoot('.dependency-cruiser.cjs');
const folders = ['shared', 'main', 'renderer', 'hub', 'test'];

/** file -> [source, the rules it must break]
 * @type {Record<string, [string, string[]]>} */
const planted = {
  'shared/domain/message.ts': [`import { readFileSync } from 'node:fs'; export const read = readFileSync;`, ['shared-is-pure']],
  'shared/trust/totp.ts': [`import { readFileSync } from 'node:fs'; export const read = readFileSync;`, ['shared-trust-is-narrow']],
  'shared/passphrase/strength.ts': [`import { readFileSync } from 'node:fs'; export const read = readFileSync;`, ['shared-passphrase-is-pure']],
  'renderer/screens/inbox.tsx': [
    `import { read } from '../../shared/trust/totp.ts'; import { store } from '../../main/vault/store.ts'; import { join } from 'node:path'; export const Inbox = () => <p>{String(read)}{String(store)}{join('a')}</p>;`,
    ['trust-for-main-and-hub', 'renderer-is-a-page', 'renderer-without-node'],
  ],
  'main/vault/store.ts': [
    `import { app } from 'electron'; import type { Router } from '../ipc/router.ts'; export const store: Router | typeof app = app;`,
    ['electron-at-the-edge', 'main-below-ipc-and-desktop', 'no-cycle'],
  ],
  'main/ipc/router.ts': [`import { store } from '../vault/store.ts'; import './gone.ts'; export type Router = typeof store;`, ['resolvable']],
  'main/signal/session.ts': [
    `export { connection } from '../sync/connection.ts'; export { main } from '../main.ts';`,
    ['main-below-sync-and-unlock-and-device', 'layers-below-the-entry'],
  ],
  'main/sync/connection.ts': [`import keytar from 'keytar'; import { serve } from '../../hub/serve.ts'; export const connection = [keytar, serve];`, ['one-keychain', 'main-not-hub']],
  'main/vault/open.ts': [`export { connection } from '../signal/session.ts';`, ['main-below-signal']],
  'main/main.ts': [`import { ZxcvbnFactory } from '@zxcvbn-ts/core'; export const main = ZxcvbnFactory;`, ['one-place-for-zxcvbn']],
  'hub/serve.ts': [`export const serve = () => import('../main/main.ts');`, ['hub-not-main']],
  'hub/widget/chat.ts': [`export { serve } from '../serve.ts';`, ['widget-is-a-page']],
};

function cruise(cwd, targets) {
  const result = ask(node24(), [inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), '--config', config, '--output-type', 'json', ...targets], {
    cwd,
    maxBuffer: 256 * 1024 * 1024,
  });
  try {
    return JSON.parse(result.out).summary;
  } catch {
    throw new Error(`dependency-cruiser gave no answer:\n${result.err || result.out}`);
  }
}

function blindSpots() {
  const tree = mkdtempSync(join(tmpdir(), 'sealdesk-rules-'));
  try {
    for (const [file, [source]] of Object.entries(planted)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), source);
    }
    const { violations } = cruise(tree, ['shared', 'main', 'renderer', 'hub']);
    const seen = (file, rule) => violations.some((found) => found.rule.name === rule && (found.from === file || found.cycle?.some((step) => step.name === file)));
    return Object.entries(planted).flatMap(([file, [, rules]]) => rules.filter((rule) => !seen(file, rule)).map((rule) => `${rule} is not seen in the planted ${file}`));
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

const holdsFiles = (folder) => existsSync(folder) && readdirSync(folder).length > 0;

/** @returns {string[]} what is wrong, a line each; empty when the rules hold */
export function brokenRules() {
  const blind = blindSpots();
  if (blind.length > 0) return blind;
  const { violations } = cruise(root, folders.filter((folder) => holdsFiles(inRoot(folder))));
  return violations.map(({ rule, from, to, cycle }) => `${rule.name}: ${from} -> ${cycle ? cycle.map((step) => step.name).join(' -> ') : to}`);
}
