import { PrivateKey } from '@signalapp/libsignal-client';
import { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import { bytes } from '../../shared/trust/bytes.ts';
import { newRecoveryCodes, oneTimeCodeDigest } from '../../shared/trust/one-time-code.ts';
import { signStatement, verifyStatement } from '../../shared/trust/statement.ts';
import { codeAt } from '../../shared/trust/totp.ts';
import type { NewAuthenticator } from '../../hub/enrolment/codes.ts';
import type { InviteTerms } from '../../hub/enrolment/invites.ts';
import { soundPosture } from './posture.ts';
import type { HubInProcess } from './rooms.ts';
import { wrongCode } from './wrong-code.ts';

const totp = { algorithm: 'sha1', digits: 6 } as const;

/** A laptop before a hub whose rooms are open in this process: it calls them as the gateway would, with no socket between. */
export class RoomsDevice {
  readonly hub: HubInProcess;
  readonly agent: Agent;
  readonly id: DeviceId = DeviceId.parse(crypto.randomUUID());
  readonly key = PrivateKey.generate();
  secret = bytes(new Uint8Array(20).fill(9));
  recoveryCodes = newRecoveryCodes();
  readonly verifier = new Uint8Array(32).fill(3);
  posture: Posture = soundPosture;

  constructor(hub: HubInProcess, agent: Agent) {
    this.hub = hub;
    this.agent = agent;
  }

  /** Of an agent of its own. */
  static async make(hub: HubInProcess, roles: Agent['roles'] = ['agent']): Promise<RoomsDevice> {
    return new RoomsDevice(hub, await hub.agent(`${crypto.randomUUID()}@nordlicht.example`, roles));
  }

  async invite(terms: Partial<InviteTerms> = {}): Promise<{ id: string; code: string }> {
    return this.hub.tx((tx) => this.hub.rooms.invites.make(tx, 'test', { agent: this.agent, minutes: 30, roles: null, asset: null, ...terms }));
  }

  async enrol(code?: string): Promise<boolean> {
    const used = code ?? (await this.invite()).code;
    return this.hub.tx((tx) => this.hub.rooms.devices.enrol(tx, this.id, this.key.getPublicKey(), used, 'laptop-7', this.posture));
  }

  approve(actor = 'command:1000'): Promise<void> {
    return this.hub.tx((tx) => this.hub.rooms.devices.approve(tx, actor, this.id));
  }

  /** The code of the n-th step from now. */
  code(n: number): string {
    return this.#codeAt(n, this.hub.clock.now());
  }

  #codeAt(n: number, now: number): string {
    return codeAt(this.secret, totp, Math.floor(now / 30_000) + n);
  }

  wrongCode(): string {
    return wrongCode(this.secret, totp, this.hub.clock.now());
  }

  /** The authenticator it has, with its newest two codes. */
  authenticator(): NewAuthenticator {
    const now = this.hub.clock.now();
    return { secret: this.secret, first: this.#codeAt(-1, now), second: this.#codeAt(0, now), recovery: this.recoveryCodes.map((code) => oneTimeCodeDigest(this.id, code)) };
  }

  activate(): Promise<boolean> {
    return this.hub.tx((tx) => this.hub.rooms.codes.activate(tx, this.id, this.authenticator()));
  }

  /** In use, and with a verifier at the hub. */
  static async active(hub: HubInProcess, agent?: Agent): Promise<RoomsDevice> {
    const device = agent ? new RoomsDevice(hub, agent) : await RoomsDevice.make(hub);
    await device.enrol();
    await device.approve();
    await device.activate();
    await hub.tx((tx) => hub.rooms.verifiers.set(tx, device.id, device.verifier));
    return device;
  }

  card() {
    return this.hub.tx((tx) => this.hub.rooms.deviceCards.show(tx, this.id));
  }

  /** Tells that it has done what the newest wipe order asks; of a serial of nothing where there is none. @param own why it wiped itself. */
  async receipt(own: 'forgotten' | 'duress' | null = null): Promise<void> {
    const { devices, organisation, wipeReceipts } = this.hub.rooms;
    await this.hub.tx(async (tx) => {
      const known = await devices.find(tx, this.id);
      if (!known) throw new Error('This device is not known.');
      const order = await devices.order(tx, this.id);
      const ordered = order ? verifyStatement(order.type, order.statement, organisation.hubKey.getPublicKey(), 'any').serial : 1;
      const now = this.hub.clock.now();
      const receipt = signStatement('wipe-receipt', { deviceId: this.id, orderSerial: own ? 0 : ordered, wipedAt: now, cause: own ?? 'ordered' }, { serial: 1, notBefore: 0, notAfter: now + 1000 }, this.key);
      await wipeReceipts.take(tx, known, receipt);
    });
  }
}
