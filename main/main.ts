import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { app, session, type IpcMainInvokeEvent, type Session } from 'electron';
import { workstationClock as clock } from './boundary/clock.ts';
import { keepMemoryOutOfCoreDumps } from './boundary/core-dumps.ts';
import { systemTimers } from './boundary/timers.ts';
import { hardenChromium } from './desktop/chromium-switches.ts';
import { CopiedText } from './desktop/copied-text.ts';
import { denyEverywhere } from './desktop/denials.ts';
import { Idleness } from './desktop/idleness.ts';
import { watchInviteLinks } from './desktop/invite-links.ts';
import { watchLinuxSession } from './desktop/linux-session.ts';
import { log, type LogEntry } from './desktop/log.ts';
import { MainWindow } from './desktop/main-window.ts';
import { setMenu, withoutDefaultMenu } from './desktop/menu.ts';
import { watchNetwork } from './desktop/network-changes.ts';
import { OfferedInvite } from './desktop/offered-invite.ts';
import { createPageSession, declarePageSchemes } from './desktop/page-session.ts';
import { systemIdleSeconds, watchPower } from './desktop/power.ts';
import { createPreviewSession } from './desktop/preview/preview-session.ts';
import { startPreviewWindow } from './desktop/preview/preview-window.ts';
import { Previews } from './desktop/preview/previews.ts';
import { takeProfileFolder } from './desktop/profile-folder.ts';
import { isCompatibilityRuntime, runtimeNotice } from './desktop/runtime.ts';
import { systemClipboard } from './desktop/system-clipboard.ts';
import { askPlace } from './desktop/transcripts/ask-place.ts';
import { PagePrinter } from './desktop/transcripts/print-page.ts';
import { TranscriptSaver } from './desktop/transcripts/save-transcript.ts';
import { TrayIcon } from './desktop/tray-icon.ts';
import { startVaultProcess } from './desktop/vault-launcher.ts';
import { debugSwitch } from './device/posture/debug-switches.ts';
import { readPosture } from './device/posture/read-posture.ts';
import { isOurTopFrame } from './ipc/frame.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createTellPage } from './ipc/page-events.ts';
import { createRouter } from './ipc/router.ts';
import { serveCalls } from './ipc/serve-calls.ts';
import { Connection } from './sync/connection.ts';
import { SessionMachine } from './unlock/session-machine.ts';
import type { LockReason } from './unlock/session-ports.ts';

const note = (entry: LogEntry) => log(entry, clock.now());
const electronVersion = process.versions.electron ?? '0';
/** Developer tools show everything the page holds; a packaged program has none. */
const developerTools = __TEST_CLOCK__ || !app.isPackaged;

/** Puts the parts together and starts them. */
async function run(): Promise<void> {
  keepMemoryOutOfCoreDumps();
  const profile = takeProfileFolder();
  hardenChromium();
  declarePageSchemes();
  denyEverywhere();
  withoutDefaultMenu();
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const offeredInvite = new OfferedInvite(() => tellPage('enrolment.offered', null));
  watchInviteLinks((text) => offeredInvite.open(text));
  await app.whenReady();
  note({
    event: 'started',
    version: app.getVersion(),
    electron: electronVersion,
    runtime: isCompatibilityRuntime(electronVersion) ? 'compatibility' : 'supported',
    bundle: __TEST_CLOCK__ ? 'test' : 'release',
  });

  const blocked = (scheme: string) => note({ event: 'request-blocked', scheme });
  const pages = createPageSession({ folder: join(__dirname, '..', 'renderer'), developerTools, blocked });
  /** Made when the first attachment is looked at. */
  let previewSession: Session | null = null;
  const previews = new Previews({
    timers: systemTimers,
    start: () => startPreviewWindow((previewSession ??= createPreviewSession({ folder: join(__dirname, '..', 'preview'), blocked }))),
    chunk: (place, index) => machine.attachmentChunk(place, index),
  });
  const printer = new PagePrinter({ timers: systemTimers, blocked });
  const transcripts = new TranscriptSaver({
    profile,
    askPlace: (suggested, format) => window.inFront((shown) => askPlace(shown, suggested, format)),
    make: (wish) => machine.makeTranscript(wish),
    print: (html, mark) => printer.print(html, mark),
    report: (report) => machine.reportTranscript(report),
  });
  const link = new Connection({ timers: systemTimers, random: Math.random, resolveProxy: (url) => session.defaultSession.resolveProxy(url), note });
  const idleness = new Idleness({
    clock,
    timers: systemTimers,
    systemIdleSeconds,
    limitMinutes: () => machine.autoLockMinutes(),
    warning: (lockAt) => tellPage('session.idle-warning', lockAt),
    idle: () => machine.lockIfOpen('idle'),
  });
  const window = new MainWindow({
    session: pages,
    developerTools,
    closing: () => {
      if (!tray.there) {
        app.quit();
        return;
      }
      window.hide();
      machine.lockIfOpen('window-closed');
    },
    pageGone: (reason, code) => {
      note({ event: 'renderer-gone', reason, code });
      machine.lockIfOpen('renderer-gone');
      window.renew();
    },
    input: () => idleness.active(),
  });
  const tellPage = createTellPage(() => window.frame());
  const copied = new CopiedText(systemClipboard, systemTimers);
  const tray = new TrayIcon({ open: () => window.show(), lock: () => machine.lockIfOpen('asked'), quit: () => app.quit() });
  const machine = new SessionMachine(
    {
      profile,
      startVaultProcess,
      link,
      clock,
      timers: systemTimers,
      posture: async () => {
        // It starts programs, and each holds up whoever starts it: at a launch the window comes first.
        await nextTurn();
        return readPosture({ appVersion: app.getVersion(), profileFolder: profile, argv: process.argv, env: process.env });
      },
      note,
    },
    {
      stateChanged: (state) => {
        if (state.kind === 'unlocked') idleness.watch();
        else idleness.rest();
        if (state.kind !== 'unlocked') tray.look = 'locked';
        // Set up, what was copied on the way (the authenticator's key) is of no more use.
        if (state.kind === 'locked') void copied.clear();
        offeredInvite.stateChanged(state.kind);
        tellPage('session.changed', state);
      },
      closed: () => {
        void copied.clear();
        previews.end();
        transcripts.abandon();
        printer.end();
        window.renew();
      },
      inboxChanged: ({ conversationIds }) => tellPage('inbox.changed', { conversationIds: [...conversationIds] }),
      syncChanged: ({ state }) => {
        tray.look = state.connection === 'online' ? 'unlocked' : 'offline';
        tellPage('sync.changed', state);
      },
      attachmentProgress: ({ id, done }) => tellPage('attachment.progress', { id, done }),
      consoleChanged: () => tellPage('console.changed', null),
    },
  );
  serveCalls(
    createRouter<IpcMainInvokeEvent>({
      isOurFrame: ({ senderFrame }) => isOurTopFrame(senderFrame, window.frame()),
      state: () => machine.state(),
      clock,
      handlers: createHandlers({
        session: machine,
        about: () => ({ version: app.getVersion(), runtimeNotice: runtimeNotice(electronVersion) }),
        copying: (to) => copied.copying(to),
        showing: (hidden) => window.keepOutOfPictures(hidden),
        draw: (page) => previews.draw(page),
        saveTranscript: (wish) => transcripts.save(wish),
        offeredInvite: () => offeredInvite.take(),
      }),
      note,
    }),
  );

  setMenu({ lock: () => machine.lockIfOpen('asked'), quit: () => app.quit(), developerTools });
  const leaving = {
    lock: (reason: LockReason) => machine.lockIfOpen(reason),
    awake: () => {
      link.wake();
      machine.awake();
    },
  };
  watchPower(leaving);
  const trayThere = (there: boolean) => {
    if (there) tray.show();
    else {
      tray.remove();
      window.reappear();
    }
  };
  const stopListening =
    process.platform === 'linux'
      ? watchLinuxSession({ ...leaving, env: process.env, pid: process.pid, uid: userInfo().uid, timers: systemTimers, random: Math.random, trayThere, note })
      : () => undefined;
  if (process.platform !== 'linux') trayThere(true);
  watchNetwork(systemTimers, () => link.wake());
  app.on('second-instance', () => window.show());
  app.on('child-process-gone', (_event, { reason, exitCode }) => note({ event: 'child-gone', reason, code: exitCode }));
  app.on('window-all-closed', () => undefined);
  app.once('before-quit', (event) => {
    event.preventDefault();
    window.close();
    previews.end();
    printer.end();
    stopListening();
    tray.remove();
    void Promise.allSettled([machine.shutDown(), copied.clear()]).then(() => app.quit());
  });

  machine.start();
  window.open();
}

// In a release bundle nobody looks in or turns protections off; a test bundle is driven by a debugger.
const refused = __TEST_CLOCK__ ? null : debugSwitch(process.argv, process.env);
if (refused === null) {
  run().catch((error: unknown) => {
    note({ event: 'main-failed', name: error instanceof Error ? error.name : 'unknown' });
    app.exit(1);
  });
} else {
  note({ event: 'debug-switch-refused', name: refused });
  app.exit(1);
}
