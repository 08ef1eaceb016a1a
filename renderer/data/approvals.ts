import type { ConsoleCallName, ConsoleInput, ConsoleOutput } from '../../shared/contract/console/index.ts';
import type { LookedAt, ReportedMistake } from '../../shared/contract/console/mistakes.ts';
import type { LimitReached, OrderOutcome, WaitingOrder } from '../../shared/contract/console/order-actions.ts';
import type { WaitingFile } from '../../shared/contract/console/releases.ts';
import type { WaitingReveal } from '../../shared/contract/console/reveals.ts';
import type { MistakeId, OrderActionId, ReleaseId, RevealId } from '../../shared/domain/ids.ts';
import type { Permission } from '../../shared/domain/permission.ts';
import type { Client } from '../client.ts';
import { askHub, type ConsoleOutcome } from './console/ask.ts';
import { createStore, type Store } from './store.ts';

/** What waits for this agent's word: what colleagues ask to see, which files they ask for, what they say was destroyed by mistake, and what they want to do to orders; and what IT is told of that. */
export interface Approvals {
  readonly reveals: Store<readonly WaitingReveal[]>;
  readonly mistakes: Store<readonly ReportedMistake[]>;
  readonly files: Store<readonly WaitingFile[]>;
  readonly orders: Store<readonly WaitingOrder[]>;
  readonly limits: Store<readonly LimitReached[]>;
  readonly decideReveal: (reveal: RevealId, approve: boolean) => Promise<ConsoleOutcome<null>>;
  readonly lookAtMistake: (mistake: MistakeId) => Promise<ConsoleOutcome<LookedAt>>;
  readonly decideMistake: (mistake: MistakeId, restore: boolean) => Promise<ConsoleOutcome<null>>;
  readonly decideFile: (release: ReleaseId, allow: boolean) => Promise<ConsoleOutcome<null>>;
  readonly decideOrder: (action: OrderActionId, approve: boolean) => Promise<ConsoleOutcome<OrderOutcome>>;
  readonly stop: () => void;
}

/** @param may what the agent may decide about; nothing is ever asked for the rest. */
export function followApprovals(client: Client, may: (permission: Permission) => boolean): Approvals {
  const reveals = createStore<readonly WaitingReveal[]>([]);
  const mistakes = createStore<readonly ReportedMistake[]>([]);
  const files = createStore<readonly WaitingFile[]>([]);
  const orders = createStore<readonly WaitingOrder[]>([]);
  const limits = createStore<readonly LimitReached[]>([]);
  const refresh = (): void => {
    if (may('reveal.approve')) void askHub(client, 'reveal.list', null).then((outcome) => outcome.kind === 'done' && reveals.set(outcome.value));
    if (may('mistake.decide')) void askHub(client, 'mistake.list', null).then((outcome) => outcome.kind === 'done' && mistakes.set(outcome.value));
    if (may('file.release')) void askHub(client, 'file.list', null).then((outcome) => outcome.kind === 'done' && files.set(outcome.value));
    if (may('order.approve')) void askHub(client, 'order.list', null).then((outcome) => outcome.kind === 'done' && orders.set(outcome.value));
    if (may('policy.edit')) void askHub(client, 'order.limits.list', null).then((outcome) => outcome.kind === 'done' && limits.set(outcome.value));
  };
  const asked = async <N extends ConsoleCallName>(name: N, input: ConsoleInput<N>): Promise<ConsoleOutcome<ConsoleOutput<N>>> => {
    const outcome = await askHub(client, name, input);
    refresh();
    return outcome;
  };
  let online = false;
  const stops = [
    client.on('console.changed', refresh),
    client.on('sync.changed', ({ connection }) => {
      if (connection === 'online' && !online) refresh();
      online = connection === 'online';
    }),
  ];
  refresh();
  return {
    reveals,
    mistakes,
    files,
    orders,
    limits,
    decideReveal: (reveal, approve) => asked('reveal.decide', { reveal, approve }),
    lookAtMistake: (mistake) => askHub(client, 'mistake.look', { mistake }),
    decideMistake: (mistake, restore) => asked('mistake.decide', { mistake, restore }),
    decideFile: (release, allow) => asked('file.decide', { release, allow }),
    decideOrder: (action, approve) => asked('order.decide', { action, approve }),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
