import type { Migration } from '../migration.ts';

/** How far it is known who the customer is. Of conversations from before nothing is known. */
export const verification: Migration = {
  number: 12,
  name: 'verification',
  async up(db) {
    await db.schema.alterTable('conversations').addColumn('verification', 'text', (c) => c.notNull().defaultTo('unverified')).execute();
  },
};
