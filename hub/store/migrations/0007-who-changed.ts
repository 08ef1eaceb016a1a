import type { Migration } from '../migration.ts';

/** Who set a conversation's status and assignee, for the agent who asks for another meanwhile. */
export const whoChanged: Migration = {
  number: 7,
  name: 'who-changed',
  async up(db) {
    for (const column of ['status_by', 'assignee_by']) await db.schema.alterTable('conversations').addColumn(column, 'text').execute();
  },
};
