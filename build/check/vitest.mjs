// What Vitest did, from its JSON report: counts, and each failure with its place and first words.
import { existsSync, readFileSync } from 'node:fs';
import { failure } from './failure.mjs';

export function vitestCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0, failures: [] };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const failures = result.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    // A file that can't even be loaded has no tests to fail; it counts as one.
    if (failed.length === 0 && file.status === 'failed') return [{ loaded: false, ...failure(file.name, 'the file itself', file.message) }];
    return failed.map((test) => ({ loaded: true, ...failure(file.name, test.fullName, test.failureMessages?.[0]) }));
  });
  const unloadable = failures.filter(({ loaded }) => !loaded).length;
  return { passed: result.numPassedTests, failed: result.numFailedTests + unloadable, skipped: result.numPendingTests + (result.numTodoTests ?? 0), failures };
}
