import type { Migration } from '../migration.ts';

/** New conversations and calls that are not sent yet, which all devices of an agent have in common (docs/decisions/0061). */
export const beginnings: Migration = {
  number: 30,
  name: 'beginnings',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('beginnings')
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('version', integer, (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('customer_id', 'text', (c) => c.references('customers.id'))
      .addColumn('content', bytes)
      .addColumn('withheld', integer, (c) => c.notNull())
      .addColumn('changed_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('beginnings_key', ['agent_id', 'id'])
      .execute();
    await db.schema.createIndex('beginnings_of').on('beginnings').column('customer_id').execute();
    await db.schema.createIndex('beginnings_by_time').on('beginnings').column('changed_at').execute();
  },
};
