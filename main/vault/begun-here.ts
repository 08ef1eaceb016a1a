import { randomUUID } from 'node:crypto';
import { Command as CommandSchema } from '../../shared/contract/wire/mail.ts';
import type { BegunHere, TakenBack } from '../../shared/contract/ipc/outbound.ts';
import { callLine, callWritten, statusAfterCall } from '../../shared/domain/call-text.ts';
import type { HubMessage } from '../../shared/contract/wire/attachment.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { AgentId, ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import type { ChannelChoice } from '../../shared/domain/outgoing.ts';
import type { Customer } from '../../shared/domain/people.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { phoneDigits } from '../../shared/domain/phone-number.ts';
import { writtenText } from '../../shared/marks/written-text.ts';
import { beginningWentOut } from './beginnings.ts';
import { type Acting, formatOf } from './agent-actions.ts';
import { readCustomer } from './customers.ts';
import { enqueue } from './outbox.ts';
import { backIntoDraft, draftFiles, takeAlong } from './outgoing/with-reply.ts';
import { channelsHere } from './start-choices.ts';
import type { QueryInput } from './vault-query.ts';

/** The first word to somebody: it is a conversation here at once, and becomes the hub's when that has carried it out. */
export function start(acting: Acting, input: QueryInput<'conversation.start'>): BegunHere {
  if (channelHere(acting, input.channelId, 'email') === null) return refused('channel-gone');
  const { to, subject, text, brought } = input;
  if (brought !== undefined && acting.change.conversation(brought.id) !== undefined) throw new SealdeskError('invalid', 'This conversation has begun already. Look for it in the list.');
  const own = writtenText({ text, format: 'marked' });
  const customer = to.kind === 'customer' ? readCustomer(acting.change.database, to.customerId) : unknown({ kind: 'email', value: to.address }, to.name);
  if (customer === null) return refused('customer-gone');
  const ids: BegunIds = { conversationId: brought?.id ?? (randomUUID() as ConversationId), messageId: randomUUID() as MessageId };
  const { sent, attachments } = takeAlong(acting.change.database, ids.conversationId, 'start', ids.messageId, brought?.files ?? []);
  begin(acting, ids, customer, { channel: 'email', subject, status: 'pending', at: acting.now }, { kind: 'outbound', subject, ...own, attachments });
  enqueue(acting.change, { do: 'start', ...ids, channelId: input.channelId, to, subject, text, ...formatOf(own), ...(sent.length === 0 ? {} : { files: sent }) }, acting.now);
  beginningWentOut(acting.change, input.beginning, acting.now);
  return { kind: 'begun', conversationId: ids.conversationId };
}

/** A telephone call is written down. */
export function logCall(acting: Acting, input: QueryInput<'conversation.log-call'>): BegunHere {
  const channel = channelHere(acting, input.channelId, 'phone');
  if (channel === null) return refused('channel-gone');
  const { with: caller, call, notes, format } = input;
  const digits = caller.kind === 'number' ? phoneDigits(caller.number, channel.country) : null;
  if (caller.kind === 'number' && digits === null) return refused('no-number');
  const customer = caller.kind === 'customer' ? readCustomer(acting.change.database, caller.customerId) : unknown({ kind: 'phone', value: digits ?? '' }, caller.name);
  if (customer === null) return refused('customer-gone');
  const at = Math.min(call.at, acting.now);
  const ids: BegunIds = { conversationId: randomUUID() as ConversationId, messageId: randomUUID() as MessageId };
  begin(acting, ids, customer, { channel: 'phone', subject: callLine(call), status: statusAfterCall(call.outcome), at }, { kind: 'note', subject: null, ...callWritten(call, { text: notes, format }), attachments: [] });
  enqueue(acting.change, { do: 'call', ...ids, channelId: input.channelId, with: caller, call, notes, ...formatOf(writtenText({ text: notes, format })) }, acting.now);
  beginningWentOut(acting.change, input.beginning, acting.now);
  return { kind: 'begun', conversationId: ids.conversationId };
}

/** Of what the hub refused: what was typed stands beside it, in its conflicts. Its files are in the form again, under the id that they have at the hub. */
export function takeBack({ change }: Acting, { id }: QueryInput<'conversation.take-back'>): TakenBack | null {
  const row = change.database.row<{ command: string }>("SELECT command FROM conflicts WHERE conversation_id = ? AND verb IN ('start', 'call')", [id]);
  if (row === undefined || change.conversation(id)?.revision !== 0) return null;
  const command = CommandSchema.parse(JSON.parse(row.command));
  if (command.do === 'start') backIntoDraft(change.database, command.messageId);
  change.purge(id);
  if (command.do === 'start') {
    const files = draftFiles(change.database, id, 'start').map((file) => file.id);
    const brought = files.length === 0 ? {} : { brought: { id, files } };
    return { kind: 'start', start: { channelId: command.channelId, to: command.to, subject: command.subject, text: command.text, ...brought } };
  }
  return command.do === 'call' ? { kind: 'call', logged: { channelId: command.channelId, with: command.with, call: command.call, notes: command.notes, ...(command.format === undefined ? {} : { format: command.format }) } } : null;
}

interface BegunIds {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}

/** As the hub tells messages: files under their keys. */
type Said = Pick<HubMessage, 'kind' | 'subject' | 'text' | 'marked' | 'attachments'>;

function begin(acting: Acting, { conversationId, messageId }: BegunIds, customer: Customer, about: Pick<Conversation, 'channel' | 'subject' | 'status'> & { readonly at: number }, said: Said): void {
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
    revision: 1,
    ...said,
  });
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
