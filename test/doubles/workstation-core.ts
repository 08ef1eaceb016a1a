import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemTimers } from '../../main/boundary/timers.ts';
import type { MachineBinding } from '../../main/device/machine-binding.ts';
import type { UnlockOutcome, VaultCallName, VaultEvent, VaultInput, VaultOutput } from '../../main/boundary/vault-process.ts';
import { openVault } from '../../main/vault/open-vault.ts';
import { spellerInThread } from '../../main/vault/speller-in-thread.ts';
import { repairInThread } from '../../main/vault/repair/repair-in-thread.ts';
import { VaultCore } from '../../main/vault-core.ts';
import { passphraseStrength } from '../../shared/passphrase/strength.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { codeAt, secretFromText, stepSeconds } from '../../shared/trust/totp.ts';
import { emptyKeychain } from './emptied-keychain.ts';
import { HubEnd } from './hub-end.ts';
import { soundPosture } from './posture.ts';
import { repairer, spelling, workers } from './vault-entries.ts';
import { wrongCode } from './wrong-code.ts';

/** A clock that runs as the machine's does and that a test can set. */
export class SettableClock implements Clock {
  offset = 0;
  /** Added to the monotonic clock only. */
  waited = 0;
  now = () => Math.round(Date.now() + this.offset);
  monotonic = () => performance.now() + this.waited;
}

/** Of a machine on which every derivation takes long enough: the terms stay at their minimum, and none is raised. */
export class SlowMachineClock extends SettableClock {
  override monotonic = () => {
    this.waited += 300;
    return performance.now() + this.waited;
  };
}

export const passphrase = 'quiet heron crosses the morning river';

/** The core of the vault process in this process, with a profile folder, the true keychain and a hub in the test's hand. */
export class WorkstationCore {
  readonly profile: string;
  readonly clock: SettableClock;
  readonly hub: HubEnd;
  readonly events: VaultEvent[] = [];
  /** What main has read; null: nothing yet. */
  posture: Posture | null = soundPosture;
  /** The machine that the process is started on the next time. */
  machine: MachineBinding;
  #core: VaultCore;
  #secret: Uint8Array | null = null;
  #step = 0;

  constructor(options: { readonly profile?: string; readonly clock?: SettableClock; readonly hub?: HubEnd; readonly machine?: MachineBinding } = {}) {
    this.profile = options.profile ?? mkdtempSync(join(tmpdir(), 'sealdesk-profile-'));
    this.clock = options.clock ?? new SlowMachineClock();
    this.hub = options.hub ?? new HubEnd(this.clock);
    this.machine = options.machine ?? { installation: '7b0f3a5c9d1e4f6082a4c6e8f0b2d4f6', hardware: null };
    this.#core = this.#start();
  }

  #start(): VaultCore {
    const core = new VaultCore({
      profile: this.profile,
      sealingKey: new Uint8Array(),
      clock: this.clock,
      timers: systemTimers,
      machine: () => Promise.resolve(this.machine),
      emit: (event) => {
        this.events.push(event);
        if (event.kind === 'send') this.hub.take(event.text);
      },
      openVault: (options) => openVault({ ...options, workers }),
      repair: repairInThread(repairer, () => this.clock.now()),
      // In this thread: the word lists are read once for all of a file's tests.
      speller: spellerInThread(spelling, () => this.clock.now()),
      judgePassphrase: (passphrase, ownWords) => Promise.resolve(passphraseStrength(new TextDecoder().decode(passphrase), ownWords)),
    });
    // As main does before anything else.
    if (this.posture !== null) void core.call('device.posture', { posture: this.posture, refusedByHub: false });
    return core;
  }

  /** The laptop's state was read, and is another one. */
  async become(posture: Posture): Promise<void> {
    this.posture = posture;
    await this.call('device.posture', { posture, refusedByHub: false });
  }

  call<N extends VaultCallName>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    return this.#core.call(name, input);
  }

  /** A new process on the same profile; the old one is left as a crash leaves it. */
  async restart(): Promise<void> {
    await this.#core.call('vault.close', { keepTicket: false });
    this.#core = this.#start();
  }

  readonly link = {
    opened: () => this.call('link.opened', null),
    frame: (text: string) => this.call('link.frame', { text }),
    closed: () => this.call('link.closed', null),
  };

  async connect(options: Parameters<HubEnd['connect']>[1] = {}): Promise<void> {
    await this.hub.connect(this.link, options);
  }

  async begin(): Promise<void> {
    await this.call('device.begin', { invite: this.hub.invite, posture: this.posture ?? soundPosture });
    await this.connect();
    await this.hub.hears('enrol');
    await this.hub.tell({ c: 'enrol-pending' });
  }

  async choosePassphrase(text = passphrase): Promise<void> {
    await this.call('setup.passphrase', { passphrase: Buffer.from(text) });
    this.#secret = secretFromText((await this.call('setup.totp', null)).secret);
  }

  /** Two codes in a row, as typed at set-up. */
  pair(): [Uint8Array, Uint8Array] {
    this.#step = Math.floor(this.clock.now() / 1000 / stepSeconds);
    return [this.code(this.#step - 1), this.code(this.#step)];
  }

  code(step: number): Uint8Array {
    if (this.#secret === null) throw new Error('There is no authenticator yet.');
    return Buffer.from(codeAt(this.#secret, this.hub.policy.totp, step));
  }

  /** The code of the present step, after the clock was moved so far that it is a fresh one. */
  freshCode(): Uint8Array {
    const step = Math.floor(this.clock.now() / 1000 / stepSeconds);
    if (step <= this.#step) this.clock.offset += (this.#step + 1 - step) * stepSeconds * 1000;
    this.#step = Math.floor(this.clock.now() / 1000 / stepSeconds);
    return this.code(this.#step);
  }

  wrongCode(): Uint8Array {
    if (this.#secret === null) throw new Error('There is no authenticator yet.');
    return Buffer.from(wrongCode(this.#secret, this.hub.policy.totp, this.clock.now()));
  }

  /** Enrolled, approved and set up, with the link still open. */
  async enrol(): Promise<void> {
    await this.begin();
    await this.hub.approve();
    await this.choosePassphrase();
    const [first, second] = this.pair();
    const confirmed = this.call('setup.confirm', { first, second });
    await this.hub.hears('totp-activate');
    await this.hub.tell({ c: 'totp-activated' });
    if ((await confirmed).kind !== 'confirmed') throw new Error('The set-up was not confirmed.');
  }

  unlock(text = passphrase, code = this.freshCode()): Promise<UnlockOutcome> {
    return this.call('unlock.attempt', { passphrase: Buffer.from(text), code, ticket: null });
  }

  /** A copy of the profile folder as it is now. */
  copy(): string {
    const folder = mkdtempSync(join(tmpdir(), 'sealdesk-copy-'));
    cpSync(this.profile, folder, { recursive: true });
    return folder;
  }

  async remove(): Promise<void> {
    await this.#core.call('vault.close', { keepTicket: false }).catch(() => undefined);
    await emptyKeychain(this.profile);
    rmSync(this.profile, { recursive: true, force: true });
  }
}
