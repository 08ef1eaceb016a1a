import type { HubAttachment } from '../../shared/contract/wire/index.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import { openChunk } from '../../shared/trust/chunks.ts';
import { nameFiles, storeFiles } from '../conversations/attachments.ts';
import type { Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { inPlaceOfMask } from './in-place-of-mask.ts';

/**
 * A text file of a message with a value in the place of its mask: sealed anew, under another name and key, since laptops may have the one it was; that
 * one is removed. It stands for no more than its own text: the document it may have been read from stays as it is.
 *
 * @returns as the message lists it then; null where the mask does not stand there any more.
 */
export async function fileWith(tx: Tx, message: Pick<MessageTable, 'id' | 'conversation_id'>, file: HubAttachment, found: { readonly type: string; readonly mask: string; readonly start: number }, value: string): Promise<HubAttachment | null> {
  const { contents, ...about } = file;
  if (contents?.state !== 'kept' || !contents.redacted) return null;
  const key = fromBase64(contents.key);
  const chunks = await tx.selectFrom('attachment_chunks').select(['position', 'sealed']).where('attachment_id', '=', contents.id).orderBy('position').execute();
  const before = Buffer.concat(chunks.map(({ position, sealed }) => openChunk(key, { id: contents.id, size: file.size }, position, sealed)));
  const text = inPlaceOfMask(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(before), found, value);
  if (text === null) return null;
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  const hidden = (contents.hidden ?? []).flatMap(({ type, count }) => (type !== found.type ? [{ type, count }] : count === 1 ? [] : [{ type, count: count - 1 }]));
  // It is kept for as long as its message is.
  const [named] = nameFiles([{ ...about, size: bytes.length, contents: { state: 'read', bytes, redacted: true, ...(hidden.length === 0 ? {} : { hidden }) } }], 0);
  if (named === undefined) return null;
  await tx.deleteFrom('attachment_chunks').where('attachment_id', '=', contents.id).execute();
  await tx.deleteFrom('attachments').where('id', '=', contents.id).execute();
  await storeFiles(tx, message, [named]);
  return named.attachment;
}
