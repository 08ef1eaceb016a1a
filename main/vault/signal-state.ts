import type { ReadableDatabase, SqlValue, WritableDatabase } from './database.ts';

/** Rows of Signal's state, as bytes: what is in them is libsignal's (main/signal). */
type Blob = Uint8Array<ArrayBuffer>;
export type SignalKeyKind = 'one-time' | 'signed' | 'kyber';

export interface SignalIdentityRow {
  readonly private_key: Blob;
  readonly registration_id: number;
  readonly next_key_id: number;
}

export function readSignalIdentity(database: ReadableDatabase): SignalIdentityRow | undefined {
  return database.row<SignalIdentityRow>('SELECT private_key, registration_id, next_key_id FROM signal_identity WHERE one = 1');
}

export function writeSignalIdentity(database: WritableDatabase, row: SignalIdentityRow): void {
  database.run(
    `INSERT INTO signal_identity (one, private_key, registration_id, next_key_id) VALUES (1, ?, ?, ?)
     ON CONFLICT (one) DO UPDATE SET private_key = excluded.private_key, registration_id = excluded.registration_id, next_key_id = excluded.next_key_id`,
    [row.private_key, row.registration_id, row.next_key_id],
  );
}

export function readSignalSession(database: ReadableDatabase, address: string): Blob | undefined {
  return database.row<{ record: Blob }>('SELECT record FROM signal_sessions WHERE address = ?', [address])?.record;
}

export function writeSignalSession(database: WritableDatabase, address: string, record: Blob): void {
  database.run('INSERT INTO signal_sessions (address, record) VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET record = excluded.record', [address, record]);
}

export function writeTrusted(database: WritableDatabase, address: string, key: Blob): void {
  database.run('INSERT INTO signal_trusted (address, key) VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET key = excluded.key', [address, key]);
}

export function readSignalKey(database: ReadableDatabase, kind: SignalKeyKind, id: number): Blob | undefined {
  return database.row<{ record: Blob }>('SELECT record FROM signal_keys WHERE kind = ? AND id = ?', [kind, id])?.record;
}

export function writeSignalKey(database: WritableDatabase, kind: SignalKeyKind, id: number, record: Blob): void {
  database.run('INSERT INTO signal_keys (kind, id, record) VALUES (?, ?, ?)', [kind, id, record]);
}

export function removeSignalKey(database: WritableDatabase, kind: SignalKeyKind, id: number): void {
  database.run('DELETE FROM signal_keys WHERE kind = ? AND id = ?', [kind, id]);
}

export interface UsedBaseKey {
  readonly kyberId: number;
  readonly signedId: number;
  readonly baseKey: Blob;
}

function columns(used: UsedBaseKey): SqlValue[] {
  return [used.kyberId, used.signedId, used.baseKey];
}

export function isUsedBaseKey(database: ReadableDatabase, used: UsedBaseKey): boolean {
  return database.row('SELECT 1 AS used FROM signal_base_keys WHERE kyber_id = ? AND signed_id = ? AND base_key = ?', columns(used)) !== undefined;
}

export function writeUsedBaseKey(database: WritableDatabase, used: UsedBaseKey): void {
  database.run('INSERT INTO signal_base_keys (kyber_id, signed_id, base_key) VALUES (?, ?, ?)', columns(used));
}

/** Sessions and pre-keys that were; identity and its ids stay. */
export function discardSessions(database: WritableDatabase): void {
  for (const table of ['signal_sessions', 'signal_keys', 'signal_base_keys'] as const) database.run(`DELETE FROM ${table}`);
}
