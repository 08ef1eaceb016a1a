import type { Migration } from '../migration.ts';

/** Drafts that all devices of an agent have in common. */
export const draftsInCommon: Migration = {
  number: 24,
  name: 'drafts in common',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('drafts')
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('version', integer, (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('content', bytes)
      .addColumn('sent', integer, (c) => c.notNull())
      .addColumn('withheld', integer, (c) => c.notNull())
      .addColumn('changed_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('drafts_key', ['agent_id', 'conversation_id', 'kind'])
      .execute();
    await db.schema.createIndex('drafts_of').on('drafts').column('conversation_id').execute();
    await db.schema.createIndex('drafts_by_time').on('drafts').column('changed_at').execute();
  },
};
