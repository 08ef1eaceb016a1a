import type { Migration } from '../migration.ts';

/** Who asked for a file that is held, and what became of that; and until when files are kept in which something is destroyed. */
export const fileReleases: Migration = {
  number: 22,
  name: 'file releases',
  async up(db, { integer }) {
    await db.schema.alterTable('attachments').addColumn('deadline', integer).execute();
    await db.schema.createIndex('attachments_by_deadline').on('attachments').column('deadline').execute();
    await db.schema
      .createTable('file_releases')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id'))
      .addColumn('attachment_id', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('asked_at', integer, (c) => c.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', integer)
      .addColumn('until', integer)
      .execute();
    await db.schema.createIndex('file_releases_by_agent').on('file_releases').columns(['agent_id', 'asked_at']).execute();
    await db.schema.createIndex('file_releases_by_state').on('file_releases').columns(['state', 'asked_at']).execute();
    await db.schema.createIndex('file_releases_by_file').on('file_releases').columns(['attachment_id', 'device_id']).execute();
  },
};
