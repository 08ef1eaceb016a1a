// Starting Electron on the desktop of the person who runs the scripts (never as root).
import { join } from 'node:path';

/** The runtime's executable: the compatibility runtime and Linux have it at the top, macOS inside the application. */
export function electronExecutable(dist) {
  if (process.platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  if (process.platform === 'win32') return join(dist, 'electron.exe');
  return join(dist, 'electron');
}
