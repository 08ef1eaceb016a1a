import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** A file may be here before the conversation that it begins (docs/decisions/0062): `conversation_id` names one that is still to come. What is on its way stays. */
export const uploadsBeforeAConversation: Migration = {
  number: 29,
  name: 'uploads before a conversation',
  async up(db, { bytes, integer }) {
    await db.schema
      .createTable('uploads_anew')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('size', integer, (c) => c.notNull())
      .addColumn('chunks', integer, (c) => c.notNull())
      .addColumn('touched_at', integer, (c) => c.notNull())
      .execute();
    await sql`insert into uploads_anew (id, agent_id, conversation_id, size, chunks, touched_at) select id, agent_id, conversation_id, size, chunks, touched_at from uploads`.execute(db);
    await db.schema
      .createTable('upload_chunks_anew')
      .addColumn('upload_id', 'text', (c) => c.notNull().references('uploads_anew.id'))
      .addColumn('position', integer, (c) => c.notNull())
      .addColumn('sealed', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('upload_chunks_anew_key', ['upload_id', 'position'])
      .execute();
    await sql`insert into upload_chunks_anew (upload_id, position, sealed) select upload_id, position, sealed from upload_chunks`.execute(db);
    await db.schema.dropTable('upload_chunks').execute();
    await db.schema.dropTable('uploads').execute();
    // What refers to a table goes on referring to it under its new name.
    await db.schema.alterTable('uploads_anew').renameTo('uploads').execute();
    await db.schema.alterTable('upload_chunks_anew').renameTo('upload_chunks').execute();
    await db.schema.createIndex('uploads_by_agent').on('uploads').column('agent_id').execute();
    await db.schema.createIndex('uploads_by_time').on('uploads').column('touched_at').execute();
  },
};
