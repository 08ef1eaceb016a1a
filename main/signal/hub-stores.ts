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
import type { SignalChange, SignalKeyKind, SignalKeyRow, SignalState, UsedBaseKey } from '../vault/signal-state.ts';

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
 * libsignal's stores, for one session: with the hub. They begin with what the database holds and go on in memory:
 * `take` gives what has changed, for the transaction that stores what was decrypted or is to be sent. When that fails,
 * these stores are of no use any more, and others begin with what the database holds then.
 */
export class HubStores {
  readonly #hubIdentity: PublicKey;
  readonly #identity: SignalState['identity'];
  #keys: SignalState['keys'];
  #usedBaseKeys: SignalState['usedBaseKeys'];
  #session: SessionRecord | null;
  #pending: Pending = nothing;

  readonly sessions: SessionStore;
  readonly identities: IdentityKeyStore;
  readonly oneTime: PreKeyStore;
  readonly signed: SignedPreKeyStore;
  readonly kyber: KyberPreKeyStore;

  constructor(state: SignalState, hubIdentity: Uint8Array) {
    this.#identity = state.identity;
    this.#keys = state.keys;
    this.#usedBaseKeys = state.usedBaseKeys;
    this.#session = state.session === null ? null : SessionRecord.deserialize(bytes(state.session));
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

  /** What libsignal has changed since the last time this was asked. */
  take(): SignalChange {
    const { session, trusted, usedOneTime, usedBaseKeys } = this.#pending;
    const change = { session: session?.serialize() ?? null, trusted: trusted ? this.#hubIdentity.serialize() : null, usedOneTime, usedBaseKeys };
    this.#session = session ?? this.#session;
    this.#keys = this.#keys.filter((key) => !isUsed(key, usedOneTime));
    this.#usedBaseKeys = [...this.#usedBaseKeys, ...usedBaseKeys];
    this.#pending = nothing;
    return change;
  }

  get session(): SessionRecord | null {
    return this.#pending.session ?? this.#session;
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
    if (!this.#pending.trusted) this.#pending = { ...this.#pending, trusted: true };
  }

  identity(): { privateKey: PrivateKey; registrationId: number } {
    const identity = this.#identity;
    if (identity === null) throw new Error('This vault has no Signal identity yet.');
    return { privateKey: PrivateKey.deserialize(bytes(identity.private_key)), registrationId: identity.registration_id };
  }

  key(kind: SignalKeyKind, id: number): Bytes {
    const key = this.#keys.find((each) => each.kind === kind && each.id === id);
    if (key === undefined || isUsed(key, this.#pending.usedOneTime)) throw new Error(`There is no ${kind} key with this number.`);
    return bytes(key.record);
  }

  useOneTime(id: number): void {
    this.#pending = { ...this.#pending, usedOneTime: [...this.#pending.usedOneTime, id] };
  }

  /** @throws when the base key was used before with this key of last resort. */
  useBaseKey(used: UsedBaseKey): void {
    const before = [...this.#usedBaseKeys, ...this.#pending.usedBaseKeys];
    const repeated = before.some((known) => known.kyberId === used.kyberId && known.signedId === used.signedId && Buffer.from(known.baseKey).equals(used.baseKey));
    if (repeated) throw new Error('This first message was read before.');
    this.#pending = { ...this.#pending, usedBaseKeys: [...this.#pending.usedBaseKeys, used] };
  }
}

function isUsed(key: SignalKeyRow, oneTime: readonly number[]): boolean {
  return key.kind === 'one-time' && oneTime.includes(key.id);
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
