import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CustomerId } from '../../shared/domain/ids.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { CustomerIdentityTable } from '../store/tables/customers.ts';

const CustomerContent = z.object({ name: z.string() });
const contentContext = (id: string) => `customers.content:${id}`;
const profileContext = (id: string) => `customer_identities.profile:${id}`;
const valueContext = (id: string) => `customer_identities.value:${id}`;

export interface Identity {
  readonly kind: 'email' | 'phone' | 'webchat' | 'whatsapp' | 'instagram';
  /** As the channel knows it; e-mail addresses in lower case. */
  readonly value: string;
  /** A phone number told beside it. Nobody is found by it once they have an id of their own. */
  readonly phone?: string;
  /** An e-mail address, in lower case, that whoever vouches for them has verified. */
  readonly email?: string;
}

/** The customer known under an identity; null for a new one. */
export async function findCustomer(tx: Tx, envelope: Envelope, identity: Identity): Promise<CustomerId | null> {
  const row = await identityRow(tx, envelope, identity.kind, identity.value);
  return row ? CustomerId.parse(row.customer_id) : null;
}

/** Where an identity is kept; undefined for one that nobody has. */
export function identityRow(tx: Tx, envelope: Envelope, kind: CustomerIdentityTable['kind'], value: string): Promise<CustomerIdentityTable | undefined> {
  return tx.selectFrom('customer_identities').selectAll().where('kind', '=', kind).where('value_index', '=', envelope.blindIndex(kind, value)).executeTakeFirst();
}

/** Gives a customer one more identity; nothing happens where it belongs to somebody already. */
export async function addIdentity(tx: Tx, envelope: Envelope, customerId: CustomerId, kind: CustomerIdentityTable['kind'], value: string, now: number): Promise<void> {
  const id = randomUUID();
  await tx
    .insertInto('customer_identities')
    .values({ id, customer_id: customerId, kind, value_index: envelope.blindIndex(kind, value), value: await envelope.seal(tx, customerId, valueContext(id), value), profile: null, merge_id: null, created_at: now })
    .onConflict((conflict) => conflict.columns(['kind', 'value_index']).doNothing())
    .execute();
}

/** Another value in the place of an identity's: the customer stays who they are. */
export async function changeIdentity(tx: Tx, envelope: Envelope, row: CustomerIdentityTable, value: string): Promise<void> {
  await tx
    .updateTable('customer_identities')
    .set({ value_index: envelope.blindIndex(row.kind, value), value: await envelope.seal(tx, CustomerId.parse(row.customer_id), valueContext(row.id), value) })
    .where('id', '=', row.id)
    .execute();
}

/** Makes a customer and the data key. @param identity null when the message does not say who sent it. */
export async function createCustomer(tx: Tx, envelope: Envelope, identity: Identity | null, name: string, now: number): Promise<CustomerId> {
  const id = CustomerId.parse(randomUUID());
  await envelope.createKey(tx, id);
  const content = await envelope.seal(tx, id, contentContext(id), JSON.stringify({ name }));
  await tx.insertInto('customers').values({ id, content, name_index: nameIndex(envelope, name), created_at: now }).execute();
  if (identity !== null) {
    await addIdentity(tx, envelope, id, identity.kind, identity.value, now);
    if (identity.phone !== undefined && identity.phone !== identity.value) await addIdentity(tx, envelope, id, 'phone', identity.phone, now);
    if (identity.email !== undefined) await addIdentity(tx, envelope, id, 'email', identity.email, now);
  }
  return id;
}

/** As devices get it: identities masked. */
export async function readCustomer(tx: Tx, envelope: Envelope, id: CustomerId): Promise<Customer> {
  const row = await tx.selectFrom('customers').select('content').where('id', '=', id).executeTakeFirstOrThrow();
  const { name } = CustomerContent.parse(JSON.parse(await envelope.open(tx, id, contentContext(id), row.content)));
  const rows = await identityRows(tx, id);
  const identities: Customer['identities'] = [];
  for (const identity of rows.slice(0, 50)) {
    identities.push({ kind: identity.kind, shown: maskedIdentity(identity.kind, await envelope.open(tx, id, valueContext(identity.id), identity.value)) });
  }
  return { id, name, identities };
}

/** An address or number, whole. It stays at the hub. */
export function openIdentityRow(tx: Tx, envelope: Envelope, row: CustomerIdentityTable): Promise<string> {
  return envelope.open(tx, CustomerId.parse(row.customer_id), valueContext(row.id), row.value);
}

/** Everything by which somebody is known, whole. It stays at the hub, or goes to who may see it. */
export async function openIdentities(tx: Tx, envelope: Envelope, id: CustomerId): Promise<{ readonly kind: CustomerIdentityTable['kind']; readonly value: string }[]> {
  const identities = [];
  for (const { id: row, kind, value } of (await identityRows(tx, id)).slice(0, 50)) identities.push({ kind, value: await envelope.open(tx, id, valueContext(row), value) });
  return identities;
}

/** Two customers of one name have the same. */
export function nameIndex(envelope: Envelope, name: string): Uint8Array {
  return envelope.blindIndex('content', `name\n${name.toLowerCase().replaceAll(/\s+/g, ' ').trim()}`);
}

/** Another name in the place of a customer's. */
export async function renameCustomer(tx: Tx, envelope: Envelope, id: CustomerId, name: string): Promise<void> {
  await tx.updateTable('customers').set({ content: await envelope.seal(tx, id, contentContext(id), JSON.stringify({ name })), name_index: nameIndex(envelope, name) }).where('id', '=', id).execute();
}

/** What the channel called somebody last; null where it has said no name. */
export async function profileOf(tx: Tx, envelope: Envelope, row: CustomerIdentityTable): Promise<string | null> {
  return row.profile === null ? null : envelope.open(tx, CustomerId.parse(row.customer_id), profileContext(row.id), row.profile);
}

export async function setProfile(tx: Tx, envelope: Envelope, row: CustomerIdentityTable, name: string): Promise<void> {
  await tx.updateTable('customer_identities').set({ profile: await envelope.seal(tx, CustomerId.parse(row.customer_id), profileContext(row.id), name) }).where('id', '=', row.id).execute();
}

/** An identity goes to another customer, sealed anew under their key. */
export async function moveIdentity(tx: Tx, envelope: Envelope, row: CustomerIdentityTable, to: CustomerId, mergeId: string | null): Promise<void> {
  const from = CustomerId.parse(row.customer_id);
  const moved = async (context: string, sealed: Uint8Array) => envelope.seal(tx, to, context, await envelope.open(tx, from, context, sealed));
  const profile = row.profile === null ? null : await moved(profileContext(row.id), row.profile);
  await tx.updateTable('customer_identities').set({ customer_id: to, value: await moved(valueContext(row.id), row.value), profile, merge_id: mergeId }).where('id', '=', row.id).execute();
}

/** Since when somebody is known, in Unix milliseconds; null for nobody. */
export async function customerSince(tx: Tx, id: CustomerId): Promise<number | null> {
  return (await tx.selectFrom('customers').select('created_at').where('id', '=', id).executeTakeFirst())?.created_at ?? null;
}

/**
 * Where an answer on a channel goes; null when the customer cannot be reached there.
 * @param preferred the identity that the conversation is with; another one of the kind where it is not the customer's any more.
 */
export async function addressOf(tx: Tx, envelope: Envelope, id: CustomerId, kind: Identity['kind'], preferred: string | null = null): Promise<string | null> {
  const ofKind = (await identityRows(tx, id)).filter((identity) => identity.kind === kind);
  const row = ofKind.find((identity) => identity.id === preferred) ?? ofKind[0];
  return row ? envelope.open(tx, id, valueContext(row.id), row.value) : null;
}

export async function identityRows(tx: Tx, id: CustomerId): Promise<CustomerIdentityTable[]> {
  return tx.selectFrom('customer_identities').selectAll().where('customer_id', '=', id).orderBy('created_at').orderBy('id').execute();
}
