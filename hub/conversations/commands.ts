import type { Command, HubAttachment } from '../../shared/contract/wire/index.ts';
import type { HandedTo } from '../../shared/domain/conversation.ts';
import { type AgentId, ConversationId, CustomerId, MessageId, type TeamId } from '../../shared/domain/ids.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { writtenText } from '../../shared/marks/written-text.ts';
import { can, type Permission } from '../../shared/domain/permission.ts';
import { mayNotLeave, withheld } from '../delivery/data-loss.ts';
import { queueDelivery } from '../delivery/queue.ts';
import { readChannels } from '../channels/channel-records.ts';
import { makeMessageId } from '../channels/email/message-id.ts';
import { failures } from '../channels/meta/words.ts';
import { recordAnswer, recordStatus } from '../numbers/ledger.ts';
import type { Tx } from '../ports.ts';
import { answerClock } from '../routing/answer-clock.ts';
import type { ConversationTable, MessageTable } from '../store/tables/conversations.ts';
import { signatureOf, signed } from '../writing/signatures.ts';
import { maySee } from './audience.ts';
import { changeConversation, openConversation, readConversation } from './conversations.ts';
import { follow } from './follow.ts';
import { surviving } from './joining/surviving.ts';
import { freeOfLeaver } from './leavers.ts';
import { insertMessage, type MessageContent, toMessage } from './messages.ts';
import { copiesOf, type KeptCopy } from './outbound/copies.ts';
import { type AskedDeps, type CommandDeps, conflict, done, nameOf, type Outcome, publish, refused } from './outcome.ts';
import { pastOf } from './past.ts';
import { reassign, writeLine } from './reassign.ts';
import { storeSentFiles, takeFiles } from './sent-files.ts';
import { snoozeProblem, untilWords } from './snooze.ts';
import { changeTag, setPriority } from './sorting.ts';
import { withheldInMarks } from './withheld-in-marks.ts';

/** What goes out in another way than as a reply: `outbound/` carries it out. */
export type OutboundCommand = Of<'template'> | Of<'start'> | Of<'call'>;

/** What the hub is asked for; the rest it is told. */
type Wish = Exclude<Command, { do: 'transcript' } | OutboundCommand>;
type Of<Do extends Command['do']> = Extract<Command, { do: Do }>;

const needed: Readonly<Record<Wish['do'], Permission>> = {
  reply: 'conversation.reply',
  note: 'conversation.note',
  status: 'conversation.status',
  assign: 'conversation.assign',
  priority: 'conversation.status',
  tag: 'conversation.status',
  follow: 'conversation.read.assigned',
};

/** The same words whether it does not exist or is not theirs: which of the two is nobody's business. */
export const notTheirs = 'This conversation is not among those you can see. It may have been assigned to somebody else.';

export const notAllowed = 'Your role does not allow this. Ask your lead.';

/** Carries a command out; the caller remembers the outcome under its key. */
export async function carryOut(tx: Tx, deps: AskedDeps, agent: Agent, at: number, command: Exclude<Command, OutboundCommand>): Promise<Outcome> {
  // The file is there, whatever its author may see by now: what is told of it is always taken.
  if (command.do === 'transcript') return done;
  const named = await readConversation(tx, command.conversationId);
  if (named === null || !maySee(agent, named)) return refused(notTheirs);
  // What was written before the laptop heard of a merge belongs where the conversation goes on.
  const conversation = command.do === 'reply' || command.do === 'note' ? await surviving(tx, named) : named;
  if (!maySee(agent, conversation)) return refused(notTheirs);
  if (conversation.merged_into !== null) return refused('This was merged into another conversation. Do it there.');
  if (!can(agent.roles, needed[command.do])) return refused(notAllowed);
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
    case 'priority':
      return setPriority(tx, deps, agent, conversation, command);
    case 'tag':
      return changeTag(tx, deps, agent, conversation, command);
    case 'follow':
      return follow(tx, deps, agent, conversation, command);
    default:
      command satisfies never;
      return refused('The hub does not know this command. Update Sealdesk.');
  }
}

async function reply(tx: Tx, deps: AskedDeps, agent: Agent, at: number, conversation: ConversationTable, command: Of<'reply'>): Promise<Outcome> {
  const own = writtenText(command);
  const written = conversation.channel === 'email' ? signed(own, await signatureOf(tx, deps.envelope, agent.id)) : own;
  const { text } = written;
  const problem = (await mayNotLeave(tx, deps, CustomerId.parse(conversation.customer_id), text)) ?? withheldInMarks(written, (await deps.policy(tx)).redaction) ?? (await idTaken(tx, command.messageId));
  if (problem !== null) return refused(problem);
  if (conversation.channel === 'phone') return refused('Nothing can be sent to a telephone from here. Leave a note, call, or use another channel.');
  const other = await answeredSince(tx, conversation.id, agent.id, command.seen);
  if (other !== null) return conflict('answered', await nameOf(tx, deps, other.agent_id), MessageId.parse(other.id));
  const channel = await tx.selectFrom('channels').select('id').where('id', '=', conversation.channel_id).where('removed_at', 'is', null).executeTakeFirst();
  if (!channel) return refused('The channel of this conversation has been removed. Answer another way, or ask IT.');
  const domain = deps.mailDomainOf(conversation.channel_id);
  const copies = await copiesFor(tx, deps, conversation, command.copies ?? []);
  if (typeof copies === 'string') return refused(copies);
  if (conversation.channel === 'instagram' && (command.files?.length ?? 0) > 0 && !(await isReachable(tx, deps, conversation.channel_id))) return refused(failures.noAddress);
  const attachments = await takeFiles(tx, { agent, conversationId: command.conversationId, way: conversation.channel, text }, command.files ?? [], await deps.policy(tx));
  if (typeof attachments === 'string') return refused(attachments);
  const row = await write(tx, deps, agent, at, conversation, { ...written, messageId: command.messageId, attachments }, {
    kind: 'outbound',
    status: 'accepted',
    messageId: domain === null ? null : makeMessageId(deps.envelope, command.messageId, domain),
    ...(copies.length === 0 ? {} : { copies }),
  });
  await storeSentFiles(tx, row, attachments);
  if (copies.length > 0) await publish(tx, deps, conversation, [await writeLine(tx, deps, conversation, agent, `${agent.name} sent this to others as well: ${copies.map(({ way, address }) => `${maskedIdentity('email', address)} (${way === 'cc' ? 'Cc' : 'Bcc'})`).join(', ')}.`)]);
  await queueDelivery(tx, { messageId: row.id, conversationId: conversation.id, channelId: conversation.channel_id, now: deps.clock.now() });
  return done;
}

/** Whether the provider can fetch files from this hub. */
async function isReachable(tx: Tx, { envelope }: CommandDeps, channelId: string): Promise<boolean> {
  return (await readChannels(tx, envelope)).some((channel) => channel.id === channelId && channel.kind === 'instagram' && channel.settings.publicAddress !== null);
}

/** Who else gets the reply; a sentence where it must not go there. */
async function copiesFor(tx: Tx, deps: CommandDeps, conversation: ConversationTable, copies: NonNullable<Of<'reply'>['copies']>): Promise<readonly KeptCopy[] | string> {
  if (copies.length === 0) return [];
  if (conversation.channel !== 'email') return 'Only mail goes to several people. Leave the others out.';
  const { others } = await openConversation(tx, deps.envelope, conversation);
  return copiesOf(tx, deps.envelope, CustomerId.parse(conversation.customer_id), others, copies, (await deps.policy(tx)).othersData === 'stop');
}

async function note(tx: Tx, deps: AskedDeps, agent: Agent, at: number, conversation: ConversationTable, command: Of<'note'>): Promise<Outcome> {
  const written = writtenText(command);
  const { redaction } = await deps.policy(tx);
  const problem = (withheld(written.text, redaction) ?? withheldInMarks(written, redaction))?.replace('It was not sent', 'The note was not kept').replace('send it again', 'write it again') ?? (await idTaken(tx, command.messageId));
  if (problem !== null) return refused(problem);
  const mentions = await mentioned(tx, deps, conversation, command.mentions ?? []);
  const handedTo = command.handedTo === undefined ? {} : { handedTo: command.handedTo };
  const { whisperTo } = command;
  if (whisperTo !== undefined) {
    if (!can(agent.roles, 'conversation.look-in')) return refused(notAllowed);
    if ((await mentioned(tx, deps, conversation, [whisperTo])).length === 0) return refused('The colleague does not see this conversation any more. The note was not kept.');
    await deps.audit.append(tx, { actor: `agent:${agent.id}`, action: 'conversation.whispered', subject: conversation.id, detail: { to: whisperTo } });
  }
  const attachments = await takeFiles(tx, { agent, conversationId: command.conversationId, way: 'note', text: written.text }, command.files ?? [], await deps.policy(tx));
  if (typeof attachments === 'string') return refused(attachments.replace('It was not sent', 'The note was not kept').replace('send the answer again', 'write the note again'));
  const row = await write(tx, deps, agent, at, conversation, { ...written, messageId: command.messageId, attachments, ...(mentions.length === 0 ? {} : { mentions }), ...handedTo, ...(whisperTo === undefined ? {} : { whisperTo }) }, { kind: 'note', status: 'accepted', messageId: null });
  await storeSentFiles(tx, row, attachments);
  // It goes nowhere; but what is in its files is looked at as before a sending, until when no colleague has them.
  if (attachments.length > 0) await queueDelivery(tx, { messageId: row.id, conversationId: conversation.id, channelId: conversation.channel_id, now: deps.clock.now() });
  return done;
}

/** Of those whom a note calls, who may read it: nobody else is told of it. */
async function mentioned(tx: Tx, deps: CommandDeps, conversation: ConversationTable, ids: readonly AgentId[]): Promise<AgentId[]> {
  if (ids.length === 0) return [];
  const readers = (await deps.people.active(tx)).filter((one) => maySee(one, conversation));
  return [...new Set(ids)].filter((id) => readers.some((one) => one.id === id));
}

/** Stores what an agent wrote and shows it to everybody who may see the conversation. */
export async function write(
  tx: Tx,
  deps: AskedDeps,
  agent: Agent,
  at: number,
  conversation: ConversationTable,
  { messageId, text, marked, mentions, handedTo, whisperTo, attachments }: { readonly messageId: MessageId; readonly text: string; readonly marked?: string; readonly mentions?: readonly AgentId[]; readonly handedTo?: HandedTo; readonly whisperTo?: AgentId; readonly attachments?: readonly HubAttachment[] },
  { template, copies, ...row }: Pick<MessageTable, 'kind' | 'status'> & { readonly messageId: string | null } & Pick<MessageContent, 'template'> & { readonly copies?: readonly KeptCopy[] },
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
      writtenOn: deps.deviceId,
      subject: row.kind === 'outbound' && conversation.channel === 'email' ? answerSubject(subject) : null,
      text,
      ...(marked === undefined ? {} : { marked }),
      html: null,
      findings: [],
      risk: { level: 'none', reasons: [] },
      attachments: [...(attachments ?? [])],
      ...(template === undefined ? {} : { template }),
      ...(copies === undefined ? {} : { copies: [...copies] }),
      ...(mentions === undefined ? {} : { mentions: [...mentions] }),
      ...(handedTo === undefined ? {} : { handedTo }),
      ...(whisperTo === undefined ? {} : { whisperTo }),
    },
    sentAt: at,
    automatic: false,
    authentication: null,
    ...row,
  });
  const changed = await changeConversation(tx, envelope, conversation, row.kind === 'note' ? {} : { ...answerClock.answered(), last_message_at: Math.max(conversation.last_message_at, at), newest: text });
  if (row.kind !== 'note') await recordAnswer(tx, deps, conversation, changed, agent.id);
  await publish(tx, deps, changed, [{ e: 'message', message: await toMessage(tx, envelope, stored, changed.channel) }]);
  return stored;
}

async function setStatus(tx: Tx, deps: CommandDeps, agent: Agent, named: ConversationTable, { status, was, until, after }: Of<'status'>): Promise<Outcome> {
  const snoozing = status === 'snoozed';
  if (status === named.status && (!snoozing || until === named.snoozed_until)) return done;
  const problem = snoozing ? snoozeProblem(until, deps.clock.now()) : null;
  if (problem !== null) return refused(problem);
  if (after !== undefined && !(await isStored(tx, named.id, after))) return conflict('held', null);
  if (was !== undefined && was !== named.status && named.status_by !== agent.id) return conflict('changed', await nameOf(tx, deps, named.status_by));
  const conversation = named.status === 'resolved' ? await freeOfLeaver(tx, deps, named) : named;
  const changed = await changeConversation(tx, deps.envelope, conversation, { status, status_by: agent.id, ...(status === 'pending' || status === 'resolved' ? answerClock.nothingOwed(conversation) : {}), ...(snoozing && until !== undefined ? { snoozed_until: until } : {}) });
  await recordStatus(tx, deps, conversation, changed, agent.id);
  const line = snoozing && until !== undefined ? `${agent.name} snoozed this until ${untilWords(until)}.` : `${agent.name} set this to ${status}.`;
  await publish(tx, deps, changed, [await writeLine(tx, deps, changed, agent, line)]);
  // Devices keep resolved conversations for a while only: they may not have the past of this one.
  if (conversation.status === 'resolved') await publish(tx, deps, changed, await pastOf(tx, deps.envelope, changed));
  return done;
}

async function assign(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, { assigneeId, was, teamId, after }: Of<'assign'>): Promise<Outcome> {
  const elsewhere = teamId !== undefined && teamId !== conversation.team_id;
  if (assigneeId === conversation.assignee_id && !elsewhere) return done;
  if (after !== undefined && !(await isStored(tx, conversation.id, after))) return conflict('held', null);
  if (was !== undefined && was !== conversation.assignee_id && conversation.assignee_by !== agent.id) return conflict('changed', await nameOf(tx, deps, conversation.assignee_by));
  const givenAway = conversation.assignee_id === agent.id && (elsewhere || (assigneeId !== null && assigneeId !== agent.id));
  if (givenAway && after === undefined && (await deps.policy(tx)).handOverNote === 'required') return refused('Your company wants a note with it. Use “Hand over”, and say where it stands.');
  if (teamId !== undefined) return toTeam(tx, deps, agent, conversation, teamId, assigneeId);
  const assignee = assigneeId === null ? null : ((await deps.people.active(tx)).find(({ id }) => id === assigneeId) ?? null);
  if (assigneeId !== null && (assignee === null || !maySee(assignee, { ...conversation, assignee_id: assigneeId }))) {
    return refused('This person cannot take conversations. Choose another agent.');
  }
  const line = assignee === null ? `${agent.name} took the assignment back.` : `${agent.name} assigned this to ${assignee.name}.`;
  await deps.fanOut.publish(tx, await reassign(tx, deps, conversation, assigneeId, agent, line));
  return done;
}

/** To a team, of whom somebody takes it. Whoever hands it over may not see it any more. */
async function toTeam(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, teamId: TeamId, assigneeId: AgentId | null): Promise<Outcome> {
  const team = (await deps.teams(tx)).find(({ id }) => id === teamId);
  if (assigneeId !== null || team === undefined) return refused('There is no such team any more. Choose another one.');
  await deps.fanOut.publish(tx, await reassign(tx, deps, conversation, null, agent, `${agent.name} handed this over to ${team.name}.`, team.id));
  return done;
}

/** The newest answer of another agent after the newest message that the author had seen; null when there is none. */
export async function answeredSince(tx: Tx, conversationId: string, agentId: string, seen: string | null): Promise<{ readonly id: string; readonly agent_id: string | null } | null> {
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

/** A device chooses its messages' ids; one that exists already belongs to another message. */
export async function idTaken(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.selectFrom('messages').select('id').where('id', '=', id).executeTakeFirst();
  return row ? 'It was not sent: the hub already has a message with this id. Write it again.' : null;
}

function answerSubject(subject: string): string {
  return subject === '' || /^re\s*:/i.test(subject) ? subject : `Re: ${subject}`.slice(0, 1000);
}
