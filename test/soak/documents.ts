import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** Documents damaged anywhere, and bytes that are none, so many of each: none ends what reads them, and no card number comes out. */
export const documents: Campaign = {
  count: 5_000,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/unit/hub/documents/not-whole.test.ts'], { SEALDESK_SOAK_RUNS: String(count) });
    return { counts: { examples: 2 * count, ...counts }, failures };
  },
};
