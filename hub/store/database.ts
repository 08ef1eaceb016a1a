import type { Kysely } from 'kysely';
import type { InboxTables } from './tables/inbox.ts';
import type { NumbersTables } from './tables/numbers.ts';
import type { OrderTables } from './tables/orders.ts';
import type { TrustTables } from './tables/trust.ts';

/** Every table of the hub, for the one typed query layer. */
export interface Database extends TrustTables, InboxTables, OrderTables, NumbersTables {
  schema_migrations: SchemaMigrationTable;
}

/** Which migrations this database has been through. */
export interface SchemaMigrationTable {
  number: number;
  name: string;
  applied_at: number;
  duration_ms: number;
}

export type Store = Kysely<Database>;
