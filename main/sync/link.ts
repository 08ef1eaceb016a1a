import { randomBytes } from 'node:crypto';
import type { PrivateKey } from '@signalapp/libsignal-client';
import {
  ControlToDevice,
  type ControlToHub,
  type FrameToDevice,
  FrameToDevice as FrameSchema,
  type FrameToHub,
  maxFrameLength,
  wireVersion,
} from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { type Handshake, prove, proven, SealedChannel } from '../../shared/trust/handshake.ts';
import { type CertifiedHub, type KnownOrganisation, verifyHub } from '../../shared/trust/hub-certificate.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';

/**
 * One connection to the hub, without the socket: frames in, frames out. It trusts nobody before
 * both sides have proven their keys, and nothing after the first frame that does not fit.
 */
type RefusedKind = Extract<FrameToDevice, { t: 'refused' }>['kind'];
export type MailToDevice = Extract<FrameToDevice, { t: 'mail' }>;

export type LinkStep =
  | { readonly kind: 'send'; readonly text: string }
  /** Both sides are proven; control messages and mail may follow. */
  | { readonly kind: 'ready'; readonly hub: CertifiedHub }
  | { readonly kind: 'control'; readonly message: ControlToDevice }
  | { readonly kind: 'mail'; readonly mail: MailToDevice };

export type LinkProblem = 'frame' | 'hub-not-genuine' | 'refused';

/** The connection is of no use any more. `reason` names no content of a frame. */
export class LinkError extends SealdeskError<LinkProblem> {
  readonly refused: RefusedKind | null;
  constructor(kind: LinkProblem, message: string, refused: RefusedKind | null = null, options?: ErrorOptions) {
    super(kind, message, options);
    this.refused = refused;
  }
}

export interface LinkIdentity extends KnownOrganisation {
  readonly deviceId: DeviceId;
  readonly deviceKey: PrivateKey;
  readonly certificate: SignedStatement | null;
  /** Lowest serial of a hub certificate that is accepted. */
  readonly minimumSerial: number;
}

type Stage =
  | { readonly at: 'hub-hello' }
  | { readonly at: 'hub-ready'; readonly handshake: Handshake; readonly hub: CertifiedHub }
  | { readonly at: 'open'; readonly channel: SealedChannel }
  | { readonly at: 'closed' };

const nonceLength = 32;
const unexpected = () => new LinkError('frame', 'The hub sent a frame that has no place here.');

export class Link {
  readonly #identity: LinkIdentity;
  readonly #clock: Clock;
  readonly #nonce = new Uint8Array(randomBytes(nonceLength));
  #stage: Stage = { at: 'hub-hello' };

  constructor(identity: LinkIdentity, clock: Clock) {
    this.#identity = identity;
    this.#clock = clock;
  }

  /** This connection's own nonce, to which the hub binds its signed time. */
  get nonce(): string {
    return toBase64(this.#nonce);
  }

  get open(): boolean {
    return this.#stage.at === 'open';
  }

  /**
   * Takes one WebSocket text message.
   *
   * @returns what follows from it.
   * @throws LinkError; the link is then closed for good.
   */
  receive(text: string): LinkStep {
    try {
      return this.#receive(text);
    } catch (cause) {
      this.#stage = { at: 'closed' };
      if (cause instanceof LinkError) throw cause;
      throw new LinkError('frame', 'The hub sent a frame that cannot be read.', null, { cause });
    }
  }

  /** Seals a control message. @throws LinkError before the link is open. */
  control(message: ControlToHub): string {
    if (this.#stage.at !== 'open') throw unexpected();
    return frame({ t: 'sealed', ...this.#stage.channel.seal(JSON.stringify(message)) });
  }

  close(): void {
    this.#stage = { at: 'closed' };
  }

  #receive(text: string): LinkStep {
    if (text.length > maxFrameLength) throw new LinkError('frame', 'The hub sent a frame that is too large.');
    const received = FrameSchema.parse(JSON.parse(text));
    if (received.t === 'refused') throw new LinkError('refused', `The hub refused this connection (${received.kind}).`, received.kind);
    const stage = this.#stage;
    switch (stage.at) {
      case 'hub-hello':
        if (received.t !== 'hub-hello') throw unexpected();
        return this.#greet(received);
      case 'hub-ready':
        if (received.t !== 'hub-ready') throw unexpected();
        if (!proven('hub', stage.handshake, received.proof)) {
          throw new LinkError('hub-not-genuine', 'The hub could not prove that it holds its key.');
        }
        this.#stage = { at: 'open', channel: new SealedChannel('device', stage.handshake, this.#identity.deviceKey) };
        return { kind: 'ready', hub: stage.hub };
      case 'open':
        if (received.t === 'sealed') return { kind: 'control', message: ControlToDevice.parse(JSON.parse(stage.channel.open(received))) };
        if (received.t === 'mail') return { kind: 'mail', mail: received };
        break;
      case 'closed':
        break;
    }
    throw unexpected();
  }

  #greet(hello: Extract<FrameToDevice, { t: 'hub-hello' }>): LinkStep {
    const { deviceId, deviceKey, certificate } = this.#identity;
    const hub = this.#genuine(hello);
    const hubNonce = fromBase64(hello.nonce);
    if (hubNonce.length !== nonceLength) throw unexpected();
    const handshake: Handshake = {
      hubNonce,
      deviceNonce: this.#nonce,
      deviceId,
      deviceKey: deviceKey.getPublicKey(),
      hubKey: publicKeyFrom(hub.certificate.payload.hubKey),
    };
    this.#stage = { at: 'hub-ready', handshake, hub };
    return {
      kind: 'send',
      text: frame({
        t: 'device-hello',
        v: wireVersion,
        deviceId,
        deviceKey: publicKeyText(handshake.deviceKey),
        nonce: this.nonce,
        certificate,
        proof: prove('device', handshake, deviceKey),
      }),
    };
  }

  /** A hub is genuine when the pinned root, or the one it was rotated to, says so now, and has not ended that certificate. */
  #genuine(hello: Extract<FrameToDevice, { t: 'hub-hello' }>): CertifiedHub {
    let hub: CertifiedHub;
    try {
      hub = verifyHub(hello, this.#identity, this.#clock.now());
    } catch (cause) {
      throw new LinkError('hub-not-genuine', 'The hub is not certified by your organisation.', null, { cause });
    }
    const { serial, payload } = hub.certificate;
    if (serial < Math.max(this.#identity.minimumSerial, payload.minimumSerial)) {
      throw new LinkError('hub-not-genuine', 'The hub shows a certificate that your organisation has ended.');
    }
    return hub;
  }
}

function frame(value: FrameToHub): string {
  return JSON.stringify(value);
}
