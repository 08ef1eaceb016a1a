import { z } from 'zod';
import type { Followed } from './followed-bus.ts';

const Active = z.tuple([z.boolean()]);

/**
 * Interfaces by which desktops tell that the screen is locked or blank, and the names of the programs
 * that do. GNOME's shell sends the signal itself; the name of the interface belongs to a helper of it.
 */
const interfaces: Readonly<Record<string, readonly string[]>> = {
  'org.freedesktop.ScreenSaver': ['org.freedesktop.ScreenSaver'],
  'org.gnome.ScreenSaver': ['org.gnome.ScreenSaver', 'org.gnome.Shell.ScreenShield'],
  'org.cinnamon.ScreenSaver': ['org.cinnamon.ScreenSaver'],
  'org.mate.ScreenSaver': ['org.mate.ScreenSaver'],
  'org.xfce.ScreenSaver': ['org.xfce.ScreenSaver'],
};

export interface ScreensaverPorts {
  readonly locked: () => void;
  readonly unlocked: () => void;
}

/** What the desktop's screen lock tells on the session bus: its signal `ActiveChanged`. */
export function screensavers({ locked, unlocked }: ScreensaverPorts): Followed[] {
  return Object.entries(interfaces).map(([name, names]) => ({
    names,
    rules: [`interface='${name}',member='ActiveChanged'`],
    heard: ({ interface: of, member, body }) => {
      const active = Active.safeParse(body);
      if (of !== name || member !== 'ActiveChanged' || !active.success) return;
      if (active.data[0]) locked();
      else unlocked();
    },
  }));
}
