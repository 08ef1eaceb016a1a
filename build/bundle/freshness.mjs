// Whether a part must be built again: a hash over the names, sizes and times of its sources, kept beside its output.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';

/** These decide the output as much as the sources do. */
const always = ['build/bundle', 'package.json', 'package-lock.json', 'tsconfig.json'];

function describe(path, into) {
  if (!existsSync(path)) return;
  const stat = statSync(path);
  if (stat.isDirectory()) for (const name of readdirSync(path).sort()) describe(join(path, name), into);
  else into.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
}

export function sourceHash(sources) {
  const hash = createHash('sha256');
  for (const source of [...always, ...sources]) describe(inRoot(source), hash);
  return hash.digest('hex');
}

const stampOf = (name) => inRoot('dist', `.built-${name}`);

export const isFresh = (name, hash) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === hash;

export function markFresh(name, hash) {
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stampOf(name), hash);
}
