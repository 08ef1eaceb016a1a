import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { CustomerIdentityTable } from '../store/tables/inbox.ts';

const CustomerContent = z.object({ name: z.string() });
const contentContext = (id: string) => `customers.content:${id}`;
const valueContext = (id: string) => `customer_identities.value:${id}`;

export interface Identity {
  readonly kind: 'email' | 'webchat';
  /** As the channel knows it; e-mail addresses in lower case. */
  readonly value: string;
}

/** The customer known under an identity; null for a new one. */
export async function findCustomer(tx: Tx, envelope: Envelope, identity: Identity): Promise<CustomerId | null> {
  const row = await tx
    .selectFrom('customer_identities')
    .select('customer_id')
    .where('kind', '=', identity.kind)
    .where('value_index', '=', envelope.blindIndex(identity.kind, identity.value))
    .executeTakeFirst();
  return row ? CustomerId.parse(row.customer_id) : null;
}

/** Makes a customer and the data key. @param identity null when the message does not say who sent it. */
export async function createCustomer(tx: Tx, envelope: Envelope, identity: Identity | null, name: string, now: number): Promise<CustomerId> {
  const id = CustomerId.parse(randomUUID());
  await envelope.createKey(tx, id);
  const content = await envelope.seal(tx, id, contentContext(id), JSON.stringify({ name }));
  await tx.insertInto('customers').values({ id, content, created_at: now }).execute();
  if (identity !== null) {
    const identityId = randomUUID();
    await tx
      .insertInto('customer_identities')
      .values({
        id: identityId,
        customer_id: id,
        kind: identity.kind,
        value_index: envelope.blindIndex(identity.kind, identity.value),
        value: await envelope.seal(tx, id, valueContext(identityId), identity.value),
        created_at: now,
      })
      .execute();
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

/** Where an answer on a channel goes; null when the customer cannot be reached there. */
export async function addressOf(tx: Tx, envelope: Envelope, id: CustomerId, kind: Identity['kind']): Promise<string | null> {
  const row = (await identityRows(tx, id)).find((identity) => identity.kind === kind);
  return row ? envelope.open(tx, id, valueContext(row.id), row.value) : null;
}

async function identityRows(tx: Tx, id: CustomerId): Promise<CustomerIdentityTable[]> {
  return tx.selectFrom('customer_identities').selectAll().where('customer_id', '=', id).orderBy('created_at').orderBy('id').execute();
}

/** `anna@example.com` becomes `a•••@example.com`: enough to tell two customers apart, too little to write to. */
export function maskedIdentity(kind: CustomerIdentityTable['kind'], value: string): string {
  switch (kind) {
    case 'email': {
      const at = value.lastIndexOf('@');
      return `${firstLetter(value)}•••${value.slice(at)}`;
    }
    case 'phone':
    case 'whatsapp':
      return `••• ${value.slice(-4)}`;
    case 'webchat':
      return 'Web chat';
    case 'instagram':
      return `${firstLetter(value)}•••`;
    default:
      kind satisfies never;
      return '•••';
  }
}

function firstLetter(value: string): string {
  const code = value.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}
