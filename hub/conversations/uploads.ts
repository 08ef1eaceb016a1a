import type { AttachmentId, ConversationId } from '../../shared/domain/ids.ts';
import { mostOutgoingBytes } from '../../shared/domain/outgoing-file.ts';
import { can } from '../../shared/domain/permission.ts';
import { chunkCount, sealedChunkLength } from '../../shared/trust/chunks.ts';
import type { Tx, Viewer } from '../ports.ts';
import { maySee } from './audience.ts';
import { readConversation } from './conversations.ts';

/** Why a device may not upload. A conversation that is not theirs and one that never was are not told apart. */
export type UploadRefusal = 'gone' | 'full' | 'damaged';
export type UploadAnswer = { readonly kind: 'there'; readonly chunks: number } | { readonly kind: 'refused'; readonly reason: UploadRefusal };

/** So long a file that no reply takes along is kept after its last chunk, in milliseconds. */
export const keptFor = 7 * 24 * 3_600_000;
/** Files of one agent that wait for a reply. */
const mostWaiting = 50;

const refused = (reason: UploadRefusal): UploadAnswer => ({ kind: 'refused', reason });

/**
 * A file for a reply, or for the first mail of a conversation (`begins`), begins, or goes on: how many of its chunks are here. What an agent has uploaded and not sent is bounded in number and in the bytes that it
 * will have, so that nobody fills the disk.
 */
export async function beginUpload(tx: Tx, agent: Viewer, { id, conversationId, size, begins }: { readonly id: AttachmentId; readonly conversationId: ConversationId; readonly size: number; readonly begins?: true | undefined }, now: number): Promise<UploadAnswer> {
  await dropForgotten(tx, now);
  if (!(await (begins === true ? mayBegin(tx, agent, conversationId) : mayAnswerIn(tx, agent, conversationId)))) return refused('gone');
  const known = await tx.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
  if (known !== undefined) return known.agent_id === agent.id && known.conversation_id === conversationId && known.size === size ? { kind: 'there', chunks: known.chunks } : refused('gone');
  // An id that an attachment has already is never given out again.
  if ((await tx.selectFrom('attachments').select('id').where('id', '=', id).executeTakeFirst()) !== undefined) return refused('gone');
  const { files, bytes } = await tx.selectFrom('uploads').select((e) => [e.fn.countAll<number>().as('files'), e.fn.sum<number | null>('size').as('bytes')]).where('agent_id', '=', agent.id).executeTakeFirstOrThrow();
  if (files >= mostWaiting || (bytes ?? 0) + size > mostOutgoingBytes) return refused('full');
  await tx.insertInto('uploads').values({ id, agent_id: agent.id, conversation_id: conversationId, size, chunks: 0, touched_at: now }).execute();
  return { kind: 'there', chunks: 0 };
}

/** Takes chunks in that are next, in order; one that is here already changes nothing. Each has exactly the length that it must have, and there is none behind the last. */
export async function takeChunks(tx: Tx, agent: Viewer, { id, first, sealed }: { readonly id: AttachmentId; readonly first: number; readonly sealed: readonly Uint8Array[] }, now: number): Promise<UploadAnswer> {
  const upload = await tx.selectFrom('uploads').selectAll().where('id', '=', id).where('agent_id', '=', agent.id).executeTakeFirst();
  if (upload === undefined || !((await mayAnswerIn(tx, agent, upload.conversation_id)) || (await mayBegin(tx, agent, upload.conversation_id)))) return refused('gone');
  const placed = sealed.map((chunk, place) => ({ position: first + place, chunk }));
  if (placed.some(({ position, chunk }) => position >= chunkCount(upload.size) || chunk.length !== sealedChunkLength(upload.size, position))) return refused('damaged');
  let { chunks } = upload;
  for (const { position, chunk } of placed) {
    if (position !== chunks) continue;
    await tx.insertInto('upload_chunks').values({ upload_id: id, position, sealed: chunk }).execute();
    chunks += 1;
  }
  await tx.updateTable('uploads').set({ chunks, touched_at: now }).where('id', '=', id).execute();
  return { kind: 'there', chunks };
}

/** Removes an upload; its chunks are elsewhere by then, or not wanted. */
export async function dropUpload(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('upload_chunks').where('upload_id', '=', id).execute();
  await tx.deleteFrom('uploads').where('id', '=', id).execute();
}

async function dropForgotten(tx: Tx, now: number): Promise<void> {
  const forgotten = await tx.selectFrom('uploads').select('id').where('touched_at', '<', now - keptFor).execute();
  for (const { id } of forgotten) await dropUpload(tx, id);
}

/** Under an id that no conversation has; what is uploaded there is nobody's until `start` takes it along. */
async function mayBegin(tx: Tx, agent: Viewer, conversationId: string): Promise<boolean> {
  return can(agent.roles, 'conversation.start') && (await readConversation(tx, conversationId)) === null;
}

async function mayAnswerIn(tx: Tx, agent: Viewer, conversationId: string): Promise<boolean> {
  const conversation = await readConversation(tx, conversationId);
  return conversation !== null && maySee(agent, conversation) && can(agent.roles, 'conversation.reply');
}
