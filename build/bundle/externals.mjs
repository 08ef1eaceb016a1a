// What is never bundled into the workstation's main side: Electron itself, Node's own modules, and the native addons,
// which find their binary beside their package.
import { builtinModules } from 'node:module';

const nativeAddons = ['@signalapp/sqlcipher', 'keytar', '@node-rs/argon2'];
/** ws looks for these and does without. */
const optional = ['bufferutil', 'utf-8-validate'];

export const isMainExternal = (id) =>
  id === 'electron' ||
  id.startsWith('node:') ||
  builtinModules.includes(id) ||
  [...nativeAddons, ...optional].some((name) => id === name || id.startsWith(`${name}/`) || id.startsWith(`${name}-`));
