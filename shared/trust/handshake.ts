import { createHash, timingSafeEqual } from 'node:crypto';
import type { PrivateKey, PublicKey } from '@signalapp/libsignal-client';
import { SealdeskError } from '../domain/errors.ts';
import { type Bytes, bytes, framed, fromBase64, toBase64, utf8 } from './bytes.ts';
import { keyId } from './keys.ts';

/**
 * Mutual proof of possession at the start of a connection, and the sealed frames that follow it.
 *
 * Each side signs a label of its own, both nonces, the device id and the hub's key id: never a bare
 * nonce of the other's choice. Sealed frames are HPKE (RFC 9180) to the receiver's key and signed by
 * the sender's; direction, count and both nonces are bound in, so that a frame can be neither
 * replayed, reordered, reflected nor moved to another connection.
 */
export interface Handshake {
  readonly hubNonce: Bytes;
  readonly deviceNonce: Bytes;
  readonly deviceId: string;
  readonly deviceKey: PublicKey;
  readonly hubKey: PublicKey;
}

export type Side = 'device' | 'hub';

function transcript(side: Side, h: Handshake): Bytes {
  return framed(`sealdesk ${side} hello v1`, h.hubNonce, h.deviceNonce, h.deviceId, h.deviceKey.serialize(), keyId(h.hubKey));
}

/** The proof a side sends. */
export function prove(side: Side, h: Handshake, key: PrivateKey): string {
  return toBase64(key.sign(transcript(side, h)));
}

/** Whether the other side holds the key it claims. */
export function proven(side: Side, h: Handshake, proof: string): boolean {
  const key = side === 'device' ? h.deviceKey : h.hubKey;
  return key.verify(transcript(side, h), fromBase64(proof));
}

export type SealProblem = 'out-of-order' | 'bad-signature' | 'unreadable';
export class SealError extends SealdeskError<SealProblem> {}

export interface SealedBox {
  readonly n: number;
  readonly box: string;
  readonly signature: string;
}

/** One end of the sealed channel of one connection. */
export class SealedChannel {
  readonly #side: Side;
  readonly #handshake: Handshake;
  readonly #key: PrivateKey;
  #sent = 0;
  #received = 0;

  constructor(side: Side, handshake: Handshake, key: PrivateKey) {
    this.#side = side;
    this.#handshake = handshake;
    this.#key = key;
  }

  /** Seals one control message (UTF-8 JSON of a schema-checked value). */
  seal(plaintext: string): SealedBox {
    const n = this.#sent++;
    const other = this.#side === 'device' ? this.#handshake.hubKey : this.#handshake.deviceKey;
    const context = this.#context(this.#side, n);
    const box = other.seal(utf8(plaintext), 'sealdesk control v1', context);
    return { n, box: toBase64(box), signature: toBase64(this.#key.sign(framed(context, box))) };
  }

  /** @throws SealError; the connection is then closed, since nothing after it can be trusted. */
  open(sealed: SealedBox): string {
    if (sealed.n !== this.#received) throw new SealError('out-of-order', 'A frame is missing or was repeated.');
    const from: Side = this.#side === 'device' ? 'hub' : 'device';
    const sender = from === 'hub' ? this.#handshake.hubKey : this.#handshake.deviceKey;
    const context = this.#context(from, sealed.n);
    const box = fromBase64(sealed.box);
    if (!sender.verify(framed(context, box), fromBase64(sealed.signature))) {
      throw new SealError('bad-signature', 'A frame was not signed by the other side.');
    }
    this.#received++;
    try {
      return Buffer.from(this.#key.open(box, 'sealdesk control v1', context)).toString('utf8');
    } catch (cause) {
      throw new SealError('unreadable', 'A frame could not be opened.', { cause });
    }
  }

  #context(from: Side, n: number): Bytes {
    const h = this.#handshake;
    return framed('sealdesk sealed frame v1', from, h.hubNonce, h.deviceNonce, h.deviceId, keyId(h.hubKey), String(n));
  }
}

/** Constant-time comparison of secrets of any length: compares their SHA-256. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  const digest = (value: Uint8Array) => bytes(createHash('sha256').update(value).digest());
  return timingSafeEqual(digest(a), digest(b));
}
