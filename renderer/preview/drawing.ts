import type { Shown } from '../../shared/contract/ipc/attachments.ts';
import type { Contents } from './contents.ts';
import { kindOf } from './kind.ts';
import { openPicture } from './picture.ts';
import { openText } from './text.ts';

/** An attachment that was opened, ready to be drawn at any width. */
export interface Drawing {
  draw(page: number, width: number): Promise<Shown>;
}

/** Goes by what the bytes are, not by what the sender calls them. @throws Error for what cannot be read as what it is */
export async function openDrawing(contents: Contents): Promise<Drawing> {
  const kind = kindOf(await contents.read(0, 1024));
  switch (kind) {
    case 'pdf':
      // Large, and needed by this kind only.
      return (await import('./pdf.ts')).openPdf(contents);
    case 'text':
      return openText(contents);
    default:
      return openPicture(contents, kind);
  }
}
