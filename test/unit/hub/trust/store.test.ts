import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../shared/domain/clock.ts';
import { CustomerId } from '../../../../shared/domain/ids.ts';
import type { Database } from '../../../../hub/store/database.ts';
import { createEnvelope } from '../../../../hub/store/envelope.ts';
import { forgetDestroyed } from '../../../../hub/store/forget-destroyed.ts';
import { createMasterKey, keysFolder, placeMasterKey, readMasterKey } from '../../../../hub/store/master-key.ts';
import { migrate } from '../../../../hub/store/migrate.ts';
import { migrations } from '../../../../hub/store/migrations/index.ts';
import { busyTimeout, openStore } from '../../../../hub/store/open-store.ts';
import { readRecoveryText, recoverySheet, recoveryText, type SheetKind } from '../../../../hub/store/recovery-sheet.ts';
import { runs } from '../../../doubles/how-often.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sealdesk-store-'));
  folders.push(made);
  return made;
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

describe('the store', () => {
  it('keeps its files from everybody else on the machine', async () => {
    const data = folder();
    chmodSync(data, 0o755);
    const store = await openStore(data, systemClock);
    await store.insertInto('listeners').values({ name: 'devices', port: 1 }).execute();
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(data)) expect(statSync(join(data, name)).mode & 0o777, name).toBe(0o600);
    await store.destroy();
  });

  it('opens what it wrote, and takes each step once', async () => {
    const data = folder();
    await (await openStore(data, systemClock)).destroy();
    const store = await openStore(data, systemClock);
    const steps = await store.selectFrom('schema_migrations').select('number').orderBy('number').execute();
    expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
    await store.destroy();
  });

  it('takes over the devices and invites of before device trust: for all roles, any machine, not suspended', async () => {
    const file = new SqliteDatabase(join(folder(), 'hub.db'));
    const store = new Kysely<Database>({ dialect: new SqliteDialect({ database: file }) });
    await migrate(store, migrations.slice(0, 3), systemClock);
    file.exec(`
      insert into agents values ('a', x'01', x'01', '["agent"]', 'active', 1);
      insert into invites (id, lookup, code_hash, agent_id, created_at, expires_at) values ('i', x'01', x'01', 'a', 1, 2);
      insert into devices (id, agent_id, state, device_key, profile, created_at) values ('d', 'a', 'active', 'k', x'01', 17);
      insert into device_unlock (device_id, share_generation) values ('d', 1);
    `);
    await migrate(store, migrations, systemClock);
    expect(await store.selectFrom('devices').selectAll().executeTakeFirst()).toMatchObject({ id: 'd', state: 'active', posture_at: 17, roles: null, invite_id: null, suspended_at: null });
    expect(await store.selectFrom('invites').selectAll().executeTakeFirst()).toMatchObject({ id: 'i', roles: null, inventory_id: null, cancelled_at: null, device_id: null });
    expect(await store.selectFrom('device_unlock').selectAll().executeTakeFirst()).toMatchObject({ share_made_at: null });
    await store.destroy();
  });

  it('keeps channels, and what refers to them, when other kinds of channel come to be', async () => {
    const file = new SqliteDatabase(join(folder(), 'hub.db'));
    file.pragma('foreign_keys = ON');
    const store = new Kysely<Database>({ dialect: new SqliteDialect({ database: file }) });
    await migrate(store, migrations.slice(0, 8), systemClock);
    file.exec(`
      insert into channels (id, kind, name, settings, created_at) values ('e', 'email', 'Mail', x'01', 1), ('w', 'webchat', 'Chat', x'02', 2);
      insert into intake_ledger values ('e', x'01', 'bounce', 1), ('w', x'02', 'stored', 2), ('w', x'03', 'quarantined', 3);
    `);
    await migrate(store, migrations, systemClock);
    expect(await store.selectFrom('channels').select(['id', 'kind', 'name', 'settings']).orderBy('id').execute()).toMatchObject([{ id: 'e', kind: 'email', name: 'Mail' }, { id: 'w', kind: 'webchat', name: 'Chat' }]);
    expect(await store.selectFrom('intake_ledger').select('outcome').orderBy('at').execute()).toEqual([{ outcome: 'bounce' }, { outcome: 'stored' }, { outcome: 'quarantined' }]);
    file.exec(`insert into channels (id, kind, name, settings, created_at) values ('x', 'whatsapp', 'WhatsApp', x'01', 1), ('i', 'instagram', 'Instagram', x'01', 1); insert into intake_ledger (channel_id, source_index, outcome, at) values ('x', x'04', 'news', 4)`);
    expect(() => file.exec(`insert into channels (id, kind, name, settings, created_at) values ('p', 'pigeon', 'P', x'01', 1)`)).toThrow(/CHECK/);
    expect(() => file.exec(`insert into intake_ledger (channel_id, source_index, outcome, at) values ('nobody', x'04', 'news', 4)`)).toThrow(/FOREIGN KEY/);
    expect(file.pragma('foreign_key_check')).toEqual([]);
    await store.destroy();
  });

  it('keeps files on their way with their chunks when some may come before their conversation', async () => {
    const file = new SqliteDatabase(join(folder(), 'hub.db'));
    const store = new Kysely<Database>({ dialect: new SqliteDialect({ database: file }) });
    await migrate(store, migrations.slice(0, 3), systemClock);
    file.exec(`insert into agents values ('a', x'01', x'01', '["agent"]', 'active', 1)`);
    await migrate(store, migrations.slice(0, 28), systemClock);
    file.pragma('foreign_keys = OFF');
    file.exec(`insert into uploads values ('u', 'a', 'c', 10, 1, 5); insert into upload_chunks values ('u', 0, x'0102')`);
    file.pragma('foreign_keys = ON');
    await migrate(store, migrations, systemClock);
    expect(await store.selectFrom('uploads').selectAll().execute()).toEqual([{ id: 'u', agent_id: 'a', conversation_id: 'c', size: 10, chunks: 1, touched_at: 5 }]);
    expect(await store.selectFrom('upload_chunks').selectAll().execute()).toMatchObject([{ upload_id: 'u', position: 0 }]);
    expect(() => file.exec(`insert into upload_chunks values ('nobody', 0, x'01')`)).toThrow(/FOREIGN KEY/);
    expect(() => file.exec(`insert into uploads values ('v', 'nobody', 'c', 10, 0, 5)`)).toThrow(/FOREIGN KEY/);
    expect(file.pragma('foreign_key_check')).toEqual([]);
    await store.destroy();
  });

  it('refuses a database of a newer version and leaves it as it is', async () => {
    const data = folder();
    const store = await openStore(data, systemClock);
    await store.insertInto('schema_migrations').values({ number: 999, name: 'from the future', applied_at: 0, duration_ms: 0 }).execute();
    await store.insertInto('listeners').values({ name: 'devices', port: 7 }).execute();
    await store.destroy();
    // 999 is the newest, however many there are before it.
    await expect(openStore(data, systemClock)).rejects.toMatchObject({ kind: 'store-newer' });
    expect(statSync(join(data, 'hub.db')).size).toBeGreaterThan(0);
  });
});

describe('what was destroyed', () => {
  /** Whether the bytes lie in any file of the hub. */
  const onDisk = (data: string, bytes: Uint8Array) => readdirSync(data).some((name) => readFileSync(join(data, name)).includes(Buffer.from(bytes).subarray(0, 16)));

  it('is in no file any more, neither the database nor its log, while the hub runs on', async () => {
    const data = folder();
    const store = await openStore(data, systemClock);
    // Small ones among others in a page, and one that fills pages of its own.
    const keys = Array.from({ length: 300 }, () => ({ customer_id: crypto.randomUUID(), wrapped: new Uint8Array(randomBytes(60)), created_at: 1, destroyed_at: null }));
    const original = new Uint8Array(randomBytes(100_000));
    const channel = { id: crypto.randomUUID(), kind: 'webchat' as const, name: 'Chat', team_id: null, settings: new Uint8Array(1), created_at: 1, removed_at: null };
    const spooled = { id: crypto.randomUUID(), channel_id: channel.id, reason: 'failed' as const, wrapped_key: new Uint8Array(randomBytes(60)), body: original, received_at: 1, deadline: 1 };
    await store.insertInto('customer_keys').values(keys).execute();
    await store.insertInto('channels').values(channel).execute();
    await store.insertInto('quarantine').values(spooled).execute();
    await forgetDestroyed(data, store);
    await store.updateTable('customer_keys').set({ wrapped: null, destroyed_at: 2 }).where('customer_id', 'in', keys.slice(50).map(({ customer_id }) => customer_id)).execute();
    await store.deleteFrom('quarantine').execute();
    expect(onDisk(data, original)).toBe(true);

    expect(await forgetDestroyed(data, store)).toBe(true);
    expect(onDisk(data, original.subarray(90_000))).toBe(false);
    expect(onDisk(data, original)).toBe(false);
    for (const { wrapped } of keys.slice(50)) expect(onDisk(data, wrapped)).toBe(false);
    for (const { wrapped } of keys.slice(0, 50)) expect(onDisk(data, wrapped)).toBe(true);
    await store.destroy();
  });

  it('waits for a backup that is being made, and the hub does not', async () => {
    const data = folder();
    const store = await openStore(data, systemClock);
    const backup = new SqliteDatabase(join(data, 'hub.db'), { readonly: true });
    backup.exec('begin');
    backup.prepare('select count(*) from listeners').get();
    await store.insertInto('listeners').values({ name: 'devices', port: 1 }).execute();
    const before = performance.now();
    expect(await forgetDestroyed(data, store)).toBe(false);
    // Where it waited, it would for as long as any write does.
    expect(performance.now() - before).toBeLessThan(busyTimeout);
    backup.exec('commit');
    backup.close();
    expect(await forgetDestroyed(data, store)).toBe(true);
    await store.destroy();
  });
});

describe('the envelope', () => {
  it('opens what it sealed, in its place and nowhere else', async () => {
    const store = await openStore(folder(), systemClock);
    const envelope = createEnvelope(new Uint8Array(32).fill(7), systemClock);
    const [one, two] = [CustomerId.parse(crypto.randomUUID()), CustomerId.parse(crypto.randomUUID())];
    await store.transaction().execute(async (tx) => {
      await envelope.createKey(tx, one);
      await envelope.createKey(tx, two);
      const sealed = await envelope.seal(tx, one, 'messages.content:1', 'Grüße');
      expect(await envelope.open(tx, one, 'messages.content:1', sealed)).toBe('Grüße');
      await expect(envelope.open(tx, one, 'messages.content:2', sealed)).rejects.toMatchObject({ kind: 'wrong-key-or-damaged' });
      await expect(envelope.open(tx, two, 'messages.content:1', sealed)).rejects.toMatchObject({ kind: 'wrong-key-or-damaged' });
      const other = createEnvelope(new Uint8Array(32).fill(8), systemClock);
      await expect(other.open(tx, one, 'messages.content:1', sealed)).rejects.toMatchObject({ kind: 'wrong-key-or-damaged' });
    });
    await store.destroy();
  });

  it('loses for good what was sealed under a destroyed key', async () => {
    const store = await openStore(folder(), systemClock);
    const envelope = createEnvelope(new Uint8Array(32).fill(7), systemClock);
    const customer = CustomerId.parse(crypto.randomUUID());
    await store.transaction().execute(async (tx) => {
      await envelope.createKey(tx, customer);
      const sealed = await envelope.seal(tx, customer, 'x', 'text');
      await envelope.destroyKey(tx, customer);
      await expect(envelope.open(tx, customer, 'x', sealed)).rejects.toMatchObject({ kind: 'erased' });
      await expect(envelope.seal(tx, customer, 'x', 'text')).rejects.toMatchObject({ kind: 'erased' });
      const row = await tx.selectFrom('customer_keys').selectAll().executeTakeFirstOrThrow();
      expect(row.wrapped).toBeNull();
    });
    await store.destroy();
  });

  it('finds by blind index only what is the same, of the same kind, under the same master key', () => {
    const envelope = createEnvelope(new Uint8Array(32).fill(7), systemClock);
    const index = envelope.blindIndex('email', 'a@b.example');
    expect(envelope.blindIndex('email', 'a@b.example')).toEqual(index);
    expect(envelope.blindIndex('phone', 'a@b.example')).not.toEqual(index);
    expect(createEnvelope(new Uint8Array(32), systemClock).blindIndex('email', 'a@b.example')).not.toEqual(index);
  });
});

describe('the master key', () => {
  it('is refused when others could read it, when damaged and when missing', () => {
    const data = folder();
    expect(() => readMasterKey(data)).toThrow(expect.objectContaining({ kind: 'master-key-missing' }));
    const key = createMasterKey(data);
    expect(readMasterKey(data)).toEqual(key);
    const file = join(keysFolder(data), 'master.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o640);
    expect(() => readMasterKey(data)).toThrow(expect.objectContaining({ kind: 'master-key-exposed' }));
    chmodSync(file, 0o600);
    expect(() => placeMasterKey(data, key)).toThrow(expect.objectContaining({ kind: 'master-key-exists' }));
  });

  const kinds = fc.constantFrom<SheetKind>('master-key', 'organisation-root');
  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('comes back from its recovery sheet, however it is typed', () => {
    fc.assert(
      fc.property(kinds, keys, (kind, key) => {
        const sheet = recoverySheet(kind, key, { organisation: 'Nordlicht', madeAt: new Date(0) });
        const rows = sheet.split('\n').slice(3, 5).join('\n');
        expect(readRecoveryText(kind, rows)).toEqual(new Uint8Array(key));
        expect(readRecoveryText(kind, recoveryText(kind, key).toLowerCase().replaceAll(' ', '-'))).toEqual(new Uint8Array(key));
      }),
      runs(50),
    );
  });

  it('does not come back from a sheet with one wrong letter', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    fc.assert(
      fc.property(kinds, keys, fc.nat(55), fc.integer({ min: 1, max: 31 }), (kind, key, position, shift) => {
        const letters = recoveryText(kind, key).replaceAll(' ', '');
        const wrong = alphabet[(alphabet.indexOf(letters[position]!) + shift) % 32]!;
        expect(() => readRecoveryText(kind, letters.slice(0, position) + wrong + letters.slice(position + 1))).toThrow(expect.objectContaining({ kind: 'sheet-mistyped' }));
      }),
      runs(200),
    );
  });

  it('is never taken from the sheet of the organisation root, nor that from its own', () => {
    fc.assert(
      fc.property(kinds, keys, (kind, key) => {
        const other = kind === 'master-key' ? 'organisation-root' : 'master-key';
        expect(() => readRecoveryText(other, recoveryText(kind, key))).toThrow(expect.objectContaining({ kind: 'sheet-of-another-key' }));
      }),
      runs(50),
    );
  });

  it('still comes back from a sheet printed before the organisation root had one', () => {
    // 32 zero bytes, checked under the label of then.
    expect(readRecoveryText('master-key', 'AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAL GOJ5')).toEqual(new Uint8Array(32));
  });
});
