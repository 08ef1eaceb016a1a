// Starting Electron on the desktop of the person who runs the scripts (never as root).
import { join } from 'node:path';

/** The runtime's executable: the compatibility runtime and Linux have it at the top, macOS inside the application. */
export function electronExecutable(dist) {
  if (process.platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  if (process.platform === 'win32') return join(dist, 'electron.exe');
  return join(dist, 'electron');
}

/**
 * The environment without what steers Node, npm and Electron. The workstation refuses to start with most of that, and
 * company networks set some of it for everybody (NODE_EXTRA_CA_CERTS).
 */
export const desktopEnvironment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE_|ELECTRON_|npm_|SSLKEYLOGFILE$)/i.test(name)));
