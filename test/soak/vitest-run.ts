import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from './campaign.ts';

const root = join(import.meta.dirname, '..', '..');

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

/**
 * Runs tests of the usual suites at a campaign's counts: the same code, given more to do by its
 * environment. `names` chooses among the tests of the files.
 */
export async function runTests(files: readonly string[], environment: Readonly<Record<string, string>>, names?: RegExp): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'sds-soak-'));
  const report = join(folder, 'report.json');
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [
          join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...files, `--config=${join(root, 'test', 'soak', 'vitest.config.mts')}`, `--root=${root}`, '--configLoader=native',
          '--reporter=json', `--outputFile.json=${report}`, ...(names === undefined ? [] : [`--testNamePattern=${names.source}`]),
        ],
        { cwd: root, env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment }, stdio: ['ignore', 'inherit', 'inherit'] },
      );
      child.once('error', reject);
      child.once('close', resolve);
    });
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const failures = testResults.flatMap(({ name, message, status, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => `${test.fullName}: ${test.failureMessages.join('\n')}`);
      return failed.length === 0 && status === 'failed' ? [`${name}: ${message}`] : failed;
    });
    if (failures.length === 0 && (code !== 0 || numPassedTests === 0)) failures.push(`Vitest ended with ${code}; ${numPassedTests} tests passed.`);
    return { counts: { tests: numPassedTests }, failures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
