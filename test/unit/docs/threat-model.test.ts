import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const model = readFileSync(join(root, 'docs', 'security', 'threat-model.md'), 'utf8');
const named = Array.from(model.matchAll(/`(test\/[^`]+)`:\s+“([^”]+)”/g), ([, file = '', name = '']) => ({ file, name }));

test('the threat model names tests', () => {
  expect(named.length).toBeGreaterThan(40);
  // Each path of a test in the document was understood as a reference.
  expect(named).toHaveLength(model.match(/`test\//g)?.length ?? 0);
});

test.each(named)('$file holds “$name”', ({ file, name }) => {
  const path = join(root, file);
  expect(existsSync(path)).toBe(true);
  const source = readFileSync(path, 'utf8').replaceAll("\\'", "'").replaceAll(/\(\s+/g, '(');
  expect(["'", '"', '`'].some((quote) => source.includes(`(${quote}${name}${quote}`))).toBe(true);
});
