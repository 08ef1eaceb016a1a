import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Timers } from '../boundary/timers.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Device } from '../device/device.ts';
import type { HubShare } from '../device/lease.ts';
import { OrderRefused, type Orders } from '../device/orders.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import type { Line } from './line.ts';

const answerLimitMs = 15_000;

export interface EnrolmentExchangePorts {
  readonly device: Device;
  readonly orders: Orders;
  readonly timers: Timers;
  readonly line: Line;
  readonly emit: (event: VaultEvent) => void;
  /** The first share, at approval. */
  readonly firstShare: (share: HubShare, lease: SignedStatement | null) => Promise<void>;
}

/** From the invite to an authenticator that the hub has activated. */
export class EnrolmentExchange {
  readonly #ports: EnrolmentExchangePorts;
  readonly #activation: AwaitedAnswer<'activated' | 'refused'>;

  constructor(ports: EnrolmentExchangePorts) {
    this.#ports = ports;
    this.#activation = new AwaitedAnswer(ports.timers, answerLimitMs);
  }

  get activating(): boolean {
    return this.#activation.waiting;
  }

  /** @returns false when the hub has the invite already, or was not given one. */
  enrol(): boolean {
    const { stage, inviteCode, deviceName, posture } = this.#ports.device.present.record;
    if (stage !== 'pending' || inviteCode === null) return false;
    this.#ports.line.tell({ c: 'enrol', inviteCode, deviceName, posture });
    return true;
  }

  async pending(): Promise<void> {
    const { device, emit } = this.#ports;
    if (device.present.record.stage !== 'pending') return;
    if (device.present.record.inviteCode !== null) await device.updateRecord((record) => ({ ...record, inviteCode: null }));
    emit({ kind: 'device-changed' });
  }

  async refused(reason: 'invite-refused' | 'denied'): Promise<void> {
    const { device, emit } = this.#ports;
    if (device.present.record.stage !== 'pending') throw new OrderRefused('The hub refused an enrolment that was approved.');
    await device.forget();
    emit({ kind: 'enrolment-refused', reason });
  }

  async approved(message: Extract<ControlToDevice, { c: 'enrol-approved' }>): Promise<void> {
    const { device, emit, orders, firstShare } = this.#ports;
    const { stage } = device.present.record;
    // The hub says it has activated nothing; an enrolled device knows better, and one at its end does not come back.
    if (stage !== 'pending' && stage !== 'approved' && stage !== 'activating') return;
    if (stage === 'activating' && this.activating) return;
    await orders.approved(message, firstShare);
    emit({ kind: 'device-changed' });
  }

  /** Within the set-up: both codes are right here, the hub is asked to take the secret. */
  async activate(request: { readonly secret: string; readonly first: string; readonly second: string; readonly verifier: string; readonly recovery: readonly string[] }): Promise<'activated' | 'refused' | 'unreachable'> {
    const { line } = this.#ports;
    if (!line.ready) return 'unreachable';
    const { secret, first, second, verifier, recovery } = request;
    const answer = await this.#activation.ask(() => {
      // The verifier first, while the hub takes it without a session: at lease zero it hands out no share without one.
      line.tell({ c: 'verifier-set', verifier });
      line.tell({ c: 'totp-activate', secret, first, second, recovery: [...recovery] });
    });
    return answer ?? 'unreachable';
  }

  async activated(): Promise<void> {
    if (!this.#activation.answer('activated')) await this.nowActive();
  }

  /** The hub has activated the authenticator, and its answer was lost before. */
  async nowActive(): Promise<void> {
    const { device, emit } = this.#ports;
    if (device.present.record.stage !== 'activating') return;
    await device.updateRecord((record) => ({ ...record, stage: 'enrolled', inviteCode: null }));
    emit({ kind: 'device-changed' });
  }

  /** The hub has not: the agent sets the authenticator up again. */
  async notActive(vaultOpen: boolean): Promise<void> {
    const { device, emit } = this.#ports;
    await device.updateRecord((record) => ({ ...record, stage: 'approved' }));
    emit(vaultOpen ? { kind: 'lock-now', reason: 'The hub has not taken the authenticator.' } : { kind: 'device-changed' });
  }

  codeRefused(): void {
    this.#activation.answer('refused');
  }

  dropped(): void {
    this.#activation.giveUp();
  }
}
