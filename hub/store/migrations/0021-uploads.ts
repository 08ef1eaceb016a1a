import type { Migration } from '../migration.ts';

/** Files on their way from a laptop, in sealed chunks: until a reply takes them along, or nobody has wanted them for a week. */
export const uploads: Migration = {
  number: 21,
  name: 'uploads',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('uploads')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('size', integer, (c) => c.notNull())
      .addColumn('chunks', integer, (c) => c.notNull())
      .addColumn('touched_at', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('uploads_by_agent').on('uploads').column('agent_id').execute();
    await db.schema.createIndex('uploads_by_time').on('uploads').column('touched_at').execute();
    await db.schema
      .createTable('upload_chunks')
      .addColumn('upload_id', 'text', (c) => c.notNull().references('uploads.id'))
      .addColumn('position', integer, (c) => c.notNull())
      .addColumn('sealed', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('upload_chunks_key', ['upload_id', 'position'])
      .execute();
  },
};
