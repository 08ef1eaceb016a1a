import {
  type Direction,
  IdentityChange,
  type IdentityKeyPair,
  IdentityKeyStore,
  type KyberPreKeyRecord,
  KyberPreKeyStore,
  type PreKeyRecord,
  PreKeyStore,
  type PrivateKey,
  type ProtocolAddress,
  type PublicKey,
  type SessionRecord,
  SessionStore,
  type SignedPreKeyRecord,
  SignedPreKeyStore,
} from '@signalapp/libsignal-client';

/** libsignal's stores in memory: a device that never restarts. */
export class Sessions extends SessionStore {
  readonly records = new Map<string, SessionRecord>();
  override saveSession(name: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.records.set(name.toString(), record);
    return Promise.resolve();
  }
  override getSession(name: ProtocolAddress): Promise<SessionRecord | null> {
    return Promise.resolve(this.records.get(name.toString()) ?? null);
  }
  override getExistingSessions(): Promise<SessionRecord[]> {
    return Promise.resolve([...this.records.values()]);
  }
}

export class Identities extends IdentityKeyStore {
  readonly pair: IdentityKeyPair;
  readonly hub: PublicKey;
  constructor(pair: IdentityKeyPair, hub: PublicKey) {
    super();
    this.pair = pair;
    this.hub = hub;
  }
  override getIdentityKey(): Promise<PrivateKey> {
    return Promise.resolve(this.pair.privateKey);
  }
  override getLocalRegistrationId(): Promise<number> {
    return Promise.resolve(77);
  }
  override saveIdentity(): Promise<IdentityChange> {
    return Promise.resolve(IdentityChange.NewOrUnchanged);
  }
  override isTrustedIdentity(_name: ProtocolAddress, key: PublicKey, _direction: Direction): Promise<boolean> {
    return Promise.resolve(key.equals(this.hub));
  }
  override getIdentity(): Promise<PublicKey> {
    return Promise.resolve(this.hub);
  }
}

class Keys<R> {
  readonly records = new Map<number, R>();
  get(id: number): Promise<R> {
    const record = this.records.get(id);
    return record ? Promise.resolve(record) : Promise.reject(new Error(`There is no key ${id}.`));
  }
}
export class OneTimeKeys extends PreKeyStore {
  readonly keys = new Keys<PreKeyRecord>();
  override savePreKey(id: number, record: PreKeyRecord): Promise<void> {
    this.keys.records.set(id, record);
    return Promise.resolve();
  }
  override getPreKey(id: number): Promise<PreKeyRecord> {
    return this.keys.get(id);
  }
  override removePreKey(id: number): Promise<void> {
    this.keys.records.delete(id);
    return Promise.resolve();
  }
}
export class SignedKeys extends SignedPreKeyStore {
  readonly keys = new Keys<SignedPreKeyRecord>();
  override saveSignedPreKey(id: number, record: SignedPreKeyRecord): Promise<void> {
    this.keys.records.set(id, record);
    return Promise.resolve();
  }
  override getSignedPreKey(id: number): Promise<SignedPreKeyRecord> {
    return this.keys.get(id);
  }
}
export class KyberKeys extends KyberPreKeyStore {
  readonly keys = new Keys<KyberPreKeyRecord>();
  override saveKyberPreKey(id: number, record: KyberPreKeyRecord): Promise<void> {
    this.keys.records.set(id, record);
    return Promise.resolve();
  }
  override getKyberPreKey(id: number): Promise<KyberPreKeyRecord> {
    return this.keys.get(id);
  }
  override markKyberPreKeyUsed(): Promise<void> {
    return Promise.resolve();
  }
}
