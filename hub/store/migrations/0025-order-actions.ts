import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What agents do to orders in shops. */
export const orderActions: Migration = {
  number: 25,
  name: 'order actions',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('order_actions')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('shop_id', 'text', (c) => c.notNull().references('shops.id'))
      .addColumn('order_ref', 'text', (c) => c.notNull())
      .addColumn('act', 'text', (c) => c.notNull())
      .addColumn('amount', integer)
      .addColumn('currency', 'text')
      .addColumn('deed', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('why', 'text')
      .addColumn('scope', 'text')
      .addColumn('asked_at', integer, (c) => c.notNull())
      .addColumn('begun_at', integer)
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', integer)
      .addColumn('settled_at', integer)
      .addColumn('content', bytes, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('order_actions_by_agent').on('order_actions').columns(['agent_id', 'asked_at']).execute();
    await db.schema.createIndex('order_actions_by_state').on('order_actions').columns(['state', 'asked_at']).execute();
    // The database itself lets no second one begin before the first is over.
    await db.schema.createIndex('order_actions_one_open').on('order_actions').column('order_ref').unique().where(sql<boolean>`state in ('begun', 'unknown')`).execute();
  },
};
