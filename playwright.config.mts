import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const output = process.env['SEALDESK_TEST_OUTPUT'] ?? 'test-results';

/** The page alone in a browser, against a double of main. */
const screens = /-screens\.spec\.ts$/;
/** A minute and more each, most of it waiting: begun first, so that none is left for the end. */
const long = /\/(device-trust|auto-lock|kills|spine)\.spec\.ts$/;
/** Chromium without its own windows around the page, where the system has it: a page opens in half the time. */
const pageBrowser = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/** The kept screens are compared; with `npm run screens` they are taken anew, beside the other results. */
const retake = process.env['SEALDESK_RETAKE'] === '1';

export default defineConfig({
  snapshotPathTemplate: join(retake ? join(output, 'screens') : 'docs/screens', '{arg}{ext}'),
  updateSnapshots: retake ? 'all' : 'none',
  testDir: 'test/e2e',
  globalSetup: './test/doubles/bundle-double.ts',
  testMatch: /\.(spec|test)\.ts$/,
  outputDir: join(output, 'e2e'),
  reporter: [['list'], ['json', { outputFile: join(output, 'e2e.json') }]],
  // The long ones wait most of the while: for a minute without input, for a code, for messages. Beside them run a workstation,
  // with a profile, a hub and a name in the keyring of its own, and the screens, which need none of it and go on alone.
  workers: 4,
  projects: [
    { name: 'long', testMatch: long, workers: 2 },
    { name: 'workstation', testIgnore: [screens, long], workers: 1 },
    { name: 'screens', testMatch: screens, workers: 2, use: { launchOptions: { chromiumSandbox: true, executablePath: pageBrowser } } },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    // A trace of everything takes as long again as the tests do: ask for one where it is needed, with `--trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
    // The customer's browser. Playwright turns Chromium's sandbox off unless told otherwise.
    launchOptions: { chromiumSandbox: true, executablePath: '/usr/bin/chromium' },
  },
});
