import { CustomerId } from '../../shared/domain/ids.ts';
import type { Envelope, Tx } from '../ports.ts';
import { addIdentity, changeIdentity, findCustomer, type Identity, identityRow } from './customers.ts';

/**
 * Ids of customers that are not for ever. WhatsApp knows people by an id that belongs to the business; before those
 * existed, and in messages that are older, it knew them by their phone number, which may be left out now.
 */

/**
 * Finds the customer of an identity under whatever the hub knows them by, and keeps what is new of it. A number alone
 * names whoever is known by it; a number beside an id names nobody who has another id: numbers are given to new people.
 */
export async function settleIdentity(tx: Tx, envelope: Envelope, identity: Identity, now: number): Promise<CustomerId | null> {
  const { kind, value, phone } = identity;
  const known = await findCustomer(tx, envelope, identity);
  if (kind === 'webchat') return settleVouched(tx, envelope, identity, known, now);
  if (kind !== 'whatsapp') return known;
  if (known !== null) {
    if (phone !== undefined && phone !== value) await addIdentity(tx, envelope, known, 'phone', phone, now);
    return known;
  }
  if (phone === undefined) return null;
  if (phone === value) {
    const row = await identityRow(tx, envelope, 'phone', phone);
    return row ? CustomerId.parse(row.customer_id) : null;
  }
  const byNumber = await identityRow(tx, envelope, 'whatsapp', phone);
  if (!byNumber) return null;
  await changeIdentity(tx, envelope, byNumber, value);
  const customerId = CustomerId.parse(byNumber.customer_id);
  await addIdentity(tx, envelope, customerId, 'phone', phone, now);
  return customerId;
}

/**
 * Of a page that the shop's server vouches for: by the e-mail address that it has verified they are who writes mail from it,
 * unless that is somebody else's: then two customers stay two, until a person says that they are one.
 */
async function settleVouched(tx: Tx, envelope: Envelope, { value, email }: Identity, known: CustomerId | null, now: number): Promise<CustomerId | null> {
  if (email === undefined) return known;
  const customerId = known ?? (await findCustomer(tx, envelope, { kind: 'email', value: email }));
  if (customerId === null) return null;
  if (known === null) await addIdentity(tx, envelope, customerId, 'webchat', value, now);
  else await addIdentity(tx, envelope, customerId, 'email', email, now);
  return customerId;
}

/** The customer goes by another id. @returns whose identity it was; null where nobody had the former one, or somebody has the new one already. */
export async function renameIdentity(tx: Tx, envelope: Envelope, kind: 'whatsapp' | 'instagram', from: string, to: string): Promise<CustomerId | null> {
  const row = await identityRow(tx, envelope, kind, from);
  if (!row || (await identityRow(tx, envelope, kind, to))) return null;
  await changeIdentity(tx, envelope, row, to);
  return CustomerId.parse(row.customer_id);
}
