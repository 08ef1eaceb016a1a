import { sql } from 'kysely';
import type { ColumnTypes, Migration, SchemaWriter } from '../migration.ts';

/** The company's inventory, what invites are bound to, approvals, posture and suspension. */
export const deviceTrust: Migration = {
  number: 4,
  name: 'device trust',
  async up(db, types) {
    await inventory(db, types);
    await invites(db, types);
    await devices(db, types);
  },
};

async function inventory(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('inventory')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('record', bytes, (c) => c.notNull())
    .addColumn('tag_index', bytes, (c) => c.unique())
    .addColumn('serial_index', bytes, (c) => c.unique())
    .addColumn('uuid_index', bytes, (c) => c.unique())
    .addColumn('added_at', integer, (c) => c.notNull())
    .addColumn('removed_at', integer)
    .execute();
}

async function invites(db: SchemaWriter, { integer }: ColumnTypes): Promise<void> {
  await db.schema.alterTable('invites').addColumn('roles', 'text').execute();
  await db.schema.alterTable('invites').addColumn('inventory_id', 'text', (c) => c.references('inventory.id')).execute();
  await db.schema.alterTable('invites').addColumn('cancelled_at', integer).execute();
  await db.schema.alterTable('invites').addColumn('device_id', 'text').execute();
}

async function devices(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema.alterTable('devices').addColumn('roles', 'text').execute();
  await db.schema.alterTable('devices').addColumn('invite_id', 'text', (c) => c.references('invites.id')).execute();
  await db.schema.alterTable('devices').addColumn('posture_at', integer, (c) => c.notNull().defaultTo(0)).execute();
  await sql`update devices set posture_at = created_at`.execute(db);
  await db.schema.alterTable('devices').addColumn('suspension', bytes).execute();
  await db.schema.alterTable('devices').addColumn('suspended_at', integer).execute();
  await db.schema
    .createTable('device_approvals')
    .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id'))
    .addColumn('approver', 'text', (c) => c.notNull())
    .addColumn('at', integer, (c) => c.notNull())
    .addPrimaryKeyConstraint('device_approvals_key', ['device_id', 'approver'])
    .execute();
  await db.schema.alterTable('device_unlock').addColumn('share_made_at', integer).execute();
}
