import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { TranscriptFormat } from '../../../shared/transcript/transcript.ts';
import type { DesktopWords } from '../languages/words.ts';

const endings: Readonly<Record<TranscriptFormat, string>> = { pdf: 'pdf', html: 'html', json: 'json', text: 'txt' };

/** The system's dialog, in front of the window; it asks before a file is replaced, and remembers nothing for a list of recent files. */
export async function askPlace(window: BrowserWindow | null, suggested: string, format: TranscriptFormat, words: DesktopWords['transcript']): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    title: words.title,
    buttonLabel: words.save,
    defaultPath: join(app.getPath('documents'), suggested),
    filters: [{ name: words.kinds[format], extensions: [endings[format]] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  };
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return canceled || !filePath ? null : filePath;
}
