import { sql } from 'kysely';
import type { Migration, SchemaWriter } from '../migration.ts';

/** What the company writes of its own accord: when a free reply goes no more, templates, telephones; and customers of whom two are one. */
export const outbound: Migration = {
  number: 16,
  name: 'outbound',
  async up(db, { bytes, integer }) {
    await db.schema.alterTable('conversations').addColumn('reply_until', integer).execute();
    await db.schema.alterTable('conversations').addColumn('identity_id', 'text').execute();
    await db.schema.alterTable('conversations').addColumn('started_by', 'text').execute();
    await widenKind(db);
    await db.schema
      .createTable('customer_merges')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('into_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('from_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('content', bytes, (c) => c.notNull())
      .addColumn('merged_by', 'text', (c) => c.notNull())
      .addColumn('merged_at', integer, (c) => c.notNull())
      .addColumn('undone_at', integer)
      .execute();
    await db.schema.createIndex('customer_merges_by_into').on('customer_merges').column('into_id').execute();
    await db.schema.alterTable('customers').addColumn('name_index', bytes).execute();
    await db.schema.createIndex('customers_by_name').on('customers').column('name_index').execute();
    for (const table of ['conversations', 'customer_identities']) await db.schema.alterTable(table).addColumn('merge_id', 'text').execute();
    // Of what is there already it follows from the customer's newest message.
    const day = 24 * 3_600_000;
    await sql`update conversations set reply_until = (select max(sent_at) + ${sql.lit(day)} from messages where messages.conversation_id = conversations.id and messages.kind = 'inbound' and messages.automatic = 0)
      where channel in ('whatsapp', 'instagram')`.execute(db);
    await db.schema
      .createTable('channel_templates')
      .addColumn('channel_id', 'text', (c) => c.primaryKey().references('channels.id'))
      .addColumn('templates', 'text', (c) => c.notNull())
      .addColumn('fetched_at', integer, (c) => c.notNull())
      .execute();
  },
};

/** Telephones among the channels. SQLite changes no CHECK in place: the column is made anew beside the old one. */
async function widenKind(db: SchemaWriter): Promise<void> {
  const kinds = ['email', 'webchat', 'whatsapp', 'instagram', 'phone'];
  await db.schema.alterTable('channels').renameColumn('kind', 'former_kind').execute();
  await db.schema
    .alterTable('channels')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('email').check(sql`kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})`))
    .execute();
  await sql`update channels set kind = former_kind`.execute(db);
  await db.schema.alterTable('channels').dropColumn('former_kind').execute();
}
