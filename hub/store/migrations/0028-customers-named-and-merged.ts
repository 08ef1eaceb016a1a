import type { Migration } from '../migration.ts';

/** What channels call customers, beside the identity, sealed; and merges of customers who were merged before (docs/decisions/0055). */
export const customersNamedAndMerged: Migration = {
  number: 28,
  name: 'customers named and merged',
  async up(db, { bytes }) {
    await db.schema.alterTable('customer_identities').addColumn('profile', bytes).execute();
    await db.schema.alterTable('customer_merges').addColumn('parent_id', 'text').execute();
  },
};
