// Counting what Vitest did, from its JSON report.
import { existsSync, readFileSync } from 'node:fs';

export function vitestCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  // A file that can't even be loaded has no tests to fail; it counts as one.
  const unloadable = result.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  return { passed: result.numPassedTests, failed: result.numFailedTests + unloadable, skipped: result.numPendingTests + (result.numTodoTests ?? 0) };
}
