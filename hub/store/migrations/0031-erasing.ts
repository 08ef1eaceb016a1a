import type { Migration } from '../migration.ts';

/** Whose erasure a purge belongs to that a laptop has not confirmed; customers of whom nothing may be erased for now; and ids of blocked senders. */
export const erasing: Migration = {
  number: 31,
  name: 'erasing',
  async up(db, { integer }) {
    await db.schema.alterTable('unconfirmed_purges').addColumn('customer_id', 'text').execute();
    await db.schema.createIndex('unconfirmed_purges_of').on('unconfirmed_purges').column('customer_id').execute();
    // What the audit log calls a blocked sender, so that nothing of the address is there for good.
    await db.schema.alterTable('blocked_senders').addColumn('id', 'text').execute();
    await db.schema
      .createTable('customer_holds')
      // The database itself lets no customer go who is held.
      .addColumn('customer_id', 'text', (c) => c.primaryKey().references('customers.id'))
      .addColumn('placed_by', 'text', (c) => c.notNull())
      .addColumn('placed_at', integer, (c) => c.notNull())
      .execute();
  },
};
