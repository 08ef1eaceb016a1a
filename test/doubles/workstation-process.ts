import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVaultProcessInNode } from '../../main/boundary/vault-process-in-node.ts';
import type { VaultCallName, VaultInput, VaultOutput, VaultProcess } from '../../main/boundary/vault-process.ts';
import { HubEnd } from './hub-end.ts';
import { soundPosture } from './posture.ts';
import { vaultProcess } from './vault-entries.ts';

/** The vault process as a child, with a hub in the test's hand, that can be made to die at a chosen step. */
/** See pace.cjs. */
export type Pace = number | 'quick';

export class WorkstationProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'sealdesk-process-'));
  readonly hub = new HubEnd({ now: () => Date.now(), monotonic: () => performance.now() });
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
