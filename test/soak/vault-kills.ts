import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** The vault process alone, killed while mail is taken in; and at every step of set-up and unlock that leaves a trace. */
export const vaultKills: Campaign = {
  count: 200,
  run: async (count) => {
    const files = ['test/unit/main/vault/crash.test.ts', 'test/integration/main/crash-at-set-up.test.ts', 'test/integration/main/crash-at-unlock.test.ts'];
    const { counts, failures } = await runTests(files, { SEALDESK_SOAK_KILLS: String(count) });
    return { counts: { kills: count, ...counts }, failures };
  },
};
