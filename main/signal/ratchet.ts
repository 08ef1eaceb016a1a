import {
  CiphertextMessageType,
  ErrorCode,
  LibSignalErrorBase,
  PreKeySignalMessage,
  signalDecrypt,
  signalDecryptPreKey,
  signalEncrypt,
  SignalMessage,
} from '@signalapp/libsignal-client';
import type { DeviceMail } from '../../shared/contract/wire/mail.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { type Bytes, fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import type { MailFrame } from '../boundary/opened-vault.ts';
import { deviceAddress, hubAddress } from './addresses.ts';
import type { HubStores } from './hub-stores.ts';

const preKeyType: number = CiphertextMessageType.PreKey;

/** What became of a ciphertext. `unreadable`: not in this session, or not by this hub. */
export type Decrypted = { readonly kind: 'plaintext'; readonly bytes: Bytes } | { readonly kind: 'duplicate' } | { readonly kind: 'unreadable' };

/** The Double Ratchet with the hub, over buffered stores. One call at a time: each builds on what the last left. */
export class Ratchet {
  readonly #stores: HubStores;
  readonly #own;

  constructor(stores: HubStores, deviceId: DeviceId) {
    this.#stores = stores;
    this.#own = deviceAddress(deviceId);
  }

  /** Leaves the stores as they were unless there is a plaintext. */
  async decrypt(mail: MailFrame): Promise<Decrypted> {
    const mark = this.#stores.mark();
    try {
      return { kind: 'plaintext', bytes: await this.#decrypted(mail) };
    } catch (error) {
      this.#stores.backTo(mark);
      if (error instanceof LibSignalErrorBase && error.code === ErrorCode.DuplicatedMessage) return { kind: 'duplicate' };
      return { kind: 'unreadable' };
    }
  }

  #decrypted(mail: MailFrame): Promise<Bytes> {
    const { sessions, identities, oneTime, signed, kyber } = this.#stores;
    const body = fromBase64(mail.body);
    return mail.kind === 'prekey'
      ? signalDecryptPreKey(PreKeySignalMessage.deserialize(body), hubAddress, this.#own, sessions, identities, oneTime, signed, kyber)
      : signalDecrypt(SignalMessage.deserialize(body), hubAddress, this.#own, sessions, identities);
  }

  /** @throws when there is no session. */
  async encrypt(mail: DeviceMail): Promise<MailFrame> {
    const message = await signalEncrypt(utf8(JSON.stringify(mail)), hubAddress, this.#own, this.#stores.sessions, this.#stores.identities);
    return { t: 'mail', kind: message.type() === preKeyType ? 'prekey' : 'signal', body: toBase64(message.serialize()) };
  }
}
