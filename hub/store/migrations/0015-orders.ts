import type { Migration } from '../migration.ts';

/**
 * Shops whose orders are looked up, with their secrets sealed; which customers an agent has looked up in this hour; and
 * what agents keep in mind about a customer. Orders themselves are never stored.
 */
export const orders: Migration = {
  number: 15,
  name: 'orders',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('shops')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('settings', bytes, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('removed_at', integer)
      .execute();
    await db.schema
      .createTable('customer_looks')
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('customer_looks_key', ['agent_id', 'customer_id'])
      .execute();
    await db.schema
      .createTable('customer_notes')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('content', bytes, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('customer_notes_of_customer').on('customer_notes').columns(['customer_id', 'created_at']).execute();
  },
};
