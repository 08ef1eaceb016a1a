import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channels } from './call-names.ts';
import type { Router } from './router.ts';

/**
 * Puts the router behind the one channel that calls come in by. Nothing else listens to `ipcMain`.
 * @param router the page may ask before it is there, and is answered once it is.
 */
export function serveCalls(router: Promise<Router<IpcMainInvokeEvent>>): void {
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown) => (await router)(event, name, input));
}
