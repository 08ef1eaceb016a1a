import { sql } from 'kysely';
import type { ColumnTypes, Migration, SchemaWriter } from '../migration.ts';

/** Organisation, people, devices, mailboxes, policy, audit and customers' data keys. */
export const trust: Migration = {
  number: 1,
  name: 'trust',
  async up(db, types) {
    await organisationAndPeople(db, types);
    await devices(db, types);
    await mail(db, types);
    await policyAndAudit(db, types);
  },
};

async function organisationAndPeople(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('organisation')
    .addColumn('id', integer, (c) => c.primaryKey().check(sql`id = 1`))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('try_it', integer, (c) => c.notNull())
    .addColumn('root_key', 'text', (c) => c.notNull())
    .addColumn('hub_certificate', 'text', (c) => c.notNull())
    .addColumn('hub_key', bytes, (c) => c.notNull())
    .addColumn('signal_identity', bytes, (c) => c.notNull())
    .addColumn('registration_id', integer, (c) => c.notNull())
    .addColumn('tls_certificate', 'text', (c) => c.notNull())
    .addColumn('tls_key', bytes, (c) => c.notNull())
    .addColumn('key_check', bytes, (c) => c.notNull())
    .addColumn('created_at', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('statement_serials')
    .addColumn('type', 'text', (c) => c.primaryKey())
    .addColumn('last', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('listeners')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('port', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('agents')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email_index', bytes, (c) => c.notNull().unique())
    .addColumn('profile', bytes, (c) => c.notNull())
    .addColumn('roles', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('active', 'suspended')`))
    .addColumn('created_at', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('teams')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', bytes, (c) => c.notNull())
    .addColumn('name_index', bytes, (c) => c.notNull().unique())
    .addColumn('created_at', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('agent_teams')
    .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
    .addColumn('team_id', 'text', (c) => c.notNull().references('teams.id'))
    .addPrimaryKeyConstraint('agent_teams_key', ['agent_id', 'team_id'])
    .execute();
  await db.schema.createIndex('agent_teams_by_team').on('agent_teams').columns(['team_id', 'agent_id']).execute();
}

async function devices(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('invites')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lookup', bytes, (c) => c.notNull())
    .addColumn('code_hash', bytes, (c) => c.notNull().unique())
    .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('expires_at', integer, (c) => c.notNull())
    .addColumn('failures', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('used_at', integer)
    .addColumn('burned_at', integer)
    .execute();
  await db.schema.createIndex('invites_by_lookup').on('invites').column('lookup').execute();
  await db.schema
    .createTable('devices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('pending', 'approved', 'active', 'denied', 'revoked', 'wiped')`))
    .addColumn('device_key', 'text', (c) => c.notNull().unique())
    .addColumn('profile', bytes, (c) => c.notNull())
    .addColumn('certificate', bytes)
    .addColumn('lease', 'text')
    .addColumn('pending_order', bytes)
    .addColumn('receipt', 'text')
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('decided_at', integer)
    .addColumn('last_contact_at', integer)
    .execute();
  await db.schema.createIndex('devices_by_agent').on('devices').columns(['agent_id', 'state']).execute();
  await db.schema
    .createTable('device_unlock')
    .addColumn('device_id', 'text', (c) => c.primaryKey().references('devices.id'))
    .addColumn('share', bytes)
    .addColumn('share_generation', integer, (c) => c.notNull())
    .addColumn('previous_share', bytes)
    .addColumn('verifier', bytes)
    .addColumn('totp', bytes)
    .addColumn('totp_step', integer)
    .addColumn('failures', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('retry_at', integer, (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('hub_sessions')
    .addColumn('token_hash', bytes, (c) => c.primaryKey())
    .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id'))
    .addColumn('opened_at', integer, (c) => c.notNull())
    .addColumn('until', integer, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('hub_sessions_by_device').on('hub_sessions').column('device_id').execute();
}

async function mail(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('signal_sessions')
    .addColumn('device_id', 'text', (c) => c.primaryKey().references('devices.id'))
    .addColumn('record', bytes)
    .addColumn('identity_key', 'text')
    .addColumn('epoch', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('last_seq', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('acknowledged_seq', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('started_at', integer)
    .execute();
  await db.schema
    .createTable('mailbox')
    .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id'))
    .addColumn('seq', integer, (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('prekey', 'signal')`))
    .addColumn('body', bytes, (c) => c.notNull())
    .addColumn('queued_at', integer, (c) => c.notNull())
    .addPrimaryKeyConstraint('mailbox_key', ['device_id', 'seq'])
    .execute();
  await db.schema.createIndex('mailbox_by_age').on('mailbox').column('queued_at').execute();
  await db.schema
    .createTable('customer_keys')
    .addColumn('customer_id', 'text', (c) => c.primaryKey())
    .addColumn('wrapped', bytes)
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('destroyed_at', integer)
    .execute();
}

async function policyAndAudit(db: SchemaWriter, { integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('policies')
    .addColumn('version', integer, (c) => c.primaryKey())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addColumn('created_at', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('position', integer, (c) => c.primaryKey())
    .addColumn('at', integer, (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  // The hash chain shows a change; these keep the program itself from ever making one.
  await sql`create trigger audit_keeps_entries before update on audit begin select raise(abort, 'audit entries are never changed'); end`.execute(db);
  await sql`create trigger audit_loses_nothing before delete on audit begin select raise(abort, 'audit entries are never deleted'); end`.execute(db);
}
