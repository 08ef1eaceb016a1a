import {
  type Direction,
  IdentityChange,
  IdentityKeyPair,
  IdentityKeyStore,
  KEMPublicKey,
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
import type { MailFrame, PreKeyMaterial } from '../../main/boundary/opened-vault.ts';
import { DeviceMail, type HubEvent } from '../../shared/contract/wire/index.ts';
import { bytes, fromBase64, toBase64, utf8, type Bytes } from '../../shared/trust/bytes.ts';

/** What a hub keeps of its session with one device; survives in a file when a test needs it to. */
export interface HubSignalState {
  readonly identity: Bytes;
  readonly session: Bytes | null;
  readonly seq: number;
}

class Sessions extends SessionStore {
  record: Bytes | null = null;
  override saveSession(_name: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.record = record.serialize();
    return Promise.resolve();
  }
  override getSession(): Promise<SessionRecord | null> {
    return Promise.resolve(this.record === null ? null : SessionRecord.deserialize(this.record));
  }
  override getExistingSessions(): Promise<SessionRecord[]> {
    return Promise.resolve(this.record === null ? [] : [SessionRecord.deserialize(this.record)]);
  }
}

class Identities extends IdentityKeyStore {
  readonly own: IdentityKeyPair;
  constructor(own: IdentityKeyPair) {
    super();
    this.own = own;
  }
  override getIdentityKey(): Promise<PrivateKey> {
    return Promise.resolve(this.own.privateKey);
  }
  override getIdentityKeyPair(): Promise<IdentityKeyPair> {
    return Promise.resolve(this.own);
  }
  override getLocalRegistrationId(): Promise<number> {
    return Promise.resolve(7);
  }
  override saveIdentity(): Promise<IdentityChange> {
    return Promise.resolve(IdentityChange.NewOrUnchanged);
  }
  override isTrustedIdentity(_name: ProtocolAddress, _key: PublicKey, _direction: Direction): Promise<boolean> {
    return Promise.resolve(true);
  }
  override getIdentity(): Promise<PublicKey | null> {
    return Promise.resolve(null);
  }
}

/** The hub's end of one Signal session, on real libsignal: what a device's vault is tested against. */
export class HubSignalPeer {
  readonly #identity: Identities;
  readonly #sessions = new Sessions();
  readonly #device: ProtocolAddress;
  readonly #own = ProtocolAddress.new('hub', 1);
  #seq: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deviceId: string, state?: HubSignalState) {
    this.#device = ProtocolAddress.new(deviceId, 1);
    this.#identity = new Identities(state === undefined ? IdentityKeyPair.generate() : IdentityKeyPair.deserialize(state.identity));
    this.#sessions.record = state?.session ?? null;
    this.#seq = state?.seq ?? 0;
  }

  get identityKey(): Uint8Array {
    return this.#identity.own.publicKey.serialize();
  }

  get seq(): number {
    return this.#seq;
  }

  state(): HubSignalState {
    return { identity: this.#identity.own.serialize(), session: this.#sessions.record, seq: this.#seq };
  }

  async start(material: PreKeyMaterial): Promise<void> {
    const oneTime = material.oneTime[0];
    const bundle = PreKeyBundle.new(
      material.registrationId,
      1,
      oneTime?.id ?? null,
      oneTime === undefined ? null : PublicKey.deserialize(bytes(oneTime.key)),
      material.signed.id,
      PublicKey.deserialize(bytes(material.signed.key)),
      bytes(material.signed.signature),
      PublicKey.deserialize(bytes(material.identityKey)),
      material.kyber.id,
      KEMPublicKey.deserialize(bytes(material.kyber.key)),
      bytes(material.kyber.signature),
    );
    await this.#turn(async () => {
      this.#sessions.record = null;
      await processPreKeyBundle(bundle, this.#device, this.#own, this.#sessions, this.#identity);
    });
  }

  /** One call at a time: each builds on the session the last one left. */
  #turn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** The next mail, or one with another number. */
  mail(events: readonly HubEvent[], seq = this.#seq + 1): Promise<MailFrame> {
    this.#seq = seq;
    return this.encrypted(JSON.stringify({ seq, events }));
  }

  encrypted(plaintext: string): Promise<MailFrame> {
    return this.#turn(async () => {
      const message = await signalEncrypt(utf8(plaintext), this.#device, this.#own, this.#sessions, this.#identity);
      return { t: 'mail', kind: message.type() === 3 ? 'prekey' : 'signal', body: toBase64(message.serialize()) };
    });
  }

  /** @throws what libsignal throws */
  async read(mail: MailFrame): Promise<DeviceMail> {
    const plaintext = await this.#turn(() =>
      signalDecrypt(SignalMessage.deserialize(fromBase64(mail.body)), this.#device, this.#own, this.#sessions, this.#identity),
    );
    return DeviceMail.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
  }
}
