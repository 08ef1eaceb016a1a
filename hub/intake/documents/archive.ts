import { buffer } from 'node:stream/consumers';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { maxEntries } from './bounds.ts';
import { EnoughReadError, type Gathered } from './gathered.ts';

/** A part of an archive; inflated when it is asked for. */
export interface Part {
  readonly name: string;
  /** @throws EnoughReadError, and whatever a damaged part is refused with. */
  read(): Promise<Uint8Array>;
}

/** Lists an archive. Sizes are told by the archive and checked against what comes out, so that none is larger than it says. @throws when it is damaged. */
export async function partsOf(bytes: Uint8Array, gathered: Gathered): Promise<readonly Part[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true, validateEntrySizes: true, strictFileNames: false }, (error, opened) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
  if (zip.entryCount > maxEntries) throw new EnoughReadError();
  const parts: Part[] = [];
  gathered.apart(zip.comment);
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      gathered.apart(entry.fileComment);
      if (!entry.fileName.endsWith('/')) parts.push({ name: entry.fileName, read: () => inflated(zip, entry, gathered) });
      // A folder holds nothing; one that does is a file that nobody reads.
      else if (entry.uncompressedSize > 0 || entry.compressedSize > 2) gathered.notWhole();
      zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  return parts;
}

async function inflated(zip: ZipFile, entry: Entry, gathered: Gathered): Promise<Uint8Array> {
  if (entry.isEncrypted()) throw new TypeError('It is encrypted.');
  gathered.inflated(entry.uncompressedSize);
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
  return buffer(stream);
}
