import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { TranscriptFormat } from '../../../shared/transcript/transcript.ts';

const kinds: Readonly<Record<TranscriptFormat, { readonly name: string; readonly extensions: string[] }>> = {
  pdf: { name: 'PDF', extensions: ['pdf'] },
  html: { name: 'Web page', extensions: ['html'] },
  json: { name: 'JSON', extensions: ['json'] },
  text: { name: 'Text', extensions: ['txt'] },
};

/** The system's dialog, in front of the window; it asks before a file is replaced, and remembers nothing for a list of recent files. */
export async function askPlace(window: BrowserWindow | null, suggested: string, format: TranscriptFormat): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    title: 'Save transcript',
    buttonLabel: 'Save',
    defaultPath: join(app.getPath('documents'), suggested),
    filters: [kinds[format]],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  };
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return canceled || !filePath ? null : filePath;
}
