import type { Migration } from '../migration.ts';

/** Purges a device has not confirmed: a mailbox that is discarded must not take them with it. */
export const unconfirmedPurges: Migration = {
  number: 3,
  name: 'unconfirmed purges',
  async up(db, { integer }) {
    await db.schema
      .createTable('unconfirmed_purges')
      .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('seq', integer)
      .addPrimaryKeyConstraint('unconfirmed_purges_key', ['device_id', 'conversation_id'])
      .execute();
  },
};
