import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { TranscriptFormat } from '../../../shared/transcript/transcript.ts';
import type { DesktopWords } from '../languages/words.ts';

const endings: Readonly<Record<TranscriptFormat, string>> = { pdf: 'pdf', html: 'html', json: 'json', text: 'txt' };

/** Where a transcript goes. */
export function askPlace(window: BrowserWindow | null, suggested: string, format: TranscriptFormat, words: DesktopWords['transcript']): Promise<string | null> {
  return ask(window, suggested, words, { name: words.kinds[format], extensions: [endings[format]] });
}

/** Where the numbers go. */
export function askNumbersPlace(window: BrowserWindow | null, suggested: string, words: DesktopWords['numbers']): Promise<string | null> {
  return ask(window, suggested, words, { name: words.kind, extensions: ['csv'] });
}

/** The system's dialog, in front of the window; it asks before a file is replaced, and remembers nothing for a list of recent files. */
async function ask(window: BrowserWindow | null, suggested: string, { title, save }: { readonly title: string; readonly save: string }, filter: Electron.FileFilter): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    title,
    buttonLabel: save,
    defaultPath: join(app.getPath('documents'), suggested),
    filters: [filter],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  };
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return canceled || !filePath ? null : filePath;
}
