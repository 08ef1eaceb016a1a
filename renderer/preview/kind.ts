/** Media types of the pictures that are drawn: what the browser reads, SVG apart, which is a document with scripts. */
export type PictureKind = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp' | 'image/avif';
export type ContentKind = 'pdf' | 'text' | PictureKind;

const latin = (bytes: Uint8Array, start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));

/** What bytes begin as (WHATWG MIME Sniffing, section 6.1; ISO 32000 annex H for PDF, which allows something before it). @param head the first 1,024 bytes, or all */
export function kindOf(head: Uint8Array): ContentKind {
  if (latin(head, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'image/png';
  if (latin(head, 0, 3) === '\u00ff\u00d8\u00ff') return 'image/jpeg';
  if (/^GIF8[79]a/.test(latin(head, 0, 6))) return 'image/gif';
  if (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP') return 'image/webp';
  if (latin(head, 4, 8) === 'ftyp' && /avi[fs]/.test(latin(head, 8, 32))) return 'image/avif';
  if (latin(head, 0, 2) === 'BM') return 'image/bmp';
  if (latin(head, 0, 1024).includes('%PDF-')) return 'pdf';
  return 'text';
}
