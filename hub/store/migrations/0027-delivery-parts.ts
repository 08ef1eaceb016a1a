import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Messages that a channel passes on as several of its own: what became of each. Links under which a provider fetches a file, once. */
export const deliveryParts: Migration = {
  number: 27,
  name: 'delivery parts',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('delivery_parts')
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('position', integer, (c) => c.notNull())
      .addColumn('tried', integer, (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('accepted', 'sent', 'delivered', 'read', 'failed')`))
      .addColumn('failure', 'text')
      .addColumn('remote_id_index', bytes)
      .addPrimaryKeyConstraint('delivery_parts_key', ['message_id', 'position'])
      .execute();
    await db.schema
      .createTable('file_links')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('attachment_id', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('until', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('file_links_by_end').on('file_links').column('until').execute();
    await db.schema.createIndex('delivery_parts_by_remote_id').on('delivery_parts').column('remote_id_index').execute();
  },
};
