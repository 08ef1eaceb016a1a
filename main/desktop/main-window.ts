import { app, BrowserWindow, nativeTheme, type NativeImage, type Rectangle, type Session, type WebFrameMain } from 'electron';
import { pageOrigin } from '../ipc/frame.ts';
import { systemTimers } from '../boundary/timers.ts';
import { endWindow } from './end-window.ts';
import { sealedPreferences } from './sealed-preferences.ts';

const smallest = { width: 900, height: 600 } as const;
const first = { width: 1280, height: 800 } as const;
/** The page's own ground (`--ground` in renderer/ui/tokens.css), so that nothing flashes before its first frame. */
const background = { light: '#f3f5f6', dark: '#12171a' } as const;

/** Milliseconds after which a page that has drawn nothing is not waited for any longer. */
const drawnWithin = 5_000;

export interface WindowPorts {
  readonly session: Session;
  readonly developerTools: boolean;
  /** The person closes the window. */
  readonly closing: () => void;
  readonly pageGone: (reason: string, code: number) => void;
  /** A key was pressed in the window, or the mouse moved over it. */
  readonly input: () => void;
  /** Escape was pressed, in the page or in a frame of it, where the page does not hear of it. */
  readonly escape: () => void;
}

interface Place {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
  readonly fullScreen: boolean;
  readonly minimized: boolean;
  readonly focused: boolean;
}

/** The one window. `renew` gives it a new renderer process and ends the old one with all it held. */
export class MainWindow {
  readonly #ports: WindowPorts;
  #window: BrowserWindow | null = null;
  #hidden = false;
  /** Where a hidden window that was made anew comes back. */
  #comesBackAt: Place | null = null;
  #over = false;

  constructor(ports: WindowPorts) {
    this.#ports = ports;
  }

  /** Resolves once there is something on screen, or nothing is to be expected any more. */
  open(): Promise<void> {
    const window = this.#create(null);
    this.#window = window;
    return drawn(window);
  }

  /** Brings it to the front: somebody asked for it in the tray, or started the program a second time. */
  show(): void {
    const place = this.#comesBackAt;
    this.#hidden = false;
    this.#comesBackAt = null;
    if (this.#window === null) return;
    if (place !== null) restore(this.#window, { ...place, minimized: false });
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Takes it off the screen until it is shown again. */
  hide(): void {
    this.#hidden = true;
    this.#window?.hide();
  }

  /**
   * While something hidden is revealed the window is kept out of pictures and recordings, where the system can do that
   * (Windows, macOS). Not where assistive technology runs: magnifiers read the screen as a recording does.
   */
  keepOutOfPictures(keep: boolean): void {
    this.#window?.setContentProtection(keep && !app.accessibilitySupportEnabled);
  }

  /** Whether it has the keyboard: whoever works in it sees what it shows. */
  inFrontNow(): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && this.#window.isVisible() && this.#window.isFocused();
  }

  /** The number beside the program's icon: on Windows a picture over it in the task bar. @param picture null: none. */
  overlay(picture: NativeImage | null, words: string): void {
    this.#window?.setOverlayIcon(picture, words);
  }

  /** Asks something in a dialog of the system's in front of it. */
  inFront<T>(ask: (window: BrowserWindow | null) => Promise<T>): Promise<T> {
    return ask(this.#window);
  }

  /** Back on the screen if it was hidden: what it could be shown with is gone. */
  reappear(): void {
    if (this.#hidden) this.show();
  }

  /** A fresh page in a fresh process at the same place on screen; the old process is ended. */
  renew(): void {
    const old = this.#window;
    if (old === null || this.#over) return;
    const place: Place = this.#comesBackAt ?? {
      bounds: old.getNormalBounds(),
      maximized: old.isMaximized(),
      fullScreen: old.isFullScreen(),
      minimized: old.isMinimized(),
      focused: old.isFocused(),
    };
    try {
      // The new window first: with none at all the program would be taken to have ended.
      this.#window = this.#create(place);
    } finally {
      // Also where there is none to put in its place: what it shows does not stay.
      endWindow(old);
    }
  }

  /** The page begins anew in its own process: it is to speak another language. */
  reload(): void {
    this.#window?.webContents.reload();
  }

  close(): void {
    this.#over = true;
    const window = this.#window;
    this.#window = null;
    if (window !== null) endWindow(window);
  }

  /** The frame that calls may come from and events go to. */
  frame(): WebFrameMain | null {
    const window = this.#window;
    if (window === null || window.isDestroyed() || window.webContents.isDestroyed() || window.webContents.isCrashed()) return null;
    return window.webContents.mainFrame;
  }

  #create(place: Place | null): BrowserWindow {
    const window = new BrowserWindow({
      ...(place === null ? first : place.bounds),
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: 'Sealdesk',
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
      webPreferences: { ...sealedPreferences(this.#ports.session, 'preload.js'), devTools: this.#ports.developerTools },
    });
    const contents = window.webContents;
    const current = () => this.#window === window;
    contents.on('render-process-gone', (_event, details) => {
      if (current()) this.#ports.pageGone(details.reason, details.exitCode);
    });
    const input = () => {
      if (current()) this.#ports.input();
    };
    contents.on('before-input-event', (_event, { type, key }) => {
      input();
      if (current() && type === 'keyDown' && key === 'Escape') this.#ports.escape();
    });
    // The compatibility runtime has no such event; the system sees the mouse there.
    contents.on('before-mouse-event', input);
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('close', (event) => {
      if (!current()) return;
      event.preventDefault();
      this.#ports.closing();
    });
    if (place === null) {
      window.once('ready-to-show', () => {
        if (current() && !this.#hidden) window.show();
      });
    } else if (this.#hidden) {
      this.#comesBackAt = place;
    } else {
      restore(window, place);
    }
    void contents.loadURL(`${pageOrigin}/`).catch(() => undefined);
    return window;
  }
}

function drawn(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    const cancel = systemTimers.after(drawnWithin, resolve);
    const over = () => {
      cancel();
      resolve();
    };
    window.once('ready-to-show', over);
    window.once('closed', over);
    window.webContents.once('render-process-gone', over);
  });
}

/** Shown at once, empty in the page's own colour: a gap on screen would look like a crash. */
function restore(window: BrowserWindow, place: Place): void {
  if (place.maximized) window.maximize();
  if (place.fullScreen) window.setFullScreen(true);
  if (place.minimized) window.minimize();
  else if (place.focused) window.show();
  else window.showInactive();
}
