import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const ledger = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8');
const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

test.each(all.filter(([name]) => !name.startsWith('@types/')))('%s has its reason in docs/dependencies.md', (name) => {
  expect(ledger).toContain(`\`${name}\``);
});

test.each(all)('%s is pinned to an exact version', (_name, version) => {
  expect(version).toMatch(/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/);
});
