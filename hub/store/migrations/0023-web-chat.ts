import type { Migration } from '../migration.ts';

/** Visitors whom the shop's server has named, and for how long a page of theirs speaks for them. */
export const webChat: Migration = {
  number: 23,
  name: 'web chat',
  async up(db, { bytes, integer }) {
    await db.schema.alterTable('webchat_visitors').addColumn('subject_index', bytes).execute();
    await db.schema.createIndex('webchat_visitors_by_subject').on('webchat_visitors').columns(['channel_id', 'subject_index']).unique().execute();
    await db.schema
      .createTable('webchat_sessions')
      .addColumn('token_hash', bytes, (c) => c.primaryKey())
      .addColumn('visitor_id', 'text', (c) => c.notNull().references('webchat_visitors.id'))
      .addColumn('content', bytes, (c) => c.notNull())
      .addColumn('ends_at', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('webchat_sessions_by_end').on('webchat_sessions').column('ends_at').execute();
    await db.schema
      .createTable('webchat_used_tokens')
      .addColumn('token_index', bytes, (c) => c.primaryKey())
      .addColumn('ends_at', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('webchat_used_tokens_by_end').on('webchat_used_tokens').column('ends_at').execute();
  },
};
