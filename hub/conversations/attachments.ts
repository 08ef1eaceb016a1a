import { randomUUID } from 'node:crypto';
import type { HubAttachment } from '../../shared/contract/wire/index.ts';
import { chunkSize, type HiddenCount } from '../../shared/domain/attachment.ts';
import type { Attachment } from '../../shared/domain/conversation.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { AttachmentId } from '../../shared/domain/ids.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount, newChunkKey, sealChunk } from '../../shared/trust/chunks.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { maySee } from './audience.ts';

/**
 * What came of looking into a document. `nothing-found`: nothing, in all of it. `found`: something that is masked or sealed, and it was not read
 * whole. `found-whole`: the same, and it was. `destroyed`: something of which nothing is kept elsewhere.
 */
export type Looked = 'nothing-found' | 'found' | 'found-whole' | 'destroyed';

/** A file as intake hands it over. */
export interface FileToKeep extends Attachment {
  readonly contents:
    | { readonly state: 'read'; readonly bytes: Uint8Array; readonly redacted: boolean; readonly looked?: Looked; readonly hidden?: readonly HiddenCount[] }
    | { readonly state: 'too-large' }
    | { readonly state: 'held'; readonly hidden: readonly HiddenCount[] }
    | null;
}

/** Who may have a file, as its row tells. The numbers are in the database. */
const seen = { 'unread': 0, 'redacted': 1, 'nothing-found': 2, 'found': 3, 'destroyed': 4, 'found-whole': 5, 'not-let-out': 6, 'let-out': 7 } as const;
export type Seen = keyof typeof seen;
/** Of a file that an agent sends, until the last gate has looked at it: nobody gets it. */
export const notLetOut: number = seen['not-let-out'];
/** Of one that has passed the last gate. */
export const isLetOut: number = seen['let-out'];

/** @throws TypeError for a number that no version has written */
export function seenOf(row: number): Seen {
  const found = (Object.keys(seen) as Seen[]).find((each) => seen[each] === row);
  if (found === undefined) throw new TypeError('This says nothing of who may have a file.');
  return found;
}

/** A file with its place in the message, and what its chunks are sealed under. */
export interface NamedFile {
  readonly attachment: HubAttachment;
  /** Null where nothing is kept. */
  readonly toSeal: { readonly id: AttachmentId; readonly key: Uint8Array; readonly bytes: Uint8Array; readonly seen: Seen; readonly until: number | null } | null;
}

/**
 * Gives each file an id and a key of its own. The key goes into the message's sealed content, and with the customer's data key it is gone.
 * @param until in Unix milliseconds: so long one is kept in which something is destroyed.
 */
export function nameFiles(files: readonly FileToKeep[], until: number): NamedFile[] {
  return files.map(({ contents, ...each }) => {
    const { name, mediaType, size } = each;
    const about = { name, mediaType, size, ...(each.part === undefined ? {} : { part: each.part }) };
    if (contents === null) return { attachment: about, toSeal: null };
    if (contents.state === 'too-large') return { attachment: { ...about, contents }, toSeal: null };
    if (contents.state === 'held') return { attachment: { ...about, contents: { state: 'held', hidden: [...contents.hidden] } }, toSeal: null };
    const { bytes, redacted, looked, hidden } = contents;
    const id = AttachmentId.parse(randomUUID());
    const key = newChunkKey();
    const said = { ...(hidden === undefined ? {} : { hidden: [...hidden] }), ...(looked === undefined || looked === 'nothing-found' ? {} : { held: true as const }), ...(looked === 'destroyed' ? { until } : {}) };
    return {
      attachment: { ...about, contents: { state: 'kept', id, key: toBase64(key), redacted, ...said } },
      toSeal: { id, key, bytes, seen: redacted ? 'redacted' : (looked ?? 'unread'), until: looked === 'destroyed' ? until : null },
    };
  });
}

/** As devices get it: of a file that is held, without what opens it. */
export function fileForDevices({ contents, ...file }: HubAttachment): HubAttachment {
  if (contents?.state !== 'kept' || contents.held !== true) return { ...file, ...(contents === undefined ? {} : { contents }) };
  const { id, until, hidden } = contents;
  return { ...file, contents: { state: 'held', hidden: hidden ?? [], id, ...(until === undefined ? {} : { until }) } };
}

/** Stores what is kept of a message's files, sealed, in the transaction that stores the message. */
export async function storeFiles(tx: Tx, message: Pick<MessageTable, 'id' | 'conversation_id'>, files: readonly NamedFile[]): Promise<void> {
  for (const { toSeal } of files) {
    if (toSeal === null) continue;
    const { id, key, bytes, until } = toSeal;
    await tx.insertInto('attachments').values({ id, message_id: message.id, conversation_id: message.conversation_id, size: bytes.length, redacted: seen[toSeal.seen], deadline: until }).execute();
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

/** Removes files that are past their time, with what opens them still in their messages. @returns when the next one is; null where there is none */
export async function dropOverdueFiles(tx: Tx, now: number): Promise<number | null> {
  const overdue = tx.selectFrom('attachments').select('id').where('deadline', '<=', now);
  await tx.deleteFrom('attachment_chunks').where('attachment_id', 'in', overdue).execute();
  await tx.deleteFrom('attachments').where('deadline', '<=', now).execute();
  const row = await tx.selectFrom('attachments').select((e) => e.fn.min('deadline').as('next')).executeTakeFirst();
  return row?.next ?? null;
}

/** Why an agent gets no chunk. One that may not be seen and one that never was are not told apart. */
export type ChunkRefusal = 'withheld' | 'gone';

/**
 * Sealed chunks of an attachment in a conversation that the agent may see now, in order; fewer than asked for at its end.
 * @param policy what the policy says of contents that cannot be redacted; `lent` for one that the agent's laptop may have for a while, whatever it says.
 */
export async function readChunks(
  tx: Tx,
  agent: Viewer,
  policy: Policy['attachments'] | 'lent',
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
function delivered(row: number, policy: Policy['attachments'] | 'lent'): boolean {
  if (policy === 'lent') return true;
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
