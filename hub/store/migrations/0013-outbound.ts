import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Until when a free reply is passed on. Of what is there already it follows from the customer's newest message. */
export const outbound: Migration = {
  number: 13,
  name: 'outbound',
  async up(db, { integer }) {
    await db.schema.alterTable('conversations').addColumn('reply_until', integer).execute();
    const day = 24 * 3_600_000;
    await sql`update conversations set reply_until = (select max(sent_at) + ${sql.lit(day)} from messages where messages.conversation_id = conversations.id and messages.kind = 'inbound' and messages.automatic = 0)
      where channel in ('whatsapp', 'instagram')`.execute(db);
  },
};
