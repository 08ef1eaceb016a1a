import { createHash, type Hash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FileBegun, FileFor } from '../../../shared/contract/ipc/composer.ts';
import { cleanFileName, fileProblem, mostOutgoingBytes, supposedKind } from '../../../shared/domain/outgoing-file.ts';
import type { Channel } from '../../../shared/domain/conversation.ts';
import type { AttachmentId, ConversationId } from '../../../shared/domain/ids.ts';
import { bytes as copied } from '../../../shared/trust/bytes.ts';
import { chunkCount, chunkLength, newChunkKey, sealChunk, sealedChunkLength, sealedChunkOffset } from '../../../shared/trust/chunks.ts';
import { readPart, writeSealed } from '../attachments/sealed-file.ts';
import type { ReadableDatabase, WritableDatabase } from '../database.ts';

interface Row {
  readonly id: AttachmentId;
  readonly size: number;
  readonly key: Uint8Array;
  readonly file: string;
  readonly chunks: number;
  readonly sha256: string | null;
}

const rowOf = (database: ReadableDatabase, id: string) => database.row<Row>('SELECT id, size, key, file, chunks, sha256 FROM outgoing_files WHERE id = ?', [id]);

/**
 * Files that agents put into replies, notes and new conversations. Each chunk is sealed as it comes from the page and lies on the disk before it counts; no plaintext is
 * ever written. What stops half-way is of no use, since only the page had the rest, and goes at the next start.
 */
export class OutgoingFiles {
  readonly #database: WritableDatabase;
  readonly #folder: string;
  readonly #hashes = new Map<string, Hash>();

  /** @param folder the one that attachments lie in */
  constructor(database: WritableDatabase, folder: string) {
    this.#database = database;
    this.#folder = folder;
  }

  /** A file begins to come. Limits of the channel are looked at here as well as in the page. */
  begin(draft: { readonly id: ConversationId; readonly kind: FileFor; readonly channel: Channel }, { name: called, size }: { readonly name: string; readonly size: number }, now: number): FileBegun {
    const name = cleanFileName(called);
    const beside = this.#database.rows<{ size: number }>('SELECT size FROM outgoing_files WHERE conversation_id = ? AND message_id IS NULL AND kind = ?', [draft.id, draft.kind]);
    const problem = fileProblem(draft.kind === 'note' ? 'note' : draft.channel, beside, { name, size });
    if (problem !== null) return { kind: 'refused', why: problem };
    const others = this.#database.row<{ bytes: number | null; last: number | null }>('SELECT sum(size) AS bytes, max(at) AS last FROM outgoing_files');
    if ((others?.bytes ?? 0) + size > mostOutgoingBytes) return { kind: 'refused', why: 'no-room' };
    // Files of one choice begin within a millisecond, and clocks are put back: their order is kept all the same.
    const at = Math.max(now, (others?.last ?? 0) + 1);
    const id = randomUUID() as AttachmentId;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const key = newChunkKey();
    this.#database.run('INSERT INTO outgoing_files (id, conversation_id, kind, message_id, at, name, media_type, size, key, file, chunks) VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, 0)', [
      id, draft.id, draft.kind, at, name, supposedKind(name), size, key, randomBytes(16).toString('hex'),
    ]);
    key.fill(0);
    this.#hashes.set(id, createHash('sha256'));
    return { kind: 'begun', file: id };
  }

  /**
   * The next chunk, in plain; sealed and stored when this returns. @returns how far it is; `gone` where it is not awaited
   * @throws SealdeskError `no-room`
   */
  add(id: AttachmentId, index: number, plaintext: Uint8Array): 'more' | 'whole' | 'gone' {
    const row = rowOf(this.#database, id);
    const hash = this.#hashes.get(id);
    if (row === undefined || hash === undefined || index !== row.chunks || index >= chunkCount(row.size) || plaintext.length !== chunkLength(row.size, index)) return 'gone';
    const key = copied(row.key);
    try {
      if (!writeSealed(join(this.#folder, row.file), sealedChunkOffset(index), sealChunk(key, { id, size: row.size }, index, plaintext))) return 'gone';
    } finally {
      key.fill(0);
    }
    hash.update(plaintext);
    const whole = index + 1 === chunkCount(row.size);
    this.#database.run('UPDATE outgoing_files SET chunks = ?, sha256 = ? WHERE id = ?', [index + 1, whole ? hash.digest('hex') : null, id]);
    if (whole) this.#hashes.delete(id);
    return whole ? 'whole' : 'more';
  }

  /** Takes a file out of the draft. One that a reply has taken along stays. */
  remove(conversationId: ConversationId, id: AttachmentId): void {
    const row = this.#database.row<{ file: string }>('SELECT file FROM outgoing_files WHERE id = ? AND conversation_id = ? AND message_id IS NULL', [id, conversationId]);
    if (row === undefined) return;
    this.#hashes.delete(id);
    this.#database.run('DELETE FROM outgoing_files WHERE id = ?', [id]);
    rmSync(join(this.#folder, row.file), { force: true });
  }

  /** What has no conversation any more goes; its key went with that. */
  sweep(): void {
    for (const { id, file } of this.#database.rows<{ id: string; file: string }>('SELECT id, file FROM outgoing_files WHERE length(key) = 0')) {
      this.#database.run('DELETE FROM outgoing_files WHERE id = ?', [id]);
      rmSync(join(this.#folder, file), { force: true });
    }
  }

  /**
   * At the start: nobody brings the rest of what is not whole, and a form of a new conversation that is not kept went with the page. Before the
   * folder is tidied, which removes their files.
   */
  tidy(): void {
    this.#database.run(
      `DELETE FROM outgoing_files WHERE sha256 IS NULL
         OR (kind = 'start' AND message_id IS NULL AND NOT EXISTS (SELECT 1 FROM beginnings b WHERE b.id = conversation_id AND b.content IS NOT NULL))`,
    );
    this.sweep();
  }

  /** Sealed chunks as they lie here, from `first` on; fewer, or none, where there are no more. */
  sealed(id: AttachmentId, first: number, count: number): Uint8Array[] {
    const row = rowOf(this.#database, id);
    if (row === undefined) return [];
    const found: Uint8Array[] = [];
    for (let index = first; index < Math.min(first + count, row.chunks); index += 1) {
      const length = sealedChunkLength(row.size, index);
      const part = readOrNothing(join(this.#folder, row.file), sealedChunkOffset(index), length);
      if (part.length !== length) break;
      found.push(part);
    }
    return found;
  }
}

function readOrNothing(path: string, offset: number, length: number): Uint8Array {
  try {
    return readPart(path, offset, length);
  } catch {
    // The file was taken away from outside: its reply is told so.
    return new Uint8Array();
  }
}
