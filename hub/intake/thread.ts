import { CustomerId } from '../../shared/domain/ids.ts';
import type { Envelope, Tx } from '../ports.ts';
import { surviving } from '../conversations/joining/surviving.ts';
import { addressOf, identityRow } from '../conversations/customers.ts';
import { messageIdIndex } from '../conversations/messages.ts';
import { readMessageId } from '../channels/email/message-id.ts';
import { isFor, readToken } from '../channels/email/reply-token.ts';
import { ErasedError } from '../store/envelope.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import type { RiskReason } from './assess.ts';
import type { Assessed } from './stages.ts';

/** How old a conversation may be for a mail to join it by its subject alone, in milliseconds. */
const subjectLife = 30 * 24 * 3_600_000;

export interface Thread {
  /** Null: a new conversation begins. */
  readonly conversation: ConversationTable | null;
  readonly by: 'visitor' | 'customer' | 'own-id' | 'token' | 'answered' | 'subject' | 'new';
  /** What threading found to be careful about. */
  readonly reasons: readonly RiskReason[];
}

/**
 * thread: which conversation a message belongs to. For mail, in this order: our own authenticated
 * Message-ID, a reply token of ours that was made for the sender, any Message-ID it answers, and the subject, but only among the sender's own conversations. For WhatsApp
 * and Instagram, which show both sides one long conversation, as we do: the customer's, or that of the message it answers.
 *
 * @param sender the customer it comes from; null for a new one.
 * @param now Unix milliseconds: tokens end.
 */
export async function thread(tx: Tx, envelope: Envelope, channelId: string, message: Assessed, sender: CustomerId | null, now: number): Promise<Thread> {
  if (message.identity?.kind === 'webchat') {
    const row = await tx
      .selectFrom('webchat_visitors')
      .innerJoin('conversations', 'conversations.id', 'webchat_visitors.conversation_id')
      .selectAll('conversations')
      .where('webchat_visitors.id', '=', message.identity.value)
      .executeTakeFirst();
    return { conversation: row ?? null, by: row ? 'visitor' : 'new', reasons: [] };
  }
  if (message.identity?.kind === 'whatsapp' || message.identity?.kind === 'instagram') {
    if (sender === null) return { conversation: null, by: 'new', reasons: [] };
    // A customer may have two accounts there: each has its own conversation.
    const identity = await identityRow(tx, envelope, message.identity.kind, message.identity.value);
    const all = tx.selectFrom('conversations').selectAll('conversations').where('conversations.channel_id', '=', channelId).where('conversations.customer_id', '=', sender);
    // One that is known by what stands beside it (a number) says not which account it was.
    const own = identity === undefined ? all : all.where((e) => e.or([e('conversations.identity_id', 'is', null), e('conversations.identity_id', '=', identity.id)]));
    for (const answered of message.answers) {
      const row = await own.innerJoin('messages', 'messages.conversation_id', 'conversations.id').where('messages.message_id_index', '=', messageIdIndex(envelope, answered)).executeTakeFirst();
      if (row) return { conversation: row, by: 'answered', reasons: [] };
    }
    const row = await own.orderBy('conversations.created_at', 'desc').orderBy('conversations.id', 'desc').executeTakeFirst();
    return { conversation: row ?? null, by: row ? 'customer' : 'new', reasons: [] };
  }
  const joined = (conversation: ConversationTable, by: Thread['by']): Thread => ({
    conversation,
    by,
    reasons:
      sender === conversation.customer_id
        ? []
        : [{ level: 'caution', reason: 'This mail answers the conversation from another address than the customer’s. Your reply goes to the customer’s own address.' }],
  });
  const byId = async (id: string) => ofChannel(await tx.selectFrom('messages').select('conversation_id').where('id', '=', id).executeTakeFirst());
  const byIndex = async (id: string) =>
    ofChannel(await tx.selectFrom('messages').select('conversation_id').where('message_id_index', '=', messageIdIndex(envelope, id)).orderBy('position', 'desc').executeTakeFirst());
  const ofChannel = async (found: { readonly conversation_id: string } | undefined) =>
    found === undefined ? null : ((await tx.selectFrom('conversations').selectAll().where('id', '=', found.conversation_id).where('channel_id', '=', channelId).executeTakeFirst()) ?? null);

  for (const answered of message.answers) {
    const ownId = readMessageId(envelope, answered);
    const conversation = ownId === null ? null : await byId(ownId);
    if (conversation !== null) return joined(conversation, 'own-id');
  }
  const tokens = await conversationsOfTokens(tx, envelope, channelId, message, now);
  if (tokens.conversation !== null) return joined(tokens.conversation, 'token');
  for (const answered of message.answers) {
    const conversation = await byIndex(answered);
    if (conversation !== null) return joined(conversation, 'answered');
  }
  const index = sender === null ? null : subjectIndex(envelope, sender, message.subject);
  if (index !== null) {
    const row = await tx
      .selectFrom('conversations')
      .selectAll()
      .where('channel_id', '=', channelId)
      .where('subject_index', '=', index)
      .where('last_message_at', '>=', message.sentAt - subjectLife)
      .orderBy('last_message_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    const open = row && (await surviving(tx, row));
    // Where it went into a conversation of another channel or mailbox, its answers would not be found there.
    if (open?.channel_id === channelId) return { ...joined(open, 'subject'), reasons: tokens.reasons };
  }
  return { conversation: null, by: 'new', reasons: tokens.reasons };
}

const passedOn: RiskReason = { level: 'caution', reason: 'This mail was sent to an address for answers that was made for somebody else. It was not added to that conversation.' };

/** The conversation of a token that was made for the sender; or what to say where one was made for another. */
async function conversationsOfTokens(tx: Tx, envelope: Envelope, channelId: string, { identity, tokens = [] }: Assessed, now: number): Promise<Pick<Thread, 'conversation' | 'reasons'>> {
  const reasons: RiskReason[] = [];
  for (const token of tokens) {
    const read = readToken(token);
    if (read === null || read.endsAt <= now) continue;
    const named = await tx.selectFrom('conversations').selectAll().where('id', '=', read.conversationId).where('channel_id', '=', channelId).executeTakeFirst();
    if (named === undefined) continue;
    if (identity?.kind === 'email' && isFor(envelope, read, { channelId, address: identity.value })) {
      const conversation = await surviving(tx, named);
      if (conversation.channel_id === channelId) return { conversation, reasons: [] };
    }
    const customers = await addressOfCustomer(tx, envelope, named);
    if (customers !== null && reasons.length === 0 && isFor(envelope, read, { channelId, address: customers })) reasons.push(passedOn);
  }
  return { conversation: null, reasons };
}

/** Null where the customer has none, or is not there any more. */
async function addressOfCustomer(tx: Tx, envelope: Envelope, { customer_id, identity_id }: ConversationTable): Promise<string | null> {
  try {
    return await addressOf(tx, envelope, CustomerId.parse(customer_id), 'email', identity_id);
  } catch (error) {
    if (error instanceof ErasedError) return null;
    throw error;
  }
}

/** Null for a subject that says nothing: two mails without one have nothing in common. */
export function subjectIndex(envelope: Envelope, customerId: string, subject: string | null): Uint8Array | null {
  const plain = plainSubject(subject ?? '').toLowerCase();
  return plain === '' ? null : envelope.blindIndex('content', `subject\n${customerId}\n${plain}`);
}

/** Without the marks that mail programs put before an answered or forwarded subject, in the languages of our customers. */
export function plainSubject(subject: string): string {
  let rest = subject.trim();
  for (let next = stripped(rest); next !== rest; next = stripped(rest)) rest = next;
  return rest;
}

const stripped = (subject: string) => subject.replace(/^(?:re|aw|sv|vs|antw|ref|fwd?|wg|tr|rv|enc)(?:\[\d{1,3}\])?\s{0,3}[:：]\s*/i, '');
