import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { CustomerId } from '../../shared/domain/ids.ts';
import { createConversation } from '../conversations/conversations.ts';
import { createCustomer, identityRow } from '../conversations/customers.ts';
import { sealdeskItself, writeLine } from '../conversations/reassign.ts';
import type { Arrivals, Envelope, Routed, Tx } from '../ports.ts';
import { acknowledge } from '../routing/acknowledge.ts';
import type { ChannelTable } from '../store/tables/channels.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import type { Assessed, Authentication } from './stages.ts';
import { subjectIndex } from './thread.ts';
import { shownBy } from './verify.ts';

export interface BeginDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
  /** The domain after "@" of an e-mail channel's address; null for other channels. */
  readonly mailDomainOf: (channelId: string) => string | null;
}

/** The channel that a message came by. */
export interface Origin {
  readonly id: string;
  readonly kind: ChannelTable['kind'];
  readonly teamId: string | null;
}

interface First {
  readonly channel: Origin;
  readonly message: Assessed;
  /** The customer it comes from; null for a new one. */
  readonly sender: CustomerId | null;
  readonly authentication: Authentication | null;
  readonly blocked: boolean;
}

/** Begins a conversation: whose it is, and who is to answer it. */
export async function begin(tx: Tx, { envelope, clock, arrivals }: BeginDeps, { channel, message, sender, authentication, blocked }: First): Promise<{ readonly conversation: ConversationTable; readonly routed: Routed | null }> {
  const customerId = sender ?? (await createCustomer(tx, envelope, message.identity, authorOf(message), clock.now()));
  const from = message.identity?.kind === 'email' ? message.identity.value.toLowerCase() : null;
  const routed = blocked ? null : await arrivals.route(tx, { channelId: channel.id, sender: from, subject: message.subject ?? '', text: message.text, at: clock.now() }, channel.teamId);
  const conversation = await createConversation(tx, envelope, {
    customerId,
    channel: channel.kind,
    channelId: channel.id,
    teamId: routed?.teamId ?? channel.teamId,
    assigneeId: routed?.assignee?.id ?? null,
    status: blocked || routed?.setAside === true ? 'resolved' : 'open',
    priority: routed?.priority ?? 'normal',
    tags: routed?.tags ?? [],
    subject: message.subject ?? '',
    subjectIndex: channel.kind === 'email' ? subjectIndex(envelope, customerId, message.subject) : null,
    verification: shownBy(message.identity, authentication),
    identityId: message.identity === null ? null : ((await identityRow(tx, envelope, message.identity.kind, message.identity.value))?.id ?? null),
    at: message.sentAt,
  });
  return { conversation, routed };
}

/** What a conversation says of how it began, and the automatic answer, where the rule has one and it may go out. */
export async function sayRouted(tx: Tx, deps: BeginDeps, conversation: ConversationTable, routed: Routed | null, { message, authentication, blocked }: Pick<First, 'message' | 'authentication' | 'blocked'>): Promise<HubEvent[]> {
  const line = blocked ? 'From a sender who is blocked.' : routed === null ? null : lineOf(routed);
  const events = line === null ? [] : [await writeLine(tx, deps, conversation, sealdeskItself, line)];
  if (routed === null || routed.acknowledge === null || message.automatic) return events;
  const vouched = message.identity !== null && (message.identity.kind !== 'email' || shownBy(message.identity, authentication) !== 'unverified');
  const answer = vouched ? await acknowledge(tx, deps, conversation, routed.acknowledge) : null;
  return answer === null ? events : [...events, answer];
}

function lineOf({ rule, assignee, setAside }: Routed): string {
  const done = setAside ? 'set aside' : assignee === null ? 'nobody assigned' : `assigned to ${assignee.name}`;
  return `Rule “${rule}”: ${done}.`;
}

/** What stands over a message whose sender says no name. */
export function authorOf({ authorName, identity }: Assessed): string {
  if (authorName.trim() !== '') return authorName;
  return identity?.kind === 'webchat' ? 'Visitor' : 'Unknown sender';
}
