import { defineConfig, mergeConfig } from 'vitest/config';
import usual from '../../vitest.config.mts';

/** The usual tests, given as long as they take, each property counting its runs. */
export default mergeConfig(
  usual,
  defineConfig({ test: { setupFiles: ['test/soak/count-runs.ts'], testTimeout: 3_600_000 } }),
);
