import { cleanFileName, fileEnding } from '../../../shared/domain/outgoing-file.ts';
import { fileKind, headLength, isText } from '../../intake/file-kind.ts';

const office = 'application/vnd.openxmlformats-officedocument.';
/** What a visitor may send, each with the endings that such a file may have; the first is given to one that has none of them. */
const kinds: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/heif': ['heif', 'heic'],
  'application/pdf': ['pdf'],
  [`${office}wordprocessingml.document`]: ['docx'],
  [`${office}spreadsheetml.sheet`]: ['xlsx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
};
/** Bytes alone do not tell them: a web page is text as well. */
const texts: Readonly<Record<string, string>> = { 'text/plain': 'txt', 'text/csv': 'csv' };

export interface VisitorFile {
  readonly name: string;
  readonly mediaType: string;
}

/** What a file of a visitor's is, and a name that says so; null for what is not taken, a program's name among it. @param bytes all of it */
export async function visitorFile(bytes: Uint8Array, called: string): Promise<VisitorFile | null> {
  const name = cleanFileName(called);
  const kind = await fileKind(bytes.subarray(0, headLength), name);
  if (kind.kind === 'executable') return null;
  const { mediaType } = kind;
  const ending = fileEnding(name);
  if (texts[mediaType] !== undefined) return texts[mediaType] === ending && isText(bytes) ? { name, mediaType } : null;
  const endings = kinds[mediaType];
  if (endings === undefined) return null;
  return { name: endings.includes(ending) ? name : cleanFileName(`${name}.${endings[0]}`), mediaType };
}
