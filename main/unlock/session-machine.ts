import { firstPolicy, type Policy } from '../../shared/domain/policy.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { ConsoleCallName } from '../../shared/contract/console/index.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { UnlockResult } from '../../shared/contract/ipc/session.ts';
import type { AttachmentPlace, Inspection, SecurityCall, VaultEvent, VaultInput, VaultOutput, VaultQuery } from '../boundary/vault-process.ts';
import { EnrolmentRequests } from './enrolment-requests.ts';
import { bareLockScreen, inspectedState, leaseIsOver, lockScreen, whose, type Enrolled } from './inspected-state.ts';
import { PostureWatch } from './posture-watch.ts';
import { withSecrets } from './secret-bytes.ts';
import type { LockReason, SessionListeners, SessionPorts } from './session-ports.ts';
import { SessionStates } from './session-states.ts';
import { sheltered } from './sheltered.ts';
import { mayBeShort, ShortLock } from './short-lock.ts';
import { UnlockRequests } from './unlock-requests.ts';
import { type TicketTaker, VaultSupervisor } from './vault-supervisor.ts';

/** How often the end of the lease is looked for: a clock that was set or a sleep makes a single long timer wrong. */
const leaseCheck = 15_000;
/** Waits before an inspection that failed is tried again. */
const inspectAgain = 2_000;

/**
 * The session of the workstation: what is asked of it, what is reported to it, and which state
 * follows. `sessionTransitions` says which event may lead where; anything else changes nothing.
 */
export class SessionMachine {
  readonly #ports: SessionPorts;
  readonly #listeners: SessionListeners;
  readonly #states: SessionStates;
  readonly #supervisor: VaultSupervisor;
  readonly #posture: PostureWatch;
  readonly #shortLock: ShortLock;
  readonly #unlock: UnlockRequests;
  /** What is asked of the session before the first lock screen and after an enrolment's end. */
  readonly enrolment: EnrolmentRequests;
  #inspection: Inspection | null = null;
  /** Grows whenever what was under way is void: an answer that belongs to an older number is dropped. */
  #epoch = 0;
  #stopLeaseCheck: () => void = () => undefined;

  constructor(ports: SessionPorts, told: SessionListeners) {
    this.#ports = ports;
    const listeners = (this.#listeners = sheltered(told, ports.note));
    this.#states = new SessionStates(ports.note, listeners.stateChanged);
    this.#supervisor = new VaultSupervisor({
      start: () => ports.startVaultProcess({ profile: ports.profile }),
      clock: ports.clock,
      timers: ports.timers,
      onStarted: (process) => {
        this.#handOverPosture();
        ports.link.attach(process);
        void this.#inspect();
      },
      onEvent: (event) => this.#heard(event),
      onRetired: () => ports.link.detach(),
      onLost: () => this.#lost(),
    });
    this.#posture = new PostureWatch({
      read: ports.posture,
      timers: ports.timers,
      handOver: (reading) => this.#supervisor.call('device.posture', reading),
      refused: () => this.#states.present.kind === 'posture-failed',
      failed: () => ports.note({ event: 'posture-not-read' }),
    });
    this.enrolment = new EnrolmentRequests({
      supervisor: this.#supervisor,
      link: ports.link,
      timers: ports.timers,
      posture: () => this.#posture.read(),
      guard: (request) => this.#states.guard(request),
      inspect: () => this.#inspect(),
      startAnew: () => {
        this.#epoch += 1;
        return this.#supervisor.replace({ close: false });
      },
      closed: () => listeners.closed(),
    });
    this.#shortLock = new ShortLock(ports.clock, ports.timers, () => this.#showLockScreen());
    this.#unlock = new UnlockRequests({
      states: this.#states,
      supervisor: this.#supervisor,
      shortLock: this.#shortLock,
      clock: ports.clock,
      posture: () => this.#posture.read(),
      enrolled: () => this.#enrolled(),
      inspect: () => this.#inspect(),
      settled: () => this.#inspection && this.#settledState(this.#inspection),
      epoch: () => this.#epoch,
    });
    ports.link.onStatus(() => this.#linkChanged());
  }

  /** Starts the vault process; the first state comes with its inspection of the profile. */
  start(): void {
    this.#supervisor.start();
    this.#posture.look();
    this.#watchLease();
  }

  /** The machine was asleep, or its screen locked: the state it was in may be another one now. */
  awake(): void {
    this.#posture.look();
  }

  /** What the page seals passphrases and codes to, so that only the vault process of the moment can read them. */
  sealingKey(): Promise<VaultOutput<'page.sealing-key'>> {
    return this.#supervisor.call('page.sealing-key', null);
  }

  state(): SessionState {
    return this.#states.present;
  }

  /** Minutes of idleness after which an open session is locked. */
  autoLockMinutes(): number {
    return this.#policy().autoLockMinutes;
  }

  /** The most that a notification may say, by the company's word. */
  noticeWords(): Policy['notices'] {
    return this.#policy().notices;
  }

  /** @param code null: after a short lock, with the ticket of the lock in its place. */
  unlock(passphrase: Uint8Array, code: Uint8Array | null): Promise<UnlockResult> {
    return this.#unlock.attempt(passphrase, code);
  }

  /** The passphrase is forgotten: what this laptop holds is destroyed. */
  async forgotten(): Promise<void> {
    this.#states.guard('forgotten');
    await this.#supervisor.call('device.forgotten', null);
    await this.#inspect();
  }

  /** @param secrets what is in the input, overwritten here. */
  async security<N extends SecurityCall>(name: N, input: VaultInput<N>, secrets: readonly (Uint8Array | null)[]): Promise<VaultOutput<N>> {
    return withSecrets(secrets.filter((secret) => secret !== null), () => {
      this.#states.guard('security');
      return this.#supervisor.call(name, input);
    });
  }

  /** Repairs the damaged vault that an unlock has found, and opens what comes of it. */
  repair(): Promise<void> {
    return this.#unlock.repair();
  }

  async repairSeen(): Promise<void> {
    this.#states.guard('query');
    await this.#supervisor.call('repair.seen', null);
    await this.#inspect();
  }

  async freshCode(code: Uint8Array): Promise<IpcOutput<'session.code'>> {
    return withSecrets([code], () => {
      this.#states.guard('fresh-code');
      return this.#supervisor.call('unlock.code', { code });
    });
  }

  query<N extends VaultQuery>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    this.#states.guard('query');
    return this.#supervisor.call(name, input);
  }

  /** Asks the hub, with the agent's permissions; the answer is as the hub gave it. */
  askHub(name: ConsoleCallName, input: unknown): Promise<VaultOutput<'console.call'>> {
    this.#states.guard('query');
    return this.#supervisor.call('console.call', { name, input });
  }

  /** Brings the contents of an attachment here where they are not yet. */
  fetchAttachment(place: AttachmentPlace): Promise<VaultOutput<'attachment.fetch'>> {
    this.#states.guard('query');
    return this.#supervisor.call('attachment.fetch', place);
  }

  /** One chunk of it, opened; null where it is not here. */
  async attachmentChunk(place: AttachmentPlace, index: number): Promise<Uint8Array<ArrayBuffer> | null> {
    this.#states.guard('query');
    return (await this.#supervisor.call('attachment.chunk', { ...place, index })).bytes;
  }

  /** What a mail looks like, as the hub has told it; null where it has nothing of the kind. */
  async messageHtml(messageId: VaultInput<'message.html'>['messageId']): Promise<string | null> {
    this.#states.guard('query');
    return (await this.#supervisor.call('message.html', { messageId })).html;
  }

  /** What of a draft must not leave, or should not. */
  checkDraft(draft: VaultInput<'draft.check'>): Promise<VaultOutput<'draft.check'>> {
    this.#states.guard('query');
    return this.#supervisor.call('draft.check', draft);
  }

  /** How what is being written is spelled. */
  spelling<N extends 'spelling.check' | 'spelling.suggest'>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    this.#states.guard('query');
    return this.#supervisor.call(name, input);
  }

  /** The agent types an answer in a web chat. */
  async tellTyping(typed: VaultInput<'typing.tell'>): Promise<null> {
    this.#states.guard('query');
    await this.#supervisor.call('typing.tell', typed);
    return null;
  }

  /** A conversation written down, hidden once more. */
  makeTranscript(wish: VaultInput<'transcript.make'>): Promise<VaultOutput<'transcript.make'>> {
    this.#states.guard('query');
    return this.#supervisor.call('transcript.make', wish);
  }

  /** Keeps the word of a file until the audit log has it. */
  async reportTranscript(report: VaultInput<'transcript.report'>): Promise<void> {
    this.#states.guard('query');
    await this.#supervisor.call('transcript.report', report);
  }

  /** Where the agent is, for colleagues to know. */
  tellPresence(at: VaultInput<'presence.tell'>): Promise<VaultOutput<'presence.tell'>> {
    this.#states.guard('query');
    return this.#supervisor.call('presence.tell', at);
  }

  syncState(): Promise<VaultOutput<'sync.state'>> {
    this.#states.guard('query');
    return this.#supervisor.call('sync.state', null);
  }

  /** How the conversations of a notification stand. */
  lookAtNews(wish: VaultInput<'news.look'>): Promise<VaultOutput<'news.look'>> {
    this.#states.guard('query');
    return this.#supervisor.call('news.look', wish);
  }

  /** The agent's conversations that are to be answered in a span of time. */
  dueNews(span: VaultInput<'news.due'>): Promise<VaultOutput<'news.due'>> {
    this.#states.guard('query');
    return this.#supervisor.call('news.due', span);
  }

  /** Locks at once; the vault process is closed and replaced behind the lock screen. Refused where nothing is open. */
  lock(reason: LockReason): void {
    this.#states.guard('lock');
    this.#close('lock', reason);
  }

  /** As `lock`, for triggers that come at any moment. */
  lockIfOpen(reason: LockReason): void {
    if (this.#isOpen()) this.#close('lock', reason);
  }

  /** Locks and ends everything; resolves when the vault process is gone. */
  async shutDown(): Promise<void> {
    const close = this.#states.present.kind === 'unlocked';
    if (this.#isOpen()) this.#leave('lock', 'quit');
    this.#stopLeaseCheck();
    this.#shortLock.drop();
    this.#posture.stop();
    this.#epoch += 1;
    await this.#supervisor.end({ close });
  }

  #isOpen(): boolean {
    const { kind } = this.#states.present;
    return kind === 'unlocked' || kind === 'unlocking' || kind === 'repair-offered';
  }

  #enrolled(): Enrolled | null {
    return this.#inspection?.kind === 'enrolled' ? this.#inspection : null;
  }

  #policy(): Policy {
    const inspection = this.#inspection;
    return inspection?.kind === 'enrolled' || inspection?.kind === 'approved' ? inspection.policy : firstPolicy;
  }

  #surroundings() {
    return { now: this.#ports.clock.now(), online: this.#ports.link.status() === 'online', passphraseOnlyUntil: this.#shortLock.until };
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
    if (inspection.kind !== 'enrolled') this.#shortLock.drop();
    const state = this.#states.present;
    if (state.kind === 'unlocking') return;
    if (state.kind === 'unlocked') {
      if (inspection.kind === 'enrolled') this.#states.enter('inspected', { ...state, ...whose(inspection), roles: [...inspection.agent.roles], postureWarnings: [...inspection.postureWarnings], authenticatorEnded: inspection.authenticatorEnded, repaired: inspection.repaired });
      else this.#close('lock-now', 'inspection');
      return;
    }
    if (state.kind === 'repair-offered') {
      if (inspection.kind !== 'enrolled') this.#close('lock-now', 'inspection');
      return;
    }
    // The hub has not answered the invite yet: the screen waits with the person.
    if (state.kind === 'unenrolled' && this.enrolment.waiting && inspection.kind !== 'unenrolled') return;
    this.#states.enter('inspected', this.#settledState(inspection));
  }

  #settledState(inspection: Inspection): SessionState {
    const state = inspectedState(inspection, this.#surroundings());
    if (state.kind !== 'unenrolled') return state;
    const { ended } = this.enrolment;
    return ended === undefined ? state : { ...state, notice: ended };
  }

  #heard(event: VaultEvent): void {
    switch (event.kind) {
      case 'send':
      case 'close-link':
        this.#ports.link.handle(event);
        return;
      case 'device-changed':
        this.#ports.link.retarget();
        void this.#inspect().then(() => this.enrolment.hubAnswered(this.#inspection));
        return;
      case 'enrolment-refused':
        if (this.enrolment.refused(event.reason)) return;
        this.#ports.link.retarget();
        void this.#inspect();
        return;
      case 'posture-refused':
        this.#posture.refusedByHub();
        this.#dropTicket();
        // An attempt half-way through is answered first, and opens nothing.
        if (this.#isOpen() && this.#states.present.kind !== 'unlocking') this.#close('lock-now', 'posture-refused');
        return;
      case 'inbox-changed':
        if (this.#states.present.kind === 'unlocked') this.#listeners.inboxChanged(event);
        return;
      case 'mail-waiting':
        if (this.#states.present.kind === 'locked') this.#listeners.mailWaiting();
        return;
      case 'sync-changed':
        if (this.#states.present.kind === 'unlocked') this.#listeners.syncChanged(event);
        return;
      case 'attachment-progress':
        if (this.#states.present.kind === 'unlocked') this.#listeners.attachmentProgress(event);
        return;
      case 'presence-changed':
        if (this.#states.present.kind === 'unlocked') this.#listeners.presenceChanged(event);
        return;
      case 'attachment-lent':
        if (this.#states.present.kind === 'unlocked') this.#listeners.attachmentLent(event);
        return;
      case 'customer-typing':
        if (this.#states.present.kind === 'unlocked') this.#listeners.customerTypes(event);
        return;
      case 'console-changed':
        if (this.#states.present.kind === 'unlocked') this.#listeners.consoleChanged();
        return;
      case 'lock-now':
        if (this.#isOpen()) this.#close('lock-now', 'vault-asked');
        else {
          this.#dropTicket();
          void this.#inspect();
        }
        return;
    }
  }

  #close(event: 'lock' | 'lock-now', reason: LockReason): void {
    const wasUnlocked = this.#states.present.kind === 'unlocked';
    this.#leave(event, reason);
    // An attempt half-way through has nothing to save: its process is ended at once. An open vault
    // tells the hub that its session ends, so its link stays up until then.
    const epoch = this.#epoch;
    const ticket: TicketTaker = ({ ticket: sealed, passphraseOnlyUntil }) => {
      if (sealed === null || passphraseOnlyUntil === null || epoch !== this.#epoch) return;
      this.#shortLock.keep(sealed, passphraseOnlyUntil);
      this.#showLockScreen();
    };
    void this.#supervisor.replace({ close: wasUnlocked, ticket: mayBeShort[reason] ? ticket : null });
  }

  #dropTicket(): void {
    this.#shortLock.drop();
    this.#showLockScreen();
  }

  /** The lock screen was there at once; whether the passphrase alone unlocks is another thing now. */
  #showLockScreen(): void {
    const enrolled = this.#enrolled();
    if (this.#states.present.kind === 'locked' && enrolled !== null) this.#states.enter('inspected', lockScreen(enrolled, this.#surroundings()));
  }

  /** Onto the lock screen, before anything else: from here on the router answers nothing of the vault. */
  #leave(event: 'lock' | 'lock-now' | 'vault-ended', reason: LockReason): void {
    this.#epoch += 1;
    this.#shortLock.drop();
    this.#ports.note({ event: 'locked', reason });
    const enrolled = this.#enrolled();
    if (enrolled === null) {
      // Inspection found something else than an enrolled device; its own screen follows in a moment.
      const shown = this.#states.present;
      if (shown.kind !== 'unlocked' && shown.kind !== 'unlocking' && shown.kind !== 'repair-offered') return;
      this.#states.enter(event, bareLockScreen(shown));
    } else {
      this.#states.enter(event, lockScreen(enrolled, this.#surroundings()));
    }
    this.#listeners.closed();
  }

  #lost(): void {
    this.#ports.note({ event: 'vault-process-lost' });
    this.#ports.link.detach();
    this.enrolment.lost();
    if (this.#isOpen()) this.#leave('vault-ended', 'vault-lost');
    else this.#epoch += 1;
  }

  #linkChanged(): void {
    this.enrolment.linkChanged();
    const online = this.#ports.link.status() === 'online';
    const state = this.#states.present;
    if (state.kind === 'pending-approval' || state.kind === 'locked' || state.kind === 'lease-ended' || state.kind === 'suspended' || state.kind === 'repair-needed') {
      this.#states.enter('link-changed', { ...state, online });
    }
  }

  /** A new process knows nothing of what was read. */
  #handOverPosture(): void {
    const { last } = this.#posture;
    // One that ends before it has it is followed by another.
    if (last !== null) this.#supervisor.call('device.posture', last).catch(() => undefined);
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
    if (this.#states.present.kind !== 'locked' || enrolled === null || !leaseIsOver(enrolled, this.#ports.clock.now())) return;
    this.#states.enter('lease-passed', lockScreen(enrolled, this.#surroundings()));
  }
}
