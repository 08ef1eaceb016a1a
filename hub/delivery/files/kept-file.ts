import { fromBase64 } from '../../../shared/trust/bytes.ts';
import { chunkCount, openChunk } from '../../../shared/trust/chunks.ts';
import type { HubAttachment } from '../../../shared/contract/wire/index.ts';
import type { OutgoingFile } from '../../channels/channel.ts';
import type { Store } from '../../store/database.ts';

/** The files of a message as a channel reads them: a chunk at a time, opened when its turn comes. */
export function keptFiles(db: Store, attachments: readonly HubAttachment[]): OutgoingFile[] {
  return attachments.flatMap(({ name, mediaType, size, contents }) => {
    if (contents?.state !== 'kept') return [];
    const { id, key } = contents;
    return [{ id, name, mediaType, size, read: () => read(db, { id, size }, fromBase64(key)) }];
  });
}

/** @throws OpenError where a chunk is not there, or not as it was sealed */
async function* read(db: Store, contents: { readonly id: string; readonly size: number }, key: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < chunkCount(contents.size); index += 1) {
    const row = await db.selectFrom('attachment_chunks').select('sealed').where('attachment_id', '=', contents.id).where('position', '=', index).executeTakeFirst();
    yield openChunk(key, contents, index, row?.sealed ?? new Uint8Array());
  }
}

/** All of it at once. Only for what reads no streams. */
export async function wholeFile(file: OutgoingFile): Promise<Uint8Array> {
  const whole = new Uint8Array(file.size);
  let at = 0;
  for await (const bytes of file.read()) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}
