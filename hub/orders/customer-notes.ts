import { randomUUID } from 'node:crypto';
import { type CustomerNote, mostCustomerNotes } from '../../shared/contract/console/customers.ts';
import { AgentId, type CustomerId, CustomerNoteId } from '../../shared/domain/ids.ts';
import { redactText, type RedactionPolicy } from '../../shared/redaction/index.ts';
import type { Agents } from '../people/agents.ts';
import type { Envelope, Tx } from '../ports.ts';

const context = (id: string) => `customer_notes.content:${id}`;

/** Of one customer, newest first. @param most as many as a panel shows; of two who were made one there can be more */
export async function readNotes(tx: Tx, envelope: Envelope, agents: Agents, customer: CustomerId, most = mostCustomerNotes): Promise<CustomerNote[]> {
  const rows = await tx.selectFrom('customer_notes').selectAll().where('customer_id', '=', customer).orderBy('created_at', 'desc').orderBy('id').limit(most).execute();
  const notes: CustomerNote[] = [];
  for (const { id, agent_id, content, created_at } of rows) {
    const agentId = AgentId.parse(agent_id);
    notes.push({ id: CustomerNoteId.parse(id), text: await envelope.open(tx, customer, context(id), content), agentId, agentName: (await agents.find(tx, agentId))?.name ?? '', at: created_at });
  }
  return notes;
}

/**
 * Keeps a note, with everything hidden that the policy hides in messages: what an agent writes down is for those who may
 * not see it all. @returns null when there are as many as are kept.
 */
export async function addNote(tx: Tx, envelope: Envelope, policy: RedactionPolicy, note: { readonly customer: CustomerId; readonly agent: AgentId; readonly text: string; readonly at: number }): Promise<CustomerNoteId | null> {
  const { n } = await tx.selectFrom('customer_notes').select((e) => e.fn.countAll<number>().as('n')).where('customer_id', '=', note.customer).executeTakeFirstOrThrow();
  if (n >= mostCustomerNotes) return null;
  const id = CustomerNoteId.parse(randomUUID());
  const content = await envelope.seal(tx, note.customer, context(id), redactText(note.text, policy).text);
  await tx.insertInto('customer_notes').values({ id, customer_id: note.customer, agent_id: note.agent, content, created_at: note.at }).execute();
  return id;
}

/** False where there is no such note of theirs about this customer. */
export async function removeNote(tx: Tx, note: { readonly id: CustomerNoteId; readonly customer: CustomerId; readonly agent: AgentId }): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('customer_notes').where('id', '=', note.id).where('customer_id', '=', note.customer).where('agent_id', '=', note.agent).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Which notes there are about a customer. */
export async function noteIds(tx: Tx, customer: CustomerId): Promise<CustomerNoteId[]> {
  const rows = await tx.selectFrom('customer_notes').select('id').where('customer_id', '=', customer).orderBy('created_at').orderBy('id').execute();
  return rows.map(({ id }) => CustomerNoteId.parse(id));
}

/** Those of the notes that are about the one go to the other, under the other's data key. */
export async function moveNotes(tx: Tx, envelope: Envelope, ids: readonly CustomerNoteId[], from: CustomerId, to: CustomerId): Promise<void> {
  for (const noteId of ids) {
    const row = await tx.selectFrom('customer_notes').select('content').where('id', '=', noteId).where('customer_id', '=', from).executeTakeFirst();
    // Its author has removed it.
    if (row === undefined) continue;
    const content = await envelope.seal(tx, to, context(noteId), await envelope.open(tx, from, context(noteId), row.content));
    await tx.updateTable('customer_notes').set({ customer_id: to, content }).where('id', '=', noteId).execute();
  }
}
