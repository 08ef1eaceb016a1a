import {
  type Direction,
  IdentityChange,
  IdentityKeyStore,
  KyberPreKeyRecord,
  KyberPreKeyStore,
  PreKeyRecord,
  PreKeyStore,
  PrivateKey,
  type ProtocolAddress,
  PublicKey,
  SessionRecord,
  SessionStore,
  SignedPreKeyRecord,
  SignedPreKeyStore,
} from '@signalapp/libsignal-client';
import { bytes, type Bytes } from '../../shared/trust/bytes.ts';
import type { ReadableDatabase, WritableDatabase } from '../vault/database.ts';
import {
  isUsedBaseKey,
  readSignalIdentity,
  readSignalKey,
  readSignalSession,
  removeSignalKey,
  type UsedBaseKey,
  writeSignalSession,
  writeTrusted,
  writeUsedBaseKey,
} from '../vault/signal-state.ts';
import { hubAddress } from './addresses.ts';

interface Pending {
  readonly session: SessionRecord | null;
  readonly trusted: boolean;
  readonly usedOneTime: readonly number[];
  readonly usedBaseKeys: readonly UsedBaseKey[];
}

const nothing: Pending = { session: null, trusted: false, usedOneTime: [], usedBaseKeys: [] };

/** Where the stores stand, to go back to when one mail of several cannot be read. */
export type Mark = Pending;

/**
 * libsignal's stores, for one session: with the hub. libsignal asks and writes asynchronously, the
 * database commits synchronously; so writes wait here until `write` puts them into the caller's
 * transaction, together with what was decrypted. After its commit: `committed`; else: `discard`.
 */
export class HubStores {
  readonly #database: ReadableDatabase;
  readonly #hubIdentity: PublicKey;
  #session: SessionRecord | null | undefined;
  #pending: Pending = nothing;

  readonly sessions: SessionStore;
  readonly identities: IdentityKeyStore;
  readonly oneTime: PreKeyStore;
  readonly signed: SignedPreKeyStore;
  readonly kyber: KyberPreKeyStore;

  constructor(database: ReadableDatabase, hubIdentity: Uint8Array) {
    this.#database = database;
    this.#hubIdentity = PublicKey.deserialize(bytes(hubIdentity));
    this.sessions = new Sessions(this);
    this.identities = new Identities(this);
    this.oneTime = new OneTimeKeys(this);
    this.signed = new SignedKeys(this);
    this.kyber = new KyberKeys(this);
  }

  mark(): Mark {
    return this.#pending;
  }

  backTo(mark: Mark): void {
    this.#pending = mark;
  }

  /** Puts what libsignal has changed since the last commit into the caller's transaction. */
  write(database: WritableDatabase): void {
    const { session, trusted, usedOneTime, usedBaseKeys } = this.#pending;
    if (session !== null) writeSignalSession(database, hubAddress.toString(), session.serialize());
    if (trusted) writeTrusted(database, hubAddress.toString(), this.#hubIdentity.serialize());
    for (const id of usedOneTime) removeSignalKey(database, 'one-time', id);
    for (const used of usedBaseKeys) writeUsedBaseKey(database, used);
  }

  committed(): void {
    if (this.#pending.session !== null) this.#session = this.#pending.session;
    this.#pending = nothing;
  }

  /** The transaction failed, or the sessions were discarded: reads the database again. */
  discard(): void {
    this.#session = undefined;
    this.#pending = nothing;
  }

  get session(): SessionRecord | null {
    if (this.#pending.session !== null) return this.#pending.session;
    if (this.#session === undefined) {
      const record = readSignalSession(this.#database, hubAddress.toString());
      this.#session = record === undefined ? null : SessionRecord.deserialize(bytes(record));
    }
    return this.#session;
  }

  saveSession(session: SessionRecord): void {
    this.#pending = { ...this.#pending, session };
  }

  /** Only the identity that the hub's certificate names. */
  trusts(key: PublicKey): boolean {
    return key.equals(this.#hubIdentity);
  }

  get hubIdentity(): PublicKey {
    return this.#hubIdentity;
  }

  saveTrusted(): void {
    this.#pending = { ...this.#pending, trusted: true };
  }

  identity(): { privateKey: PrivateKey; registrationId: number } {
    const row = readSignalIdentity(this.#database);
    if (row === undefined) throw new Error('This vault has no Signal identity yet.');
    return { privateKey: PrivateKey.deserialize(bytes(row.private_key)), registrationId: row.registration_id };
  }

  key(kind: 'one-time' | 'signed' | 'kyber', id: number): Bytes {
    const used = kind === 'one-time' && this.#pending.usedOneTime.includes(id);
    const record = used ? undefined : readSignalKey(this.#database, kind, id);
    if (record === undefined) throw new Error(`There is no ${kind} key with this number.`);
    return bytes(record);
  }

  useOneTime(id: number): void {
    this.#pending = { ...this.#pending, usedOneTime: [...this.#pending.usedOneTime, id] };
  }

  /** @throws when the base key was used before with this key of last resort. */
  useBaseKey(used: UsedBaseKey): void {
    const repeated = this.#pending.usedBaseKeys.some((known) => Buffer.from(known.baseKey).equals(used.baseKey)) || isUsedBaseKey(this.#database, used);
    if (repeated) throw new Error('This first message was read before.');
    this.#pending = { ...this.#pending, usedBaseKeys: [...this.#pending.usedBaseKeys, used] };
  }
}

class Sessions extends SessionStore {
  readonly #stores: HubStores;
  constructor(stores: HubStores) {
    super();
    this.#stores = stores;
  }
  override saveSession(_name: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.#stores.saveSession(record);
    return Promise.resolve();
  }
  override getSession(): Promise<SessionRecord | null> {
    return Promise.resolve(this.#stores.session);
  }
  override getExistingSessions(): Promise<SessionRecord[]> {
    const session = this.#stores.session;
    return Promise.resolve(session === null ? [] : [session]);
  }
}

class Identities extends IdentityKeyStore {
  readonly #stores: HubStores;
  #own: { privateKey: PrivateKey; registrationId: number } | undefined;
  constructor(stores: HubStores) {
    super();
    this.#stores = stores;
  }
  get #identity(): { privateKey: PrivateKey; registrationId: number } {
    this.#own ??= this.#stores.identity();
    return this.#own;
  }
  override async getIdentityKey(): Promise<PrivateKey> {
    return Promise.resolve(this.#identity.privateKey);
  }
  override async getLocalRegistrationId(): Promise<number> {
    return Promise.resolve(this.#identity.registrationId);
  }
  override saveIdentity(_name: ProtocolAddress, key: PublicKey): Promise<IdentityChange> {
    if (!this.#stores.trusts(key)) return Promise.reject(new Error('Not the hub’s identity.'));
    this.#stores.saveTrusted();
    return Promise.resolve(IdentityChange.NewOrUnchanged);
  }
  override isTrustedIdentity(_name: ProtocolAddress, key: PublicKey, _direction: Direction): Promise<boolean> {
    return Promise.resolve(this.#stores.trusts(key));
  }
  override getIdentity(): Promise<PublicKey | null> {
    return Promise.resolve(this.#stores.hubIdentity);
  }
}

class OneTimeKeys extends PreKeyStore {
  readonly #stores: HubStores;
  constructor(stores: HubStores) {
    super();
    this.#stores = stores;
  }
  override savePreKey(): Promise<void> {
    return Promise.reject(new Error('Pre-keys are made by newSession only.'));
  }
  override async getPreKey(id: number): Promise<PreKeyRecord> {
    return Promise.resolve(PreKeyRecord.deserialize(this.#stores.key('one-time', id)));
  }
  override removePreKey(id: number): Promise<void> {
    this.#stores.useOneTime(id);
    return Promise.resolve();
  }
}

class SignedKeys extends SignedPreKeyStore {
  readonly #stores: HubStores;
  constructor(stores: HubStores) {
    super();
    this.#stores = stores;
  }
  override saveSignedPreKey(): Promise<void> {
    return Promise.reject(new Error('Pre-keys are made by newSession only.'));
  }
  override async getSignedPreKey(id: number): Promise<SignedPreKeyRecord> {
    return Promise.resolve(SignedPreKeyRecord.deserialize(this.#stores.key('signed', id)));
  }
}

class KyberKeys extends KyberPreKeyStore {
  readonly #stores: HubStores;
  constructor(stores: HubStores) {
    super();
    this.#stores = stores;
  }
  override saveKyberPreKey(): Promise<void> {
    return Promise.reject(new Error('Pre-keys are made by newSession only.'));
  }
  override async getKyberPreKey(id: number): Promise<KyberPreKeyRecord> {
    return Promise.resolve(KyberPreKeyRecord.deserialize(this.#stores.key('kyber', id)));
  }
  override async markKyberPreKeyUsed(kyberId: number, signedId: number, baseKey: PublicKey): Promise<void> {
    this.#stores.useBaseKey({ kyberId, signedId, baseKey: baseKey.serialize() });
    return Promise.resolve();
  }
}
