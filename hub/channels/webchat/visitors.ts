import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { masksInWords } from '../../../shared/customer-words/mask-in-words.ts';
import { wordsIn } from '../../../shared/customer-words/words.ts';
import { ConversationId } from '../../../shared/domain/ids.ts';
import type { Language } from '../../../shared/language/languages.ts';
import { formattedOf } from '../../../shared/marks/shown-formatted.ts';
import type { ChatFile, ChatLine } from '../../widget/chat-frames.ts';
import { notLetOut } from '../../conversations/attachments.ts';
import { type MessageContent, newestMessages, openContent, openMessageId } from '../../conversations/messages.ts';
import type { Envelope, Tx } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import { shownKinds } from './shop-files.ts';

/** Of the past a page gets so many lines, and no more than so many UTF-16 code units: every change sends them anew. */
const historyLength = 200;
const historySize = 400_000;
/** A token that nobody came back with for this long, in milliseconds, is worth nothing any more: the computer may be somebody else's by now. */
const tokenLife = 30 * 24 * 3_600_000;

/** What a chat has to do with ratings. */
export interface ChatRatings {
  /** Of these messages, those that ask how it went. */
  readonly statesOf: (tx: Tx, messageIds: readonly string[]) => Promise<ReadonlyMap<string, 'open' | 'rated'>>;
  /** Takes a rating, once. @returns `open` where it was taken */
  readonly rateMessage: (messageId: string, score: number, comment: string) => Promise<'open' | 'rated' | 'over' | 'unknown'>;
}

/** Larger pictures are saved and not shown, in bytes. */
const largestShown = 8 * 1024 * 1024;

/** Who a page speaks for. `saved` false: has not written yet, and is known to this connection only. */
export interface Visitor {
  readonly id: string;
  readonly channelId: string;
  readonly token: string;
  saved: boolean;
  /** What the shop's server says of them; null for a stranger. */
  readonly known: { readonly name: string | null; readonly email: string | null } | null;
}

const hashOf = (token: string) => new Uint8Array(createHash('sha256').update(token, 'utf8').digest());

/** A visitor with a new token of 256 random bits. */
export function newVisitor(channelId: string): Visitor {
  return { id: randomUUID(), channelId, token: randomBytes(32).toString('base64url'), saved: false, known: null };
}

/** The visitor a token was given to, who is here again; null for a token of another channel, one that was never used, and one too long unused. */
export async function findVisitor(db: Store, channelId: string, token: string, now: number): Promise<Visitor | null> {
  const row = await db
    .updateTable('webchat_visitors')
    .set({ last_seen_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('channel_id', '=', channelId)
    .where('subject_index', 'is', null)
    .where('last_seen_at', '>', now - tokenLife)
    .returning('id')
    .executeTakeFirst();
  return row ? { id: row.id, channelId, token, saved: true, known: null } : null;
}

/** Keeps a visitor, of the token only the hash. */
export async function saveVisitor(db: Store, visitor: Visitor, now: number): Promise<void> {
  await db
    .insertInto('webchat_visitors')
    .values({ token_hash: hashOf(visitor.token), id: visitor.id, channel_id: visitor.channelId, conversation_id: null, subject_index: null, created_at: now, last_seen_at: now })
    .onConflict((conflict) => conflict.column('token_hash').doNothing())
    .execute();
  visitor.saved = true;
}

/** What was said, as the shop's people see it, with Sealdesk's own words in it in a language; notes and events stay inside. */
export async function historyOf(tx: Tx, envelope: Envelope, visitorId: string, statesOf: ChatRatings['statesOf'], language: Language): Promise<ChatLine[]> {
  const visitor = await tx.selectFrom('webchat_visitors').select('conversation_id').where('id', '=', visitorId).executeTakeFirst();
  if (!visitor?.conversation_id) return [];
  const { masks, chat } = wordsIn(language);
  const lines: ChatLine[] = [];
  let size = 0;
  const held = await notOutYet(tx, visitor.conversation_id);
  for (const row of (await newestMessages(tx, visitor.conversation_id, historyLength)).toReversed()) {
    if ((row.kind !== 'inbound' && row.kind !== 'outbound') || held.has(row.id)) continue;
    const { authorName, text, marked, attachments } = await openContent(tx, envelope, row);
    const formatted = formattedOf({ text, marked });
    size += text.length + (formatted === null ? 0 : JSON.stringify(formatted).length);
    if (size > historySize && lines.length > 0) break;
    const fromCustomer = row.kind === 'inbound';
    lines.push({ id: row.id, clientId: fromCustomer ? await openMessageId(tx, envelope, row) : null, from: fromCustomer ? 'customer' : 'shop', name: row.automatic === 1 && !fromCustomer ? chat.automatic : authorName, text: masksInWords(text, masks), ...(formatted === null ? {} : { formatted }), at: row.sent_at, files: filesOf(attachments, fromCustomer) });
  }
  const ratings = await statesOf(tx, lines.filter(({ from }) => from === 'shop').map(({ id }) => id));
  return lines.toReversed().map((line) => {
    const rating = ratings.get(line.id);
    return rating === undefined ? line : { ...line, name: chat.automaticQuestion, rating };
  });
}

/** Of the customer's own file only what they sent, not what was made of it for the shop; of the shop's, what can be had. */
function filesOf(attachments: MessageContent['attachments'], fromCustomer: boolean): ChatFile[] {
  const shown = fromCustomer ? attachments.slice(0, 1) : attachments;
  return shown.map(({ name, size, mediaType, contents }) => {
    const id = !fromCustomer && contents?.state === 'kept' ? contents.id : null;
    return { id, name, size, picture: id !== null && shownKinds.has(mediaType) && size <= largestShown };
  });
}

/** Messages of a conversation whose files wait for the last gate, or were stopped there: the words of such a one wait with them. */
async function notOutYet(tx: Tx, conversationId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('attachments').select('message_id').where('conversation_id', '=', conversationId).where('redacted', '=', notLetOut).execute();
  return new Set(rows.map(({ message_id }) => message_id));
}

/** Of these messages, those that were written to this visitor. */
export async function writtenTo(db: Store, visitorId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('messages')
    .innerJoin('webchat_visitors', 'webchat_visitors.conversation_id', 'messages.conversation_id')
    .select('messages.id')
    .where('webchat_visitors.id', '=', visitorId)
    .where('messages.kind', '=', 'outbound')
    .where('messages.id', 'in', [...ids])
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether a visitor who was kept is still there. */
export async function isVisitor(db: Store, visitorId: string): Promise<boolean> {
  return (await db.selectFrom('webchat_visitors').select('id').where('id', '=', visitorId).executeTakeFirst()) !== undefined;
}

/** A visitor's conversation; null before it has begun. */
export async function conversationOf(db: Store, visitorId: string): Promise<ConversationId | null> {
  const row = await db.selectFrom('webchat_visitors').select('conversation_id').where('id', '=', visitorId).executeTakeFirst();
  return row?.conversation_id ? ConversationId.parse(row.conversation_id) : null;
}

/** The visitor whose conversation it is; null when there is none. */
export async function visitorOf(db: Store, conversationId: string): Promise<string | null> {
  return (await db.selectFrom('webchat_visitors').select('id').where('conversation_id', '=', conversationId).executeTakeFirst())?.id ?? null;
}
