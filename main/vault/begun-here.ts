import { randomUUID } from 'node:crypto';
import { Command as CommandSchema } from '../../shared/contract/wire/mail.ts';
import type { BegunHere, TakenBack } from '../../shared/contract/ipc/outbound.ts';
import { callLine, callText, statusAfterCall } from '../../shared/domain/call-text.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { AgentId, ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import type { ChannelChoice } from '../../shared/domain/outgoing.ts';
import type { Customer } from '../../shared/domain/people.ts';
import { phoneDigits } from '../../shared/domain/phone-number.ts';
import { writtenText } from '../../shared/marks/written-text.ts';
import { beginningWentOut } from './beginnings.ts';
import { type Acting, formatOf } from './agent-actions.ts';
import { readCustomer } from './customers.ts';
import { enqueue } from './outbox.ts';
import { channelsHere } from './start-choices.ts';
import type { QueryInput } from './vault-query.ts';

/** The first word to somebody: it is a conversation here at once, and becomes the hub's when that has carried it out. */
export function start(acting: Acting, input: QueryInput<'conversation.start'>): BegunHere {
  if (channelHere(acting, input.channelId, 'email') === null) return refused('channel-gone');
  const { to, subject, text } = input;
  const own = writtenText({ text, format: 'marked' });
  const customer = to.kind === 'customer' ? readCustomer(acting.change.database, to.customerId) : unknown({ kind: 'email', value: to.address }, to.name);
  if (customer === null) return refused('customer-gone');
  const ids = begin(acting, customer, { channel: 'email', subject, status: 'pending', at: acting.now }, { kind: 'outbound', subject, ...own });
  enqueue(acting.change, { do: 'start', ...ids, channelId: input.channelId, to, subject, text, ...formatOf(own) }, acting.now);
  beginningWentOut(acting.change, input.beginning, acting.now);
  return { kind: 'begun', conversationId: ids.conversationId };
}

/** A telephone call is written down. */
export function logCall(acting: Acting, input: QueryInput<'conversation.log-call'>): BegunHere {
  const channel = channelHere(acting, input.channelId, 'phone');
  if (channel === null) return refused('channel-gone');
  const { with: caller, call, notes } = input;
  const digits = caller.kind === 'number' ? phoneDigits(caller.number, channel.country) : null;
  if (caller.kind === 'number' && digits === null) return refused('no-number');
  const customer = caller.kind === 'customer' ? readCustomer(acting.change.database, caller.customerId) : unknown({ kind: 'phone', value: digits ?? '' }, caller.name);
  if (customer === null) return refused('customer-gone');
  const at = Math.min(call.at, acting.now);
  const ids = begin(acting, customer, { channel: 'phone', subject: callLine(call), status: statusAfterCall(call.outcome), at }, { kind: 'note', subject: null, text: callText(call, notes) });
  enqueue(acting.change, { do: 'call', ...ids, channelId: input.channelId, with: caller, call, notes }, acting.now);
  beginningWentOut(acting.change, input.beginning, acting.now);
  return { kind: 'begun', conversationId: ids.conversationId };
}

/** Of what the hub refused: what was typed stands beside it, in its conflicts. */
export function takeBack({ change }: Acting, { id }: QueryInput<'conversation.take-back'>): TakenBack | null {
  const row = change.database.row<{ command: string }>("SELECT command FROM conflicts WHERE conversation_id = ? AND verb IN ('start', 'call')", [id]);
  if (row === undefined || change.conversation(id)?.revision !== 0) return null;
  const command = CommandSchema.parse(JSON.parse(row.command));
  change.purge(id);
  if (command.do === 'start') return { kind: 'start', start: { channelId: command.channelId, to: command.to, subject: command.subject, text: command.text } };
  return command.do === 'call' ? { kind: 'call', logged: { channelId: command.channelId, with: command.with, call: command.call, notes: command.notes } } : null;
}

function begin(acting: Acting, customer: Customer, about: Pick<Conversation, 'channel' | 'subject' | 'status'> & { readonly at: number }, said: Pick<Message, 'kind' | 'subject' | 'text' | 'marked'>): { conversationId: ConversationId; messageId: MessageId } {
  const conversationId = randomUUID() as ConversationId;
  const messageId = randomUUID() as MessageId;
  acting.change.storeOwnConversation(
    {
      id: conversationId,
      customerId: customer.id,
      customerName: customer.name,
      channel: about.channel,
      subject: about.subject,
      preview: said.text.replaceAll(/\s+/g, ' ').trim().slice(0, 240),
      status: about.status,
      assigneeId: acting.agent.id as AgentId,
      teamId: null,
      priority: 'normal',
      tags: [],
      snoozedUntil: null,
      dueAt: null,
      verification: 'unverified',
      replyUntil: null,
      others: [],
      followers: [],
      mergedInto: null,
      createdAt: about.at,
      lastMessageAt: about.at,
      revision: 1,
    },
    customer,
  );
  acting.change.storeOwnMessage({
    id: messageId,
    conversationId,
    channel: about.channel,
    authorName: acting.agent.name,
    agentId: acting.agent.id as AgentId,
    html: null,
    sentAt: about.at,
    status: 'queued',
    failure: null,
    findings: [],
    risk: { level: 'none', reasons: [] },
    attachments: [],
    revision: 1,
    ...said,
  });
  return { conversationId, messageId };
}

/** Until the hub says who it is. */
function unknown(identity: { readonly kind: 'email' | 'phone'; readonly value: string }, name: string): Customer {
  const shown = maskedIdentity(identity.kind, identity.value);
  return { id: randomUUID() as CustomerId, name: name === '' ? shown : name, identities: [{ kind: identity.kind, shown }] };
}

function channelHere({ change }: Acting, id: string, kind: ChannelChoice['kind']): ChannelChoice | null {
  return channelsHere(change.database).find((one) => one.id === id && one.kind === kind) ?? null;
}

const refused = (why: Extract<BegunHere, { kind: 'refused' }>['why']): BegunHere => ({ kind: 'refused', why });
