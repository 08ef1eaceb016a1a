import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

const tests = join(import.meta.dirname, '..');

/** Every test of a property: frames, statements, invites, records, headers, mail, chat, redaction, search. */
function propertyTests(): string[] {
  return ['unit', 'integration'].flatMap((suite) =>
    readdirSync(join(tests, suite), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && readFileSync(join(tests, suite, name), 'utf8').includes("from 'fast-check'"))
      .map((name) => join('test', suite, name)),
  );
}

/** The property tests of `npm test`, each property on so many examples. */
export const fuzz: Campaign = {
  count: 3_000,
  run: async (count, say) => {
    const folder = mkdtempSync(join(tmpdir(), 'sds-soak-'));
    const ledger = join(folder, 'runs');
    try {
      const files = propertyTests();
      for (const file of files) say(file);
      const { counts, failures } = await runTests(files, { SEALDESK_SOAK_RUNS: String(count), SEALDESK_SOAK_LEDGER: ledger });
      const runs = readFileSync(ledger, 'utf8').trim().split('\n').map(Number);
      return { counts: { files: files.length, ...counts, properties: runs.length, runs: runs.reduce((sum, each) => sum + each, 0) }, failures };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
