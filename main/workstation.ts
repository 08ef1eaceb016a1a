import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { app, session, type IpcMainInvokeEvent, type Session } from 'electron';
import { workstationClock as clock } from './boundary/clock.ts';
import { systemTimers } from './boundary/timers.ts';
import { allOf } from './desktop/all-of.ts';
import { CopiedText } from './desktop/copied-text.ts';
import { DisplayChoices } from './desktop/display-choices.ts';
import { spokenLanguage, useChosenTheme } from './desktop/first-look.ts';
import { letterProcess } from './desktop/letters/letter-process.ts';
import { Letters } from './desktop/letters/letters.ts';
import { Idleness } from './desktop/idleness.ts';
import { desktopWords } from './desktop/languages/words.ts';
import { watchLinuxSession } from './desktop/linux-session.ts';
import type { LogEntry } from './desktop/log.ts';
import type { MainWindow } from './desktop/main-window.ts';
import { setMenu } from './desktop/menu.ts';
import { watchNetwork } from './desktop/network-changes.ts';
import { AskedConversation } from './desktop/notices/asked-conversation.ts';
import { Badge } from './desktop/notices/badge.ts';
import { noticeText } from './desktop/notices/notice-text.ts';
import { Notices } from './desktop/notices/notices.ts';
import { showSystemNotice } from './desktop/notices/system-notice.ts';
import { OfferedInvite } from './desktop/offered-invite.ts';
import { systemIdleSeconds, watchPower } from './desktop/power.ts';
import { createPreviewSession } from './desktop/preview/preview-session.ts';
import { startPreviewWindow } from './desktop/preview/preview-window.ts';
import { Previews } from './desktop/preview/previews.ts';
import { runtimeNotice } from './desktop/runtime.ts';
import { systemClipboard } from './desktop/system-clipboard.ts';
import { NumbersSaver } from './desktop/numbers/save-numbers.ts';
import { askNumbersPlace, askPlace } from './desktop/transcripts/ask-place.ts';
import { PagePrinter } from './desktop/transcripts/print-page.ts';
import { TranscriptSaver } from './desktop/transcripts/save-transcript.ts';
import { badgePicture, TrayIcon } from './desktop/tray-icon.ts';
import { startVaultProcess } from './desktop/vault-launcher.ts';
import { readPosture } from './device/posture/read-posture.ts';
import { isOurTopFrame } from './ipc/frame.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createTellPage } from './ipc/page-events.ts';
import { createRouter, type Router } from './ipc/router.ts';
import { Connection } from './sync/connection.ts';
import { SessionMachine } from './unlock/session-machine.ts';
import type { LockReason } from './unlock/session-ports.ts';

export interface WorkstationPorts {
  readonly profile: string;
  readonly window: MainWindow;
  readonly developerTools: boolean;
  readonly note: (entry: LogEntry) => void;
  /** A page of ours asked for something that is not its own. */
  readonly blocked: (scheme: string) => void;
}

/** Everything behind the window: what the launch, the window and the system have to say to it. */
export interface Workstation {
  /** Answers the page's calls. */
  readonly router: Router<IpcMainInvokeEvent>;
  /** The person closes the window. */
  windowClosing(): void;
  /** Whether somebody works here at the moment. */
  unlocked(): boolean;
  /** The window's process ended by itself. */
  pageGone(): void;
  /** Something went wrong in this process that nobody has caught. */
  mainFailed(): void;
  /** Somebody is at the window. */
  input(): void;
  /** Escape was pressed at the window. */
  escape(): void;
  /** Mails that are shown with their formatting. */
  readonly letters: Pick<Letters, 'awaits' | 'take'>;
  /** @param link whatever was opened as a `sealdesk:` link. */
  openLink(link: string): void;
  /** Locks and ends what was started; resolves when the program can go. */
  end(): Promise<void>;
}

/** Puts the parts together and starts them. */
export function startWorkstation({ profile, window, developerTools, note, blocked }: WorkstationPorts): Workstation {
  const words = () => desktopWords[spokenLanguage(profile)];
  const display = new DisplayChoices({
    profile,
    themeChosen: () => useChosenTheme(profile),
    languageChosen: () => {
      drawMenu();
      tray.reword();
      window.reload();
    },
  });
  const offeredInvite = new OfferedInvite(() => tellPage('enrolment.offered', null));
  /** Made when the first attachment is looked at. */
  let previewSession: Session | null = null;
  const previews = new Previews({
    timers: systemTimers,
    start: () => startPreviewWindow((previewSession ??= createPreviewSession({ folder: join(__dirname, '..', 'preview'), blocked }))),
    chunk: (place, index) => machine.attachmentChunk(place, index),
  });
  const letters = new Letters({
    timers: systemTimers,
    read: (messageId) => machine.messageHtml(messageId),
    process: (address) => letterProcess(window.frame(), address),
    ended: (end) => tellPage('letter.ended', end),
  });
  const printer = new PagePrinter({ timers: systemTimers, blocked });
  const transcripts = new TranscriptSaver({
    profile,
    askPlace: (suggested, format) => window.inFront((shown) => askPlace(shown, suggested, format, words().transcript)),
    make: (wish) => machine.makeTranscript({ ...wish, language: spokenLanguage(profile) }),
    print: (html, mark) => printer.print(html, mark),
    report: (report) => machine.reportTranscript(report),
  });
  const numbers = new NumbersSaver({
    profile,
    askPlace: (suggested) => window.inFront((shown) => askNumbersPlace(shown, suggested, words().numbers)),
    ask: (wish) => machine.askHub('numbers.export', wish),
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
  const tellPage = createTellPage(() => window.frame());
  const copied = new CopiedText(systemClipboard, systemTimers);
  const pause = (minutes: number): void => {
    notices.pause(minutes);
    tray.reword();
  };
  const tray = new TrayIcon({ open: () => window.show(), lock: () => machine.lockIfOpen('asked'), pause, quit: () => app.quit() }, () => words().tray, () => notices.pausedUntil !== null);
  let heldBack = false;
  const asked = new AskedConversation(() => tellPage('notices.asked', null));
  const notices: Notices = new Notices({
    clock,
    timers: systemTimers,
    choices: () => display.read().notices,
    allowed: () => machine.noticeWords(),
    inFront: () => window.inFrontNow(),
    heldBack: () => heldBack,
    look: (wish) => machine.lookAtNews(wish),
    due: (span) => machine.dueNews(span),
    show: (told, sound, clicked) => showSystemNotice(told === null ? words().notices.locked : noticeText(told, words().notices, spokenLanguage(profile)), sound, clicked),
    open: (conversation) => {
      if (conversation !== null) asked.ask(conversation);
      window.show();
    },
  });
  const badge = new Badge({
    timers: systemTimers,
    count: async () => (await machine.query('inbox.counts', null)).mine.unread,
    show: (unread) => {
      app.setBadgeCount(unread);
      tray.unread = unread;
      if (process.platform === 'win32') window.overlay(unread === 0 ? null : badgePicture(), words().tray.unread.replace('{n}', String(unread)));
    },
  });
  const machine = new SessionMachine(
    {
      profile,
      startVaultProcess,
      link,
      clock,
      timers: systemTimers,
      posture: async () => {
        // It starts programs, and each holds up whoever starts it: at a launch the vault process comes first.
        await nextTurn();
        return readPosture({ appVersion: app.getVersion(), profileFolder: profile, argv: process.argv, env: process.env });
      },
      note,
    },
    {
      stateChanged: (state) => {
        const open = state.kind === 'unlocked';
        // Set up, what was copied on the way (the authenticator's key) is of no more use.
        if (state.kind === 'locked') void copied.clear();
        allOf(
          () => (open ? idleness.watch() : idleness.rest()),
          () => (open ? notices.opened() : notices.closed()),
          () => (open ? badge.opened() : badge.closed()),
          () => {
            if (!open) tray.look = 'locked';
          },
          () => offeredInvite.stateChanged(state.kind),
          () => tellPage('session.changed', state),
        );
      },
      closed: () => {
        void copied.clear();
        allOf(
          () => previews.end(),
          () => letters.end(),
          () => transcripts.abandon(),
          () => numbers.abandon(),
          () => printer.end(),
          () => window.renew(),
        );
      },
      inboxChanged: ({ conversationIds, calls = [], news }) => {
        if (news !== undefined) notices.news(news, calls);
        badge.changed();
        tellPage('inbox.changed', { conversationIds: [...conversationIds], calls: [...calls] });
      },
      mailWaiting: () => notices.mailWaiting(),
      syncChanged: ({ state }) => {
        tray.look = state.connection === 'online' ? 'unlocked' : 'offline';
        tellPage('sync.changed', state);
      },
      attachmentProgress: ({ id, done }) => tellPage('attachment.progress', { id, done }),
      presenceChanged: ({ present }) => tellPage('presence.changed', [...present]),
      attachmentLent: ({ id, until }) => {
        if (until === null) previews.endOf(id);
        tellPage('attachment.lent', { id, until });
      },
      customerTypes: ({ conversationId }) => tellPage('customer.typing', conversationId),
      consoleChanged: () => tellPage('console.changed', null),
    },
  );
  const router = createRouter<IpcMainInvokeEvent>({
    isOurFrame: ({ senderFrame }) => isOurTopFrame(senderFrame, window.frame()),
    state: () => machine.state(),
    clock,
    handlers: createHandlers({
      session: machine,
      about: () => ({ version: app.getVersion(), runtimeNotice: runtimeNotice(process.versions.electron, words()) }),
      copying: (to) => copied.copying(to),
      display,
      showing: (hidden) => window.keepOutOfPictures(hidden),
      draw: (page) => previews.draw(page),
      layLetter: (messageId) => letters.lay(messageId),
      saveTranscript: (wish) => transcripts.save(wish),
      saveNumbers: (wish) => numbers.save(wish),
      notices: {
        asked: () => asked.take(),
        state: () => ({ pausedUntil: notices.pausedUntil, allowed: machine.noticeWords(), tray: tray.there }),
        pause,
      },
      offeredInvite: () => offeredInvite.take(),
    }),
    note,
  });
  // First of all: everything else waits for it, and it runs beside what follows here.
  machine.start();

  const drawMenu = () => setMenu({ lock: () => machine.lockIfOpen('asked'), quit: () => app.quit(), developerTools, words: words().menu });
  drawMenu();
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
      ? watchLinuxSession({ ...leaving, env: process.env, pid: process.pid, uid: userInfo().uid, timers: systemTimers, random: Math.random, trayThere, heldBack: (held) => (heldBack = held), note })
      : () => undefined;
  if (process.platform !== 'linux') trayThere(true);
  watchNetwork(systemTimers, () => link.wake());

  return {
    router,
    windowClosing: () => {
      if (!tray.there || display.read().onClose === 'quit') {
        app.quit();
        return;
      }
      window.hide();
      machine.lockIfOpen('window-closed');
    },
    unlocked: () => machine.state().kind === 'unlocked',
    pageGone: () => machine.lockIfOpen('renderer-gone'),
    mainFailed: () => machine.lockIfOpen('main-failed'),
    input: () => idleness.active(),
    escape: () => tellPage('letter.left', null),
    letters,
    openLink: (text) => offeredInvite.open(text),
    end: async () => {
      const ended = Promise.allSettled([machine.shutDown(), copied.clear()]);
      try {
        allOf(
          () => previews.end(),
          () => letters.end(),
          () => printer.end(),
          () => stopListening(),
          () => tray.remove(),
        );
      } finally {
        await ended;
      }
    },
  };
}
