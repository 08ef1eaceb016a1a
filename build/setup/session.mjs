// A private desktop session: folders of its own, a session bus, an unlocked keyring, a virtual display. What runs in
// it can't touch the person's own keyring, settings or screen, and leaves nothing behind.
//
//   node build/setup/session.mjs -- COMMAND ARGS...      as an ordinary user
//
// From other scripts: runInSession(). The file calls itself inside dbus-run-session with `--inside`.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMain } from './paths.mjs';
import { ask, run } from './run.mjs';
import { say } from './say.mjs';
import { asUser, checkoutForUser, inCheckout } from './user.mjs';
import { node24 } from './node24.mjs';

const thisFile = fileURLToPath(import.meta.url);
const keyringPassword = 'private session';
const busConfig = join(thisFile, '..', 'session-bus.conf');
const keyringUpMs = 60_000;

/**
 * Runs a program inside a private session as the ordinary user; resolves to its exit code. Paths into the checkout
 * are translated when that user works on a copy of it. `env` reaches the program.
 */
export function runInSession(command, args, { env = {}, checkout = checkoutForUser(), stdio } = {}) {
  const there = (value) => inCheckout(checkout, value);
  const inner = [there(thisFile), '--', there(command), ...args.map(there)];
  const translated = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, there(String(value))]));
  return asUser(there(node24()), inner, { cwd: checkout, env: translated, ...(stdio && { stdio }) });
}

/** The session's folders. In /tmp and short: a Unix socket's path may have 107 bytes only. */
async function outside(command) {
  const base = mkdtempSync(join(tmpdir(), 'sds-'));
  const folder = (name) => {
    const path = join(base, name);
    mkdirSync(path, { mode: 0o700 });
    return path;
  };
  const env = {
    ...process.env,
    // The project's Node first: what is started by name runs on it too.
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: folder('home'),
    XDG_DATA_HOME: folder('data'),
    XDG_CONFIG_HOME: folder('config'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_RUNTIME_DIR: folder('run'),
    XDG_SESSION_TYPE: 'x11',
    // No service of the person's own desktop may be reached from in here.
    DISPLAY: '', WAYLAND_DISPLAY: '', DBUS_SESSION_BUS_ADDRESS: '', GNOME_KEYRING_CONTROL: '', SSH_AUTH_SOCK: '',
    // Without this GTK starts the accessibility bus, which outlives the session.
    NO_AT_BRIDGE: '1', GTK_A11Y: 'none', GSETTINGS_BACKEND: 'memory',
  };
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'GNOME_KEYRING_CONTROL', 'SSH_AUTH_SOCK']) delete env[name];
  try {
    return await run('dbus-run-session', ['--config-file', busConfig, '--', process.execPath, thisFile, '--inside', ...command], { env });
  } finally {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        rmSync(base, { recursive: true, force: true });
        break;
      } catch {
        // A process of the session may still be writing as it ends.
        await pause(200);
      }
    }
  }
}

async function inside(command) {
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], { stdio: ['pipe', 'ignore', 'ignore'] });
  keyring.once('error', () => {});
  keyring.stdin.on('error', () => {});
  keyring.stdin.end(keyringPassword);
  try {
    if (!(await keyringAnswers())) {
      say('The private keyring did not come up (gnome-keyring-daemon on the session bus). Nothing was started.');
      return 70;
    }
    return await run('xvfb-run', ['-a', '-s', '-screen 0 1440x900x24 -nolisten tcp', ...command]);
  } finally {
    keyring.kill();
  }
}

/** A secret written, read and removed through the same addon the product uses: the only proof that counts. */
async function keyringAnswers() {
  const roundTrip = `const keytar = require('keytar');
    (async () => {
      await keytar.setPassword('sealdesk-session-check', 'probe', 'value');
      const read = await keytar.getPassword('sealdesk-session-check', 'probe');
      await keytar.deletePassword('sealdesk-session-check', 'probe');
      process.exit(read === 'value' ? 0 : 1);
    })().catch(() => process.exit(1));`;
  const deadline = Date.now() + keyringUpMs;
  do {
    if (ask(process.execPath, ['-e', roundTrip], { cwd: join(thisFile, '..', '..', '..'), timeout: 20_000 }).ok) return true;
    await pause(200);
  } while (Date.now() < deadline);
  return false;
}

if (isMain(import.meta.url)) {
  const [mode, ...command] = process.argv.slice(2);
  // The program gets the signal too (same process group); we wait for it and clean up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  process.exitCode = await (mode === '--inside' ? inside(command) : outside(command));
}
