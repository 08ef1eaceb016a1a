import { CustomerId } from '../../shared/domain/ids.ts';
import { openIdentityRow } from '../conversations/customers.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { CustomerIdentityTable } from '../store/tables/customers.ts';
import type { BeginningTable } from '../store/tables/conversations.ts';
import { customerOfBeginning, openBeginning } from '../writing/kept-beginnings.ts';

export interface KnownBy {
  readonly kind: CustomerIdentityTable['kind'];
  readonly value: string;
}

/** A customer, and those who were merged into them: one person, first of all whoever holds everything. */
export async function whoAreOne(tx: Tx, holder: CustomerId): Promise<CustomerId[]> {
  const merged = await tx.selectFrom('customer_merges').select('from_id').where('into_id', '=', holder).where('undone_at', 'is', null).orderBy('from_id').execute();
  return [...new Set([holder, ...merged.map(({ from_id }) => CustomerId.parse(from_id))])];
}

/** Every address and number of theirs, whole, however many there are. It stays at the hub. */
export async function knownBy(tx: Tx, envelope: Envelope, who: readonly CustomerId[]): Promise<KnownBy[]> {
  const known: KnownBy[] = [];
  for (const row of await tx.selectFrom('customer_identities').selectAll().where('customer_id', 'in', who).orderBy('created_at').orderBy('id').execute()) known.push({ kind: row.kind, value: await openIdentityRow(tx, envelope, row) });
  return known;
}

export const conversationsOf = (tx: Tx, who: readonly CustomerId[]) => tx.selectFrom('conversations').select('id').where('customer_id', 'in', who);

export const messagesOf = (tx: Tx, who: readonly CustomerId[]) => tx.selectFrom('messages').select('id').where((e) => e.or([e('customer_id', 'in', who), e('conversation_id', 'in', conversationsOf(tx, who))]));

export const visitorsOf = (tx: Tx, who: readonly CustomerId[], known: readonly KnownBy[]) =>
  tx
    .selectFrom('webchat_visitors')
    .select('id')
    .where((e) => e.or([e('conversation_id', 'in', conversationsOf(tx, who)), e('id', 'in', known.flatMap(({ kind, value }) => (kind === 'webchat' ? [value] : [])))]));

/** What agents have begun with them, also by an address that was typed before anybody was known by it. */
export async function beginningsOf(tx: Tx, envelope: Envelope, who: readonly CustomerId[]): Promise<BeginningTable[]> {
  const theirs: BeginningTable[] = [];
  for (const row of await tx.selectFrom('beginnings').selectAll().where((e) => e.or([e('customer_id', 'in', who), e.and([e('customer_id', 'is', null), e('content', 'is not', null)])])).orderBy('agent_id').orderBy('id').execute()) {
    if (row.customer_id !== null) theirs.push(row);
    else {
      const opened = await openBeginning(tx, envelope, row);
      const meant = opened === null ? null : await customerOfBeginning(tx, envelope, opened.content);
      if (meant !== null && who.includes(meant)) theirs.push(row);
    }
  }
  return theirs;
}
