import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import type { DesktopWords } from './languages/words.ts';
import { dotPicture, type TrayLook, trayPicture } from './tray-picture.ts';

export interface TrayActions {
  readonly open: () => void;
  readonly lock: () => void;
  /** Notifications are to be quiet for an hour, or no longer. */
  readonly pause: (minutes: number) => void;
  readonly quit: () => void;
}

/** Pixels at a scale of one; the picture has twice as many. */
const size = process.platform === 'darwin' ? 18 : 22;

/** The icon in the system's tray, where there is one: how the workstation stands, and how to reach it without its window. */
export class TrayIcon {
  readonly #actions: TrayActions;
  readonly #words: () => DesktopWords['tray'];
  readonly #paused: () => boolean;
  #tray: Tray | null = null;
  #look: TrayLook = 'locked';
  #unread = 0;

  /** @param paused whether notifications are. */
  constructor(actions: TrayActions, words: () => DesktopWords['tray'], paused: () => boolean) {
    this.#actions = actions;
    this.#paused = paused;
    this.#words = words;
  }

  /** Whether it is there: a window may be hidden only while it is. */
  get there(): boolean {
    return this.#tray !== null;
  }

  show(): void {
    if (this.#tray !== null) return;
    this.#tray = new Tray(picture(this.#look));
    this.#tray.on('click', this.#actions.open);
    this.#draw();
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  set look(look: TrayLook) {
    if (look === this.#look) return;
    this.#look = look;
    this.#draw();
  }

  /** How many of the agent's conversations are unread. */
  set unread(unread: number) {
    this.#unread = unread;
    this.#draw();
  }

  /** The language is another one, or what the menu offers. */
  reword(): void {
    this.#draw();
  }

  #draw(): void {
    const tray = this.#tray;
    if (tray === null) return;
    const { open, lock, pause, quit } = this.#actions;
    const words = this.#words();
    const paused = this.#paused();
    const line = this.#unread === 0 ? words[this.#look] : `${words[this.#look]} (${words.unread.replace('{n}', String(this.#unread))})`;
    tray.setImage(picture(this.#look));
    tray.setToolTip(line);
    // What nobody can hover over is the menu's first line as well.
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words.open, click: open },
        { label: words.lock, enabled: this.#look !== 'locked', click: lock },
        { label: paused ? words.resume : words.pause, click: () => pause(paused ? 0 : 60) },
        { type: 'separator' },
        { label: words.quit, click: quit },
      ]),
    );
  }
}

function picture(look: TrayLook): NativeImage {
  const template = process.platform === 'darwin';
  const image = nativeImage.createFromBitmap(trayPicture(look, size * 2, template), { width: size * 2, height: size * 2, scaleFactor: 2 });
  image.setTemplateImage(template);
  return image;
}

/** A plain dot, over the icon in the task bar. */
export function badgePicture(): NativeImage {
  const side = 32;
  return nativeImage.createFromBitmap(dotPicture(side), { width: side, height: side, scaleFactor: 2 });
}
