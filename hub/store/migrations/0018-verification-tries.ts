import type { Migration } from '../migration.ts';

/** When agents have tried to confirm a customer by an order, and it was not confirmed: for the hour's limits. Never what they typed. */
export const verificationTries: Migration = {
  number: 18,
  name: 'verification tries',
  async up(db, { integer }) {
    await db.schema
      .createTable('verification_tries')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
      .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
      .addColumn('at', integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('verification_tries_by_time').on('verification_tries').column('at').execute();
  },
};
