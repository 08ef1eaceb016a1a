import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'screens');
const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));

it('docs/screens shows every screen there is a picture of, once, and each of them is there in every language and size', () => {
  const shown = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\(en-(.+)-100\.png\)/gu)].map(([, name = '']) => name);
  expect(shown.length).toBeGreaterThan(30);
  expect(pictures.sort()).toEqual(shown.flatMap((name) => ['en', 'de', 'pseudo'].flatMap((spoken) => ['100', '200'].map((size) => `${spoken}-${name}-${size}.png`))).sort());
});
