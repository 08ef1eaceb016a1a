import {
  CiphertextMessageType,
  type Direction,
  ErrorCode,
  IdentityChange,
  IdentityKeyStore,
  type IdentityKeyPair,
  KEMPublicKey,
  LibSignalErrorBase,
  PreKeyBundle,
  type PrivateKey,
  processPreKeyBundle,
  ProtocolAddress,
  PublicKey,
  SessionRecord,
  SessionStore,
  signalDecrypt,
  signalEncrypt,
  SignalMessage,
} from '@signalapp/libsignal-client';
import type { PreKeys } from '../../shared/contract/wire/index.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { type Bytes, bytes, fromBase64 } from '../../shared/trust/bytes.ts';

export class RatchetError extends SealdeskError<'session-broken' | 'duplicate'> {}

/** libsignal gives a message's type as a number. */
const preKeyType: number = CiphertextMessageType.PreKey;

/** Each side has one Signal device: the hub is `hub`.1, a device its id and 1. */
const hubAddress = ProtocolAddress.new('hub', 1);
const deviceAddress = (deviceId: string) => ProtocolAddress.new(deviceId, 1);

export interface HubIdentity {
  readonly signalIdentity: IdentityKeyPair;
  readonly registrationId: number;
}

export interface SealedMail {
  readonly kind: 'prekey' | 'signal';
  readonly body: Bytes;
}

/**
 * libsignal's stores for one call about one device: read before, kept in memory during, and written
 * by the caller in its transaction after, so that ratchet and mailbox change together or not at all.
 */
class OneSession extends SessionStore {
  record: SessionRecord | null;

  constructor(record: Uint8Array | null) {
    super();
    this.record = record ? SessionRecord.deserialize(bytes(record)) : null;
  }

  override saveSession(_name: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.record = record;
    return Promise.resolve();
  }

  override getSession(): Promise<SessionRecord | null> {
    return Promise.resolve(this.record);
  }

  override getExistingSessions(): Promise<SessionRecord[]> {
    return Promise.resolve(this.record ? [this.record] : []);
  }
}

/** Trusts the one identity key that the device has certified with its device key. */
class CertifiedIdentity extends IdentityKeyStore {
  readonly #hub: HubIdentity;
  readonly #device: PublicKey;

  constructor(hub: HubIdentity, device: PublicKey) {
    super();
    this.#hub = hub;
    this.#device = device;
  }

  override getIdentityKey(): Promise<PrivateKey> {
    return Promise.resolve(this.#hub.signalIdentity.privateKey);
  }

  override getIdentityKeyPair(): Promise<IdentityKeyPair> {
    return Promise.resolve(this.#hub.signalIdentity);
  }

  override getLocalRegistrationId(): Promise<number> {
    return Promise.resolve(this.#hub.registrationId);
  }

  override saveIdentity(): Promise<IdentityChange> {
    return Promise.resolve(IdentityChange.NewOrUnchanged);
  }

  override isTrustedIdentity(_name: ProtocolAddress, key: PublicKey, _direction: Direction): Promise<boolean> {
    return Promise.resolve(key.equals(this.#device));
  }

  override getIdentity(): Promise<PublicKey> {
    return Promise.resolve(this.#device);
  }
}

/** One session with one device, from its stored record to the record to be stored. */
export class Ratchet {
  readonly #address: ProtocolAddress;
  readonly #session: OneSession;
  readonly #identity: CertifiedIdentity;

  constructor(hub: HubIdentity, deviceId: string, deviceIdentity: PublicKey, record: Uint8Array | null) {
    this.#address = deviceAddress(deviceId);
    this.#session = new OneSession(record);
    this.#identity = new CertifiedIdentity(hub, deviceIdentity);
  }

  /** Starts a session from the device's pre-keys (PQXDH). @throws RatchetError `session-broken` when a signature in them is wrong. */
  async start(preKeys: PreKeys, deviceIdentity: PublicKey): Promise<void> {
    try {
      const oneTime = preKeys.oneTime[0];
      const bundle = PreKeyBundle.new(
        preKeys.registrationId,
        1,
        oneTime?.id ?? null,
        oneTime ? PublicKey.deserialize(fromBase64(oneTime.key)) : null,
        preKeys.signed.id,
        PublicKey.deserialize(fromBase64(preKeys.signed.key)),
        fromBase64(preKeys.signed.signature),
        deviceIdentity,
        preKeys.kyber.id,
        KEMPublicKey.deserialize(fromBase64(preKeys.kyber.key)),
        fromBase64(preKeys.kyber.signature),
      );
      await processPreKeyBundle(bundle, this.#address, hubAddress, this.#session, this.#identity);
    } catch (cause) {
      throw new RatchetError('session-broken', "The device's pre-keys are not valid.", { cause });
    }
  }

  async encrypt(plaintext: Uint8Array): Promise<SealedMail> {
    const message = await signalEncrypt(bytes(plaintext), this.#address, hubAddress, this.#session, this.#identity);
    return { kind: message.type() === preKeyType ? 'prekey' : 'signal', body: message.serialize() };
  }

  /**
   * @throws RatchetError `duplicate` for a message read before; `session-broken` for anything that
   *   this session cannot read. The hub starts every session, so a pre-key message never comes in.
   */
  async decrypt(mail: SealedMail): Promise<Bytes> {
    if (mail.kind !== 'signal') throw new RatchetError('session-broken', 'A device does not start sessions.');
    try {
      return await signalDecrypt(SignalMessage.deserialize(mail.body), this.#address, hubAddress, this.#session, this.#identity);
    } catch (cause) {
      if (isDuplicate(cause)) throw new RatchetError('duplicate', 'This message was read before.', { cause });
      throw new RatchetError('session-broken', 'This message cannot be read with the present session.', { cause });
    }
  }

  /** The record to be stored. */
  record(): Bytes {
    if (!this.#session.record) throw new TypeError('There is no session to store.');
    return this.#session.record.serialize();
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof LibSignalErrorBase && error.code === ErrorCode.DuplicatedMessage;
}
