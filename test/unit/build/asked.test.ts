import { join } from 'node:path';
import { expect, test } from 'vitest';

type AskedFor = (folders: Readonly<Record<string, string | null>>, only: string | undefined, filters: readonly string[]) => { readonly name: string; readonly files: readonly string[] }[];
// The scripts are plain JavaScript: they run before there is anything that could read types.
const { askedFor } = (await import(new URL('../../../build/check/asked.mjs', import.meta.url).href)) as { readonly askedFor: AskedFor };
const folders = { lint: null, unit: 'test/unit', e2e: 'test/e2e' };
const root = join(import.meta.dirname, '..', '..', '..');

test('without anything named all parts are run, whole', () => {
  expect(askedFor(folders, undefined, [])).toEqual([{ name: 'lint', files: [] }, { name: 'unit', files: [] }, { name: 'e2e', files: [] }]);
});

test.each(['test/e2e/shell.spec.ts', './test/e2e/shell.spec.ts', join(root, 'test/e2e/shell.spec.ts')])('%s is run by the suite that holds it, and nothing else', (named) => {
  expect(askedFor(folders, undefined, [named])).toEqual([{ name: 'e2e', files: ['test/e2e/shell.spec.ts'] }]);
});

test('a file is refused where no suite that is to be run holds it, rather than run the whole suite', () => {
  expect(() => askedFor(folders, 'unit', ['test/e2e/shell.spec.ts'])).toThrow('No suite that is to be run holds test/e2e/shell.spec.ts.');
  expect(() => askedFor(folders, undefined, ['test/units/a.test.ts'])).toThrow('Filters begin with test/unit, test/e2e.');
  expect(() => askedFor(folders, 'e2e', ['/elsewhere/test/e2e/shell.spec.ts'])).toThrow('No suite');
});

test('a part that is not there is named, with those that are', () => {
  expect(() => askedFor(folders, 'unti', [])).toThrow('There is no part "unti". The parts: lint, unit, e2e.');
});
