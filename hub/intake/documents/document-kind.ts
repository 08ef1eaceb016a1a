/** What a file is read as. */
export type DocumentKind = 'pdf' | 'archive' | 'compound' | 'rich-text' | 'web-page' | 'mail' | 'text' | 'picture' | 'unknown';

const begins = (bytes: Uint8Array, ...start: readonly number[]) => start.every((byte, place) => bytes[place] === byte);
const ending = (name: string) => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
const webPages = new Set(['text/html', 'application/xhtml+xml']);

/** Told by its bytes; by what its sender calls it only where all such files are text, which begins with anything. */
export function documentKind(bytes: Uint8Array, name: string, mediaType: string): DocumentKind {
  const type = mediaType.toLowerCase();
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47) || begins(bytes, 0xff, 0xd8, 0xff)) return 'picture';
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'archive';
  // MS-CFB 2.2: what Outlook saves, and Office did until 2007.
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'compound';
  if (begins(bytes, 0x7b, 0x5c, 0x72, 0x74, 0x66)) return 'rich-text';
  // Readers look for it in the first kilobyte (ISO 32000-1, annex H).
  if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) return 'pdf';
  if (type === 'message/rfc822' || ending(name) === 'eml') return 'mail';
  if (webPages.has(type) || ['html', 'htm', 'xhtml'].includes(ending(name))) return 'web-page';
  if (type === 'text/plain' || ['txt', 'csv', 'tsv'].includes(ending(name))) return 'text';
  return 'unknown';
}
