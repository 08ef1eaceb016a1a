import { BrowserWindow, MessageChannelMain, type Session } from 'electron';
import { endWindow } from '../end-window.ts';
import { sealedPreferences } from '../sealed-preferences.ts';
import { previewOrigin } from './preview-session.ts';
import type { PreviewProcess } from './previews.ts';

/** A window that is never shown: its page draws one attachment in a sandboxed process of its own, with one port to main. */
export function startPreviewWindow(session: Session): PreviewProcess {
  const window = new BrowserWindow({
    show: false,
    focusable: false,
    skipTaskbar: true,
    title: 'Sealdesk preview',
    // Never on screen, it would be slowed down.
    webPreferences: { ...sealedPreferences(session, 'preview-preload.js'), devTools: false, backgroundThrottling: false },
  });
  const { port1: ours, port2: theirs } = new MessageChannelMain();
  const contents = window.webContents;
  // What is posted before the page listens waits in the port.
  contents.once('did-finish-load', () => contents.postMessage('preview', null, [theirs]));
  ours.start();
  contents.loadURL(`${previewOrigin}/`).catch(() => undefined);
  return {
    post: (message) => ours.postMessage(message),
    onMessage: (listener) => {
      ours.on('message', ({ data }) => listener(data));
    },
    onGone: (listener) => {
      contents.once('render-process-gone', listener);
    },
    kill: () => {
      ours.close();
      endWindow(window);
    },
  };
}
