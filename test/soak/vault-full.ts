import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** A scene of mail, replies and drafts on a disk that is full one page later each time, until there is room for all of it. */
export const vaultFull: Campaign = {
  count: 600,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/unit/main/vault/full-disk.test.ts'], { SEALDESK_SOAK_FULL: String(count) });
    return { counts: { 'full disks': count, ...counts }, failures };
  },
};
