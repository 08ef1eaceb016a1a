import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { can } from '../../shared/domain/permission.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import { ipcCalls, type Call, type IpcAnswer, type IpcCallName, type IpcCalls, type IpcFailureKind, type IpcOutput } from '../../shared/contract/ipc/index.ts';
import { carriedInput } from './carried-input.ts';
import type { CarriedInput } from './page-secrets.ts';
import { RateLimit } from './rate-limit.ts';

/** One handler for every call of the contract; a missing one is a type error. */
export type Handlers = {
  readonly [N in IpcCallName]: (input: CarriedInput<N, z.output<IpcCalls[N]['input']>>) => IpcOutput<N> | Promise<IpcOutput<N>>;
};

/** Words for the log: which call, which kind of failure, never what was in it. */
export interface CallNote {
  readonly event: 'call-refused' | 'call-failed';
  readonly call: IpcCallName | 'unknown';
  readonly kind: string;
}

export interface RouterPorts<Sender> {
  /** True for the top frame of our window, showing our own page, and nobody else. */
  readonly isOurFrame: (sender: Sender) => boolean;
  readonly state: () => SessionState;
  readonly clock: Clock;
  readonly handlers: Handlers;
  readonly note: (note: CallNote) => void;
}

/** Answers one call; never throws. `name` and `input` are whatever the other side sent. */
export type Router<Sender> = (sender: Sender, name: unknown, input: unknown) => Promise<IpcAnswer<unknown>>;

/** What the person reads when the screen has nothing better to say. */
const sentences: Record<IpcFailureKind, string> = {
  'not-now': 'This is not possible at the moment.',
  'not-allowed': 'Your role does not include this.',
  'invalid': 'Sealdesk could not read this request.',
  'too-many': 'That was too much at once. Wait a moment, then try again.',
  'failed': 'Sealdesk could not do this. Try again; if it happens again, tell IT.',
};

const failure = (kind: IpcFailureKind): IpcAnswer<never> => ({ ok: false, error: { kind, message: sentences[kind] } });

const isCallName = (name: unknown): name is IpcCallName => typeof name === 'string' && Object.hasOwn(ipcCalls, name);

/** Whether a call of the contract is served in a state, and to these roles. */
function admission(call: Call, state: SessionState): 'admitted' | 'not-now' | 'not-allowed' {
  if (call.states !== 'any' && !call.states.includes(state.kind)) return 'not-now';
  if (call.permission === null) return 'admitted';
  return state.kind === 'unlocked' && can(state.roles, call.permission) ? 'admitted' : 'not-allowed';
}

/**
 * The one way from the page into main. In this order: who sends, does the call exist, does the state
 * serve it, do the agent's roles grant it, is it not too often, is the input what the contract says;
 * only then the handler; and what it answers must be what the contract says as well.
 */
export function createRouter<Sender>(ports: RouterPorts<Sender>): Router<Sender> {
  const limit = new RateLimit(() => ports.clock.monotonic());
  const refuse = (call: IpcCallName | 'unknown', kind: IpcFailureKind, reason: string = kind) => {
    ports.note({ event: 'call-refused', call, kind: reason });
    return failure(kind);
  };

  return async (sender, name, input) => {
    if (!ports.isOurFrame(sender)) return refuse('unknown', 'not-allowed', 'foreign-frame');
    if (!isCallName(name)) return refuse('unknown', 'invalid', 'unknown-call');
    const call: Call = ipcCalls[name];

    const before = admission(call, ports.state());
    if (before !== 'admitted') return refuse(name, before);
    if (!limit.take(name)) return refuse(name, 'too-many');
    const parsed = carriedInput(name).safeParse(input);
    if (!parsed.success) return refuse(name, 'invalid');

    try {
      // The schema just applied is the one the handler's type was made from; the table is one, the name picks both.
      const handler = ports.handlers[name] as (checked: unknown) => unknown;
      const value = call.output.parse(await handler(parsed.data));
      // What was read for an open session is not handed to one that has been locked meanwhile.
      if (call.permission !== null && admission(call, ports.state()) !== 'admitted') return refuse(name, 'not-now');
      return { ok: true, value };
    } catch (error) {
      if (error instanceof SealdeskError && (error.kind === 'not-now' || error.kind === 'invalid')) return refuse(name, error.kind);
      ports.note({ event: 'call-failed', call: name, kind: failureName(error) });
      return failure('failed');
    }
  };
}

/** An error's kind or class: its message may hold what a person wrote. */
function failureName(error: unknown): string {
  if (error instanceof SealdeskError) return error.kind;
  if (error instanceof z.ZodError) return 'output-not-as-in-contract';
  return error instanceof Error ? error.name : 'not-an-error';
}
