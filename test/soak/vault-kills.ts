import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** The vault process alone, killed at random while mail is taken in, conversations are purged and dropped, and an agent writes and searches. */
export const vaultKills: Campaign = {
  count: 1_000,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/unit/main/vault/crash.test.ts'], { SEALDESK_SOAK_KILLS: String(count) });
    return { counts: { kills: count, ...counts }, failures };
  },
};
