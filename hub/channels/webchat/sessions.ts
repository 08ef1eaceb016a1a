import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Envelope, Tx } from '../../ports.ts';
import type { VouchedCustomer } from './identity-token.ts';
import type { Visitor } from './visitors.ts';

/** How long a page speaks for a customer after their shop has named them, in milliseconds. Then the shop is asked again. */
const sessionLife = 12 * 3_600_000;

const Content = z.object({ name: z.string().nullable(), email: z.string().nullable() });
const hashOf = (token: string) => new Uint8Array(createHash('sha256').update(token, 'utf8').digest());
const contentContext = (hash: Uint8Array) => `webchat_sessions.content:${Buffer.from(hash).toString('hex')}`;

/**
 * A session for whom a shop has named, once per token. Who they are in the shop decides which conversation is theirs,
 * and nothing else does: not the browser, nor what it remembers of others.
 * @returns null for a token that has opened one before.
 */
export async function openSession(tx: Tx, envelope: Envelope, channelId: string, read: { readonly customer: VouchedCustomer; readonly tokenId: string; readonly endsAt: number }, now: number): Promise<Visitor | null> {
  const { customer, tokenId, endsAt } = read;
  await tx.deleteFrom('webchat_used_tokens').where('ends_at', '<=', now).execute();
  await tx.deleteFrom('webchat_sessions').where('ends_at', '<=', now).execute();
  const used = await tx
    .insertInto('webchat_used_tokens')
    .values({ token_index: envelope.blindIndex('content', `webchat-token\n${channelId}\n${tokenId}`), ends_at: endsAt })
    .onConflict((conflict) => conflict.column('token_index').doNothing())
    .executeTakeFirst();
  if (used.numInsertedOrUpdatedRows === 0n) return null;
  const id = await visitorOfSubject(tx, envelope, channelId, customer.subject, now);
  const token = randomBytes(32).toString('base64url');
  const hash = hashOf(token);
  const content = envelope.sealSystem(contentContext(hash), Buffer.from(JSON.stringify({ name: customer.name, email: customer.email }), 'utf8'));
  await tx.insertInto('webchat_sessions').values({ token_hash: hash, visitor_id: id, content, ends_at: now + sessionLife }).execute();
  return { id, channelId, token, saved: true, known: { name: customer.name, email: customer.email } };
}

/** The customer a session's token was given to; null when there is none, or it has ended. */
export async function findSession(tx: Tx, envelope: Envelope, channelId: string, token: string, now: number): Promise<Visitor | null> {
  const hash = hashOf(token);
  const row = await tx
    .selectFrom('webchat_sessions')
    .innerJoin('webchat_visitors', 'webchat_visitors.id', 'webchat_sessions.visitor_id')
    .select(['webchat_visitors.id', 'webchat_sessions.content'])
    .where('webchat_sessions.token_hash', '=', hash)
    .where('webchat_sessions.ends_at', '>', now)
    .where('webchat_visitors.channel_id', '=', channelId)
    .executeTakeFirst();
  if (!row) return null;
  const known = Content.parse(JSON.parse(Buffer.from(envelope.openSystem(contentContext(hash), row.content)).toString('utf8')));
  return { id: row.id, channelId, token, saved: true, known };
}

export async function sessionStands(tx: Tx, token: string, now: number): Promise<boolean> {
  return (await tx.selectFrom('webchat_sessions').select('ends_at').where('token_hash', '=', hashOf(token)).where('ends_at', '>', now).executeTakeFirst()) !== undefined;
}

/** The customer has logged out: the session's token is worth nothing any more. */
export async function endSession(tx: Tx, token: string): Promise<void> {
  await tx.deleteFrom('webchat_sessions').where('token_hash', '=', hashOf(token)).execute();
}

async function visitorOfSubject(tx: Tx, envelope: Envelope, channelId: string, subject: string, now: number): Promise<string> {
  const index = envelope.blindIndex('content', `webchat-subject\n${channelId}\n${subject}`);
  // No token of a browser's leads to it: this hash is of one that nobody was given.
  await tx
    .insertInto('webchat_visitors')
    .values({ token_hash: new Uint8Array(randomBytes(32)), id: randomUUID(), channel_id: channelId, conversation_id: null, subject_index: index, created_at: now, last_seen_at: now })
    .onConflict((conflict) => conflict.columns(['channel_id', 'subject_index']).doUpdateSet({ last_seen_at: now }))
    .execute();
  return (await tx.selectFrom('webchat_visitors').select('id').where('channel_id', '=', channelId).where('subject_index', '=', index).executeTakeFirstOrThrow()).id;
}
