import type { Migration } from '../migration.ts';

/** Who asked to see what redaction had hidden, and what became of it. Never what was hidden. */
export const reveals: Migration = {
  number: 10,
  name: 'reveals',
  async up(db, { integer }) {
    await db.schema
      .createTable('reveals')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('finding', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('asked_at', integer, (c) => c.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', integer)
      .execute();
    await db.schema.createIndex('reveals_by_agent').on('reveals').columns(['agent_id', 'asked_at']).execute();
    await db.schema.createIndex('reveals_by_state').on('reveals').columns(['state', 'asked_at']).execute();
  },
};
