import type { Migration } from '../migration.ts';

/** What came along with messages, kept in sealed chunks. Of messages from before, contents were never kept. */
export const attachments: Migration = {
  number: 8,
  name: 'attachments',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('attachments')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('size', integer, (c) => c.notNull())
      .addColumn('redacted', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('attachments_by_message').on('attachments').column('message_id').execute();
    await db.schema
      .createTable('attachment_chunks')
      .addColumn('attachment_id', 'text', (c) => c.notNull().references('attachments.id'))
      .addColumn('position', integer, (c) => c.notNull())
      .addColumn('sealed', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('attachment_chunks_key', ['attachment_id', 'position'])
      .execute();
  },
};
