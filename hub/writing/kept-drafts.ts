import { z } from 'zod';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { Envelope, Tx } from '../ports.ts';
import { ErasedError } from '../store/envelope.ts';
import type { DraftTable } from '../store/tables/conversations.ts';

/** What is kept of a draft. `files`: how many lie beside it on which device. */
const DraftContent = z.object({ text: z.string(), files: z.record(z.uuid(), z.number().int().min(1)) });
export type DraftContent = z.infer<typeof DraftContent>;

export const noContent: DraftContent = { text: '', files: {} };

type Which = Pick<DraftTable, 'agent_id' | 'conversation_id' | 'kind'>;
const context = ({ agent_id, conversation_id, kind }: Which) => `drafts.content:${agent_id} ${conversation_id} ${kind}`;

/** Under the data key of the conversation's customer: erased with it. Null where there is nothing to keep. */
export async function sealDraft(tx: Tx, envelope: Envelope, customerId: string, which: Which, content: DraftContent): Promise<Uint8Array | null | 'erased'> {
  if (content.text === '' && Object.keys(content.files).length === 0) return null;
  return unlessErased(() => envelope.seal(tx, CustomerId.parse(customerId), context(which), JSON.stringify(content)));
}

/** Nothing where the customer has been erased: then there is no draft any more. */
export async function openDraft(tx: Tx, envelope: Envelope, customerId: string, row: DraftTable): Promise<DraftContent> {
  const { content } = row;
  if (content === null) return noContent;
  const opened = await unlessErased(() => envelope.open(tx, CustomerId.parse(customerId), context(row), content));
  return opened === 'erased' ? noContent : DraftContent.parse(JSON.parse(opened));
}

async function unlessErased<T>(work: () => Promise<T>): Promise<T | 'erased'> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ErasedError) return 'erased';
    throw error;
  }
}

/** The conversation goes to another customer, and its drafts under their key. */
export async function moveKeptDrafts(tx: Tx, envelope: Envelope, conversationId: string, from: string, to: string): Promise<void> {
  for (const row of await tx.selectFrom('drafts').selectAll().where('conversation_id', '=', conversationId).where('content', 'is not', null).execute()) {
    const sealed = await sealDraft(tx, envelope, to, row, await openDraft(tx, envelope, from, row));
    const content = sealed === 'erased' ? null : sealed;
    await tx.updateTable('drafts').set({ content }).where('agent_id', '=', row.agent_id).where('conversation_id', '=', conversationId).where('kind', '=', row.kind).execute();
  }
}
