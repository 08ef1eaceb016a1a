import { sql } from 'kysely';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Store } from './database.ts';
import { type ColumnTypes, type Migration, type SchemaWriter, sqliteTypes } from './migration.ts';

export class StoreNewerError extends SealdeskError<'store-newer'> {
  constructor() {
    super('store-newer', "This hub's data was written by a newer version of Sealdesk. Nothing was changed. Install that version or a later one.");
  }
}

/**
 * Brings the database to the newest schema, each step in one transaction.
 *
 * @throws StoreNewerError when the database knows steps that this program does not; it is left as it is.
 */
export async function migrate(store: Store, migrations: readonly Migration[], clock: Clock, types: ColumnTypes = sqliteTypes): Promise<void> {
  const applied = await appliedSteps(store);
  if (applied > migrations.length) throw new StoreNewerError();
  for (const [index, step] of migrations.entries()) {
    if (step.number !== index + 1) throw new TypeError(`Migration ${step.name} has number ${step.number}, expected ${index + 1}.`);
    if (step.number <= applied) continue;
    const started = clock.monotonic();
    await store.transaction().execute(async (tx) => {
      if (step.number === 1) await createMigrationTable(tx, types);
      await step.up(tx, types);
      await tx
        .insertInto('schema_migrations')
        .values({ number: step.number, name: step.name, applied_at: clock.now(), duration_ms: Math.round(clock.monotonic() - started) })
        .execute();
    });
  }
}

/** The number of the newest step taken; 0 for an empty database. */
async function appliedSteps(store: Store): Promise<number> {
  const tables = await store.introspection.getTables();
  if (!tables.some(({ name }) => name === 'schema_migrations')) return 0;
  const row = await store.selectFrom('schema_migrations').select(sql<number | null>`max(number)`.as('last')).executeTakeFirst();
  return row?.last ?? 0;
}

async function createMigrationTable(db: SchemaWriter, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('schema_migrations')
    .addColumn('number', types.integer, (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', types.integer, (column) => column.notNull())
    .addColumn('duration_ms', types.integer, (column) => column.notNull())
    .execute();
}
