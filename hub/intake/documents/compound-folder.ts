import { maxCompoundDepth, maxEntries } from './bounds.ts';
import { EnoughReadError, type Gathered } from './gathered.ts';
import { Sectors } from './sectors.ts';

/** A folder of a compound file. */
export interface Folder {
  readonly name: string;
  readonly folders: readonly Folder[];
  readonly streams: ReadonlyMap<string, Uint8Array>;
}

/** Bytes of an entry of the directory (MS-CFB 2.6.1). */
const entrySize = 128;
const none = 0xffff_ffff;
const folderType = 1;
const streamType = 2;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** All of the file. Each entry is met once, so that none can be in itself. @throws EnoughReadError where there is more than may be read; TypeError where it is damaged */
export function rootOf(bytes: Uint8Array, gathered: Gathered): Folder {
  const sectors = new Sectors(bytes);
  const directory = sectors.directory();
  const count = Math.floor(directory.length / entrySize);
  if (count > 4 * maxEntries) throw new EnoughReadError();
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const entryAt = (id: number): Entry => {
    if (id >= count) throw new TypeError('There is no such entry.');
    const at = id * entrySize;
    const nameLength = Math.min(64, view.getUint16(at + 64, true));
    const name = new TextDecoder('utf-16le').decode(directory.subarray(at, at + Math.max(0, nameLength - 2)));
    return { name, type: view.getUint8(at + 66), left: view.getUint32(at + 68, true), right: view.getUint32(at + 72, true), child: view.getUint32(at + 76, true), start: view.getUint32(at + 116, true), size: view.getUint32(at + 120, true) };
  };
  const root = entryAt(0);
  const read = sectors.reader(root.start, root.size);
  const seen = new Set<number>();
  const folderOf = (folder: Entry, depth: number): Folder => {
    if (depth > maxCompoundDepth) throw new EnoughReadError();
    const folders: Folder[] = [];
    const streams = new Map<string, Uint8Array>();
    for (const waiting = [folder.child]; waiting.length > 0; ) {
      const id = waiting.pop() ?? none;
      if (id === none) continue;
      if (seen.has(id)) throw new TypeError('An entry is in two places.');
      seen.add(id);
      if (seen.size > maxEntries) throw new EnoughReadError();
      const entry = entryAt(id);
      waiting.push(entry.left, entry.right);
      if (entry.type === folderType) folders.push(folderOf(entry, depth + 1));
      else if (entry.type !== streamType || streams.has(entry.name)) gathered.notWhole();
      else {
        gathered.inflated(entry.size);
        streams.set(entry.name, read(entry.start, entry.size));
      }
    }
    return { name: folder.name, folders, streams };
  };
  return folderOf(root, 1);
}
