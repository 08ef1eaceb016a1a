import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { largestSealedChunk } from '../../../shared/domain/attachment.ts';
import { chunkCount, openChunk, sealedChunkLength, sealedChunkOffset } from '../../../shared/trust/chunks.ts';
import { OpenError } from '../../../shared/trust/aead.ts';
import { transaction, type ReadableDatabase, type WritableDatabase } from '../database.ts';
import type { AttachmentPlace } from '../../boundary/vault-process.ts';
import type { AttachmentId } from '../../../shared/domain/ids.ts';
import { attachmentProblem, knownAttachment } from './known-attachment.ts';
import { listed, readPart, writeSealed } from './sealed-file.ts';
import { lend, lentNoMore, lentWithoutMessage, takeBackLent } from './lent-files.ts';

interface FileRow {
  readonly file: string;
  readonly chunks: number;
}

/** How far an attachment has come. */
export interface AttachmentProgress {
  /** Plaintext bytes of the whole. */
  readonly size: number;
  /** Chunks on the disk for certain, from the first on. */
  readonly chunks: number;
  readonly of: number;
  /** Until when this laptop may have it, in Unix milliseconds; null where there is no end, or it may not have it. */
  readonly until: number | null;
}

/** Where sealed attachments lie: a folder beside the database. */
export const attachmentsFolder = (database: string): string => join(dirname(database), 'attachments');

const rowOf = (database: ReadableDatabase, id: string) => database.row<FileRow>('SELECT file, chunks FROM attachment_files WHERE id = ?', [id]);

/**
 * The writer's side of attachments: chunks as they come from the hub are verified, and lie on the disk as they came.
 * A row is there before its file, and counts a chunk after the disk has it, so that whenever this ends, what counts is whole and no
 * file is without a row. What has no message any more is swept.
 */
export class AttachmentFiles {
  readonly #database: WritableDatabase;
  readonly #folder: string;

  readonly #mostBytes: number;

  /** @param mostBytes that all of them together may take on the disk. */
  constructor(database: WritableDatabase, folder: string, mostBytes: number) {
    this.#database = database;
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** @throws SealdeskError `attachment-gone` */
  progress(place: AttachmentPlace, now: number): AttachmentProgress {
    const { size, key, until } = knownAttachment(this.#database, place, now);
    key?.fill(0);
    return { size, chunks: key === null ? 0 : (rowOf(this.#database, place.id)?.chunks ?? 0), of: chunkCount(size), until };
  }

  /**
   * Takes the chunk at `index` in, if it is the next; one that is here already, or comes too early, changes nothing.
   * @returns how many are here now.
   * @throws SealdeskError `attachment-gone`, `attachment-damaged`, `no-room`
   */
  store(place: AttachmentPlace, index: number, sealed: Uint8Array, now: number): number {
    const { key, until: _until, ...contents } = knownAttachment(this.#database, place, now);
    if (key === null) throw attachmentProblem('attachment-gone');
    const { file, chunks } = rowOf(this.#database, place.id) ?? this.#begin(place, contents.size);
    if (index !== chunks || index >= chunkCount(contents.size)) return chunks;
    try {
      openChunk(key, contents, index, sealed).fill(0);
    } catch (error) {
      throw error instanceof OpenError ? attachmentProblem('attachment-damaged') : error;
    } finally {
      key.fill(0);
    }
    if (!writeSealed(join(this.#folder, file), sealedChunkOffset(index), sealed)) {
      this.forget(place.id);
      return 0;
    }
    transaction(this.#database, () => this.#database.run('UPDATE attachment_files SET chunks = ? WHERE id = ?', [index + 1, place.id]));
    return index + 1;
  }

  /** File and row go; the message keeps what is needed to fetch it again. */
  forget(id: string): void {
    const row = rowOf(this.#database, id);
    if (row === undefined) return;
    rmSync(join(this.#folder, row.file), { force: true });
    this.#database.run('DELETE FROM attachment_files WHERE id = ?', [id]);
  }

  /** Keeps what opens a file that is held, for so many seconds. @throws SealdeskError `attachment-gone` where no message has such a file */
  lend(place: AttachmentPlace, key: Uint8Array<ArrayBuffer>, now: number, seconds: number): void {
    knownAttachment(this.#database, place, now).key?.fill(0);
    lend(this.#database, place, key, now, seconds);
  }

  /** Files whose time is over go, with what opens them. @returns which */
  takeBack(now: number): readonly AttachmentId[] {
    return this.#end([...lentNoMore(this.#database, now), ...lentWithoutMessage(this.#database)]);
  }

  #end(lent: readonly AttachmentId[]): readonly AttachmentId[] {
    for (const id of lent) {
      this.forget(id);
      takeBackLent(this.#database, id);
    }
    return lent;
  }

  /** Removes what no message has any more. With the message its key has gone, so nothing could read it meanwhile. @returns those among them that were lent */
  sweep(): readonly AttachmentId[] {
    const left = this.#database.rows<{ id: string }>(`SELECT id FROM attachment_files AS f WHERE NOT EXISTS (
      SELECT 1 FROM messages AS m, json_each(m.attachments) AS each
      WHERE m.id = f.message_id AND json_extract(each.value, '$.contents.id') = f.id)`);
    for (const { id } of left) this.forget(id);
    return this.#end(lentWithoutMessage(this.#database));
  }

  /** At the start: also files that no row names, as a copy of an older database has them. */
  tidy(): void {
    this.sweep();
    const named = new Set(this.#database.rows<{ file: string }>('SELECT file FROM attachment_files UNION SELECT file FROM outgoing_files').map(({ file }) => file));
    for (const name of listed(this.#folder)) if (!named.has(name)) rmSync(join(this.#folder, name), { recursive: true, force: true });
  }

  #begin({ id, messageId }: AttachmentPlace, size: number): FileRow {
    this.#makeRoom(size);
    const file = randomBytes(16).toString('hex');
    this.#database.run('INSERT INTO attachment_files VALUES (?, ?, ?, 0)', [id, messageId, file]);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return { file, chunks: 0 };
  }

  /** Those that were brought here longest ago go first; the hub has them still. */
  #makeRoom(size: number): void {
    const kept = this.#database.rows<FileRow & { id: string }>('SELECT id, file, chunks FROM attachment_files');
    let total = kept.reduce((sum, { chunks }) => sum + chunks, chunkCount(size)) * largestSealedChunk;
    if (total <= this.#mostBytes) return;
    // Of what has not been uploaded this is the only copy.
    const onlyHere = new Set(this.#database.rows<{ id: string }>('SELECT id FROM outgoing_files').map(({ id }) => id));
    const byAge = kept.filter(({ id }) => !onlyHere.has(id)).map((row) => ({ ...row, at: changedAt(join(this.#folder, row.file)) })).sort((a, b) => a.at - b.at);
    for (const { id, chunks } of byAge) {
      if (total <= this.#mostBytes) return;
      this.forget(id);
      total -= chunks * largestSealedChunk;
    }
  }
}

/**
 * One chunk, opened: for the reader, which holds no more of an attachment than this at a time.
 * @returns null when it is not here yet, or there is none.
 * @throws SealdeskError `attachment-gone`, `attachment-damaged`
 */
export function readAttachmentChunk(database: ReadableDatabase, folder: string, place: AttachmentPlace, index: number, now: number): Uint8Array<ArrayBuffer> | null {
  const { key, until: _until, ...contents } = knownAttachment(database, place, now);
  if (key === null) return null;
  const row = rowOf(database, place.id);
  if (row === undefined || index < 0 || index >= row.chunks) return null;
  try {
    return openChunk(key, contents, index, readPart(join(folder, row.file), sealedChunkOffset(index), sealedChunkLength(contents.size, index)));
  } catch {
    throw attachmentProblem('attachment-damaged');
  } finally {
    key.fill(0);
  }
}

/** 0 for one that is not there. */
const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
