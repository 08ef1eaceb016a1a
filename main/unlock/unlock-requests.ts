import { AgentId } from '../../shared/domain/ids.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { UnlockResult } from '../../shared/contract/ipc/session.ts';
import type { UnlockOutcome } from '../boundary/vault-process.ts';
import { type Enrolled, whose } from './inspected-state.ts';
import { purge, withSecrets } from './secret-bytes.ts';
import { notNow, type SessionStates } from './session-states.ts';
import type { ShortLock } from './short-lock.ts';
import type { VaultSupervisor } from './vault-supervisor.ts';

export interface UnlockPorts {
  readonly states: SessionStates;
  readonly supervisor: VaultSupervisor;
  readonly shortLock: ShortLock;
  readonly clock: Clock;
  /** Reads the laptop's state, and hands it to the vault process. */
  readonly posture: () => Promise<unknown>;
  /** As the last inspection found it; null when that was something else. */
  readonly enrolled: () => Enrolled | null;
  /** Looks at the profile again. */
  readonly inspect: () => Promise<void>;
  /** What the last inspection means; null before the first. */
  readonly settled: () => SessionState | null;
  /** Grows whenever what was under way is void. */
  readonly epoch: () => number;
}

/** An attempt to unlock, from the lock screen to what came of it. */
export class UnlockRequests {
  readonly #ports: UnlockPorts;

  constructor(ports: UnlockPorts) {
    this.#ports = ports;
  }

  /** @param code null: after a short lock, with the ticket of the lock in its place. */
  async attempt(passphrase: Uint8Array, code: Uint8Array | null): Promise<UnlockResult> {
    const { states, supervisor, shortLock, posture, epoch } = this.#ports;
    return withSecrets(code === null ? [passphrase] : [passphrase, code], async () => {
      states.guard('unlock');
      const enrolled = this.#ports.enrolled();
      if (enrolled === null) throw notNow();
      const ticket = code === null ? shortLock.ticket : null;
      if (code === null && ticket === null) return { kind: 'code-needed' };
      const before = epoch();
      states.enter('unlock', { kind: 'unlocking', ...whose(enrolled) });
      let outcome: UnlockOutcome;
      try {
        await posture();
        // Locked meanwhile, or the process lost: the attempt is not made.
        if (before !== epoch()) throw notNow();
        outcome = await supervisor.call('unlock.attempt', { passphrase, code, ticket });
      } catch (error) {
        if (before === epoch()) await this.#over();
        throw error;
      } finally {
        purge(ticket);
      }
      // Locked, or the process lost, while the answer was on its way: it opens nothing.
      if (before !== epoch()) throw notNow();
      return this.#answered(outcome, enrolled);
    });
  }

  /** What an unlock of a damaged vault has offered. */
  async repair(): Promise<void> {
    const { states, supervisor, posture, epoch } = this.#ports;
    states.guard('repair');
    const enrolled = this.#ports.enrolled();
    if (enrolled === null) throw notNow();
    const before = epoch();
    states.enter('repair', { kind: 'unlocking', ...whose(enrolled) });
    let outcome: UnlockOutcome;
    try {
      await posture();
      if (before !== epoch()) throw notNow();
      outcome = await supervisor.call('repair.carry-out', null);
    } catch (error) {
      if (before === epoch()) await this.#over();
      throw error;
    }
    if (before !== epoch()) throw notNow();
    await this.#answered(outcome, enrolled);
  }

  async #answered(outcome: UnlockOutcome, enrolled: Enrolled): Promise<UnlockResult> {
    const { states, shortLock, clock } = this.#ports;
    // It serves one unlock, and the first try of it. Where nothing was judged it is as good as before.
    if (outcome.kind !== 'wait' && outcome.kind !== 'hub-needed') shortLock.drop();
    switch (outcome.kind) {
      case 'unlocked':
        states.enter('unlock-answered', {
          kind: 'unlocked',
          ...whose(enrolled),
          postureWarnings: [...(this.#ports.enrolled() ?? enrolled).postureWarnings],
          agentName: outcome.agent.name,
          agentId: AgentId.parse(outcome.agent.id),
          roles: [...outcome.agent.roles],
          authenticatorEnded: outcome.authenticatorEnded,
          repaired: outcome.repaired,
        });
        // The lease may be a new one, and what was learnt while unlocking was kept back.
        void this.#ports.inspect();
        return { kind: 'unlocked' };
      case 'repair-offered':
        states.enter('unlock-answered', { kind: 'repair-offered', ...whose(enrolled), salvage: outcome.salvage });
        // That the vault is damaged may be news.
        void this.#ports.inspect();
        return { kind: 'repair-offered' };
      case 'wrong':
      case 'wait':
      case 'hub-needed':
      case 'code-needed':
        await this.#over();
        return outcome;
      case 'wiped':
        await this.#over();
        throw notNow();
      case 'clock-moved-back':
      case 'vault-damaged':
      case 'vault-newer':
      case 'keychain-changed':
      case 'record-damaged':
        break;
    }
    // The attempt found the device in a state of its own; its screen says the rest.
    states.enter('unlock-answered', outcome.kind === 'clock-moved-back' ? { ...outcome, now: clock.now() } : { ...outcome });
    throw notNow();
  }

  /** After an attempt that opened nothing: the screen shows what holds now (tries left, wait, wiped ...). */
  async #over(): Promise<void> {
    const before = this.#ports.epoch();
    await this.#ports.inspect();
    const settled = this.#ports.settled();
    if (before === this.#ports.epoch() && settled !== null) this.#ports.states.enter('unlock-answered', settled);
  }
}
