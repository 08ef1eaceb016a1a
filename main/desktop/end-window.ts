import type { BrowserWindow } from 'electron';

/**
 * Ends the window and its process: what was on screen goes with the process's memory. Killed, not
 * crashed as Electron would do it: after a crash the system may keep a report, with that memory in it.
 */
export function endWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  const contents = window.webContents;
  // 0 while there is no process.
  const pid = contents.isDestroyed() || contents.isCrashed() ? 0 : contents.getOSProcessId();
  if (pid > 0) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already, as it should be.
    }
  }
  window.destroy();
}
