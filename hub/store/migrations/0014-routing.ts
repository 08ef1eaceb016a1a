import type { Migration } from '../migration.ts';

/** Who gets a conversation that begins, until when it is to be answered, and whose messages nobody is to be bothered with. */
export const routing: Migration = {
  number: 14,
  name: 'routing',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('routing')
      .addColumn('version', integer, (c) => c.primaryKey())
      .addColumn('rules', bytes, (c) => c.notNull())
      .addColumn('set_by', 'text', (c) => c.notNull())
      .addColumn('set_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('routing_turns')
      .addColumn('rule', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .execute();
    await db.schema
      .createTable('agent_skills')
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('skill', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('agent_skills_key', ['agent_id', 'skill'])
      .execute();
    await db.schema
      .createTable('blocked_senders')
      .addColumn('value_index', bytes, (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('value', bytes, (c) => c.notNull())
      .addColumn('blocked_by', 'text', (c) => c.notNull())
      .addColumn('blocked_at', integer, (c) => c.notNull())
      .execute();
    for (const column of ['waiting_since', 'due_at'] as const) await db.schema.alterTable('conversations').addColumn(column, integer).execute();
    await db.schema.alterTable('conversations').addColumn('answered', integer, (c) => c.notNull().defaultTo(0)).execute();
    await db.schema.createIndex('conversations_by_assignee_status').on('conversations').columns(['assignee_id', 'status']).execute();
  },
};
