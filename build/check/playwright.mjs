// What Playwright did, from its JSON report: counts, and each failure with its place and first words.
import { existsSync, readFileSync } from 'node:fs';
import { failure } from './failure.mjs';

export function playwrightCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0, failures: [] };
  const { stats, errors, suites } = JSON.parse(readFileSync(report, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap(failuresIn), ...errors.map((error) => failure('playwright', 'outside every test', error.message))],
  };
}

function failuresIn(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => failure(spec.file, spec.title, results.find(({ error }) => error)?.error.message)),
  );
  return [...own, ...(suite.suites ?? []).flatMap(failuresIn)];
}
