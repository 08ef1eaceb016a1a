import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Beginning } from '../../shared/domain/beginning.ts';
import { CustomerId } from '../../shared/domain/ids.ts';
import { phoneDigits } from '../../shared/domain/phone-number.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { findCustomer } from '../conversations/customers.ts';
import type { Envelope, Tx } from '../ports.ts';
import { ErasedError } from '../store/envelope.ts';
import type { BeginningTable } from '../store/tables/conversations.ts';

/** What is kept of one. `files`: how many lie beside it on which device. */
export interface KeptBeginning {
  readonly content: Beginning;
  readonly files: Readonly<Record<string, number>>;
}

/** As it is sealed; before files were told, without them. */
const Sealed = Beginning.extend({ files: z.record(z.uuid(), z.number().int().min(1)).default({}) });

type Which = Pick<BeginningTable, 'agent_id' | 'id'>;
const context = ({ agent_id, id }: Which) => `beginnings.content:${agent_id} ${id}`;

/** Whose it is to be: the customer who is named, or who is known by the address or number that was typed. Null: nobody is known yet. */
export async function customerOfBeginning(tx: Tx, envelope: Envelope, { way, with: whom }: Beginning): Promise<CustomerId | null> {
  switch (whom.kind) {
    case 'nobody':
      return null;
    case 'customer':
      return whom.customerId;
    case 'typed': {
      if (way === 'email') return findCustomer(tx, envelope, { kind: 'email', value: whom.typed.trim().toLowerCase() });
      const value = phoneDigits(whom.typed, null);
      return value === null ? null : ((await findCustomer(tx, envelope, { kind: 'phone', value })) ?? findCustomer(tx, envelope, { kind: 'whatsapp', value }));
    }
  }
}

/** Under the data key of the customer, erased with it; under the hub's own where there is no customer yet. */
export async function sealBeginning(tx: Tx, envelope: Envelope, customerId: CustomerId | null, which: Which, { content, files }: KeptBeginning): Promise<Uint8Array | 'erased'> {
  const text = JSON.stringify({ ...content, files });
  if (customerId === null) return envelope.sealSystem(context(which), utf8(text));
  try {
    return await envelope.seal(tx, customerId, context(which), text);
  } catch (error) {
    if (error instanceof ErasedError) return 'erased';
    throw error;
  }
}

/** Nothing where it is gone, or its customer has been erased. Who was named has become who they were merged into. */
export async function openBeginning(tx: Tx, envelope: Envelope, row: BeginningTable): Promise<KeptBeginning | null> {
  const { content, customer_id } = row;
  if (content === null) return null;
  if (customer_id === null) return keptIn(Buffer.from(envelope.openSystem(context(row), content)).toString('utf8'));
  const customerId = CustomerId.parse(customer_id);
  try {
    const { content: opened, files } = keptIn(await envelope.open(tx, customerId, context(row), content));
    return { content: opened.with.kind === 'customer' ? { ...opened, with: { ...opened.with, customerId } } : opened, files };
  } catch (error) {
    if (error instanceof ErasedError) return null;
    throw error;
  }
}

function keptIn(text: string): KeptBeginning {
  const { files, ...content } = Sealed.parse(JSON.parse(text));
  return { content, files };
}

/** What is begun with a customer. */
export function beginningsWith(tx: Tx, customerId: CustomerId): Promise<BeginningTable[]> {
  return tx.selectFrom('beginnings').selectAll().where('customer_id', '=', customerId).where('content', 'is not', null).orderBy('agent_id').orderBy('id').execute();
}

/**
 * Two customers have become one, or one has become two: what is begun goes under the other's key. Where it names the customer it is a version of its own,
 * since it says something else now. @returns those, for the agents' devices
 */
export async function moveBeginnings(tx: Tx, envelope: Envelope, rows: readonly BeginningTable[], to: CustomerId): Promise<BeginningTable[]> {
  const named: BeginningTable[] = [];
  for (const row of rows) {
    const opened = await openBeginning(tx, envelope, row);
    const names = opened?.content.with.kind === 'customer';
    const sealed = opened === null ? null : await sealBeginning(tx, envelope, to, row, opened);
    const moved = { customer_id: to, content: sealed === 'erased' ? null : sealed, ...(names ? { version: row.version + 1, key: randomUUID() } : {}) };
    await tx.updateTable('beginnings').set(moved).where('agent_id', '=', row.agent_id).where('id', '=', row.id).execute();
    if (names) named.push({ ...row, ...moved });
  }
  return named;
}
