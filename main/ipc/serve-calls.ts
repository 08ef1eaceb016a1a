import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { ipcChannels } from '../../shared/contract/ipc/index.ts';
import type { Router } from './router.ts';

/** Puts the router behind the one channel that calls come in by. Nothing else listens to `ipcMain`. */
export function serveCalls(router: Router<IpcMainInvokeEvent>): void {
  ipcMain.handle(ipcChannels.call, (event, name: unknown, input: unknown) => router(event, name, input));
}
