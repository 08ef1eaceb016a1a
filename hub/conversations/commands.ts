import type { Command, Conflict, HubEvent } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { type AgentId, ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { can, type Permission } from '../../shared/domain/permission.ts';
import { mayNotLeave, withheld } from '../delivery/data-loss.ts';
import { queueDelivery } from '../delivery/queue.ts';
import { makeMessageId } from '../channels/email/message-id.ts';
import type { Audit, Envelope, FanOut, MessagePolicy, People, Tx } from '../ports.ts';
import type { ConversationTable, MessageTable } from '../store/tables/inbox.ts';
import { signatureOf, signed } from '../writing/signatures.ts';
import { maySee, newsOf } from './audience.ts';
import { changeConversation, conversationEvent, openConversation, readConversation } from './conversations.ts';
import { insertMessage, toMessage } from './messages.ts';
import { pastOf } from './past.ts';
import { reassign, writeLine } from './reassign.ts';

export type Outcome = Extract<HubEvent, { e: 'command.result' }>['outcome'];

export interface CommandDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly people: People;
  readonly clock: Clock;
  readonly policy: MessagePolicy;
  /** The domain after "@" of an e-mail channel's address; null for other channels. */
  readonly mailDomainOf: (channelId: string) => string | null;
}

/** What the hub is asked for; the rest it is told. */
type Wish = Exclude<Command, { do: 'transcript' }>;
type Of<Do extends Command['do']> = Extract<Command, { do: Do }>;

const done: Outcome = { kind: 'done' };
const refused = (message: string): Outcome => ({ kind: 'refused', message });
const conflict = (reason: Conflict['reason'], by: string | null, answer: MessageId | null = null): Outcome => ({ kind: 'conflict', conflict: { reason, by, answer } });

const needed: Readonly<Record<Wish['do'], Permission>> = {
  reply: 'conversation.reply',
  note: 'conversation.note',
  status: 'conversation.status',
  assign: 'conversation.assign',
};

/** The same words whether it does not exist or is not theirs: which of the two is nobody's business. */
const notTheirs = 'This conversation is not among those you can see. It may have been assigned to somebody else.';

/** Carries a command out; the caller remembers the outcome under its key. */
export async function carryOut(tx: Tx, deps: CommandDeps, agent: Agent, at: number, command: Command): Promise<Outcome> {
  // The file is there, whatever its author may see by now: what is told of it is always taken.
  if (command.do === 'transcript') return done;
  const conversation = await readConversation(tx, command.conversationId);
  if (conversation === null || !maySee(agent, conversation)) return refused(notTheirs);
  if (!can(agent.roles, needed[command.do])) return refused('Your role does not allow this. Ask your lead.');
  // A device's clock may be wrong; an answer is never dated ahead of the hub's own time.
  const when = Math.min(at, deps.clock.now());
  switch (command.do) {
    case 'reply':
      return reply(tx, deps, agent, when, conversation, command);
    case 'note':
      return note(tx, deps, agent, when, conversation, command);
    case 'status':
      return setStatus(tx, deps, agent, conversation, command);
    case 'assign':
      return assign(tx, deps, agent, conversation, command);
    default:
      command satisfies never;
      return refused('The hub does not know this command. Update Sealdesk.');
  }
}

async function reply(tx: Tx, deps: CommandDeps, agent: Agent, at: number, conversation: ConversationTable, command: Of<'reply'>): Promise<Outcome> {
  const text = conversation.channel === 'email' ? signed(command.text, await signatureOf(tx, deps.envelope, agent.id)) : command.text;
  const problem = (await mayNotLeave(tx, deps, CustomerId.parse(conversation.customer_id), text)) ?? (await idTaken(tx, command.messageId));
  if (problem !== null) return refused(problem);
  const other = await answeredSince(tx, conversation.id, agent.id, command.seen);
  if (other !== null) return conflict('answered', await nameOf(tx, deps, other.agent_id), MessageId.parse(other.id));
  const channel = await tx.selectFrom('channels').select('id').where('id', '=', conversation.channel_id).where('removed_at', 'is', null).executeTakeFirst();
  if (!channel) return refused('The channel of this conversation has been removed. Answer another way, or ask IT.');
  const domain = deps.mailDomainOf(conversation.channel_id);
  const row = await write(tx, deps, agent, at, conversation, { messageId: command.messageId, text }, {
    kind: 'outbound',
    status: 'accepted',
    messageId: domain === null ? null : makeMessageId(deps.envelope, command.messageId, domain),
  });
  await queueDelivery(tx, { messageId: row.id, conversationId: conversation.id, channelId: conversation.channel_id, now: deps.clock.now() });
  return done;
}

async function note(tx: Tx, deps: CommandDeps, agent: Agent, at: number, conversation: ConversationTable, command: Of<'note'>): Promise<Outcome> {
  const problem = withheld(command.text, (await deps.policy(tx)).redaction)?.replace('It was not sent', 'The note was not kept').replace('send it again', 'write it again') ?? (await idTaken(tx, command.messageId));
  if (problem !== null) return refused(problem);
  const mentions = await mentioned(tx, deps, conversation, command.mentions ?? []);
  await write(tx, deps, agent, at, conversation, { messageId: command.messageId, text: command.text, ...(mentions.length === 0 ? {} : { mentions }) }, { kind: 'note', status: 'accepted', messageId: null });
  return done;
}

/** Of those whom a note calls, who may read it: nobody else is told of it. */
async function mentioned(tx: Tx, deps: CommandDeps, conversation: ConversationTable, ids: readonly AgentId[]): Promise<AgentId[]> {
  if (ids.length === 0) return [];
  const readers = (await deps.people.active(tx)).filter((one) => maySee(one, conversation));
  return [...new Set(ids)].filter((id) => readers.some((one) => one.id === id));
}

/** Stores what an agent wrote and shows it to everybody who may see the conversation. */
async function write(
  tx: Tx,
  deps: CommandDeps,
  agent: Agent,
  at: number,
  conversation: ConversationTable,
  { messageId, text, mentions }: { readonly messageId: MessageId; readonly text: string; readonly mentions?: readonly AgentId[] },
  row: Pick<MessageTable, 'kind' | 'status'> & { readonly messageId: string | null },
): Promise<MessageTable> {
  const { envelope } = deps;
  const { subject } = await openConversation(tx, envelope, conversation);
  const stored = await insertMessage(tx, envelope, {
    id: messageId,
    conversationId: ConversationId.parse(conversation.id),
    customerId: CustomerId.parse(conversation.customer_id),
    agentId: agent.id,
    content: {
      authorName: agent.name,
      subject: row.kind === 'outbound' && conversation.channel === 'email' ? answerSubject(subject) : null,
      text,
      html: null,
      findings: [],
      risk: { level: 'none', reasons: [] },
      attachments: [],
      ...(mentions === undefined ? {} : { mentions: [...mentions] }),
    },
    sentAt: at,
    automatic: false,
    authentication: null,
    ...row,
  });
  const changed = await changeConversation(tx, envelope, conversation, row.kind === 'note' ? {} : { last_message_at: Math.max(conversation.last_message_at, at), newest: text });
  await publish(tx, deps, changed, [{ e: 'message', message: await toMessage(tx, envelope, stored, changed.channel) }]);
  return stored;
}

async function setStatus(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, { status, was, after }: Of<'status'>): Promise<Outcome> {
  if (status === conversation.status) return done;
  if (after !== undefined && !(await isStored(tx, conversation.id, after))) return conflict('held', null);
  if (was !== undefined && was !== conversation.status && conversation.status_by !== agent.id) return conflict('changed', await nameOf(tx, deps, conversation.status_by));
  const changed = await changeConversation(tx, deps.envelope, conversation, { status, status_by: agent.id });
  await publish(tx, deps, changed, [await writeLine(tx, deps, changed, agent, `${agent.name} set this to ${status}.`)]);
  // Devices keep resolved conversations for a while only: they may not have the past of this one.
  if (conversation.status === 'resolved') await publish(tx, deps, changed, await pastOf(tx, deps.envelope, changed));
  return done;
}

async function assign(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, { assigneeId, was }: Of<'assign'>): Promise<Outcome> {
  if (assigneeId === conversation.assignee_id) return done;
  if (was !== undefined && was !== conversation.assignee_id && conversation.assignee_by !== agent.id) return conflict('changed', await nameOf(tx, deps, conversation.assignee_by));
  const assignee = assigneeId === null ? null : ((await deps.people.active(tx)).find(({ id }) => id === assigneeId) ?? null);
  if (assigneeId !== null && (assignee === null || !maySee(assignee, { ...conversation, assignee_id: assigneeId }))) {
    return refused('This person cannot take conversations. Choose another agent.');
  }
  const line = assignee === null ? `${agent.name} took the assignment back.` : `${agent.name} assigned this to ${assignee.name}.`;
  await deps.fanOut.publish(tx, await reassign(tx, deps, conversation, assigneeId, agent, line));
  return done;
}

async function publish(tx: Tx, deps: CommandDeps, conversation: ConversationTable, events: readonly HubEvent[]): Promise<void> {
  await deps.fanOut.publish(tx, newsOf(conversation, [await conversationEvent(tx, deps.envelope, conversation), ...events]));
}

/** The newest answer of another agent after the newest message that the author had seen; null when there is none. */
async function answeredSince(tx: Tx, conversationId: string, agentId: string, seen: string | null): Promise<{ readonly id: string; readonly agent_id: string | null } | null> {
  const last = seen === null ? undefined : await tx.selectFrom('messages').select('position').where('id', '=', seen).where('conversation_id', '=', conversationId).executeTakeFirst();
  const row = await tx
    .selectFrom('messages')
    .select(['id', 'agent_id'])
    .where('conversation_id', '=', conversationId)
    .where('kind', '=', 'outbound')
    .where('agent_id', '!=', agentId)
    .where('position', '>', last?.position ?? 0)
    .orderBy('position', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

/** Whether a reply that a device wrote is among the conversation's messages. */
async function isStored(tx: Tx, conversationId: string, messageId: MessageId): Promise<boolean> {
  return (await tx.selectFrom('messages').select('id').where('id', '=', messageId).where('conversation_id', '=', conversationId).executeTakeFirst()) !== undefined;
}

/** Null for nobody, and for who has left. */
async function nameOf(tx: Tx, deps: CommandDeps, agentId: string | null): Promise<string | null> {
  return agentId === null ? null : ((await deps.people.active(tx)).find(({ id }) => id === agentId)?.name ?? null);
}

/** A device chooses its messages' ids; one that exists already belongs to another message. */
async function idTaken(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.selectFrom('messages').select('id').where('id', '=', id).executeTakeFirst();
  return row ? 'It was not sent: the hub already has a message with this id. Write it again.' : null;
}

function answerSubject(subject: string): string {
  return subject === '' || /^re\s*:/i.test(subject) ? subject : `Re: ${subject}`.slice(0, 1000);
}
