import type { Migration } from '../migration.ts';

/** What happened to conversations, and how long it took. It refers to nothing: what was counted stays counted when a conversation goes. */
export const numbers: Migration = {
  number: 19,
  name: 'numbers',
  async up(db, { integer }) {
    await db.schema
      .createTable('conversation_facts')
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('revision', integer, (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('at', integer, (c) => c.notNull())
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('team_id', 'text')
      .addColumn('agent_id', 'text')
      .addColumn('first', integer, (c) => c.notNull())
      .addColumn('took', integer)
      .addColumn('promise', 'text')
      .addColumn('score', integer)
      .addPrimaryKeyConstraint('conversation_facts_key', ['conversation_id', 'revision', 'kind'])
      .execute();
    // Read by time, in pages.
    await db.schema.createIndex('conversation_facts_by_time').on('conversation_facts').columns(['at', 'conversation_id', 'revision', 'kind']).execute();
    await db.schema
      .createTable('ratings')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('revision', integer, (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('asked_at', integer, (c) => c.notNull())
      // Of several hubs on one database one asks.
      .addUniqueConstraint('ratings_once', ['conversation_id', 'revision'])
      .execute();
  },
};
