import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/**
 * The vault process killed at every step that leaves a trace: of set-up and unlock, of a change of passphrase, of dearer
 * terms, of a share's renewal, of a rotation of the vault key, of a change of authenticator; and at random moments of as many rotations as are counted.
 */
export const unlockKills: Campaign = {
  count: 40,
  run: async (count) => {
    const files = ['set-up', 'unlock', 'binding', 'renewal', 'passphrase-change', 'raise', 'rotation', 'authenticator'].map((what) => `test/integration/main/crash-at-${what}.test.ts`);
    const { counts, failures } = await runTests(files, { SEALDESK_SOAK_KILLS: String(count) });
    return { counts: { rotations: count, ...counts }, failures };
  },
};
