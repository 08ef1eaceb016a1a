import type { ReadableDatabase, WritableDatabase } from './database.ts';

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

/** What the Double Ratchet goes on from. */
export interface SignalState {
  /** Null before there is one. */
  readonly identity: SignalIdentityRow | null;
  readonly session: Blob | null;
  readonly keys: readonly SignalKeyRow[];
  readonly usedBaseKeys: readonly UsedBaseKey[];
}

export interface SignalKeyRow {
  readonly kind: SignalKeyKind;
  readonly id: number;
  readonly record: Blob;
}

export function readSignalState(database: ReadableDatabase, address: string): SignalState {
  return {
    identity: readSignalIdentity(database) ?? null,
    session: database.row<{ record: Blob }>('SELECT record FROM signal_sessions WHERE address = ?', [address])?.record ?? null,
    keys: database.rows<SignalKeyRow>('SELECT kind, id, record FROM signal_keys'),
    usedBaseKeys: database.rows<UsedBaseKey>('SELECT kyber_id AS kyberId, signed_id AS signedId, base_key AS baseKey FROM signal_base_keys'),
  };
}

/** What decrypting or encrypting has changed; nothing of it holds before it is stored. */
export interface SignalChange {
  readonly session: Blob | null;
  /** The other side's identity, where it was not stored yet. */
  readonly trusted: Blob | null;
  readonly usedOneTime: readonly number[];
  readonly usedBaseKeys: readonly UsedBaseKey[];
}

export const noSignalChange: SignalChange = { session: null, trusted: null, usedOneTime: [], usedBaseKeys: [] };

/** One change and another that builds on it, as one. */
export function joinedChange(first: SignalChange, then: SignalChange): SignalChange {
  return {
    session: then.session ?? first.session,
    trusted: then.trusted ?? first.trusted,
    usedOneTime: [...first.usedOneTime, ...then.usedOneTime],
    usedBaseKeys: [...first.usedBaseKeys, ...then.usedBaseKeys],
  };
}

/** In the caller's transaction, together with what was decrypted or is to be sent. */
export function writeSignalChange(database: WritableDatabase, address: string, { session, trusted, usedOneTime, usedBaseKeys }: SignalChange): void {
  if (session !== null) database.run('INSERT INTO signal_sessions (address, record) VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET record = excluded.record', [address, session]);
  if (trusted !== null) database.run('INSERT INTO signal_trusted (address, key) VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET key = excluded.key', [address, trusted]);
  for (const id of usedOneTime) database.run("DELETE FROM signal_keys WHERE kind = 'one-time' AND id = ?", [id]);
  for (const { kyberId, signedId, baseKey } of usedBaseKeys) database.run('INSERT INTO signal_base_keys (kyber_id, signed_id, base_key) VALUES (?, ?, ?)', [kyberId, signedId, baseKey]);
}

export function writeSignalKey(database: WritableDatabase, { kind, id, record }: SignalKeyRow): void {
  database.run('INSERT INTO signal_keys (kind, id, record) VALUES (?, ?, ?)', [kind, id, record]);
}

export interface UsedBaseKey {
  readonly kyberId: number;
  readonly signedId: number;
  readonly baseKey: Blob;
}

/** Sessions and pre-keys that were; identity and its ids stay. */
export function discardSessions(database: WritableDatabase): void {
  for (const table of ['signal_sessions', 'signal_keys', 'signal_base_keys'] as const) database.run(`DELETE FROM ${table}`);
}
