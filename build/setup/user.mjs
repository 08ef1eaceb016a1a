// The ordinary user that stands in for root. Chromium's sandbox can't be on for root, and it is on in everything we
// start; so the scripts, run by root, start the workstation and the tests as this user.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './paths.mjs';
import { ask, isRoot, run } from './run.mjs';
import { say, SetUpError } from './say.mjs';

export const ordinaryUser = 'sealdesk-run';

/** What the ordinary user's programs may see of root's environment: nothing that could carry a secret or a display. */
const passedOn = /^(PATH|LANG|LANGUAGE|LC_.*|TERM|COLORTERM|TZ|CI|NO_COLOR|FORCE_COLOR|SEALDESK_.*|BENCH_.*)$/;

export function ensureOrdinaryUser() {
  if (!isRoot()) return;
  if (ask('id', ['-u', ordinaryUser]).ok) return;
  const made = ask('useradd', ['--system', '--create-home', '--shell', '/bin/bash', ordinaryUser]);
  // Two runs at once may both try; the second finds the user made.
  if (!made.ok && !ask('id', ['-u', ordinaryUser]).ok) throw new SetUpError(`The user ${ordinaryUser} could not be made: ${made.err.trim()}`);
}

/** `runuser` in front when we are root; unchanged otherwise. `env` is the whole environment apart from HOME, USER and the like. */
function asOrdinary(command, args, env) {
  if (!isRoot()) return { command, args, env: { ...process.env, ...env } };
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)));
  return {
    command: 'runuser',
    args: ['-u', ordinaryUser, '--', command, ...args],
    env: { ...kept, HOME: homeOf(), USER: ordinaryUser, LOGNAME: ordinaryUser, SHELL: '/bin/bash', ...env },
  };
}

const homeOf = () => ask('getent', ['passwd', ordinaryUser]).out.split(':')[5] || `/home/${ordinaryUser}`;

/** Runs a program as the ordinary user (as ourselves when we aren't root); resolves to its exit code. */
export function asUser(command, args, { env = {}, ...options } = {}) {
  const started = asOrdinary(command, args, env);
  return run(started.command, started.args, { cwd: '/', ...options, env: started.env });
}

const userCan = (flag, path) => ask('runuser', ['-u', ordinaryUser, '--', 'test', flag, path], { cwd: '/' }).ok;

/** A folder that only the ordinary user may write to; the caller removes it. */
export function userFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  giveToUser(folder);
  return folder;
}

export function giveToUser(folder) {
  if (isRoot()) ask('chown', ['-R', `${ordinaryUser}:`, folder]);
}

/** Parts of a checkout that a run doesn't need, or must not share. */
const leftBehind = new Set(['.git', 'node_modules', 'tour', 'release', 'test-results', 'playwright-report']);

/**
 * The checkout as the ordinary user can read it. Where it lies open (the usual case) that is the checkout itself.
 * Where it doesn't (`/root/sealdesk`, a umask of 077), it is copied to a folder that user can read: opening up the
 * path instead would change permissions its owner chose. node_modules is hard-linked where the disk allows, and
 * only when the lockfile has changed; the rest is small and copied each time.
 */
export function checkoutForUser() {
  if (!isRoot()) return root;
  const probes = ['package.json', 'build/test.mjs', 'node_modules/vite/package.json', '.sealdesk', 'dist'].map((path) => join(root, path));
  if (probes.filter(existsSync).every((path) => userCan('-r', path))) return root;

  const base = '/var/lib/sealdesk-run';
  const copy = join(base, `${basename(root)}-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);
  say(`${root} can't be read by ${ordinaryUser}; using a copy of it in ${copy}.`);
  mkdirSync(copy, { recursive: true, mode: 0o755 });
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = join(copy, '.copied-lock');
  for (const name of readdirSync(copy)) {
    if (name !== 'node_modules' && name !== '.copied-lock') rmSync(join(copy, name), { recursive: true, force: true });
  }
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    rmSync(join(copy, 'node_modules'), { recursive: true, force: true });
    const from = join(root, 'node_modules');
    if (!ask('cp', ['-al', from, copy]).ok) {
      rmSync(join(copy, 'node_modules'), { recursive: true, force: true });
      if (!ask('cp', ['-a', from, copy]).ok) throw new SetUpError(`${from} could not be copied to ${copy}.`);
    }
    writeFileSync(stamp, lock);
  }
  for (const name of readdirSync(root)) {
    if (leftBehind.has(name)) continue;
    if (name === '.sealdesk') ask('cp', ['-a', '--parents', '.sealdesk/electron-compat', copy], { cwd: root });
    else if (!ask('cp', ['-a', join(root, name), copy]).ok) throw new SetUpError(`${join(root, name)} could not be copied.`);
  }
  ask('chmod', ['-R', 'a+rX', copy]);
  return copy;
}

/** The same file in the user's checkout. */
export const inCheckout = (checkout, path) => path.replace(root, checkout);

/** Brings what the ordinary user wrote back into the checkout, owned like the checkout. */
export function bringBack(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, force: true });
  const { uid, gid } = statSync(root);
  if (isRoot()) ask('chown', ['-R', `${uid}:${gid}`, to]);
}
