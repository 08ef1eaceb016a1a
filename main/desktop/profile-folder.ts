import { chmodSync, mkdirSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { app } from 'electron';

/**
 * Sets and returns the folder where everything of this workstation lies: Electron's own choice, or
 * `--profile=DIR` (an absolute path). Must run before Electron is ready, which opens files in it.
 */
export function takeProfileFolder(): string {
  // Whatever Chromium and we create from here on is for this user alone.
  process.umask(0o077);
  const asked = app.commandLine.getSwitchValue('profile');
  if (asked !== '' && isAbsolute(asked)) app.setPath('userData', asked);
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // Crash dumps hold memory; crash reporting is never started, and their folder would be the shared one.
  app.setPath('crashDumps', folder);
  return folder;
}
