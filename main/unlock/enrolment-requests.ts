import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Inspection } from '../boundary/vault-process.ts';
import { Enrolling, refusalWords, type EnrolmentRefusal } from './enrolling.ts';
import type { HubLink } from './hub-link.ts';
import { withSecrets } from './secret-bytes.ts';
import type { SessionRequest } from './session-transitions.ts';
import type { VaultSupervisor } from './vault-supervisor.ts';

export interface EnrolmentPorts {
  readonly supervisor: VaultSupervisor;
  readonly link: HubLink;
  readonly timers: Timers;
  readonly posture: () => Promise<Posture>;
  /** @throws SealdeskError `not-now` where the present state does not allow it. */
  readonly guard: (request: SessionRequest) => void;
  /** Looks at the profile again; the state that follows holds when it resolves. */
  readonly inspect: () => Promise<void>;
  /** A new vault process; answers that are on their way are void. */
  readonly startAnew: () => Promise<void>;
  /** The page is to be a new one too. */
  readonly closed: () => void;
}

/** What the agent asks of the session between an invite and the first lock screen, and after an enrolment's end. */
export class EnrolmentRequests {
  readonly #ports: EnrolmentPorts;
  #enrolling: Enrolling | null = null;
  #ended: string | undefined;

  constructor(ports: EnrolmentPorts) {
    this.#ports = ports;
  }

  /** The hub has not answered the invite yet. */
  get waiting(): boolean {
    return this.#enrolling !== null;
  }

  /** Said on the enrolment screen after an enrolment came to nothing. */
  get ended(): string | undefined {
    return this.#ended;
  }

  async begin(invite: string): Promise<IpcOutput<'enrolment.begin'>> {
    const { guard, supervisor, link, timers, posture, inspect } = this.#ports;
    guard('begin-enrolment');
    if (this.#enrolling !== null) throw new SealdeskError('not-now', 'The hub has not answered the last invite yet.');
    const enrolling = new Enrolling(timers, link);
    this.#enrolling = enrolling;
    this.#ended = undefined;
    try {
      const begun = await supervisor.call('device.begin', { invite, posture: await posture() });
      if (begun.kind !== 'begun') return { kind: 'refused', reason: begun.kind, message: begun.message };
      link.retarget();
      const outcome = await enrolling.outcome();
      if (outcome.kind === 'pending') return { kind: 'pending' };
      if (outcome.forget) await supervisor.call('device.cancel', null);
      return { kind: 'refused', reason: outcome.reason, message: refusalWords[outcome.reason] };
    } finally {
      enrolling.stop();
      this.#enrolling = null;
      link.retarget();
      await inspect();
    }
  }

  async cancel(): Promise<void> {
    const { guard, supervisor, link, inspect } = this.#ports;
    guard('cancel-enrolment');
    await supervisor.call('device.cancel', null);
    link.retarget();
    await inspect();
  }

  /** Destroys what is left of an enrolment; a new vault process goes on, which knows nothing of it. */
  async startOver(): Promise<void> {
    const { guard, supervisor, startAnew } = this.#ports;
    guard('start-over');
    await supervisor.call('device.start-over', null);
    this.#ended = undefined;
    await startAnew();
  }

  /** Overwrites `passphrase` before it returns, as do the calls below with what they are given. */
  choosePassphrase(passphrase: Uint8Array): Promise<IpcOutput<'enrolment.choose-passphrase'>> {
    return withSecrets([passphrase], async () => {
      this.#ports.guard('set-up');
      const answer = await this.#ports.supervisor.call('setup.passphrase', { passphrase });
      await this.#ports.inspect();
      return answer;
    });
  }

  /** @param asker a box of the page that is to see it. */
  provisionTotp(asker: Uint8Array): Promise<IpcOutput<'enrolment.provision-totp'>> {
    this.#ports.guard('set-up');
    return this.#ports.supervisor.call('setup.totp', null, asker);
  }

  /** Confirmed, it comes to the first lock screen, and as after any lock, page and vault process are new ones: these know the passphrase. */
  confirmTotp(first: Uint8Array, second: Uint8Array): Promise<IpcOutput<'enrolment.confirm-totp'>> {
    return withSecrets([first, second], async () => {
      const { guard, supervisor, inspect, startAnew, closed } = this.#ports;
      guard('set-up');
      const answer = await supervisor.call('setup.confirm', { first, second });
      await inspect();
      if (answer.kind === 'confirmed') {
        closed();
        await startAnew();
      }
      return answer;
    });
  }

  hubAnswered(inspection: Inspection | null): void {
    this.#enrolling?.hubAnswered(inspection);
  }

  /** @returns false when nobody waits for the answer: the first screen says it. */
  refused(reason: EnrolmentRefusal): boolean {
    if (this.#enrolling === null) {
      this.#ended = refusalWords[reason];
      return false;
    }
    this.#enrolling.refused(reason);
    return true;
  }

  linkChanged(): void {
    this.#enrolling?.linkChanged();
  }

  /** The vault process ended. */
  lost(): void {
    this.#enrolling?.lost();
  }
}
