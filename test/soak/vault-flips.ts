import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** One bit of a vault's file or of its log changed, so many times: each is noticed, or every message shown is the original. */
export const vaultFlips: Campaign = {
  count: 10_000,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/unit/main/vault/flips.test.ts'], { SEALDESK_SOAK_FLIPS: String(count) });
    return { counts: { flips: count, ...counts }, failures };
  },
};
