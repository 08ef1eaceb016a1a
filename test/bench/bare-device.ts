import {
  IdentityChange,
  IdentityKeyPair,
  IdentityKeyStore,
  KEMKeyPair,
  KyberPreKeyRecord,
  KyberPreKeyStore,
  PreKeyRecord,
  PreKeySignalMessage,
  PreKeyStore,
  PrivateKey,
  ProtocolAddress,
  type PublicKey,
  SessionRecord,
  SessionStore,
  signalDecrypt,
  signalDecryptPreKey,
  signalEncrypt,
  SignalMessage,
  SignedPreKeyRecord,
  SignedPreKeyStore,
} from '@signalapp/libsignal-client';
import type { MailFrame, PreKeyMaterial } from '../../main/boundary/opened-vault.ts';
import { fromBase64, toBase64, utf8, type Bytes } from '../../shared/trust/bytes.ts';

/** libsignal alone, with stores in memory that serialise as libsignal's own test stores do: the peer of `receive`. */
export class BareDevice {
  readonly #own: ProtocolAddress;
  readonly #hub = ProtocolAddress.new('hub', 1);
  readonly #identity = IdentityKeyPair.generate();
  readonly #signedKey = PrivateKey.generate();
  readonly #kyberKey = KEMKeyPair.generate();
  readonly #oneTimeKey = PrivateKey.generate();
  readonly #sessions = new Sessions();
  readonly #identities = new Identities(this.#identity);
  readonly #signed = SignedPreKeyRecord.new(1, 0, this.#signedKey.getPublicKey(), this.#signedKey, this.#identity.privateKey.sign(this.#signedKey.getPublicKey().serialize()));
  readonly #kyber = KyberPreKeyRecord.new(2, 0, this.#kyberKey, this.#identity.privateKey.sign(this.#kyberKey.getPublicKey().serialize()));
  readonly #oneTime = PreKeyRecord.new(3, this.#oneTimeKey.getPublicKey(), this.#oneTimeKey);

  constructor(deviceId: string) {
    this.#own = ProtocolAddress.new(deviceId, 1);
  }

  preKeys(): PreKeyMaterial {
    return {
      identityKey: this.#identity.publicKey.serialize(),
      registrationId: 9,
      signed: { id: 1, key: this.#signed.publicKey().serialize(), signature: this.#signed.signature() },
      kyber: { id: 2, key: this.#kyber.publicKey().serialize(), signature: this.#kyber.signature() },
      oneTime: [{ id: 3, key: this.#oneTime.publicKey().serialize() }],
    };
  }

  decrypt(mail: MailFrame): Promise<Bytes> {
    const body = fromBase64(mail.body);
    if (mail.kind === 'signal') return signalDecrypt(SignalMessage.deserialize(body), this.#hub, this.#own, this.#sessions, this.#identities);
    const keys = [new OneTime(this.#oneTime), new Signed(this.#signed), new Kyber(this.#kyber)] as const;
    return signalDecryptPreKey(PreKeySignalMessage.deserialize(body), this.#hub, this.#own, this.#sessions, this.#identities, ...keys);
  }

  async encrypt(text: string): Promise<MailFrame> {
    const message = await signalEncrypt(utf8(text), this.#hub, this.#own, this.#sessions, this.#identities);
    return { t: 'mail', kind: 'signal', body: toBase64(message.serialize()) };
  }
}

class Sessions extends SessionStore {
  #record: Bytes | null = null;
  override saveSession(_name: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.#record = record.serialize();
    return Promise.resolve();
  }
  override getSession(): Promise<SessionRecord | null> {
    return Promise.resolve(this.#record === null ? null : SessionRecord.deserialize(this.#record));
  }
  override getExistingSessions(): Promise<SessionRecord[]> {
    return Promise.resolve(this.#record === null ? [] : [SessionRecord.deserialize(this.#record)]);
  }
}

class Identities extends IdentityKeyStore {
  readonly #own: IdentityKeyPair;
  constructor(own: IdentityKeyPair) {
    super();
    this.#own = own;
  }
  override getIdentityKey(): Promise<PrivateKey> {
    return Promise.resolve(this.#own.privateKey);
  }
  override getLocalRegistrationId(): Promise<number> {
    return Promise.resolve(9);
  }
  override saveIdentity(): Promise<IdentityChange> {
    return Promise.resolve(IdentityChange.NewOrUnchanged);
  }
  override isTrustedIdentity(): Promise<boolean> {
    return Promise.resolve(true);
  }
  override getIdentity(): Promise<PublicKey | null> {
    return Promise.resolve(null);
  }
}

class OneTime extends PreKeyStore {
  readonly #record: PreKeyRecord;
  constructor(record: PreKeyRecord) {
    super();
    this.#record = record;
  }
  override savePreKey(): Promise<void> {
    return Promise.resolve();
  }
  override getPreKey(): Promise<PreKeyRecord> {
    return Promise.resolve(this.#record);
  }
  override removePreKey(): Promise<void> {
    return Promise.resolve();
  }
}

class Signed extends SignedPreKeyStore {
  readonly #record: SignedPreKeyRecord;
  constructor(record: SignedPreKeyRecord) {
    super();
    this.#record = record;
  }
  override saveSignedPreKey(): Promise<void> {
    return Promise.resolve();
  }
  override getSignedPreKey(): Promise<SignedPreKeyRecord> {
    return Promise.resolve(this.#record);
  }
}

class Kyber extends KyberPreKeyStore {
  readonly #record: KyberPreKeyRecord;
  constructor(record: KyberPreKeyRecord) {
    super();
    this.#record = record;
  }
  override saveKyberPreKey(): Promise<void> {
    return Promise.resolve();
  }
  override getKyberPreKey(): Promise<KyberPreKeyRecord> {
    return Promise.resolve(this.#record);
  }
  override markKyberPreKeyUsed(): Promise<void> {
    return Promise.resolve();
  }
}
