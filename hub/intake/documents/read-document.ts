import { besidePicture } from './beside-picture.ts';
import { maxDepth, maxDocumentBytes } from './bounds.ts';
import { EnoughReadError, Gathered, type ReadPicture, type UnreadPictures } from './gathered.ts';
import { documentKind } from './document-kind.ts';
import { readForwardedMail } from './forwarded-mail.ts';
import { carriesAFile, decodedText, roughText } from './markup-text.ts';
import { readArchive } from './office.ts';
import { readRichText } from './rich-text.ts';
import { readWebPage } from './web-page.ts';

/** What a file says, as far as it could be read. `whole`: there is nothing in it that was not. */
export interface DocumentText {
  readonly text: string;
  readonly whole: boolean;
  /** Where pictures are read: why some were not. */
  readonly unreadPictures: readonly UnreadPictures[];
}

/**
 * Everything that a file says, wherever it stands in it. Never fails: what is damaged, locked, of a kind nobody reads or
 * beyond the bounds was not read whole.
 * @param readPicture null where pictures are not read.
 */
export async function readDocument(file: { readonly bytes: Uint8Array; readonly name: string; readonly mediaType: string }, readPicture: ReadPicture | null, now?: () => number): Promise<DocumentText> {
  const gathered = new Gathered(now);
  try {
    await readInto(gathered, file, readPicture, 1);
  } catch {
    gathered.notWhole();
  }
  return { text: gathered.text, whole: gathered.whole, unreadPictures: gathered.unreadPictures };
}

async function readInto(gathered: Gathered, { bytes, name, mediaType }: Parameters<typeof readDocument>[0], readPicture: ReadPicture | null, depth: number): Promise<void> {
  if (bytes.length > maxDocumentBytes || depth > maxDepth) return gathered.notWhole();
  const inside = async (content: Uint8Array, inner: string) => {
    gathered.apart(inner);
    gathered.add('\n\n');
    gathered.inflated(content.length);
    try {
      await readInto(gathered, { bytes: content, name: inner, mediaType: '' }, readPicture, depth + 1);
    } catch (error) {
      if (error instanceof EnoughReadError) throw error;
      gathered.notWhole();
    }
  };
  const kind = documentKind(bytes, name, mediaType);
  switch (kind) {
    case 'pdf':
      // Loaded for the first PDF: it takes some tenths of a second.
      return (await import('./pdf.ts')).readPdf(bytes, gathered, inside, readPicture);
    case 'archive':
      return readArchive(bytes, gathered, inside, readPicture !== null);
    case 'compound':
      return (await import('./compound-file.ts')).readCompoundFile(bytes, gathered, inside);
    case 'rich-text':
      return readRichText(bytes, gathered);
    case 'web-page':
      return readWebPage(bytes, gathered);
    case 'mail':
      return readForwardedMail(bytes, gathered, inside);
    case 'text':
      return readText(bytes, gathered);
    case 'picture':
      // One that came by itself is delivered without what it says beside; in a document it stays as it is.
      if (depth > 1) readBeside(bytes, gathered);
      return readPicture === null ? gathered.notWhole() : readPicture(bytes, gathered);
    case 'unknown':
      return gathered.notWhole();
    default:
      return kind satisfies never;
  }
}

function readText(bytes: Uint8Array, gathered: Gathered): void {
  const text = decodedText(bytes);
  if (text === null || carriesAFile.test(text)) gathered.notWhole();
  gathered.add(text ?? roughText(bytes));
}

function readBeside(bytes: Uint8Array, gathered: Gathered): void {
  const { text, whole } = besidePicture(bytes);
  gathered.apart(text);
  if (!whole) gathered.notWhole();
}
