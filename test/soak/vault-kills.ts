import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** The vault process alone, killed while mail is taken in. */
export const vaultKills: Campaign = {
  count: 200,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/unit/main/vault/crash.test.ts'], { SEALDESK_SOAK_KILLS: String(count) });
    return { counts: { kills: count, ...counts }, failures };
  },
};
