import type { Kysely } from 'kysely';
import type { ChannelTables } from './tables/channels.ts';
import type { ConversationTables } from './tables/conversations.ts';
import type { CustomerTables } from './tables/customers.ts';
import type { FileTables } from './tables/files.ts';
import type { HiddenTables } from './tables/hidden.ts';
import type { RoutingTables } from './tables/routing.ts';
import type { NumbersTables } from './tables/numbers.ts';
import type { OrderTables } from './tables/orders.ts';
import type { TrustTables } from './tables/trust.ts';

/**
 * Every table of the hub, for the one typed query layer.
 *
 * A `content` or `value` column is `Envelope.seal` output under the customer's data key; a `sealed` or `settings` column is
 * `Envelope.sealSystem` output; the context each is sealed under is `table.column:row id`. An `..._index` column is a blind
 * index. The trust tables have some more rules of their own.
 */
export interface Database extends TrustTables, ChannelTables, CustomerTables, ConversationTables, FileTables, HiddenTables, RoutingTables, OrderTables, NumbersTables {
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
