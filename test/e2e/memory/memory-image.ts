import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { processTree } from '../../doubles/process-tree.ts';

const pageSize = 4096;
/** pagemap: 64 bits a page, the highest two say that it is in memory, or swapped out (Documentation/admin-guide/mm/pagemap.rst). */
const pagemapEntry = 8;
const presentOrSwapped = 0b1100_0000;
/** What is read at once, in bytes; what lies across two reads is seen by reading so much again. */
const readAtOnce = 8 * 1024 * 1024;
const overlap = 1024;
/** Above this the kernel's own pages begin, which no number here can name exactly. */
const lastAddress = Number.MAX_SAFE_INTEGER;

/** One thing that must not be in memory, in the shapes in which it could be. */
export interface Secret {
  readonly name: string;
  readonly shapes: readonly { readonly encoding: string; readonly bytes: Buffer }[];
}

export interface Found {
  readonly secret: string;
  readonly encoding: string;
  /** What the kernel calls the place: `[heap]`, `[anon:v8]`, a file, nothing. */
  readonly mapping: string;
  readonly address: number;
}

export type ProcessKind = 'main' | 'renderer' | 'vault' | 'gpu' | 'zygote' | 'network' | 'other';

export interface WorkstationPart {
  readonly pid: number;
  readonly kind: ProcessKind;
}

/** Main and all that descends from it, by what they are. */
export function partsOf(main: number): WorkstationPart[] {
  return processTree(main).flatMap((pid) => {
    const line = commandLine(pid);
    return line === null ? [] : [{ pid, kind: pid === main ? 'main' : kindOf(line) }];
  });
}

/** Null for a process that has ended, or whose memory is gone already. */
function commandLine(pid: number): string | null {
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function kindOf(line: string): ProcessKind {
  if (line.includes('--utility-sub-type=node.mojom.NodeService')) return 'vault';
  if (line.includes('--utility-sub-type=network.mojom.NetworkService')) return 'network';
  switch (/--type=([a-z-]+)/.exec(line)?.[1] ?? '') {
    case 'renderer':
      return 'renderer';
    case 'gpu-process':
      return 'gpu';
    case 'zygote':
      return 'zygote';
    default:
      return 'other';
  }
}

function* encodings(bytes: Buffer): Generator<readonly [string, Buffer]> {
  yield ['hexadecimal', Buffer.from(bytes.toString('hex'))];
  yield ['HEXADECIMAL', Buffer.from(bytes.toString('hex').toUpperCase())];
  // Base64 within other base64: three alignments, without the characters that the neighbours touch.
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
    const end = (shift + bytes.length) % 3 === 0 ? undefined : -1;
    const inner = text.slice(shift === 0 ? 0 : shift + 1, end);
    yield ['base64url', Buffer.from(inner)];
    yield ['base64', Buffer.from(inner.replaceAll('-', '+').replaceAll('_', '/'))];
  }
}

/** A key: as it is, and as text of any kind, of one or two bytes a letter. @param texts how people are shown it. */
export function keySecret(name: string, key: Uint8Array, texts: readonly string[] = []): Secret {
  const bytes = Buffer.from(key);
  const texted = [...[...encodings(bytes)].map(([encoding, text]) => [encoding, text.toString('latin1')] as const), ...texts.map((text) => ['text', text] as const)];
  return {
    name,
    shapes: [
      { encoding: 'bytes', bytes },
      ...texted.flatMap(([encoding, text]) => [
        { encoding, bytes: Buffer.from(text, 'latin1') },
        { encoding: `${encoding}, utf-16`, bytes: Buffer.from(text, 'utf16le') },
      ]),
    ],
  };
}

/** Words that a person typed or read. */
export function wordSecret(name: string, words: string): Secret {
  const utf8 = Buffer.from(words, 'utf8');
  return {
    name,
    shapes: [
      { encoding: 'utf-8', bytes: utf8 },
      { encoding: 'utf-16', bytes: Buffer.from(words, 'utf16le') },
      ...[...encodings(utf8)].map(([encoding, bytes]) => ({ encoding, bytes })),
    ],
  };
}

interface Mapping {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** What a process could have written to: code and data that lie in a file as they lie in memory tell nothing. */
function writtenMappings(pid: number): Mapping[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [, from = '', to = '', rights = '', name = ''] = /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+\s*(.*)$/.exec(line) ?? [];
      const end = Number.parseInt(to, 16);
      const ofFile = name.startsWith('/') && !/^\/(?:dev\/shm|memfd)|\(deleted\)/.test(name) && !rights.includes('w');
      return end > lastAddress || ofFile || name === '[vvar]' || name === '[vdso]' ? [] : [{ from: Number.parseInt(from, 16), to: end, name }];
    });
}

/** Pieces of a mapping that have any memory behind them, as `[from, to)`. */
function presentPieces(pagemap: number, { from, to }: Mapping): [number, number][] {
  const pieces: [number, number][] = [];
  const entries = Buffer.alloc(pagemapEntry * 65_536);
  for (let at = from; at < to; ) {
    const pages = Math.min((to - at) / pageSize, entries.length / pagemapEntry);
    const got = readSync(pagemap, entries, 0, pages * pagemapEntry, (at / pageSize) * pagemapEntry) / pagemapEntry;
    if (got === 0) break;
    for (let page = 0; page < got; page += 1, at += pageSize) {
      if (((entries[page * pagemapEntry + pagemapEntry - 1] ?? 0) & presentOrSwapped) === 0) continue;
      const last = pieces.at(-1);
      if (last?.[1] === at) last[1] = at + pageSize;
      else pieces.push([at, at + pageSize]);
    }
  }
  return pieces;
}

/**
 * Looks for secrets in the whole memory of a process, which is stopped meanwhile. Needs the rights of a debugger: the
 * same user, a process that is dumpable, or root.
 *
 * @returns what was found, and how many bytes were looked at.
 */
export function searchMemory(pid: number, secrets: readonly Secret[]): { readonly found: Found[]; readonly bytes: number } {
  process.kill(pid, 'SIGSTOP');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pagemap = openSync(`/proc/${pid}/pagemap`, 'r');
  try {
    const found = new Map<string, Found>();
    let bytes = 0;
    for (const mapping of writtenMappings(pid)) {
      for (const [from, to] of presentPieces(pagemap, mapping)) {
        bytes += to - from;
        for (let at = from; at < to; at += readAtOnce) {
          const piece = read(memory, at, Math.min(to, at + readAtOnce + overlap) - at);
          for (const each of lookFor(secrets, piece, at, mapping.name)) found.set(`${each.secret} ${each.encoding} ${each.address}`, each);
        }
      }
    }
    return { found: [...found.values()], bytes };
  } finally {
    closeSync(pagemap);
    closeSync(memory);
    process.kill(pid, 'SIGCONT');
  }
}

function read(memory: number, from: number, length: number): Buffer {
  const piece = Buffer.alloc(length);
  try {
    let got = 0;
    while (got < length) {
      const more = readSync(memory, piece, got, length - got, from + got);
      if (more === 0) break;
      got += more;
    }
    return piece.subarray(0, got);
  } catch (error) {
    // Memory of a device, which is nobody's to read.
    if (['EIO', 'EFAULT'].includes((error as NodeJS.ErrnoException).code ?? '')) return Buffer.alloc(0);
    throw error;
  }
}

function* lookFor(secrets: readonly Secret[], piece: Buffer, from: number, mapping: string): Generator<Found> {
  for (const { name, shapes } of secrets) {
    for (const { encoding, bytes } of shapes) {
      for (let at = piece.indexOf(bytes); at >= 0; at = piece.indexOf(bytes, at + 1)) yield { secret: name, encoding, mapping, address: from + at };
    }
  }
}
