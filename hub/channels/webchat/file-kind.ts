/** What a visitor may send, each told by its first bytes: what a browser calls a file is what its sender wants it to be called. */
interface FileKind {
  readonly mediaType: string;
  /** Endings that such a file may have; the first is given to one that has none of them. */
  readonly endings: readonly [string, ...string[]];
}

const latin = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
const ending = (name: string) => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

const jpeg: FileKind = { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] };
const png: FileKind = { mediaType: 'image/png', endings: ['png'] };
const gif: FileKind = { mediaType: 'image/gif', endings: ['gif'] };
const webp: FileKind = { mediaType: 'image/webp', endings: ['webp'] };
const heic: FileKind = { mediaType: 'image/heic', endings: ['heic', 'heif'] };
const pdf: FileKind = { mediaType: 'application/pdf', endings: ['pdf'] };
/** Archives inside (ISO/IEC 21320-1): only the ending tells them apart, and an archive of no such ending is not taken. */
const office: readonly FileKind[] = [
  { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', endings: ['docx'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', endings: ['xlsx'] },
  { mediaType: 'application/vnd.oasis.opendocument.text', endings: ['odt'] },
  { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', endings: ['ods'] },
];
const texts: readonly FileKind[] = [
  { mediaType: 'text/plain', endings: ['txt'] },
  { mediaType: 'text/csv', endings: ['csv'] },
];

export interface SniffedFile {
  readonly name: string;
  readonly mediaType: string;
}

/** What a file is, and a name that says so; null for what is not taken. */
export function sniffed(bytes: Uint8Array, name: string): SniffedFile | null {
  const plain = plainName(name);
  const kind = kindOf(bytes, ending(plain));
  if (kind === null) return null;
  return { name: kind.endings.includes(ending(plain)) ? plain : `${plain}.${kind.endings[0]}`, mediaType: kind.mediaType };
}

function kindOf(bytes: Uint8Array, named: string): FileKind | null {
  const head = latin(bytes, 0, 12);
  if (head.startsWith('\u00ff\u00d8\u00ff')) return jpeg;
  if (head.startsWith('\u0089PNG\r\n\u001a\n')) return png;
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return gif;
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return webp;
  // ISO/IEC 23008-12 section 10: the brand of the file.
  if (/^.{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)$/s.test(head)) return heic;
  if (head.startsWith('%PDF-')) return pdf;
  if (head.startsWith('PK\u0003\u0004')) return office.find(({ endings }) => endings.includes(named)) ?? null;
  return isText(bytes) ? (texts.find(({ endings }) => endings.includes(named)) ?? null) : null;
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\u0000');
  } catch {
    return false;
  }
}

/** Without folders, and without characters that show a name as another one. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed here
  const shown = last.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '').trim().replace(/^\.+/, '');
  if (shown === '') return 'file';
  const end = ending(shown);
  return end === '' ? shown.slice(0, 120) : `${shown.slice(0, -end.length - 1).slice(0, 120)}.${end}`;
}
