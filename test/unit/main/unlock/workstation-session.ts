import type { Inspection } from '../../../../main/boundary/vault-process.ts';
import { SessionMachine } from '../../../../main/unlock/session-machine.ts';
import type { SessionNote } from '../../../../main/unlock/session-ports.ts';
import type { Posture } from '../../../../shared/domain/posture.ts';
import type { SessionState, SessionStateKind } from '../../../../shared/domain/session-state.ts';
import type { Salvage } from '../../../../shared/domain/vault-repair.ts';
import { HubLinkDouble } from '../../../doubles/hub-link.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { settled, Time } from '../../../doubles/time.ts';
import { inspections, unlockedOutcome, VaultProcessDouble } from '../../../doubles/vault-process.ts';

export const bytes = (text: string) => new TextEncoder().encode(text);

/** A session machine with doubles around it, and a record of what came out. */
export class WorkstationSession {
  readonly time = new Time();
  readonly link = new HubLinkDouble();
  readonly processes: VaultProcessDouble[] = [];
  readonly states: SessionState[] = [];
  readonly notes: SessionNote[] = [];
  readonly told: string[] = [];
  closed = 0;
  /** Whoever is told of anything throws, once it has been recorded. */
  listenersFail = false;
  /** Null: an inspection is asked for and not answered. */
  inspection: Inspection | null;
  /** What is read of the laptop's state. */
  posture: Posture = soundPosture;
  unreadable = false;
  /** How often it was read. */
  readings = 0;
  readonly machine: SessionMachine;

  constructor(inspection: Inspection | null) {
    this.inspection = inspection;
    this.machine = new SessionMachine(
      {
        profile: '/profile',
        startVaultProcess: () => this.#startProcess(),
        link: this.link,
        clock: this.time,
        timers: this.time,
        posture: async () => {
          this.readings += 1;
          if (this.unreadable) throw new Error('unreadable');
          return this.posture;
        },
        note: (note) => this.notes.push(note),
      },
      {
        stateChanged: (state) => this.#heard(() => this.states.push(state)),
        closed: () => this.#heard(() => (this.closed += 1)),
        inboxChanged: () => this.#heard(() => this.told.push('inbox')),
        mailWaiting: () => this.#heard(() => this.told.push('mail')),
        syncChanged: () => this.#heard(() => this.told.push('sync')),
        attachmentProgress: () => this.#heard(() => this.told.push('attachment')),
        presenceChanged: () => this.#heard(() => this.told.push('presence')),
        attachmentLent: () => this.#heard(() => this.told.push('lent')),
        customerTypes: () => this.#heard(() => this.told.push('typing')),
        consoleChanged: () => this.#heard(() => this.told.push('console')),
      },
    );
  }

  #heard(record: () => unknown): void {
    record();
    if (this.listenersFail) throw new Error('A listener failed, and its words are nobody’s business.');
  }

  get process(): VaultProcessDouble {
    const process = this.processes.at(-1);
    if (process === undefined) throw new Error('No vault process was started.');
    return process;
  }

  get kind(): SessionStateKind {
    return this.machine.state().kind;
  }

  #startProcess(): VaultProcessDouble {
    const process = new VaultProcessDouble({
      'device.inspect': () => this.inspection ?? new Promise(() => undefined),
      'device.begin': () => ({ kind: 'begun' }),
      'device.cancel': () => {
        this.inspection = inspections.unenrolled;
        return null;
      },
      'device.posture': () => null,
      'device.start-over': () => {
        this.inspection = inspections.unenrolled;
        return null;
      },
      'setup.passphrase': () => ({ kind: 'chosen' }),
      'setup.totp': () => ({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x', recoveryCodes: [] }),
      'setup.confirm': () => ({ kind: 'wrong' }),
      'unlock.attempt': () => unlockedOutcome,
      'unlock.code': () => ({ kind: 'accepted' }),
      'device.forgotten': () => {
        this.inspection = inspections.wiped;
        return null;
      },
      'security.show': () => ({ passphraseMinimum: 15, codeDigits: 6, recoveryCodesLeft: null, codeForgiven: false, duressAllowed: false }),
      'security.new-authenticator': () => ({ kind: 'hub-needed' }),
      'vault.close': () => ({ ticket: null, passphraseOnlyUntil: null }),
      'console.call': () => ({ kind: 'unreachable' }),
      'inbox.counts': () => ({}) as never,
    });
    this.processes.push(process);
    return process;
  }

  async start(): Promise<this> {
    this.machine.start();
    await settled();
    return this;
  }

  async unlock(): Promise<this> {
    await this.machine.unlock(bytes('correct horse battery'), bytes('123456'));
    await settled();
    return this;
  }
}

/** A vault of which a queued reply cannot be read. */
export const salvage: Salvage = { readable: true, drafts: { saved: 2, lost: 0 }, queued: { saved: 2, lost: 1 }, returned: { saved: 1, lost: 0 }, unsure: false };

/** A started session in any state, reached as it is reached in life. */
export async function sessionIn(kind: SessionStateKind): Promise<WorkstationSession> {
  switch (kind) {
    case 'starting':
      return new WorkstationSession(null).start();
    case 'locked':
      return new WorkstationSession(inspections.enrolled).start();
    case 'lease-ended':
      return new WorkstationSession({ ...inspections.enrolled, leaseUntil: null }).start();
    case 'unlocking': {
      const session = await new WorkstationSession(inspections.enrolled).start();
      session.process.answer('unlock.attempt', () => new Promise(() => undefined));
      session.machine.unlock(bytes('correct horse battery'), bytes('123456')).catch(() => undefined);
      await settled();
      return session;
    }
    case 'repair-needed':
      return new WorkstationSession({ ...inspections.enrolled, vaultDamaged: true }).start();
    case 'repair-offered': {
      const session = await new WorkstationSession({ ...inspections.enrolled, vaultDamaged: true }).start();
      session.process.answer('unlock.attempt', () => ({ kind: 'repair-offered', salvage }));
      return session.unlock();
    }
    case 'unlocked':
      return (await new WorkstationSession(inspections.enrolled).start()).unlock();
    case 'unenrolled':
    case 'pending-approval':
    case 'approved':
    case 'suspended':
    case 'posture-failed':
    case 'revoked':
    case 'wiped':
    case 'clock-moved-back':
    case 'no-keychain':
    case 'keychain-changed':
    case 'record-damaged':
    case 'vault-damaged':
    case 'vault-newer':
      return new WorkstationSession(inspections[kind]).start();
  }
}
