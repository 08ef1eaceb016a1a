import { z } from 'zod';
import { HubAttachment } from '../../../shared/contract/wire/attachment.ts';
import type { AttachmentPlace } from '../../boundary/vault-process.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { fromBase64 } from '../../../shared/trust/bytes.ts';
import type { Contents } from '../../../shared/trust/chunks.ts';
import type { ReadableDatabase } from '../database.ts';
import { lentFile } from './lent-files.ts';

export interface KnownAttachment extends Contents {
  /** Null for one that is held, while this laptop may not have it. */
  readonly key: Uint8Array | null;
  /** Until when this laptop may have one that is held, in Unix milliseconds. */
  readonly until: number | null;
}

export type AttachmentProblem = 'attachment-gone' | 'attachment-damaged' | 'no-room';
const explanations: Readonly<Record<AttachmentProblem, string>> = {
  'attachment-gone': 'This attachment is not on this laptop any more. Open its conversation again.',
  'attachment-damaged': 'What came of this attachment is damaged, and nothing of it was kept. Open it again while the hub is reached.',
  'no-room': 'There is too little room on this laptop for this attachment. Nothing else was lost. Free some space, then open it again.',
};

export function attachmentProblem(problem: AttachmentProblem): SealdeskError<AttachmentProblem> {
  // Without a cause: what the file system says has the profile's path in it.
  return new SealdeskError(problem, explanations[problem]);
}

const Attachments = z.array(HubAttachment);

/** Whose contents the hub has kept, as its message tells, or holds. @throws SealdeskError `attachment-gone` */
export function knownAttachment(database: ReadableDatabase, { messageId, id }: AttachmentPlace, now: number): KnownAttachment {
  const row = database.row<{ attachments: string | null }>('SELECT attachments FROM messages WHERE id = ?', [messageId]);
  const attachments = Attachments.parse(JSON.parse(row?.attachments ?? '[]'));
  for (const { size, contents } of attachments) {
    if (contents === undefined || contents.state === 'too-large' || contents.id !== id) continue;
    const lent = lentFile(database, id, now);
    // Older messages have the key of a file that is held with them; it opens nothing before the hub has said so.
    const key = contents.state === 'kept' && contents.held !== true ? fromBase64(contents.key) : lent === null ? null : new Uint8Array(lent.key);
    return { id, size, key, until: lent?.until ?? null };
  }
  throw attachmentProblem('attachment-gone');
}
