import type { CustomerId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { ReadableDatabase } from './database.ts';

interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly identities: string;
}

const fromRow = ({ id, name, identities }: CustomerRow): Customer => ({ id: id as CustomerId, name, identities: JSON.parse(identities) as Customer['identities'] });

/** Null for one whose conversations are none of them here. */
export function readCustomer(database: ReadableDatabase, id: CustomerId): Customer | null {
  const row = database.row<CustomerRow>('SELECT id, name, identities FROM customers WHERE id = ?', [id]);
  return row === undefined ? null : fromRow(row);
}

/** Most that are shown to choose from. */
const most = 20;

/**
 * Customers with what was typed in their name, or in an address as it is shown: masked. Letters beyond ASCII are found as they
 * are typed, and as they stand at the beginning of names.
 */
export function findCustomers(database: ReadableDatabase, typed: string): Customer[] {
  const words = typed.trim();
  if (words === '') return [];
  const inside = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const capitals = words.replaceAll(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
  return database
    .rows<CustomerRow>("SELECT id, name, identities FROM customers WHERE name LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\' OR identities LIKE ? ESCAPE '\\' ORDER BY name, id LIMIT ?", [inside(words), inside(capitals), inside(words), most])
    .map(fromRow);
}
