import { createHash, randomUUID } from 'node:crypto';
import type { SentFile } from '../../shared/contract/wire/index.ts';
import { chunkSize } from '../../shared/domain/attachment.ts';
import { AttachmentId } from '../../shared/domain/ids.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount, newChunkKey, sealChunk } from '../../shared/trust/chunks.ts';

/** A file as a laptop seals it, with what its reply says of it. */
export function sealedFile(name: string, plain: Uint8Array): { readonly file: SentFile; readonly chunks: readonly Uint8Array[] } {
  const id = AttachmentId.parse(randomUUID());
  const key = newChunkKey();
  const size = plain.length;
  const chunks = Array.from({ length: chunkCount(size) }, (_, index) => sealChunk(key, { id, size }, index, plain.subarray(index * chunkSize, (index + 1) * chunkSize)));
  return { file: { id, name, size, key: toBase64(key), sha256: createHash('sha256').update(plain).digest('hex') }, chunks };
}
