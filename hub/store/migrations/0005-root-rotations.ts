import type { Migration } from '../migration.ts';

/** How the organisation root came to be the present one: hubs of before have never rotated it. */
export const rootRotations: Migration = {
  number: 5,
  name: 'root rotations',
  async up(db) {
    await db.schema
      .alterTable('organisation')
      .addColumn('rotations', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute();
  },
};
