import type { Migration } from '../migration.ts';

/** What helps agents to write: canned replies, and a signature of each agent. */
export const writing: Migration = {
  number: 17,
  name: 'writing',
  async up(db, { integer, bytes }) {
    await db.schema
      .createTable('canned_replies')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('team_id', 'text', (c) => c.references('teams.id'))
      // One shortcut leads to one reply.
      .addColumn('shortcut_index', bytes, (c) => c.notNull().unique())
      .addColumn('sealed', bytes, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('changed_at', integer, (c) => c.notNull())
      .execute();
    await db.schema.alterTable('agents').addColumn('signature', bytes).execute();
  },
};
