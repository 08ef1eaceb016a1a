import { sql } from 'kysely';
import type { Migration, SchemaWriter } from '../migration.ts';

/**
 * WhatsApp and Instagram among the channels, and an end of a spool entry that is news of earlier messages. SQLite
 * changes no CHECK in place: the column is made anew beside the old one, which keeps the table and what refers to it.
 */
export const socialChannels: Migration = {
  number: 9,
  name: 'social channels',
  async up(db) {
    await widen(db, 'channels', 'kind', ['email', 'webchat', 'whatsapp', 'instagram']);
    await widen(db, 'intake_ledger', 'outcome', ['stored', 'bounce', 'quarantined', 'news']);
  },
};

/** The first value stands where a row names none; every row that is there keeps its own. */
async function widen(db: SchemaWriter, table: string, column: string, values: readonly [string, ...string[]]): Promise<void> {
  const former = `former_${column}`;
  await db.schema.alterTable(table).renameColumn(column, former).execute();
  await db.schema
    .alterTable(table)
    .addColumn(column, 'text', (c) => c.notNull().defaultTo(values[0]).check(sql`${sql.ref(column)} in (${sql.join(values.map((value) => sql.lit(value)))})`))
    .execute();
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(former)}`.execute(db);
  await db.schema.alterTable(table).dropColumn(former).execute();
}
