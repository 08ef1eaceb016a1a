import type { BrowserWindow, WebContents } from 'electron';

/**
 * Ends the window and its processes: what was on screen goes with their memory. Killed, not
 * crashed as Electron would do it: after a crash the system may keep a report, with that memory in it.
 */
export function endWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  for (const pid of processesOf(window.webContents)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already, as it should be.
    }
  }
  window.destroy();
}

/** The page's own and, where a mail is shown in a frame of it, that frame's. */
function processesOf(contents: WebContents): ReadonlySet<number> {
  if (contents.isDestroyed() || contents.isCrashed()) return new Set();
  const frames = contents.mainFrame.framesInSubtree.map((frame) => {
    try {
      return frame.osProcessId;
    } catch {
      // It has gone.
      return 0;
    }
  });
  // 0 while there is no process.
  return new Set([contents.getOSProcessId(), ...frames].filter((pid) => pid > 0));
}
