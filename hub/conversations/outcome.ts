import type { Conflict, HubEvent } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId, MessageId } from '../../shared/domain/ids.ts';
import type { Team } from '../../shared/domain/people.ts';
import type { Arrivals, Audit, Envelope, FanOut, MessagePolicy, People, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { newsOf } from './audience.ts';
import { conversationEvent } from './conversations.ts';

/** What became of a command, as its device is told. */
export type Outcome = Extract<HubEvent, { e: 'command.result' }>['outcome'];

export interface CommandDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly people: People;
  readonly clock: Clock;
  readonly policy: MessagePolicy;
  /** Those that conversations can be handed over to. */
  readonly teams: (tx: Tx) => Promise<readonly Team[]>;
  /** Until when an answer is promised. */
  readonly arrivals: Arrivals;
  /** The domain after "@" of an e-mail channel's address; null for other channels. */
  readonly mailDomainOf: (channelId: string) => string | null;
}

/** Of one command: the laptop that it came from. */
export interface AskedDeps extends CommandDeps {
  readonly deviceId: DeviceId;
}

export const done: Outcome = { kind: 'done' };
export const refused = (message: string): Outcome => ({ kind: 'refused', message });
export const conflict = (reason: Conflict['reason'], by: string | null, answer: MessageId | null = null): Outcome => ({ kind: 'conflict', conflict: { reason, by, answer } });

/** Tells everybody who may see the conversation how it is now, and what else happened in it. */
export async function publish(tx: Tx, deps: Pick<CommandDeps, 'envelope' | 'fanOut'>, conversation: ConversationTable, events: readonly HubEvent[]): Promise<void> {
  await deps.fanOut.publish(tx, newsOf(conversation, [await conversationEvent(tx, deps.envelope, conversation), ...events]));
}

/** An agent's name; null for nobody, and for who has left. */
export async function nameOf(tx: Tx, { people }: Pick<CommandDeps, 'people'>, agentId: string | null): Promise<string | null> {
  return agentId === null ? null : ((await people.active(tx)).find(({ id }) => id === agentId)?.name ?? null);
}
