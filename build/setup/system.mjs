// System libraries on Debian and its kin. Elsewhere nothing is checked: the programs name what they miss.
import { existsSync } from 'node:fs';
import { ask, isRoot, run } from './run.mjs';
import { say, SetUpError } from './say.mjs';

const workstation = ['libgtk-3-0', 'libnss3', 'libnotify4', 'libgbm1', 'libasound2', 'libsecret-1-0'];
const privateSession = ['xvfb', 'xauth', 'dbus', 'dbus-x11', 'gnome-keyring'];

/**
 * What each job needs. `required`: the job can't be done without; `wanted`: it goes on with less and says so.
 */
const needs = {
  hub: { required: [], wanted: [] },
  'start on this display': { required: workstation, wanted: ['dovecot-imapd'] },
  'the guided tour': { required: [...workstation, ...privateSession, 'chromium'], wanted: ['dovecot-imapd'] },
  tests: {
    required: [...workstation, ...privateSession, 'chromium', 'dovecot-imapd', 'postgresql', 'openssl'],
    wanted: ['fakeroot', 'dpkg-dev', 'chromium-headless-shell'],
  },
};

/** Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit time; the old name is then only a virtual one. */
const renamed = (name) => [name, `${name}t64`];

const isDebian = () => process.platform === 'linux' && existsSync('/var/lib/dpkg/status');

function missingOf(names) {
  if (names.length === 0) return [];
  const { out } = ask('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n', ...names.flatMap(renamed)]);
  const installed = new Set(
    out.split('\n').flatMap((line) => (line.startsWith('installed ') ? [line.slice('installed '.length)] : [])),
  );
  return names.filter((name) => !renamed(name).some((candidate) => installed.has(candidate)));
}

const installable = (name) => renamed(name).find((candidate) => ask('apt-cache', ['show', candidate]).ok) ?? name;

async function aptInstall(names) {
  const quiet = { stdio: ['ignore', process.stderr, process.stderr], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-qq'], quiet);
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names.map(installable)], quiet);
}

/** Installs what is missing as root; otherwise names it. Throws when something required is still missing. */
export async function ensureSystemLibraries(job) {
  if (!isDebian()) return;
  const { required, wanted } = needs[job];
  let missing = missingOf([...required, ...wanted]);
  if (missing.length === 0) return;
  if (isRoot()) {
    say(`Installing from Debian: ${missing.join(' ')} ...`);
    await aptInstall(missing);
    missing = missingOf([...required, ...wanted]);
  }
  const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const missingRequired = missing.filter((name) => required.includes(name));
  if (missingRequired.length > 0) {
    throw new SetUpError(`Some system packages are missing. Please run this, then try again:\n\n  ${command}\n`);
  }
  if (missing.length > 0) say(`Not installed, going on without: ${missing.join(' ')}. To add them:\n  ${command}`);
}
