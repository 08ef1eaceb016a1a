import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { PreKeys } from '../../../shared/contract/wire/index.ts';
import { bytes, fromBase64 } from '../../../shared/trust/bytes.ts';
import { writeInvite } from '../../../shared/trust/invite.ts';
import { publicKeyText } from '../../../shared/trust/keys.ts';
import { verifyStatement } from '../../../shared/trust/statement.ts';
import { HubEnd } from '../../doubles/hub-end.ts';
import { HubSignalPeer } from '../../doubles/hub-signal-peer.ts';
import { TlsHub } from '../../unit/main/sync/tls-hub.ts';

/** A hub that a workstation reaches over TLS and a socket, as it reaches the real one. */
export class HubOnASocket extends HubEnd {
  readonly #tls: TlsHub;

  private constructor(tls: TlsHub) {
    super({ now: () => Date.now(), monotonic: () => performance.now() });
    this.#tls = tls;
  }

  static async start(): Promise<HubOnASocket> {
    return new HubOnASocket(await TlsHub.start());
  }

  override get invite(): string {
    const { url, fingerprint } = this.#tls;
    return writeInvite({ v: 1, organisation: this.organisation, url, root: publicKeyText(this.root.getPublicKey()), tls: fingerprint, code: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', agentEmail: this.agent.email });
  }

  get socket(): WebSocket {
    return this.#tls.latest;
  }

  /** Waits for the workstation to call, and proves itself. */
  async met(): Promise<void> {
    while (this.#tls.connections.length === 0) await wait(10);
    const { socket } = this;
    socket.on('message', (data: Buffer) => this.take(data.toString('utf8')));
    await this.connect({ opened: () => Promise.resolve(), frame: (text) => Promise.resolve(socket.send(text)), closed: () => Promise.resolve(socket.close()) });
    while (this.deviceId === null) await wait(10);
    await this.tellTime(Date.now());
  }

  /** The Signal session that begins with these pre-keys. */
  async session({ identity, registrationId, signed, kyber, oneTime }: PreKeys): Promise<HubSignalPeer> {
    if (this.deviceKey === null || this.deviceId === null) throw new Error('No device has called.');
    const peer = new HubSignalPeer(this.deviceId, { identity: bytes(this.signal.serialize()), session: null, seq: 0 });
    const { payload } = verifyStatement('signal-identity', identity, this.deviceKey, 'any');
    const key = (of: { readonly id: number; readonly key: string }) => ({ id: of.id, key: fromBase64(of.key) });
    await peer.start({
      identityKey: fromBase64(payload.identityKey),
      registrationId,
      signed: { ...key(signed), signature: fromBase64(signed.signature) },
      kyber: { ...key(kyber), signature: fromBase64(kyber.signature) },
      oneTime: oneTime.map(key),
    });
    return peer;
  }

  stop(): Promise<void> {
    return this.#tls.stop();
  }
}
