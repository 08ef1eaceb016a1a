import { z } from 'zod';
import { AgentId, BeginningId, CustomerId, CustomerNoteId, MergeId } from '../../../shared/domain/ids.ts';
import type { Envelope, Tx } from '../../ports.ts';
import type { ConversationTable } from '../../store/tables/conversations.ts';
import type { CustomerMergeTable } from '../../store/tables/customers.ts';

const context = (id: string) => `customer_merges.content:${id}`;

/** What the other was called, and what was theirs that neither an address nor a conversation leads back to them; of merges from before that was kept, nothing. */
const MergeContent = z.object({
  name: z.string(),
  notes: z.array(CustomerNoteId).default([]),
  begun: z.array(z.object({ agent: AgentId, id: BeginningId })).default([]),
});
export type MergeContent = z.infer<typeof MergeContent>;

/** Under the key of who holds it: with that key all of it is gone. */
export function sealMerge(tx: Tx, envelope: Envelope, { id, into_id }: Pick<CustomerMergeTable, 'id' | 'into_id'>, content: MergeContent): Promise<Uint8Array> {
  return envelope.seal(tx, CustomerId.parse(into_id), context(id), JSON.stringify(content));
}

export async function openMerge(tx: Tx, envelope: Envelope, { id, into_id, content }: CustomerMergeTable): Promise<MergeContent> {
  return MergeContent.parse(JSON.parse(await envelope.open(tx, CustomerId.parse(into_id), context(id), content)));
}

/** A note that is written while the two are one is about whom its conversation came from: it goes back with it. */
export async function rememberNote(tx: Tx, envelope: Envelope, conversation: Pick<ConversationTable, 'merge_id' | 'identity_id'>, note: CustomerNoteId): Promise<void> {
  const id = await cameBy(tx, conversation);
  const merge = id === null ? undefined : await tx.selectFrom('customer_merges').selectAll().where('id', '=', id).where('undone_at', 'is', null).executeTakeFirst();
  if (merge === undefined) return;
  const content = await openMerge(tx, envelope, merge);
  await tx.updateTable('customer_merges').set({ content: await sealMerge(tx, envelope, merge, { ...content, notes: [...content.notes, note] }) }).where('id', '=', merge.id).execute();
}

/** The merge by which a conversation is with whom it is with; what an address has brought since came by the same one as the address. */
async function cameBy(tx: Tx, { merge_id, identity_id }: Pick<ConversationTable, 'merge_id' | 'identity_id'>): Promise<MergeId | null> {
  const by = merge_id ?? (identity_id === null ? null : ((await tx.selectFrom('customer_identities').select('merge_id').where('id', '=', identity_id).executeTakeFirst())?.merge_id ?? null));
  return by === null ? null : MergeId.parse(by);
}

/** Who holds what was a customer's: whom they were merged into, or they themselves. */
export async function holderOf(tx: Tx, customerId: CustomerId): Promise<CustomerId> {
  const merge = await tx.selectFrom('customer_merges').select('into_id').where('from_id', '=', customerId).where('undone_at', 'is', null).executeTakeFirst();
  return merge === undefined ? customerId : CustomerId.parse(merge.into_id);
}
