import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** Random codes against the hub's counter of wrong tries. */
export const guessing: Campaign = {
  count: 100_000,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/unit/hub/trust/guessing.test.ts'], { SEALDESK_SOAK_GUESSES: String(count) });
    return { counts: { guesses: count, ...counts }, failures };
  },
};
