import type { CustomerId } from '../../../shared/domain/ids.ts';
import { maskedIdentity } from '../../../shared/domain/masked-identity.ts';
import type { Envelope, Tx, Viewer } from '../../ports.ts';
import { maySee } from '../audience.ts';
import { createCustomer, findCustomer, identityRow, type Identity } from '../customers.ts';

/** Whether an agent sees one of a customer's conversations, and with it the customer. */
export async function maySeeCustomer(tx: Tx, agent: Viewer, customerId: string): Promise<boolean> {
  const rows = await tx.selectFrom('conversations').select(['assignee_id', 'team_id']).where('customer_id', '=', customerId).execute();
  return rows.some((row) => maySee(agent, row));
}

/**
 * Who is known by what an agent typed, or somebody new. Never by a name: two people have the same.
 * @param called what somebody new is called; their masked address or number where nobody said.
 */
export async function customerOf(tx: Tx, envelope: Envelope, identities: readonly [Identity, ...Identity[]], called: string, now: number): Promise<{ readonly customerId: CustomerId; readonly identityId: string | null }> {
  const [first] = identities;
  for (const identity of identities) {
    const customerId = await findCustomer(tx, envelope, identity);
    if (customerId !== null) return { customerId, identityId: (await identityRow(tx, envelope, identity.kind, identity.value))?.id ?? null };
  }
  const customerId = await createCustomer(tx, envelope, first, called === '' ? maskedIdentity(first.kind, first.value) : called, now);
  return { customerId, identityId: (await identityRow(tx, envelope, first.kind, first.value))?.id ?? null };
}
