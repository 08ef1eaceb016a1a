import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { CustomerId } from '../../shared/domain/ids.ts';
import { dropUpload } from '../conversations/uploads.ts';
import { settle } from '../intake/spool.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { BlockedSenders } from '../routing/blocked-senders.ts';
import type { BeginningTable } from '../store/tables/conversations.ts';
import { originalsOf } from './originals.ts';
import { beginningsOf, conversationsOf, type KnownBy, messagesOf, visitorsOf } from './theirs.ts';

export interface EraseRowsDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly blockedSenders: BlockedSenders;
}

/**
 * Takes out every row that is a customer's, with what lies under no key of theirs: keyed hashes of addresses, names, subjects and Message-IDs, files under keys of
 * their own, originals, what was hidden. The data keys are destroyed with it, though nothing is left that they would open: what the disk or a page
 * of the log still holds is of no use then.
 *
 * What stays, and why: the audit log (who did what, by ids); facts of the numbers (ids and times; what was counted stays counted); in the intake's ledger the keyed
 * hash of what came in, so that a mail that still lies in the mailbox does not come back; outcomes of commands (ids); and that there was a key.
 * @returns what agents had begun with them, as it is now, for their laptops
 */
export async function eraseRows(tx: Tx, { envelope, clock, blockedSenders }: EraseRowsDeps, who: readonly CustomerId[], known: readonly KnownBy[]): Promise<BeginningTable[]> {
  const beginnings = await beginningsOf(tx, envelope, who);
  await eraseFilesBeside(tx, beginnings);
  const begun = await emptyBeginnings(tx, clock, beginnings);
  await eraseOriginals(tx, envelope, clock, known);
  await blockedSenders.forget(tx, known);
  await eraseFiles(tx, who);
  await eraseMessages(tx, who);
  await eraseConversations(tx, who, known);
  await tx.deleteFrom('customer_notes').where('customer_id', 'in', who).execute();
  await tx.deleteFrom('customer_looks').where('customer_id', 'in', who).execute();
  await tx.deleteFrom('customer_identities').where('customer_id', 'in', who).execute();
  // Also of merges that were taken back: what the other was called lies with them.
  await tx.deleteFrom('customer_merges').where((e) => e.or([e('into_id', 'in', who), e('from_id', 'in', who)])).execute();
  await tx.deleteFrom('customers').where('id', 'in', who).execute();
  for (const id of who) await envelope.destroyKey(tx, id);
  return begun;
}

/** That there was one stays for a while, as of every other that is gone: else a laptop that has not heard of it would bring it back. */
async function emptyBeginnings(tx: Tx, clock: Clock, beginnings: readonly BeginningTable[]): Promise<BeginningTable[]> {
  const gone: BeginningTable[] = [];
  for (const row of beginnings) {
    const now = { version: row.version + 1, key: randomUUID(), customer_id: null, content: null, withheld: 0, changed_at: clock.now() };
    await tx.updateTable('beginnings').set(now).where('agent_id', '=', row.agent_id).where('id', '=', row.id).execute();
    if (row.content !== null) gone.push({ ...row, ...now });
  }
  return gone;
}

async function eraseOriginals(tx: Tx, envelope: Envelope, clock: Clock, known: readonly KnownBy[]): Promise<void> {
  const { quarantined, spooled } = await originalsOf(tx, envelope, known);
  for (const id of quarantined) await tx.deleteFrom('quarantine').where('id', '=', id).execute();
  for (const row of spooled) await settle(tx, row, 'quarantined', clock.now());
}

async function eraseFiles(tx: Tx, who: readonly CustomerId[]): Promise<void> {
  const files = tx.selectFrom('attachments').select('id').where((e) => e.or([e('message_id', 'in', messagesOf(tx, who)), e('conversation_id', 'in', conversationsOf(tx, who))]));
  await tx.deleteFrom('attachment_chunks').where('attachment_id', 'in', files).execute();
  await tx.deleteFrom('attachments').where('id', 'in', files).execute();
  const uploads = tx.selectFrom('uploads').select('id').where('conversation_id', 'in', conversationsOf(tx, who));
  await tx.deleteFrom('upload_chunks').where('upload_id', 'in', uploads).execute();
  await tx.deleteFrom('uploads').where('id', 'in', uploads).execute();
}

/** Brought for what was to begin with them: a conversation of that id there never was. */
async function eraseFilesBeside(tx: Tx, begun: readonly BeginningTable[]): Promise<void> {
  for (const { agent_id, id } of begun) {
    for (const upload of await tx.selectFrom('uploads').select('id').where('agent_id', '=', agent_id).where('conversation_id', '=', id).execute()) await dropUpload(tx, upload.id);
  }
}

async function eraseMessages(tx: Tx, who: readonly CustomerId[]): Promise<void> {
  const messages = messagesOf(tx, who);
  for (const table of ['file_releases', 'file_links', 'reveals', 'recoverable_findings', 'mistakes', 'deliveries', 'delivery_parts', 'conversation_merge_messages'] as const) {
    await tx.deleteFrom(table).where('message_id', 'in', messages).execute();
  }
  // Of a message the id alone, though it says of whom it was asked.
  await tx.deleteFrom('ratings').where((e) => e.or([e('id', 'in', messages), e('conversation_id', 'in', conversationsOf(tx, who))])).execute();
}

async function eraseConversations(tx: Tx, who: readonly CustomerId[], known: readonly KnownBy[]): Promise<void> {
  const conversations = conversationsOf(tx, who);
  for (const table of ['drafts', 'verification_tries', 'file_releases', 'reveals', 'recoverable_findings', 'mistakes', 'deliveries'] as const) {
    await tx.deleteFrom(table).where('conversation_id', 'in', conversations).execute();
  }
  await tx.deleteFrom('order_actions').where((e) => e.or([e('customer_id', 'in', who), e('conversation_id', 'in', conversations)])).execute();
  const merges = tx.selectFrom('conversation_merges').select('id').where((e) => e.or([e('from_id', 'in', conversations), e('into_id', 'in', conversations)]));
  await tx.deleteFrom('conversation_merge_messages').where('merge_id', 'in', merges).execute();
  await tx.deleteFrom('conversation_merges').where('id', 'in', merges).execute();
  const visitors = visitorsOf(tx, who, known);
  await tx.deleteFrom('webchat_sessions').where('visitor_id', 'in', visitors).execute();
  await tx.deleteFrom('webchat_visitors').where('id', 'in', visitors).execute();
  await tx.deleteFrom('messages').where('id', 'in', messagesOf(tx, who)).execute();
  await tx.deleteFrom('conversations').where('id', 'in', conversations).execute();
}
