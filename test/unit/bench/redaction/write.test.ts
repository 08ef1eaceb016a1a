import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { labelledSet } from '../../../bench/redaction/labelled-set.ts';
import { labelTypes, languages } from '../../../bench/redaction/labelled-text.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'bench', 'redaction', 'write.ts');
const labelled = z.strictObject({
  id: z.string().min(1),
  language: z.enum(languages),
  text: z.string().min(1),
  findings: z.array(z.strictObject({ type: z.enum(labelTypes), start: z.number().int().nonnegative(), end: z.number().int().positive() })),
});
const written = (...args: readonly string[]): unknown[] =>
  execFileSync(process.execPath, [program, ...args], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20, stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

test('the labelled texts are written as one JSON object a line, of the family and seed asked for', () => {
  const lines = written('--family', 'held-out', '--seed', '5').map((line) => labelled.parse(line));
  expect(lines).toEqual(labelledSet('held-out', 5));
});

test('a family or seed that does not exist is refused', () => {
  expect(() => written('--family', 'other')).toThrow();
  expect(() => written('--seed', 'five')).toThrow();
});
