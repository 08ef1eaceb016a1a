import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** One-time codes, IT's reset, a verifier to come, what opened a hub session, and wrong tries per agent. */
export const unlock: Migration = {
  number: 6,
  name: 'unlock',
  async up(db, { bytes, integer }) {
    for (const column of ['next_verifier', 'recovery', 'reset']) await db.schema.alterTable('device_unlock').addColumn(column, bytes).execute();
    await db.schema.alterTable('hub_sessions').addColumn('opened_by', 'text', (c) => c.notNull().defaultTo('totp')).execute();
    await db.schema.alterTable('hub_sessions').addColumn('last_seen_at', integer, (c) => c.notNull().defaultTo(0)).execute();
    await sql`update hub_sessions set last_seen_at = opened_at`.execute(db);
    await db.schema
      .createTable('agent_failures')
      .addColumn('agent_id', 'text', (c) => c.primaryKey().references('agents.id'))
      .addColumn('failures', integer, (c) => c.notNull())
      .addColumn('retry_at', integer, (c) => c.notNull())
      .execute();
  },
};
