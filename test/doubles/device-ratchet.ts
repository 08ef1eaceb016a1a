import {
  CiphertextMessageType,
  type IdentityKeyPair,
  KEMKeyPair,
  KyberPreKeyRecord,
  PreKeyRecord,
  PreKeySignalMessage,
  PrivateKey,
  ProtocolAddress,
  type PublicKey,
  signalDecrypt,
  signalDecryptPreKey,
  signalEncrypt,
  SignalMessage,
  SignedPreKeyRecord,
} from '@signalapp/libsignal-client';
import type { PreKeys } from '../../shared/contract/wire/index.ts';
import { fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { Identities, KyberKeys, OneTimeKeys, Sessions, SignedKeys } from './memory-stores.ts';

/** libsignal gives the type as a number. */
const preKeyType: number = CiphertextMessageType.PreKey;
const hubAddress = ProtocolAddress.new('hub', 1);

/** A device's end of one Signal session with the hub, in memory. */
export class DeviceRatchet {
  readonly #address: ProtocolAddress;
  readonly #sessions = new Sessions();
  readonly #identities: Identities;
  readonly #oneTime = new OneTimeKeys();
  readonly #signed = new SignedKeys();
  readonly #kyber = new KyberKeys();

  constructor(deviceId: string, identity: IdentityKeyPair, hub: PublicKey) {
    this.#address = ProtocolAddress.new(deviceId, 1);
    this.#identities = new Identities(identity, hub);
  }

  /** Makes the pre-keys of the session, all under one id. */
  preKeys(id: number, now: number): Omit<PreKeys, 'identity'> {
    const { privateKey } = this.#identities.pair;
    const signedKey = PrivateKey.generate();
    const signed = SignedPreKeyRecord.new(id, now, signedKey.getPublicKey(), signedKey, privateKey.sign(signedKey.getPublicKey().serialize()));
    const kyberPair = KEMKeyPair.generate();
    const kyber = KyberPreKeyRecord.new(id, now, kyberPair, privateKey.sign(kyberPair.getPublicKey().serialize()));
    const oneTimeKey = PrivateKey.generate();
    const oneTime = PreKeyRecord.new(id, oneTimeKey.getPublicKey(), oneTimeKey);
    this.#signed.keys.records.set(id, signed);
    this.#kyber.keys.records.set(id, kyber);
    this.#oneTime.keys.records.set(id, oneTime);
    return {
      registrationId: 77,
      signed: { id, key: publicKeyText(signed.publicKey()), signature: toBase64(signed.signature()) },
      kyber: { id, key: toBase64(kyber.publicKey().serialize()), signature: toBase64(kyber.signature()) },
      oneTime: [{ id, key: publicKeyText(oneTime.publicKey()) }],
    };
  }

  async encrypt(text: string): Promise<{ kind: 'prekey' | 'signal'; body: string }> {
    const sealed = await signalEncrypt(utf8(text), hubAddress, this.#address, this.#sessions, this.#identities);
    return { kind: sealed.type() === preKeyType ? 'prekey' : 'signal', body: toBase64(sealed.serialize()) };
  }

  async decrypt(kind: 'prekey' | 'signal', body: string): Promise<string> {
    const sealed = fromBase64(body);
    const plaintext =
      kind === 'prekey'
        ? await signalDecryptPreKey(PreKeySignalMessage.deserialize(sealed), hubAddress, this.#address, this.#sessions, this.#identities, this.#oneTime, this.#signed, this.#kyber)
        : await signalDecrypt(SignalMessage.deserialize(sealed), hubAddress, this.#address, this.#sessions, this.#identities);
    return Buffer.from(plaintext).toString('utf8');
  }
}
