import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVaultProcessInNode } from '../../main/boundary/vault-process-in-node.ts';
import type { VaultCallName, VaultInput, VaultOutput, VaultProcess } from '../../main/boundary/vault-process.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';
import { HubEnd } from './hub-end.ts';
import { soundPosture } from './posture.ts';
import { vaultProcess } from './vault-entries.ts';

/** The vault process as a child, with a hub in the test's hand, that can be made to die at a chosen step. */
/** See pace.cjs. */
export type Pace = number | 'quick';

const stepMs = stepSeconds * 1000;

export class WorkstationProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'sealdesk-process-'));
  /** How far the hub's clock is before the machine's, in milliseconds. */
  #ahead = 0;
  readonly hub = new HubEnd({ now: () => this.now(), monotonic: () => performance.now() });
  readonly #armed = join(this.folder, 'armed');
  #process: VaultProcess;
  died: Promise<unknown>;

  /** @param killAt the step before which it dies, once armed; 0 for never. @param pace of its monotonic clock. */
  constructor(killAt: number, pace: Pace = 1) {
    [this.#process, this.died] = this.#start(killAt, pace, vaultProcess);
  }

  #start(killAt: number, pace: Pace, entry: string): [VaultProcess, Promise<unknown>] {
    const process_ = startVaultProcessInNode({
      profile: join(this.folder, 'profile'),
      entry,
      nodeArguments: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--require', join(import.meta.dirname, 'kill-at.cjs'), '--require', join(import.meta.dirname, 'pace.cjs')],
      environment: { ...process.env, SEALDESK_KILL_AT: String(killAt), SEALDESK_KILL_ARMED: this.#armed, SEALDESK_PACE: String(pace) },
    });
    process_.onEvent((event) => {
      if (event.kind === 'send') this.hub.take(event.text);
    });
    process_.call('device.posture', { posture: soundPosture, refusedByHub: false }).catch(() => undefined);
    return [process_, new Promise((resolve) => process_.onExit(resolve))];
  }

  /** The hub's time, in milliseconds since 1970; the workstation's too, once it was told. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** The step of codes that the hub's time is in. */
  get step(): number {
    return Math.floor(this.now() / stepMs);
  }

  /**
   * The hub's time goes on to the beginning of a step, and the workstation is told: so none turns while codes of it are on
   * their way, however long that takes here. @returns the step.
   */
  async beginStep(): Promise<number> {
    this.#ahead += stepMs - (this.now() % stepMs);
    await this.hub.tellTime(this.now());
    return this.step;
  }

  arm(): void {
    writeFileSync(this.#armed, '');
  }

  call<N extends VaultCallName>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    return this.#process.call(name, input);
  }

  readonly link = {
    opened: () => this.call('link.opened', null),
    frame: (text: string) => this.call('link.frame', { text }),
    closed: () => this.call('link.closed', null),
  };

  /** As a power cut would, now. */
  kill(): void {
    this.#process.kill();
  }

  /** Another process on what the one before has left; it does not die unless it is told to. @param options.entry of another bundle. */
  async restart({ killAt = 0, pace = 1, entry = vaultProcess }: { readonly killAt?: number; readonly pace?: Pace; readonly entry?: string } = {}): Promise<void> {
    this.#process.kill();
    await this.died;
    this.hub.gone();
    rmSync(this.#armed, { force: true });
    [this.#process, this.died] = this.#start(killAt, pace, entry);
  }

  async end(): Promise<void> {
    this.#process.kill();
    await this.died;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
