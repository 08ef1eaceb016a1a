import { randomUUID } from 'node:crypto';
import type { HubAttachment } from '../../shared/contract/wire/index.ts';
import { chunkSize, type HiddenCount } from '../../shared/domain/attachment.ts';
import type { Attachment } from '../../shared/domain/conversation.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { AttachmentId } from '../../shared/domain/ids.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount, newChunkKey, sealChunk } from '../../shared/trust/chunks.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { MessageTable } from '../store/tables/inbox.ts';
import { maySee } from './audience.ts';

/** A file as intake hands it over. */
export interface FileToKeep extends Attachment {
  readonly contents:
    | { readonly state: 'read'; readonly bytes: Uint8Array; readonly redacted: boolean; readonly looked?: 'nothing-found' | 'found'; readonly hidden?: readonly HiddenCount[] }
    | { readonly state: 'too-large' }
    | { readonly state: 'held'; readonly hidden: readonly HiddenCount[] }
    | null;
}

/** Who may have a file, as its row tells. The numbers are in the database. */
const seen = { 'unread': 0, 'redacted': 1, 'nothing-found': 2, 'found': 3, 'not-let-out': 4, 'let-out': 5 } as const;
type Seen = keyof typeof seen;
/** Of a file that an agent sends, until the last gate has looked at it: nobody gets it. */
export const notLetOut: number = seen['not-let-out'];

/** A file with its place in the message, and what its chunks are sealed under. */
export interface NamedFile {
  readonly attachment: HubAttachment;
  /** Null where nothing is kept. */
  readonly toSeal: { readonly id: AttachmentId; readonly key: Uint8Array; readonly bytes: Uint8Array; readonly seen: Seen } | null;
}

/** Gives each file an id and a key of its own. The key goes into the message's sealed content, and with the customer's data key it is gone. */
export function nameFiles(files: readonly FileToKeep[]): NamedFile[] {
  return files.map(({ name, mediaType, size, contents }) => {
    if (contents === null) return { attachment: { name, mediaType, size }, toSeal: null };
    if (contents.state === 'too-large') return { attachment: { name, mediaType, size, contents }, toSeal: null };
    if (contents.state === 'held') return { attachment: { name, mediaType, size, contents: { state: 'held', hidden: [...contents.hidden] } }, toSeal: null };
    const { bytes, redacted, looked, hidden } = contents;
    const id = AttachmentId.parse(randomUUID());
    const key = newChunkKey();
    const said = { ...(hidden === undefined ? {} : { hidden: [...hidden] }), ...(looked === 'found' ? { held: true as const } : {}) };
    return {
      attachment: { name, mediaType, size, contents: { state: 'kept', id, key: toBase64(key), redacted, ...said } },
      toSeal: { id, key, bytes, seen: redacted ? 'redacted' : (looked ?? 'unread') },
    };
  });
}

/** Stores what is kept of a message's files, sealed, in the transaction that stores the message. */
export async function storeFiles(tx: Tx, message: Pick<MessageTable, 'id' | 'conversation_id'>, files: readonly NamedFile[]): Promise<void> {
  for (const { toSeal } of files) {
    if (toSeal === null) continue;
    const { id, key, bytes } = toSeal;
    await tx.insertInto('attachments').values({ id, message_id: message.id, conversation_id: message.conversation_id, size: bytes.length, redacted: seen[toSeal.seen] }).execute();
    const contents = { id, size: bytes.length };
    for (let index = 0; index < chunkCount(contents.size); index += 1) {
      const sealed = sealChunk(key, contents, index, bytes.subarray(index * chunkSize, (index + 1) * chunkSize));
      await tx.insertInto('attachment_chunks').values({ attachment_id: id, position: index, sealed }).execute();
    }
    key.fill(0);
  }
}

/** Removes what is kept of a message's files. */
export async function dropFiles(tx: Tx, messageId: string): Promise<void> {
  await tx.deleteFrom('attachment_chunks').where('attachment_id', 'in', tx.selectFrom('attachments').select('id').where('message_id', '=', messageId)).execute();
  await tx.deleteFrom('attachments').where('message_id', '=', messageId).execute();
}

/** The last gate has let a message's files out: whoever sees the conversation may have them. @returns whether that was news */
export async function letOut(tx: Tx, messageId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('attachments').set({ redacted: seen['let-out'] }).where('message_id', '=', messageId).where('redacted', '=', notLetOut).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Why an agent gets no chunk. One that may not be seen and one that never was are not told apart. */
export type ChunkRefusal = 'withheld' | 'gone';

/**
 * Sealed chunks of an attachment in a conversation that the agent may see now, in order; fewer than asked for at its end.
 * @param policy what the policy says of contents that cannot be redacted.
 */
export async function readChunks(
  tx: Tx,
  agent: Viewer,
  policy: Policy['attachments'],
  wanted: { readonly attachment: AttachmentId; readonly first: number; readonly count: number },
): Promise<ChunkRefusal | { readonly index: number; readonly sealed: Uint8Array }[]> {
  const found = await tx
    .selectFrom('attachments')
    .innerJoin('conversations', 'conversations.id', 'attachments.conversation_id')
    .select(['attachments.redacted', 'conversations.assignee_id', 'conversations.team_id'])
    .where('attachments.id', '=', wanted.attachment)
    .executeTakeFirst();
  if (!found || !maySee(agent, found)) return 'gone';
  if (!delivered(found.redacted, policy)) return 'withheld';
  const chunks = await tx
    .selectFrom('attachment_chunks')
    .select(['position', 'sealed'])
    .where('attachment_id', '=', wanted.attachment)
    .where('position', '>=', wanted.first)
    .where('position', '<', wanted.first + wanted.count)
    .orderBy('position')
    .execute();
  return chunks.length === 0 ? 'gone' : chunks.map(({ position, sealed }) => ({ index: position, sealed }));
}

/** Denied unless it is allowed; what something was found in is never. */
function delivered(row: number, policy: Policy['attachments']): boolean {
  switch (row) {
    case seen.redacted:
    case seen['let-out']:
      return true;
    case seen['nothing-found']:
      return policy === 'looked-into' || policy === 'deliver';
    case seen.unread:
      return policy === 'deliver';
    default:
      return false;
  }
}
