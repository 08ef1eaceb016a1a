import { sql } from 'kysely';
import type { ColumnTypes, Migration, SchemaWriter } from '../migration.ts';

/** Channels, intake, customers, conversations, messages and what goes out. */
export const inbox: Migration = {
  number: 2,
  name: 'inbox',
  async up(db, types) {
    await channels(db, types);
    await intake(db, types);
    await customers(db, types);
    await conversations(db, types);
    await outgoing(db, types);
  },
};

async function channels(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('channels')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('email', 'webchat')`))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('team_id', 'text', (c) => c.references('teams.id'))
    .addColumn('settings', bytes, (c) => c.notNull())
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('removed_at', integer)
    .execute();
  await db.schema
    .createTable('imap_positions')
    .addColumn('channel_id', 'text', (c) => c.primaryKey().references('channels.id'))
    .addColumn('uid_validity', 'text', (c) => c.notNull())
    .addColumn('last_uid', integer, (c) => c.notNull())
    .addColumn('mod_seq', 'text')
    .execute();
}

async function intake(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('intake_spool')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('channel_id', 'text', (c) => c.notNull().references('channels.id'))
    .addColumn('source_index', bytes, (c) => c.notNull())
    .addColumn('wrapped_key', bytes, (c) => c.notNull())
    .addColumn('body', bytes, (c) => c.notNull())
    .addColumn('received_at', integer, (c) => c.notNull())
    .addColumn('attempts', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('next_try_at', integer, (c) => c.notNull())
    .addColumn('deadline', integer, (c) => c.notNull())
    .addUniqueConstraint('intake_spool_source', ['channel_id', 'source_index'])
    .execute();
  await db.schema.createIndex('intake_spool_by_turn').on('intake_spool').columns(['next_try_at', 'received_at']).execute();
  await db.schema
    .createTable('quarantine')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('channel_id', 'text', (c) => c.notNull().references('channels.id'))
    .addColumn('reason', 'text', (c) => c.notNull().check(sql`reason in ('unreadable', 'too-large', 'failed')`))
    .addColumn('wrapped_key', bytes, (c) => c.notNull())
    .addColumn('body', bytes, (c) => c.notNull())
    .addColumn('received_at', integer, (c) => c.notNull())
    .addColumn('deadline', integer, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('quarantine_by_deadline').on('quarantine').column('deadline').execute();
  await db.schema
    .createTable('intake_ledger')
    .addColumn('channel_id', 'text', (c) => c.notNull().references('channels.id'))
    .addColumn('source_index', bytes, (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull().check(sql`outcome in ('stored', 'bounce', 'quarantined')`))
    .addColumn('at', integer, (c) => c.notNull())
    .addPrimaryKeyConstraint('intake_ledger_key', ['channel_id', 'source_index'])
    .execute();
}

async function customers(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('customers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('content', bytes, (c) => c.notNull())
    .addColumn('created_at', integer, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('customer_identities')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('email', 'phone', 'webchat', 'whatsapp', 'instagram')`))
    .addColumn('value_index', bytes, (c) => c.notNull())
    .addColumn('value', bytes, (c) => c.notNull())
    .addColumn('created_at', integer, (c) => c.notNull())
    .addUniqueConstraint('customer_identities_value', ['kind', 'value_index'])
    .execute();
  await db.schema.createIndex('customer_identities_by_customer').on('customer_identities').column('customer_id').execute();
}

async function conversations(db: SchemaWriter, { bytes, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
    .addColumn('channel', 'text', (c) => c.notNull().check(sql`channel in ('email', 'whatsapp', 'instagram', 'webchat', 'phone')`))
    .addColumn('channel_id', 'text', (c) => c.notNull().references('channels.id'))
    .addColumn('content', bytes, (c) => c.notNull())
    .addColumn('subject_index', bytes)
    .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('open', 'pending', 'snoozed', 'resolved')`))
    .addColumn('assignee_id', 'text', (c) => c.references('agents.id'))
    .addColumn('team_id', 'text', (c) => c.references('teams.id'))
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('last_message_at', integer, (c) => c.notNull())
    .addColumn('revision', integer, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('conversations_by_age').on('conversations').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('conversations_by_subject').on('conversations').columns(['channel_id', 'subject_index']).execute();
  await db.schema.createIndex('conversations_by_customer').on('conversations').column('customer_id').execute();
  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('inbound', 'outbound', 'note', 'event')`))
    .addColumn('agent_id', 'text', (c) => c.references('agents.id'))
    .addColumn('content', bytes, (c) => c.notNull())
    .addColumn('authentication', bytes)
    .addColumn('message_id_index', bytes)
    .addColumn('message_id', bytes)
    .addColumn('automatic', integer, (c) => c.notNull())
    .addColumn('sent_at', integer, (c) => c.notNull())
    .addColumn('position', integer, (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull().check(sql`status in ('received', 'accepted', 'sent', 'delivered', 'read', 'failed')`))
    .addColumn('failure', 'text')
    .addColumn('revision', integer, (c) => c.notNull())
    .addUniqueConstraint('messages_position', ['conversation_id', 'position'])
    .execute();
  await db.schema.createIndex('messages_by_message_id').on('messages').column('message_id_index').execute();
  await db.schema
    .createTable('webchat_visitors')
    .addColumn('token_hash', bytes, (c) => c.primaryKey())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('channel_id', 'text', (c) => c.notNull().references('channels.id'))
    .addColumn('conversation_id', 'text', (c) => c.references('conversations.id'))
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('last_seen_at', integer, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('webchat_visitors_by_conversation').on('webchat_visitors').column('conversation_id').execute();
}

async function outgoing(db: SchemaWriter, { integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('message_id', 'text', (c) => c.primaryKey().references('messages.id'))
    .addColumn('channel_id', 'text', (c) => c.notNull().references('channels.id'))
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('waiting', 'sending', 'sent', 'failed')`))
    .addColumn('attempts', integer, (c) => c.notNull().defaultTo(0))
    .addColumn('next_try_at', integer, (c) => c.notNull())
    .addColumn('created_at', integer, (c) => c.notNull())
    .addColumn('finished_at', integer)
    .execute();
  await db.schema.createIndex('deliveries_by_turn').on('deliveries').columns(['state', 'next_try_at']).execute();
  await db.schema
    .createTable('command_outcomes')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('at', integer, (c) => c.notNull())
    .execute();
}
