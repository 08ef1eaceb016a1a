import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import { AgentId } from '../../shared/domain/ids.ts';
import { firstPolicy, type Policy } from '../../shared/domain/policy.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { UnlockResult } from '../../shared/contract/ipc/session.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Inspection, StartVaultProcess, UnlockOutcome, VaultEvent, VaultInput, VaultOutput, VaultQuery } from '../boundary/vault-process.ts';
import { Enrolling, refusalWords, type EnrolmentRefusal } from './enrolling.ts';
import type { HubLink } from './hub-link.ts';
import { inspectedState, leaseIsOver, lockScreen, whose, type Enrolled } from './inspected-state.ts';
import { sessionTransitions, type SessionEvent, type SessionRequest } from './session-transitions.ts';
import { VaultSupervisor } from './vault-supervisor.ts';

/** How often the end of the lease is looked for: a clock that was set or a sleep makes a single long timer wrong. */
const leaseCheck = 15_000;
/** Waits before an inspection that failed is tried again. */
const inspectAgain = 2_000;

/** Words for the log; none of them can hold anything a person wrote. */
export type SessionNote =
  | { readonly event: 'session-state'; readonly from: SessionState['kind']; readonly to: SessionState['kind'] }
  | { readonly event: 'locked'; readonly reason: LockReason }
  | { readonly event: 'vault-process-lost' }
  | { readonly event: 'inspection-failed' };

export type LockReason = 'asked' | 'idle' | 'screen-locked' | 'suspend' | 'window-closed' | 'quit' | 'renderer-gone' | 'vault-asked' | 'vault-lost' | 'inspection';

export interface SessionPorts {
  readonly profile: string;
  readonly startVaultProcess: StartVaultProcess;
  readonly link: HubLink;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly posture: () => Posture;
  readonly note: (note: SessionNote) => void;
}

export interface SessionListeners {
  /** Called after every change, with the state that holds now. */
  readonly stateChanged: (state: SessionState) => void;
  /** The session was open, or being opened, and is not any more: nothing of it may stay on screen. */
  readonly closed: () => void;
  readonly inboxChanged: (event: Extract<VaultEvent, { kind: 'inbox-changed' }>) => void;
  readonly syncChanged: (event: Extract<VaultEvent, { kind: 'sync-changed' }>) => void;
}

const notNow = () => new SealdeskError('not-now', 'This is not possible at the moment.');

/**
 * The session of the workstation. It alone enters states; `sessionTransitions` says which event may
 * lead where, and anything else is refused or ignored and changes nothing.
 */
export class SessionMachine {
  readonly #ports: SessionPorts;
  readonly #listeners: SessionListeners;
  readonly #supervisor: VaultSupervisor;
  #state: SessionState = { kind: 'starting' };
  #inspection: Inspection | null = null;
  #enrolling: Enrolling | null = null;
  /** Said on the enrolment screen after an enrolment came to nothing. */
  #enrolmentEnded: string | undefined;
  /** Grows whenever what was under way is void: an answer that belongs to an older number is dropped. */
  #epoch = 0;
  #stopLeaseCheck: () => void = () => undefined;

  constructor(ports: SessionPorts, listeners: SessionListeners) {
    this.#ports = ports;
    this.#listeners = listeners;
    this.#supervisor = new VaultSupervisor({
      start: () => ports.startVaultProcess({ profile: ports.profile }),
      clock: ports.clock,
      timers: ports.timers,
      onStarted: (process) => {
        ports.link.attach(process);
        void this.#inspect();
      },
      onEvent: (event) => this.#heard(event),
      onRetired: () => ports.link.detach(),
      onLost: () => this.#lost(),
    });
    ports.link.onStatus(() => this.#linkChanged());
  }

  /** Starts the vault process; the first state comes with its inspection of the profile. */
  start(): void {
    this.#supervisor.start();
    this.#watchLease();
  }

  state(): SessionState {
    return this.#state;
  }

  /** Minutes of idleness after which an open session is locked. */
  autoLockMinutes(): number {
    return this.#policy().autoLockMinutes;
  }

  async beginEnrolment(invite: string): Promise<IpcOutput<'enrolment.begin'>> {
    this.#guard('begin-enrolment');
    if (this.#enrolling !== null) throw notNow();
    const enrolling = new Enrolling(this.#ports.timers, this.#ports.link);
    this.#enrolling = enrolling;
    this.#enrolmentEnded = undefined;
    try {
      const begun = await this.#supervisor.call('device.begin', { invite, posture: this.#ports.posture() });
      if (begun.kind !== 'begun') return { kind: 'refused', reason: begun.kind, message: begun.message };
      this.#ports.link.retarget();
      const outcome = await enrolling.outcome();
      if (outcome.kind === 'pending') return { kind: 'pending' };
      if (outcome.forget) await this.#supervisor.call('device.cancel', null);
      return { kind: 'refused', reason: outcome.reason, message: refusalWords[outcome.reason] };
    } finally {
      enrolling.stop();
      this.#enrolling = null;
      this.#ports.link.retarget();
      await this.#inspect();
    }
  }

  async cancelEnrolment(): Promise<void> {
    this.#guard('cancel-enrolment');
    await this.#supervisor.call('device.cancel', null);
    this.#ports.link.retarget();
    await this.#inspect();
  }

  /** Overwrites `passphrase` before it returns, as do the calls below with what they are given. */
  async choosePassphrase(passphrase: Uint8Array): Promise<IpcOutput<'enrolment.choose-passphrase'>> {
    return this.#with([passphrase], async () => {
      this.#guard('set-up');
      const answer = await this.#supervisor.call('setup.passphrase', { passphrase });
      await this.#inspect();
      return answer;
    });
  }

  provisionTotp(): Promise<IpcOutput<'enrolment.provision-totp'>> {
    this.#guard('set-up');
    return this.#supervisor.call('setup.totp', null);
  }

  async confirmTotp(first: Uint8Array, second: Uint8Array): Promise<IpcOutput<'enrolment.confirm-totp'>> {
    return this.#with([first, second], async () => {
      this.#guard('set-up');
      const answer = await this.#supervisor.call('setup.confirm', { first, second });
      await this.#inspect();
      return answer;
    });
  }

  async unlock(passphrase: Uint8Array, code: Uint8Array): Promise<UnlockResult> {
    return this.#with([passphrase, code], async () => {
      this.#guard('unlock');
      const enrolled = this.#enrolled();
      if (enrolled === null) throw notNow();
      const epoch = this.#epoch;
      this.#enter('unlock', { kind: 'unlocking', ...whose(enrolled) });
      let outcome: UnlockOutcome;
      try {
        outcome = await this.#supervisor.call('unlock.attempt', { passphrase, code });
      } catch (error) {
        if (epoch === this.#epoch) await this.#attemptOver();
        throw error;
      }
      // Locked, or the process lost, while the answer was on its way: it opens nothing.
      if (epoch !== this.#epoch) throw notNow();
      return this.#answered(outcome, enrolled);
    });
  }

  async freshCode(code: Uint8Array): Promise<IpcOutput<'session.code'>> {
    return this.#with([code], () => {
      this.#guard('fresh-code');
      return this.#supervisor.call('unlock.code', { code });
    });
  }

  query<N extends VaultQuery>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    this.#guard('query');
    return this.#supervisor.call(name, input);
  }

  syncState(): Promise<VaultOutput<'sync.state'>> {
    this.#guard('query');
    return this.#supervisor.call('sync.state', null);
  }

  /** Locks at once; the vault process is closed and replaced behind the lock screen. Refused where nothing is open. */
  lock(reason: LockReason): void {
    this.#guard('lock');
    this.#close('lock', reason);
  }

  /** As `lock`, for triggers that come at any moment. */
  lockIfOpen(reason: LockReason): void {
    if (this.#isOpen()) this.#close('lock', reason);
  }

  /** Locks and ends everything; resolves when the vault process is gone. */
  async shutDown(): Promise<void> {
    const close = this.#state.kind === 'unlocked';
    if (this.#isOpen()) this.#leave('lock', 'quit');
    this.#stopLeaseCheck();
    this.#epoch += 1;
    await this.#supervisor.end({ close });
  }

  #isOpen(): boolean {
    return this.#state.kind === 'unlocked' || this.#state.kind === 'unlocking';
  }

  #enrolled(): Enrolled | null {
    return this.#inspection?.kind === 'enrolled' ? this.#inspection : null;
  }

  #policy(): Policy {
    const inspection = this.#inspection;
    return inspection?.kind === 'enrolled' || inspection?.kind === 'approved' ? inspection.policy : firstPolicy;
  }

  #surroundings() {
    return { now: this.#ports.clock.now(), online: this.#ports.link.status() === 'online' };
  }

  #guard(request: SessionRequest): void {
    if (sessionTransitions[this.#state.kind][request] === 'refused') throw notNow();
  }

  /** The one place where the state changes. */
  #enter(event: SessionEvent, next: SessionState): void {
    const reaction = sessionTransitions[this.#state.kind][event];
    if (reaction === 'ignored') return;
    if (reaction === 'refused' || !reaction.includes(next.kind)) {
      throw new Error(`${event} does not lead from ${this.#state.kind} to ${next.kind}`);
    }
    if (JSON.stringify(this.#state) === JSON.stringify(next)) return;
    const from = this.#state.kind;
    this.#state = next;
    if (from !== next.kind) this.#ports.note({ event: 'session-state', from, to: next.kind });
    this.#listeners.stateChanged(next);
  }

  /** Runs with bytes that must not outlive it. */
  async #with<T>(secrets: readonly Uint8Array[], run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      for (const secret of secrets) secret.fill(0);
    }
  }

  async #inspect(): Promise<void> {
    const epoch = this.#epoch;
    let inspection: Inspection;
    try {
      inspection = await this.#supervisor.call('device.inspect', null);
    } catch {
      if (epoch !== this.#epoch) return;
      this.#ports.note({ event: 'inspection-failed' });
      this.#ports.timers.after(inspectAgain, () => {
        if (epoch === this.#epoch) void this.#inspect();
      });
      return;
    }
    if (epoch === this.#epoch) this.#inspected(inspection);
  }

  #inspected(inspection: Inspection): void {
    this.#inspection = inspection;
    const state = this.#state;
    if (state.kind === 'unlocking') return;
    if (state.kind === 'unlocked') {
      if (inspection.kind === 'enrolled') this.#enter('inspected', { ...state, ...whose(inspection), roles: [...inspection.agent.roles] });
      else this.#close('lock-now', 'inspection');
      return;
    }
    // The hub has not answered the invite yet: the screen waits with the person.
    if (state.kind === 'unenrolled' && this.#enrolling !== null && inspection.kind !== 'unenrolled') return;
    this.#enter('inspected', this.#settledState(inspection));
  }

  #settledState(inspection: Inspection): SessionState {
    const state = inspectedState(inspection, this.#surroundings());
    if (state.kind !== 'unenrolled') return state;
    return this.#enrolmentEnded === undefined ? state : { ...state, notice: this.#enrolmentEnded };
  }

  #heard(event: VaultEvent): void {
    switch (event.kind) {
      case 'send':
      case 'close-link':
        this.#ports.link.handle(event);
        return;
      case 'device-changed':
        this.#ports.link.retarget();
        void this.#inspect().then(() => this.#enrolling?.hubAnswered(this.#inspection));
        return;
      case 'enrolment-refused':
        this.#refused(event.reason);
        return;
      case 'inbox-changed':
        if (this.#state.kind === 'unlocked') this.#listeners.inboxChanged(event);
        return;
      case 'sync-changed':
        if (this.#state.kind === 'unlocked') this.#listeners.syncChanged(event);
        return;
      case 'lock-now':
        if (this.#isOpen()) this.#close('lock-now', 'vault-asked');
        else void this.#inspect();
        return;
    }
  }

  #refused(reason: EnrolmentRefusal): void {
    if (this.#enrolling !== null) {
      this.#enrolling.refused(reason);
      return;
    }
    this.#enrolmentEnded = refusalWords[reason];
    this.#ports.link.retarget();
    void this.#inspect();
  }

  async #answered(outcome: UnlockOutcome, enrolled: Enrolled): Promise<UnlockResult> {
    switch (outcome.kind) {
      case 'unlocked':
        this.#enter('unlock-answered', {
          kind: 'unlocked',
          ...whose(enrolled),
          agentName: outcome.agent.name,
          agentId: AgentId.parse(outcome.agent.id),
          roles: [...outcome.agent.roles],
        });
        // The lease may be a new one, and what was learnt while unlocking was kept back.
        void this.#inspect();
        return { kind: 'unlocked' };
      case 'wrong':
      case 'wait':
      case 'hub-needed':
        await this.#attemptOver();
        return outcome;
      case 'clock-moved-back':
      case 'vault-damaged':
      case 'vault-newer':
      case 'keychain-changed':
      case 'record-damaged':
        break;
    }
    // The attempt found the device in a state of its own; its screen says the rest.
    this.#enter('unlock-answered', outcome.kind === 'clock-moved-back' ? { ...outcome, now: this.#ports.clock.now() } : { ...outcome });
    throw notNow();
  }

  /** After an attempt that opened nothing: the screen shows what holds now (tries left, wait, wiped ...). */
  async #attemptOver(): Promise<void> {
    const epoch = this.#epoch;
    await this.#inspect();
    if (epoch !== this.#epoch || this.#inspection === null) return;
    this.#enter('unlock-answered', this.#settledState(this.#inspection));
  }

  #close(event: 'lock' | 'lock-now', reason: LockReason): void {
    const wasUnlocked = this.#state.kind === 'unlocked';
    this.#leave(event, reason);
    // An attempt half-way through has nothing to save: its process is ended at once. An open vault
    // tells the hub that its session ends, so its link stays up until then.
    void this.#supervisor.replace({ close: wasUnlocked });
  }

  /** Onto the lock screen, before anything else: from here on the router answers nothing of the vault. */
  #leave(event: 'lock' | 'lock-now' | 'vault-ended', reason: LockReason): void {
    this.#epoch += 1;
    this.#ports.note({ event: 'locked', reason });
    const enrolled = this.#enrolled();
    if (enrolled === null) {
      // Inspection found something else than an enrolled device; its own screen follows in a moment.
      const shown = this.#state;
      if (shown.kind !== 'unlocked' && shown.kind !== 'unlocking') return;
      this.#enter(event, {
        kind: 'locked',
        organisation: shown.organisation,
        deviceName: shown.deviceName,
        agentName: shown.agentName,
        codeDigits: 6,
        online: false,
        leaseUntil: null,
        retryAt: null,
        attemptsLeft: 0,
      });
    } else {
      this.#enter(event, lockScreen(enrolled, this.#surroundings()));
    }
    this.#listeners.closed();
  }

  #lost(): void {
    this.#ports.note({ event: 'vault-process-lost' });
    this.#ports.link.detach();
    this.#enrolling?.lost();
    if (this.#isOpen()) this.#leave('vault-ended', 'vault-lost');
    else this.#epoch += 1;
  }

  #linkChanged(): void {
    this.#enrolling?.linkChanged();
    const online = this.#ports.link.status() === 'online';
    const state = this.#state;
    if (state.kind === 'pending-approval' || state.kind === 'locked' || state.kind === 'lease-ended') {
      this.#enter('link-changed', { ...state, online });
    }
  }

  #watchLease(): void {
    this.#stopLeaseCheck = this.#ports.timers.after(leaseCheck, () => {
      this.#checkLease();
      this.#watchLease();
    });
  }

  #checkLease(): void {
    const enrolled = this.#enrolled();
    // While it is open the vault process watches: a hub session may stand in for the lease.
    if (this.#state.kind !== 'locked' || enrolled === null || !leaseIsOver(enrolled, this.#ports.clock.now())) return;
    this.#enter('lease-passed', lockScreen(enrolled, this.#surroundings()));
  }
}
