import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../shared/domain/clock.ts';
import { isLetOut } from '../../conversations/attachments.ts';
import { openContent } from '../../conversations/messages.ts';
import { bareFile } from '../../delivery/files/bare-file.ts';
import { keptFiles } from '../../delivery/files/kept-file.ts';
import type { Envelope } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { OutgoingFile } from '../channel.ts';
import { type FileLink, linkToken, opensLink, tokenId } from './file-link.ts';

/** How long a link is good, in milliseconds: the provider fetches at once. */
export const linkLife = 5 * 60_000;

/** Links under which a provider fetches files of messages: each opens one file of one message, once, for some minutes. They are not kept with the messages, and nothing lists them. */
export class FileLinks {
  readonly #db: Store;
  readonly #envelope: Envelope;
  readonly #clock: Clock;

  constructor(db: Store, envelope: Envelope, clock: Clock) {
    this.#db = db;
    this.#envelope = envelope;
    this.#clock = clock;
  }

  /** A new link; what is too old goes. @returns its token */
  async make(messageId: string, attachmentId: string): Promise<string> {
    const now = this.#clock.now();
    const link: FileLink = { id: randomUUID(), attachmentId, messageId, until: now + linkLife };
    await this.#db.deleteFrom('file_links').where('until', '<=', now).execute();
    await this.#db.insertInto('file_links').values({ id: link.id, attachment_id: attachmentId, message_id: messageId, until: link.until }).execute();
    return linkToken(this.#envelope, link);
  }

  /** Takes the link in: of two who come at once, one has it. @returns null for one that is late, was used, was changed, or never was */
  async open(token: string): Promise<OutgoingFile | null> {
    const id = tokenId(token);
    const row = id === null ? undefined : await this.#db.selectFrom('file_links').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined || !opensLink(this.#envelope, token, { id: row.id, attachmentId: row.attachment_id, messageId: row.message_id, until: row.until }, this.#clock.now())) return null;
    const { numDeletedRows } = await this.#db.deleteFrom('file_links').where('id', '=', row.id).executeTakeFirst();
    if (numDeletedRows === 0n) return null;
    const message = await this.#db
      .selectFrom('messages')
      .innerJoin('attachments', 'attachments.message_id', 'messages.id')
      .selectAll('messages')
      .where('messages.id', '=', row.message_id)
      .where('messages.kind', '=', 'outbound')
      .where('attachments.id', '=', row.attachment_id)
      .where('attachments.redacted', '=', isLetOut)
      .executeTakeFirst();
    if (message === undefined) return null;
    const { attachments } = await this.#db.transaction().execute((tx) => openContent(tx, this.#envelope, message));
    const file = keptFiles(this.#db, attachments).find(({ id }) => id === row.attachment_id);
    return file === undefined ? null : bareFile(file);
  }
}
