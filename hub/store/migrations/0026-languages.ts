import type { Migration } from '../migration.ts';

/** In which language a channel speaks to customers who ask for none that there is. */
export const languages: Migration = {
  number: 26,
  name: 'languages',
  async up(db) {
    await db.schema.alterTable('channels').addColumn('language', 'text').execute();
  },
};
