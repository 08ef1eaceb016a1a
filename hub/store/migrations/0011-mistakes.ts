import type { Migration } from '../migration.ts';

/**
 * What redaction destroyed, for the short while in which a mistake can be put right: each under a key of its own, as
 * originals in the spool. And who said that it was a mistake, and what became of that; never what was destroyed.
 */
export const mistakes: Migration = {
  number: 11,
  name: 'mistakes',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('recoverable_findings')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('wrapped_key', bytes, (c) => c.notNull())
      .addColumn('value', bytes, (c) => c.notNull())
      .addColumn('deadline', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('recoverable_findings_by_deadline').on('recoverable_findings').columns(['deadline']).execute();
    await db.schema
      .createTable('mistakes')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('finding', 'text', (c) => c.notNull().unique())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('asked_at', integer, (c) => c.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', integer)
      .addColumn('shape', 'text')
      .execute();
    await db.schema.createIndex('mistakes_by_state').on('mistakes').columns(['state', 'asked_at']).execute();
  },
};
