import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../shared/domain/clock.ts';
import { OpenError } from '../../../shared/trust/aead.ts';
import { isLetOut } from '../../conversations/attachments.ts';
import { openContent } from '../../conversations/messages.ts';
import { BareOnce, type Reading } from '../../delivery/files/bare-once.ts';
import { keptFiles } from '../../delivery/files/kept-file.ts';
import { fileKind, headLength } from '../../intake/file-kind.ts';
import type { Envelope } from '../../ports.ts';
import type { Store } from '../../store/database.ts';

/** How long a ticket is good, in milliseconds: as long as a browser takes to follow it. */
const ticketLife = 60_000;
const mostTickets = 10_000;
/** Pictures that a page may show: what every browser draws, and none that runs a program. */
export const shownKinds: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** A file of the shop's, on its way to a visitor. */
export interface ShopFile {
  readonly name: string;
  readonly size: number;
  /** As its bytes tell now, for one of `shownKinds`; null for all else, which is only saved. */
  readonly picture: string | null;
  /** Chunk after chunk, each opened when it is asked for. */
  readonly contents: AsyncIterable<Uint8Array>;
  /** Whoever took it says so, in the end, however it ended: nobody takes it any more. */
  readonly done: () => void;
}

/** Files that the shop has sent to visitors: each is fetched with a ticket of its own, once, within a minute. No address of a file lasts. */
export class ShopFiles {
  readonly #db: Store;
  readonly #envelope: Envelope;
  readonly #clock: Clock;
  readonly #bare = new BareOnce();
  readonly #tickets = new Map<string, { readonly attachment: string; readonly until: number }>();

  constructor(db: Store, envelope: Envelope, clock: Clock) {
    this.#db = db;
    this.#envelope = envelope;
    this.#clock = clock;
  }

  /** @returns null for a file that was not sent to this visitor, is not kept, or is not there. */
  async ticket(visitorId: string, attachment: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('attachments')
      .innerJoin('messages', 'messages.id', 'attachments.message_id')
      .innerJoin('webchat_visitors', 'webchat_visitors.conversation_id', 'messages.conversation_id')
      .select('attachments.id')
      .where('attachments.id', '=', attachment)
      .where('attachments.redacted', '=', isLetOut)
      .where('messages.kind', '=', 'outbound')
      .where('webchat_visitors.id', '=', visitorId)
      .executeTakeFirst();
    if (!row) return null;
    const now = this.#clock.monotonic();
    for (const [hash, { until }] of this.#tickets) if (until <= now) this.#tickets.delete(hash);
    if (this.#tickets.size >= mostTickets) return null;
    const ticket = randomBytes(32).toString('base64url');
    this.#tickets.set(digest(ticket), { attachment, until: now + ticketLife });
    return ticket;
  }

  /** Takes the ticket in. @returns null for one that is late, was used, or never was, and for a file that is damaged. */
  async open(ticket: string): Promise<ShopFile | null> {
    const hash = digest(ticket);
    const known = this.#tickets.get(hash);
    this.#tickets.delete(hash);
    if (known === undefined || known.until <= this.#clock.monotonic()) return null;
    const message = await this.#db
      .selectFrom('messages')
      .innerJoin('attachments', 'attachments.message_id', 'messages.id')
      .selectAll('messages')
      .where('attachments.id', '=', known.attachment)
      .executeTakeFirst();
    if (!message) return null;
    const { attachments } = await this.#db.transaction().execute((tx) => openContent(tx, this.#envelope, message));
    const file = keptFiles(this.#db, attachments).find(({ id }) => id === known.attachment);
    try {
      const reading = file === undefined ? null : await this.#bare.read(file);
      return reading === null ? null : await opened(reading);
    } catch (error) {
      if (error instanceof OpenError) return null;
      throw error;
    }
  }
}

/** With its first chunk read, which tells what it is. */
async function opened({ file, done }: Reading): Promise<ShopFile | null> {
  let given = false;
  try {
    const chunks = file.read()[Symbol.asyncIterator]();
    const first = await chunks.next();
    if (first.done === true) return null;
    const kind = await fileKind(first.value.subarray(0, headLength), file.name);
    given = true;
    return { name: file.name, size: file.size, picture: kind.kind === 'known' && shownKinds.has(kind.mediaType) ? kind.mediaType : null, contents: all(first.value, chunks), done };
  } finally {
    if (!given) done();
  }
}

async function* all(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

const digest = (ticket: string) => createHash('sha256').update(ticket, 'utf8').digest('base64url');
