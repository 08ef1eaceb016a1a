import { join } from 'node:path';
import type { Session, WebPreferences } from 'electron';

/** What every page of ours runs with: the sandbox on, nothing of Node, nothing embedded. */
export function sealedPreferences(session: Session, preload: string): WebPreferences {
  return {
    session,
    preload: join(__dirname, preload),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    plugins: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    enableWebSQL: false,
    v8CacheOptions: 'none',
  };
}
