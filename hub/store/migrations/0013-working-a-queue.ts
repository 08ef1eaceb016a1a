import type { Migration } from '../migration.ts';

/** What agents sort conversations by; tags are in the sealed content. Of conversations from before nobody has said anything. */
export const workingAQueue: Migration = {
  number: 13,
  name: 'working-a-queue',
  async up(db, { integer }) {
    await db.schema.alterTable('conversations').addColumn('priority', 'text', (c) => c.notNull().defaultTo('normal')).execute();
    await db.schema.alterTable('conversations').addColumn('priority_by', 'text').execute();
    await db.schema.alterTable('conversations').addColumn('snoozed_until', integer).execute();
    // Only those that are snoozed: which is due next is asked each minute.
    await db.schema.createIndex('conversations_by_waking').on('conversations').column('snoozed_until').where('snoozed_until', 'is not', null).execute();
  },
};
