import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import { newsOf } from '../conversations/audience.ts';
import { dropFiles } from '../conversations/attachments.ts';
import { renameIdentity, settleIdentity } from '../conversations/changed-identity.ts';
import { changeConversation, conversationEvent, createConversation, readConversation } from '../conversations/conversations.ts';
import { createCustomer, identityRow } from '../conversations/customers.ts';
import { insertMessage, messageIdIndex, openContent, replaceContent, setRemoteId, toMessage } from '../conversations/messages.ts';
import { concluded, goOn, markStatus } from '../delivery/message-status.ts';
import { partByRemoteId, partReached, partsOf, wholeStatus } from '../delivery/parts.ts';
import { recordAnswer, recordBegun } from '../numbers/ledger.ts';
import type { Tx } from '../ports.ts';
import { destroyRecoverableOf } from '../reveal/recoverable.ts';
import { answerClock } from '../routing/answer-clock.ts';
import type { ConversationTable, MessageTable } from '../store/tables/conversations.ts';
import { arrivalId } from './arrival-id.ts';
import type { Origin } from './begin.ts';
import type { ChannelNews } from './stages.ts';
import type { StoreDeps } from './store-message.ts';
import { shownBy } from './verify.ts';

type Of<Kind extends ChannelNews['news']> = Extract<ChannelNews, { news: Kind }>;

const removedWords = { customer: 'The customer removed this message.', company: 'This message was taken back in another program.' } as const;
const elsewhere = 'Written in another program';

/** How often news of something that is not there waits for it (see the spool's waits), before it is let go. */
export function patienceWith(news: ChannelNews): number {
  switch (news.news) {
    // Each status of ours names our message; those of other programs that send for the same number are many.
    case 'status':
      return 2;
    case 'removed':
      return 5;
    case 'renamed':
      return 2;
    case 'echo':
      return 0;
    default:
      return news satisfies never;
  }
}

/** Carries out what a channel tells of earlier messages; a second time it changes nothing. @returns `not-known` when it is about nothing that is here. */
export async function applyNews(tx: Tx, deps: StoreDeps, channel: Origin, news: ChannelNews): Promise<'done' | 'not-known'> {
  switch (news.news) {
    case 'status':
      return status(tx, deps, channel, news);
    case 'removed':
      return removed(tx, deps, channel, news);
    case 'renamed':
      return (await renameIdentity(tx, deps.envelope, news.kind, news.from, news.to)) === null ? 'not-known' : 'done';
    case 'echo':
      return echo(tx, deps, channel, news);
    default:
      return news satisfies never;
  }
}

/** Only of a message that went out on this very channel. It may come before the answer to the sending does, and stands for it. */
async function status(tx: Tx, deps: StoreDeps, channel: Origin, { messageId, part, remoteId, status: reached, failure }: Of<'status'>): Promise<'done' | 'not-known'> {
  const sent = tx.selectFrom('messages').innerJoin('deliveries', 'deliveries.message_id', 'messages.id').selectAll('messages').where('deliveries.channel_id', '=', channel.id);
  const byOurId = messageId === null ? undefined : await sent.where('messages.id', '=', messageId).executeTakeFirst();
  const row = byOurId ?? (await sent.where('messages.message_id_index', '=', messageIdIndex(deps.envelope, remoteId)).executeTakeFirst());
  const named = row !== undefined && part !== undefined ? { message_id: row.id, position: part } : await partByRemoteId(tx, deps.envelope, channel.id, remoteId);
  if (named !== null) return partOfMessage(tx, deps, named, { status: reached, failure, remoteId });
  if (!row) return 'not-known';
  if (row.message_id === null) await setRemoteId(tx, deps.envelope, row, remoteId);
  await concluded(tx, row.id, reached === 'failed' ? 'failed' : 'sent', deps.clock.now());
  await markStatus(tx, deps, row.id, reached, failure);
  return 'done';
}

/** The message is where the worst of its parts is; the next part need not wait for the answer to this one any more. */
async function partOfMessage(tx: Tx, deps: StoreDeps, part: { readonly message_id: string; readonly position: number }, reached: Parameters<typeof partReached>[3]): Promise<'done' | 'not-known'> {
  const settled = await partReached(tx, deps.envelope, part, reached);
  // Who has read one has read those before it: not every channel says so of each.
  if (reached.status === 'read') for (const { position, status: before } of await partsOf(tx, part.message_id)) if (position < part.position && before !== 'accepted') await partReached(tx, deps.envelope, { message_id: part.message_id, position }, { ...reached, remoteId: null });
  const whole = await wholeStatus(tx, part.message_id);
  if (whole === null) return 'not-known';
  if (part.position === 0 && reached.remoteId !== null) await nameFirst(tx, deps, part.message_id, reached.remoteId);
  if (whole.status === 'failed' || whole.sent) await concluded(tx, part.message_id, whole.sent ? 'sent' : 'failed', deps.clock.now());
  else if (settled) await goOn(tx, part.message_id, deps.clock.now());
  await markStatus(tx, deps, part.message_id, whole.status, whole.failure);
  return 'done';
}

/** Customers answer to the first part. */
async function nameFirst(tx: Tx, { envelope }: StoreDeps, id: string, remoteId: string): Promise<void> {
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (row.message_id === null) await setRemoteId(tx, envelope, row, remoteId);
}

async function removed(tx: Tx, deps: StoreDeps, channel: Origin, { remoteId, by }: Of<'removed'>): Promise<'done' | 'not-known'> {
  const { envelope, fanOut } = deps;
  const row = await stored(tx, deps, channel, remoteId, by === 'customer' ? 'inbound' : 'outbound');
  const conversation = row && (await readConversation(tx, row.conversation_id));
  if (!row || !conversation) return 'not-known';
  const before = await openContent(tx, envelope, row);
  const text = removedWords[by];
  if (before.text === text) return 'done';
  const replaced = await replaceContent(tx, envelope, row, { authorName: before.authorName, subject: null, text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] });
  await dropFiles(tx, row.id);
  await destroyRecoverableOf(tx, row.id);
  const newest = await newestSaid(tx, conversation.id);
  const changed = newest?.id === row.id ? await changeConversation(tx, envelope, conversation, { newest: text }) : conversation;
  await fanOut.publish(tx, newsOf(changed, [await conversationEvent(tx, envelope, changed), { e: 'message.replaced', message: await toMessage(tx, envelope, replaced, changed.channel) }]));
  return 'done';
}

/**
 * Our own messages come back too. One that is on its way and whose answer was lost is known by its words; any other was
 * written in another program, and is shown as the company's.
 */
async function echo(tx: Tx, deps: StoreDeps, channel: Origin, news: Of<'echo'>): Promise<'done'> {
  const { envelope, fanOut, clock } = deps;
  if ((await stored(tx, deps, channel, news.remoteId, 'outbound')) || (await partByRemoteId(tx, envelope, channel.id, news.remoteId))) return 'done';
  const known = await settleIdentity(tx, envelope, news.identity, clock.now());
  const conversation = (known === null ? null : await newestOf(tx, deps, channel, news, known)) ?? (await begin(tx, deps, channel, news, known));
  const waiting = await tx
    .selectFrom('messages')
    .innerJoin('deliveries', 'deliveries.message_id', 'messages.id')
    .selectAll('messages')
    .where('messages.conversation_id', '=', conversation.id)
    .where('deliveries.state', 'in', ['waiting', 'sending'])
    .where('deliveries.attempts', '>', 0)
    .orderBy('messages.position')
    .execute();
  for (const row of waiting) {
    const parts = await partsOf(tx, row.id);
    const current = parts.find(({ status: reached }) => reached === 'accepted');
    if (current !== undefined) {
      // The words are the first part; a file says nothing of which it is, and one goes at a time.
      const ours = current.tried === 1 && (current.position === 0 ? (await openContent(tx, envelope, row)).text.trim() === news.text.trim() : news.file);
      if (!ours) continue;
      await partOfMessage(tx, deps, current, { status: 'sent', failure: null, remoteId: news.remoteId });
      return 'done';
    }
    if (row.message_id !== null || (await openContent(tx, envelope, row)).text.trim() !== news.text.trim()) continue;
    await setRemoteId(tx, envelope, row, news.remoteId);
    await concluded(tx, row.id, 'sent', clock.now());
    await markStatus(tx, deps, row.id, 'sent', null);
    return 'done';
  }
  const row = await insertMessage(tx, envelope, {
    id: MessageId.parse(arrivalId(clock.now())),
    conversationId: ConversationId.parse(conversation.id),
    customerId: CustomerId.parse(conversation.customer_id),
    kind: 'outbound',
    agentId: null,
    content: { authorName: elsewhere, subject: null, text: news.text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
    status: 'sent',
    sentAt: news.sentAt,
    messageId: news.remoteId,
    automatic: false,
    authentication: null,
  });
  // What was written before the customer's message is no answer to it, though it comes later.
  const answers = conversation.waiting_since === null || news.sentAt >= conversation.waiting_since;
  const changed = await changeConversation(tx, envelope, conversation, { ...(answers ? answerClock.answered() : {}), last_message_at: Math.max(conversation.last_message_at, news.sentAt), newest: news.text });
  await recordAnswer(tx, deps, conversation, changed, null);
  const events: HubEvent[] = [await conversationEvent(tx, envelope, changed), { e: 'message', message: await toMessage(tx, envelope, row, changed.channel) }];
  await fanOut.publish(tx, newsOf(changed, events));
  return 'done';
}

/** The message whose words stand in the list: notes and lines do not. */
export function newestSaid(tx: Tx, conversationId: string): Promise<MessageTable | undefined> {
  return tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).where('kind', 'in', ['inbound', 'outbound']).orderBy('position', 'desc').executeTakeFirst();
}

/** Whether nothing is left of what a message said. */
export const isRemoved = (text: string): boolean => Object.values<string>(removedWords).includes(text);

/** What a channel calls by a name of its own. */
export function stored(tx: Tx, { envelope }: Pick<StoreDeps, 'envelope'>, channel: Origin, remoteId: string, kind: MessageTable['kind']): Promise<MessageTable | undefined> {
  return tx
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .selectAll('messages')
    .where('messages.message_id_index', '=', messageIdIndex(envelope, remoteId))
    .where('messages.kind', '=', kind)
    .where('conversations.channel_id', '=', channel.id)
    .executeTakeFirst();
}

async function newestOf(tx: Tx, { envelope }: StoreDeps, channel: Origin, { identity }: Of<'echo'>, customerId: CustomerId): Promise<ConversationTable | null> {
  const account = await identityRow(tx, envelope, identity.kind, identity.value);
  const all = tx.selectFrom('conversations').selectAll().where('channel_id', '=', channel.id).where('customer_id', '=', customerId);
  const own = account === undefined ? all : all.where((e) => e.or([e('identity_id', 'is', null), e('identity_id', '=', account.id)]));
  return (await own.orderBy('created_at', 'desc').orderBy('id', 'desc').executeTakeFirst()) ?? null;
}

async function begin(tx: Tx, deps: StoreDeps, channel: Origin, news: Of<'echo'>, known: CustomerId | null): Promise<ConversationTable> {
  const { envelope, clock } = deps;
  const customerId = known ?? (await createCustomer(tx, envelope, news.identity, 'Customer', clock.now()));
  const verification = shownBy(news.identity, null);
  const begun = await createConversation(tx, envelope, { customerId, channel: channel.kind, channelId: channel.id, teamId: channel.teamId, subject: '', subjectIndex: null, verification, identityId: (await identityRow(tx, envelope, news.identity.kind, news.identity.value))?.id ?? null, at: news.sentAt });
  await recordBegun(tx, deps, begun);
  return begun;
}
