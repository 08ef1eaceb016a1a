import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { workstationClock as clock } from './boundary/clock.ts';
import { keepMemoryOutOfCoreDumps } from './boundary/core-dumps.ts';
import { hardenChromium } from './desktop/chromium-switches.ts';
import { denyEverywhere } from './desktop/denials.ts';
import { moreContrast, spokenLanguage, useChosenTheme } from './desktop/first-look.ts';
import { watchInviteLinks } from './desktop/invite-links.ts';
import { watchFailures } from './desktop/failures.ts';
import { Log, type LogEntry, standardError } from './desktop/log.ts';
import { MainWindow } from './desktop/main-window.ts';
import { withoutDefaultMenu } from './desktop/menu.ts';
import { createPageSession, declarePageSchemes } from './desktop/page-session.ts';
import { takeProfileFolder } from './desktop/profile-folder.ts';
import { isCompatibilityRuntime } from './desktop/runtime.ts';
import { refusedAtStart } from './device/posture/debug-switches.ts';
import { headerIn } from './device/profile.ts';
import { serveCalls } from './ipc/serve-calls.ts';
import type { Workstation } from './workstation.ts';

const log = new Log(standardError(process.stderr), clock);
const note = (entry: LogEntry) => log.note(entry);
/** Developer tools show everything the page holds; a packaged program has none. */
const developerTools = __TEST_CLOCK__ || !app.isPackaged;

/** What a launch needs until its first screen is drawn; the rest of the program is loaded behind it. */
async function run(): Promise<void> {
  keepMemoryOutOfCoreDumps();
  const profile = takeProfileFolder();
  hardenChromium();
  declarePageSchemes();
  let workstation: Workstation | null = null;
  watchFailures({
    program: process,
    note,
    lock: () => workstation?.mainFailed(),
    ...(__TEST_CLOCK__ && { said: (reason: unknown) => process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : 'Main failed.'}\n`) }),
  });
  denyEverywhere({ framed: (address) => workstation?.letters.awaits(address) ?? false });
  withoutDefaultMenu();
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  let openedLink: string | null = null;
  watchInviteLinks((link) => {
    if (workstation === null) openedLink = link;
    else workstation.openLink(link);
  });
  await app.whenReady();
  note({
    event: 'started',
    version: app.getVersion(),
    electron: process.versions.electron,
    runtime: isCompatibilityRuntime(process.versions.electron) ? 'compatibility' : 'supported',
    bundle: __TEST_CLOCK__ ? 'test' : 'release',
  });

  useChosenTheme(profile);
  const blocked = (scheme: string) => note({ event: 'request-blocked', scheme });
  const window = new MainWindow({
    session: createPageSession({
      folder: join(__dirname, '..', 'renderer'),
      vaultThere: () => existsSync(headerIn(profile)) && !(workstation?.unlocked() ?? false),
      language: () => spokenLanguage(profile),
      moreContrast: () => moreContrast(profile),
      developerTools,
      letters: () => workstation?.letters ?? null,
      blocked,
    }),
    developerTools,
    closing: () => {
      if (workstation === null) app.quit();
      else workstation.windowClosing();
    },
    pageGone: (reason, code) => {
      note({ event: 'renderer-gone', reason, code });
      workstation?.pageGone();
      window.renew();
    },
    input: () => workstation?.input(),
    escape: () => workstation?.escape(),
  });
  app.on('second-instance', () => window.show());
  app.on('child-process-gone', (_event, { reason, exitCode }) => note({ event: 'child-gone', reason, code: exitCode }));
  app.on('window-all-closed', () => undefined);
  let leaving = false;
  app.once('before-quit', (event) => {
    event.preventDefault();
    leaving = true;
    window.close();
    void Promise.resolve(workstation?.end()).finally(() => app.quit()).catch(() => undefined);
  });

  const loaded = window.open().then(async () => {
    const { startWorkstation } = await import('./workstation.ts');
    // Nobody asks any more, and nothing is to be begun.
    if (leaving) return new Promise<never>(() => undefined);
    return startWorkstation({ profile, window, developerTools, note, blocked });
  });
  serveCalls(loaded.then(({ router }) => router));
  workstation = await loaded;
  if (openedLink !== null) workstation.openLink(openedLink);
}

// In a release bundle nobody looks in or turns protections off; a test bundle is driven by a debugger.
const refused = refusedAtStart(process.argv, process.env);
if (__TEST_CLOCK__ || refused === null) {
  run().catch((error: unknown) => {
    note({ event: 'main-failed', name: error instanceof Error ? error.name : 'unknown' });
    app.exit(1);
  });
} else {
  note({ event: 'debug-switch-refused', name: refused });
  app.exit(1);
}
