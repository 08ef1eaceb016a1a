import { createHash } from 'node:crypto';
import type { HubAttachment, SentFile } from '../../shared/contract/wire/index.ts';
import { fileEnding, fileTerms, type FileWay } from '../../shared/domain/outgoing-file.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { OpenError } from '../../shared/trust/aead.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount, openChunk } from '../../shared/trust/chunks.ts';
import { fileKind, headLength } from '../intake/file-kind.ts';
import { shown } from '../delivery/files/let-out.ts';
import type { MessagePolicy, Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { notLetOut } from './attachments.ts';
import { dropUpload } from './uploads.ts';

type SentPolicy = Pick<Awaited<ReturnType<MessagePolicy>>, 'sentFiles' | 'refusedFiles'>;

/** What they are to go with: a reply by a channel, or a note. */
export interface Reply {
  readonly agent: Pick<Agent, 'id'>;
  readonly conversationId: string;
  readonly way: FileWay;
  readonly text: string;
}

/**
 * The files of a reply, as they were uploaded: whole, what their sender says they are, of a kind that may leave, and no more than the channel takes.
 * @returns as the message will list them, of the kind that their bytes tell; or a sentence for the author
 */
export async function takeFiles(tx: Tx, reply: Reply, files: readonly SentFile[], policy: SentPolicy): Promise<readonly HubAttachment[] | string> {
  if (files.length === 0) return [];
  const terms = fileTerms[reply.way];
  if (terms === null) return 'It was not sent: this channel takes no files. Remove them, then send the answer again.';
  // A note's leave the company no more than its words do.
  if (policy.sentFiles === 'none' && reply.way !== 'note') return 'It was not sent: your company lets no files be sent. Remove them, then send the answer again.';
  if (files.length > terms.most || new Set(files.map(({ id }) => id)).size !== files.length) return 'It was not sent: there are more files than this channel takes in one message.';
  if (files.reduce((sum, { size }) => sum + size, 0) > terms.together) return 'It was not sent: the files are larger than this channel takes.';
  if (terms.mostText !== null && reply.text.length > terms.mostText) return `It was not sent: beside a file this channel takes ${terms.mostText} characters of text. Shorten it, or send the file in a message of its own.`;
  const taken: HubAttachment[] = [];
  for (const file of files) {
    const mediaType = await kindOf(tx, reply, file);
    const problem = mediaType === null ? notWhole(file) : problemWith(file, mediaType, terms.kinds, policy);
    if (mediaType === null || problem !== null) return problem ?? notWhole(file);
    taken.push({ name: file.name, mediaType: mediaType.kind === 'known' ? mediaType.mediaType : '', size: file.size, contents: { state: 'kept', id: file.id, key: file.key, redacted: false } });
  }
  return taken;
}

/** Puts the uploaded chunks behind the message: as they are, since the device sealed them as every attachment is. In the transaction that stores it. */
export async function storeSentFiles(tx: Tx, message: Pick<MessageTable, 'id' | 'conversation_id'>, attachments: readonly HubAttachment[]): Promise<void> {
  for (const { size, contents } of attachments) {
    if (contents?.state !== 'kept') continue;
    const { id } = contents;
    await tx.insertInto('attachments').values({ id, message_id: message.id, conversation_id: message.conversation_id, size, redacted: notLetOut }).execute();
    await tx
      .insertInto('attachment_chunks')
      .columns(['attachment_id', 'position', 'sealed'])
      .expression((e) => e.selectFrom('upload_chunks').select(['upload_id', 'position', 'sealed']).where('upload_id', '=', id))
      .execute();
    await dropUpload(tx, id);
  }
}

/** What the file is, when all of it is here and is what its sender says; null where it is not. A chunk at a time. */
async function kindOf(tx: Tx, { agent, conversationId }: Reply, file: SentFile): Promise<Awaited<ReturnType<typeof fileKind>> | null> {
  const { id, size, sha256, name } = file;
  const upload = await tx.selectFrom('uploads').select(['size', 'chunks']).where('id', '=', id).where('agent_id', '=', agent.id).where('conversation_id', '=', conversationId).executeTakeFirst();
  if (upload?.size !== size || upload.chunks !== chunkCount(size)) return null;
  const key = fromBase64(file.key);
  const hash = createHash('sha256');
  let head = new Uint8Array();
  try {
    for (let index = 0; index < upload.chunks; index += 1) {
      const row = await tx.selectFrom('upload_chunks').select('sealed').where('upload_id', '=', id).where('position', '=', index).executeTakeFirst();
      const chunk = openChunk(key, { id, size }, index, row?.sealed ?? new Uint8Array());
      hash.update(chunk);
      if (index === 0) head = chunk.slice(0, headLength);
      chunk.fill(0);
    }
  } catch (error) {
    if (error instanceof OpenError) return null;
    throw error;
  } finally {
    key.fill(0);
  }
  return hash.digest('hex') === sha256 ? fileKind(head, name) : null;
}

function problemWith({ name, size }: SentFile, kind: Awaited<ReturnType<typeof fileKind>>, kinds: Readonly<Record<string, number>> | null, { refusedFiles }: SentPolicy): string | null {
  if (kind.kind === 'executable') return `It was not sent: “${shown(name)}” is a program or a script, and those are never sent. Remove it, then send the answer again.`;
  if (refusedFiles.split(',').some((ending) => ending.trim() !== '' && ending.trim() === fileEnding(name))) return `It was not sent: your company does not let files like “${shown(name)}” be sent. Remove it, then send the answer again.`;
  const most = kinds === null ? size : kinds[kind.mediaType];
  if (most === undefined) return `It was not sent: this channel does not take files of the kind of “${shown(name)}”. Remove it, then send the answer again.`;
  if (size > most) return `It was not sent: “${shown(name)}” is larger than this channel takes of its kind. Remove it, then send the answer again.`;
  return null;
}

const notWhole = ({ name }: SentFile) => `It was not sent: the file “${shown(name)}” did not arrive as it is on your laptop. Attach it again, then send the answer again.`;
