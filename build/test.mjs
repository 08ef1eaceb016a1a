// npm test [-- --only lint,types,rules,unit,integration,e2e] [FILE FILTERS]
// Sets up what the tests need, runs them, and ends with one plain line that adds up all suites.
// Unit, integration and end-to-end tests run as an ordinary user in a private session (setup/session.mjs): they use a
// real keyring, and Chromium's sandbox is on.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildParts } from './build.mjs';
import { askedFor } from './check/asked.mjs';
import { playwrightCounts } from './check/playwright.mjs';
import { vitestCounts } from './check/vitest.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { memoryFolder } from './setup/memory-folder.mjs';
import { node24 } from './setup/node24.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { isRoot, run } from './setup/run.mjs';
import { runScript, say } from './setup/say.mjs';
import { runInSession } from './setup/session.mjs';
import { ensureSystemLibraries } from './setup/system.mjs';
import { bringBack, checkoutForUser, ensureOrdinaryUser, userFolder } from './setup/user.mjs';

const results = inRoot('test-results');
const tool = (...path) => inRoot('node_modules', ...path);
const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
const sources = ['shared', 'main', 'renderer', 'hub', 'test', 'build', 'vitest.config.mts', 'playwright.config.mts'].filter((path) => existsSync(inRoot(path)));

async function lint() {
  return one((await run(node24(), [tool('oxlint', 'bin', 'oxlint'), '--deny-warnings', ...sources], { cwd: root })) === 0);
}

async function types() {
  return one((await run(node24(), [tool('typescript', 'bin', 'tsc'), '-p', '.'], { cwd: root })) === 0);
}

async function rules() {
  const { brokenRules } = await import('./check/rules.mjs');
  const broken = brokenRules();
  for (const line of broken) say(`  ${line}`);
  return one(broken.length === 0);
}

/** A suite that ran nothing, or that ended badly with no test to show for it, has failed. */
function honest(counts, code, name) {
  if (counts.failed > 0) return counts;
  if (counts.passed + counts.skipped === 0) {
    say(`${name}: no test was run.`);
    return { ...counts, failed: 1 };
  }
  if (code !== 0) {
    say(`${name}: ended with exit code ${code} although no test failed.`);
    return { ...counts, failed: 1 };
  }
  return counts;
}

const inSession = (session, args) =>
  runInSession(node24(), args, {
    checkout: session.checkout,
    env: {
      ELECTRON_OVERRIDE_DIST_PATH: session.electron,
      SEALDESK_TEST_OUTPUT: session.output,
      SEALDESK_RETAKE: process.env['SEALDESK_RETAKE'] ?? '',
      // Some thousand processes and threads begin with the same libraries: the first one compiles them.
      NODE_COMPILE_CACHE: join(session.temporary, 'compiled'),
      TMPDIR: session.temporary,
    },
  });

const vitest = (name) => async (filters, session) => {
  const report = join(session.output, `${name}.json`);
  const code = await inSession(session, [
    tool('vitest', 'vitest.mjs'), 'run', ...(filters.length > 0 ? filters : [`test/${name}/`]), '--configLoader=native', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`,
  ]);
  return honest(vitestCounts(report), code, name);
};

async function e2e(filters, session) {
  const report = join(session.output, 'e2e.json');
  const code = await inSession(session, [tool('@playwright', 'test', 'cli.js'), 'test', '--pass-with-no-tests', ...filters]);
  return honest(playwrightCounts(report), code, 'e2e');
}

const parts = {
  lint: { run: lint },
  types: { run: types },
  rules: { run: rules },
  unit: { run: vitest('unit'), folder: 'test/unit', session: true },
  integration: { run: vitest('integration'), folder: 'test/integration', session: true, built: true },
  e2e: { run: e2e, folder: 'test/e2e', session: true, built: true },
};

async function prepareSession() {
  const electron = await ensureElectron();
  ensureOrdinaryUser();
  return { electron: electron.dist, checkout: checkoutForUser(), output: userFolder('sealdesk-tests'), temporary: memoryFolder('sd') ?? userFolder('sd') };
}

async function main(args) {
  const { values, positionals } = parseArgs({ args, options: { only: { type: 'string' } }, allowPositionals: true });
  if (isRoot()) process.umask(0o022);
  const asked = askedFor(Object.fromEntries(Object.entries(parts).map(([name, { folder }]) => [name, folder ?? null])), values.only, positionals);
  const names = asked.map(({ name }) => name);
  const counts = {};

  await ensurePackages();
  const needsSession = names.some((name) => parts[name].session);
  if (needsSession) await ensureSystemLibraries('tests');
  if (names.some((name) => parts[name].built)) {
    try {
      await buildParts(['main', 'test-main', 'renderer', 'hub']);
    } catch (error) {
      say(error.message);
      counts.build = one(false);
    }
  }
  const session = needsSession ? await prepareSession() : undefined;
  const runPart = async ({ name, files }) => {
    say(`\n--- ${name}`);
    const started = Date.now();
    try {
      counts[name] = await parts[name].run(files, session);
    } catch (error) {
      say(`${name}: ${error.stack ?? error}`);
      counts[name] = one(false);
    }
    counts[name].seconds = (Date.now() - started) / 1000;
  };
  // What only reads the sources goes side by side; the suites use the whole machine, one after the other.
  await Promise.all(asked.filter(({ name }) => !parts[name].session).map(runPart));
  for (const part of asked.filter(({ name }) => parts[name].session)) await runPart(part);
  if (session) {
    rmSync(results, { recursive: true, force: true });
    bringBack(session.output, results);
    for (const folder of [session.output, session.temporary]) rmSync(folder, { recursive: true, force: true });
  }
  return summary(counts);
}

function summary(counts) {
  process.stdout.write('\n');
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, { passed, failed, skipped, seconds = 0 }] of Object.entries(counts)) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    process.stdout.write(`  ${name.padEnd(12)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${seconds.toFixed(1).padStart(7)} s\n`);
  }
  for (const [name, { failures = [] }] of Object.entries(counts)) {
    for (const { file, title, reason } of failures) process.stdout.write(`\n  ${name}: ${file} > ${title}\n      ${reason}\n`);
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`);
  return total.failed > 0 ? 1 : 0;
}

await runScript(main);
