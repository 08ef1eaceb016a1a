import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The checkout may belong to somebody else: tests run as an ordinary user.
  cacheDir: join(tmpdir(), `sealdesk-vitest-${process.getuid?.() ?? 'user'}`),
  // Tests drive the clock, as in the test bundle.
  define: { __TEST_CLOCK__: 'true' },
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}', 'test/integration/**/*.test.ts'],
    globalSetup: ['build/setup/threads.mjs', 'test/doubles/migrated-hub.ts'],
    // Native addons and a real keyring: processes, not threads.
    pool: 'forks',
    fsModuleCache: false,
    // One more than the smallest machine has cores: a good part of the tests waits, for a process, a server or a disk.
    maxWorkers: 3,
    // For what hangs, not for what is slow: how long something takes is for the bench to say.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['test/doubles/patience.ts'],
    expect: { poll: { timeout: 30_000 } },
    // Passphrases of the least cost, except where a test is about the cost (`test/doubles/true-cost.ts`).
    env: { SEALDESK_TEST_LEAST_COST: '1' },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
