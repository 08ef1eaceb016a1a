import { ipcRenderer } from 'electron';

// The one port to main goes to the page; nothing of Electron does.
ipcRenderer.once('preview', (event) => window.postMessage('preview', '*', event.ports as unknown as Transferable[]));
