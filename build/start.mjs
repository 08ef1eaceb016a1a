// npm start [-- --data DIR] [--mail PATH] [--reset] [--tour]
// The newcomer's command. Installs what is missing, builds, starts a hub in a try-it organisation and opens the
// workstation. Without a display, by root (whose display can't be handed to another user), or with --tour it runs the
// same job as a guided tour under a virtual display, and leaves screenshots and a transcript in tour/.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildParts } from './build.mjs';
import { desktopEnvironment, electronExecutable } from './setup/electron-executable.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { node24, quietNode } from './setup/node24.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { isRoot, run } from './setup/run.mjs';
import { runScript, say, SetUpError } from './setup/say.mjs';
import { runInSession } from './setup/session.mjs';
import { ensureSystemLibraries } from './setup/system.mjs';
import { bringBack, checkoutForUser, ensureOrdinaryUser, giveToUser, userFolder } from './setup/user.mjs';

const tourProgram = 'test/e2e/tour.ts';
const tourResults = inRoot('tour');

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return !isRoot() && Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function onThisDisplay({ data, mail }, electron) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // They reach the launcher too; it closes the workstation, stops the hub and ends, and we with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  return run(node24(), [...quietNode, inRoot('build', 'try-it', 'launcher.mts')], {
    env: {
      ...desktopEnvironment(),
      SEALDESK_ROOT: root,
      SEALDESK_DATA: data,
      SEALDESK_ELECTRON: electronExecutable(electron.dist),
      ...(mail && { SEALDESK_MAIL: mail }),
    },
  });
}

/**
 * The tour works in a folder of the ordinary user's and begins with a new organisation each time: it shows the first
 * day. Nothing of it stays but what it leaves in tour/.
 */
async function guidedTour({ mail }, electron) {
  ensureOrdinaryUser();
  const checkout = checkoutForUser();
  const folder = userFolder('sealdesk-tour');
  const brought = userFolder('sealdesk-mail');
  try {
    // The mail may lie where only its owner can read it.
    if (mail) cpSync(mail, join(brought, 'mail'), { recursive: true });
    giveToUser(brought);
    const code = await runInSession(node24(), [...quietNode, inRoot(tourProgram)], {
      checkout,
      env: {
        ELECTRON_OVERRIDE_DIST_PATH: electron.dist,
        SEALDESK_TOUR_DATA: join(folder, 'data'),
        SEALDESK_TOUR_OUTPUT: join(folder, 'tour'),
        ...(mail && { SEALDESK_TOUR_MAIL: join(brought, 'mail') }),
      },
    });
    rmSync(tourResults, { recursive: true, force: true });
    bringBack(join(folder, 'tour'), tourResults);
    if (existsSync(tourResults)) say(`\nScreenshots and transcript: ${tourResults}`);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(brought, { recursive: true, force: true });
  }
}

await runScript(async (args) => {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, mail: { type: 'string' }, reset: { type: 'boolean', default: false }, tour: { type: 'boolean', default: false } },
  });
  // npm starts scripts in the checkout; a path means what it meant where the person typed it.
  const typed = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);
  const options = { data: values.data ? typed(values.data) : inRoot('.sealdesk', 'try-it'), mail: values.mail && typed(values.mail) };
  if (options.mail && !existsSync(options.mail)) throw new SetUpError(`--mail: there is nothing at ${options.mail}.`);
  if (isRoot()) process.umask(0o022);
  const display = hasDisplay() && !values.tour;
  if (!display && process.platform !== 'linux') throw new SetUpError('The guided tour needs Linux (a virtual display and a private keyring).');

  await ensurePackages();
  await ensureSystemLibraries(display ? 'start on this display' : 'the guided tour');
  const electron = await ensureElectron();
  await buildParts(display ? ['main', 'renderer', 'hub'] : ['main', 'test-main', 'renderer', 'hub']);
  if (values.reset) resetTryIt(options.data);
  if (display) return onThisDisplay(options, electron);
  if (!values.tour) say(isRoot() ? 'Run by root: the guided tour, as an ordinary user.' : 'No display here: the guided tour, on a virtual one.');
  return guidedTour(options, electron);
});

/** Removes only what is known to be a try-it folder: --data may name any folder. */
function resetTryIt(data) {
  rmSync(tourResults, { recursive: true, force: true });
  if (!existsSync(data)) return;
  if (!existsSync(join(data, 'try-it.json'))) throw new SetUpError(`--reset: ${data} is not a try-it folder; nothing was removed.`);
  rmSync(data, { recursive: true, force: true });
  say(`Removed ${data}.`);
}
