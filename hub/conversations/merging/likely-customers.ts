import type { LikelyCustomer } from '../../../shared/contract/console/one-customer.ts';
import { CustomerId } from '../../../shared/domain/ids.ts';
import type { Envelope, Tx, Viewer } from '../../ports.ts';
import { ErasedError } from '../../store/envelope.ts';
import { nameIndex, readCustomer, renameCustomer } from '../customers.ts';
import { maySeeCustomer } from '../outbound/recipient.ts';

/** Customers from before names were listed, looked at in one call. */
const batch = 500;
const most = 10;

/**
 * Who may be the same person as a customer: of the same name, in two words or more, and known by another kind of identity.
 * It is a suggestion to a person, and nothing more: anybody can call themselves anything.
 */
export async function likelyCustomers(tx: Tx, envelope: Envelope, agent: Viewer, customerId: CustomerId): Promise<LikelyCustomer[]> {
  await listNames(tx, envelope);
  const customer = await readCustomer(tx, envelope, customerId);
  // One word, or a masked address, is said of many.
  if (!/\p{L}{2,}\P{L}+\p{L}{2,}/u.test(customer.name) || /[•@]/.test(customer.name)) return [];
  const kinds = new Set(customer.identities.map(({ kind }) => kind));
  const rows = await tx.selectFrom('customers').select('id').where('name_index', '=', nameIndex(envelope, customer.name)).where('id', '!=', customerId).orderBy('created_at').orderBy('id').limit(100).execute();
  const likely: LikelyCustomer[] = [];
  for (const row of rows) {
    const id = CustomerId.parse(row.id);
    if (likely.length === most || !(await maySeeCustomer(tx, agent, id))) continue;
    const other = await readCustomer(tx, envelope, id);
    const otherKinds = new Set(other.identities.map(({ kind }) => kind));
    if ([...otherKinds].every((kind) => kinds.has(kind)) && [...kinds].every((kind) => otherKinds.has(kind))) continue;
    const { n } = await tx.selectFrom('conversations').select((e) => e.fn.countAll<number>().as('n')).where('customer_id', '=', id).executeTakeFirstOrThrow();
    likely.push({ customer: other, conversations: n });
  }
  return likely;
}

async function listNames(tx: Tx, envelope: Envelope): Promise<void> {
  for (const row of await tx.selectFrom('customers').select('id').where('name_index', 'is', null).limit(batch).execute()) {
    const id = CustomerId.parse(row.id);
    try {
      const { name } = await readCustomer(tx, envelope, id);
      await renameCustomer(tx, envelope, id, name);
    } catch (error) {
      if (!(error instanceof ErasedError)) throw error;
      await tx.updateTable('customers').set({ name_index: new Uint8Array() }).where('id', '=', id).execute();
    }
  }
}
