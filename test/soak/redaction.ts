import { join } from 'node:path';
import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** What redaction promises of every text, each promise on so many texts. */
export const redaction: Campaign = {
  count: 1_000_000,
  run: (count) => runTests([join('test', 'unit', 'shared', 'redaction', 'inspect-text.test.ts')], { SEALDESK_SOAK_RUNS: String(count) }),
};
