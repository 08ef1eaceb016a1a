import type { Contents } from './contents.ts';
import type { Drawing } from './drawing.ts';
import { kindOf } from './kind.ts';
import { openPicture } from './picture.ts';
import { openText } from './text.ts';

/** Goes by what the bytes are, not by what the sender calls them. @throws Error for what cannot be read as what it is */
export async function openDrawing(contents: Contents): Promise<Drawing> {
  const kind = kindOf(await contents.read(0, 1024));
  switch (kind) {
    case 'pdf':
      // Large, and needed by this kind only.
      return (await import('./pdf.ts')).openPdf(contents);
    case 'text':
      return openText(contents);
    case 'image/png':
    case 'image/jpeg':
    case 'image/gif':
    case 'image/webp':
    case 'image/bmp':
    case 'image/avif':
      return openPicture(contents, kind);
  }
}
