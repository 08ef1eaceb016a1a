import type { Migration } from '../migration.ts';

/** Who follows a conversation, and which conversations were put into one. */
export const conversationsTogether: Migration = {
  number: 20,
  name: 'conversations-together',
  async up(db, { integer }) {
    await db.schema.alterTable('conversations').addColumn('followers', 'text', (c) => c.notNull().defaultTo('[]')).execute();
    await db.schema.alterTable('conversations').addColumn('merged_into', 'text').execute();
    await db.schema
      .createTable('conversation_merges')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('into_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('from_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('status_before', 'text', (c) => c.notNull())
      .addColumn('waiting_before', integer)
      .addColumn('due_before', integer)
      .addColumn('snoozed_before', integer)
      .addColumn('merged_by', 'text', (c) => c.notNull())
      .addColumn('merged_at', integer, (c) => c.notNull())
      .addColumn('undone_at', integer)
      .execute();
    await db.schema.createIndex('conversation_merges_by_from').on('conversation_merges').column('from_id').execute();
    await db.schema.createIndex('conversation_merges_by_into').on('conversation_merges').column('into_id').execute();
    await db.schema
      .createTable('conversation_merge_messages')
      .addColumn('merge_id', 'text', (c) => c.notNull().references('conversation_merges.id'))
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addPrimaryKeyConstraint('conversation_merge_messages_key', ['merge_id', 'message_id'])
      .execute();
  },
};
