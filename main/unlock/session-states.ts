import { SealdeskError } from '../../shared/domain/errors.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { SessionListeners, SessionPorts } from './session-ports.ts';
import { sessionTransitions, type SessionEvent, type SessionRequest } from './session-transitions.ts';

export const notNow = () => new SealdeskError('not-now', 'This is not possible at the moment.');

/** The state that holds, and the one place where it changes: only as `sessionTransitions` says. */
export class SessionStates {
  readonly #note: SessionPorts['note'];
  readonly #changed: SessionListeners['stateChanged'];
  #state: SessionState = { kind: 'starting' };

  constructor(note: SessionPorts['note'], changed: SessionListeners['stateChanged']) {
    this.#note = note;
    this.#changed = changed;
  }

  get present(): SessionState {
    return this.#state;
  }

  /** @throws SealdeskError `not-now` where the present state refuses the request. */
  guard(request: SessionRequest): void {
    if (sessionTransitions[this.#state.kind][request] === 'refused') throw notNow();
  }

  enter(event: SessionEvent, next: SessionState): void {
    const reaction = sessionTransitions[this.#state.kind][event];
    if (reaction === 'ignored') return;
    if (reaction === 'refused' || !reaction.includes(next.kind)) {
      throw new Error(`${event} does not lead from ${this.#state.kind} to ${next.kind}`);
    }
    if (JSON.stringify(this.#state) === JSON.stringify(next)) return;
    const from = this.#state.kind;
    this.#state = next;
    if (from !== next.kind) this.#note({ event: 'session-state', from, to: next.kind });
    this.#changed(next);
  }
}
