import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { wordsIn } from '../../shared/customer-words/words.ts';
import { CustomerId, MessageId } from '../../shared/domain/ids.ts';
import { askingChannels, type Satisfaction } from '../../shared/domain/satisfaction.ts';
import { newsOf } from '../conversations/audience.ts';
import { sendAutomatic } from '../conversations/automatic-message.ts';
import { openConversation, readConversation } from '../conversations/conversations.ts';
import { addressOf } from '../conversations/customers.ts';
import { languageOfConversation } from '../languages/language-of-conversation.ts';
import { QueueWorker } from '../intake/queue-worker.ts';
import type { Arrivals, Envelope, FanOut, Log, Tx } from '../ports.ts';
import type { RoutingRules } from '../routing/routing.ts';
import type { Store } from '../store/database.ts';
import { ErasedError } from '../store/envelope.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Whoever resolves by mistake has so long to open again, before anybody is asked. */
export const pause = 15 * minute;
/** In a web chat a shorter one: whoever was there goes soon. */
export const chatPause = minute;
/** What was resolved longer ago is not asked about any more: the hub was down, or asking was switched on later. */
const stale = day;

export interface AskDeps {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly log: Log;
  readonly fanOut: FanOut;
  readonly routing: Pick<RoutingRules, 'inForce'>;
  readonly arrivals: Pick<Arrivals, 'isBlocked'>;
  readonly mailDomainOf: (channelId: string) => string | null;
  /** A message was queued. */
  readonly queued: () => void;
}

/**
 * Asks customers how it went, where the company wants that: a while after an agent has resolved their conversation. What is
 * to be asked is read from the ledger, and each is decided once, whatever crashes, in one transaction with the message.
 */
export function createAskWorker(deps: AskDeps): QueueWorker {
  return new QueueWorker({ name: 'ratings', one: () => decideOne(deps), next: () => Promise.resolve(null) }, deps.clock, deps.log);
}

/** @returns false when none is due. */
async function decideOne(deps: AskDeps): Promise<boolean> {
  const decided = await deps.db.transaction().execute(async (tx) => {
    const { satisfaction } = (await deps.routing.inForce(tx)).routing;
    if (satisfaction.channels.length === 0) return null;
    const now = deps.clock.now();
    const chats = tx.selectFrom('channels').select('id').where('kind', '=', 'webchat');
    const due = await tx
      .selectFrom('conversation_facts')
      .leftJoin('ratings', (join) => join.onRef('ratings.conversation_id', '=', 'conversation_facts.conversation_id').onRef('ratings.revision', '=', 'conversation_facts.revision'))
      .select(['conversation_facts.conversation_id', 'conversation_facts.revision'])
      .where('conversation_facts.kind', '=', 'resolved')
      .where('conversation_facts.agent_id', 'is not', null)
      .where('conversation_facts.at', '>', now - stale)
      .where((e) => e.or([e('conversation_facts.at', '<=', now - pause), e.and([e('conversation_facts.at', '<=', now - chatPause), e('conversation_facts.channel_id', 'in', chats)])]))
      .where('conversation_facts.channel_id', 'in', satisfaction.channels)
      .where('ratings.id', 'is', null)
      .orderBy('conversation_facts.at')
      .executeTakeFirst();
    if (due === undefined) return null;
    const id = MessageId.parse(randomUUID());
    const conversation = await readConversation(tx, due.conversation_id);
    const asked = conversation !== null && (await mayBeAsked(tx, deps, conversation, due.revision, satisfaction));
    await tx.insertInto('ratings').values({ id, ...due, state: asked ? 'asked' : 'passed', asked_at: now }).execute();
    if (asked) await ask(tx, deps, conversation, id, satisfaction.text);
    return { asked };
  });
  if (decided === null) return false;
  if (decided.asked) {
    deps.queued();
    deps.fanOut.wake();
  }
  return true;
}

/** Only a person who wrote, was answered, is whom the channel says, is not blocked, and was not asked lately; and only while it is still resolved. */
async function mayBeAsked(tx: Tx, deps: AskDeps, conversation: ConversationTable, revision: number, { everyDays }: Satisfaction): Promise<boolean> {
  const { id, customer_id, channel, channel_id, answered, verification, reply_until, identity_id } = conversation;
  const now = deps.clock.now();
  const kind = askingChannels.find((one) => one === channel);
  if (kind === undefined || answered !== 1) return false;
  switch (kind) {
    case 'email':
      // Who forges mail names somebody else, who has not asked for anything.
      if (verification === 'unverified') return false;
      break;
    case 'webchat':
      // Whoever wrote is asked on the page they wrote from.
      if ((await tx.selectFrom('webchat_visitors').select('id').where('conversation_id', '=', id).executeTakeFirst()) === undefined) return false;
      break;
    case 'whatsapp':
    case 'instagram':
      if (reply_until === null || reply_until <= now) return false;
      break;
    default:
      kind satisfies never;
  }
  // Open again, or resolved again: then that is asked about.
  const later = await tx.selectFrom('conversation_facts').select('kind').where('conversation_id', '=', id).where('revision', '>', revision).where('kind', 'in', ['reopened', 'resolved']).executeTakeFirst();
  if (later !== undefined) return false;
  const inUse = await tx.selectFrom('channels').select('id').where('id', '=', channel_id).where('removed_at', 'is', null).executeTakeFirst();
  const wrote = await tx.selectFrom('messages').select('id').where('conversation_id', '=', id).where('kind', '=', 'inbound').where('automatic', '=', 0).executeTakeFirst();
  if (inUse === undefined || wrote === undefined) return false;
  const lately = await tx
    .selectFrom('ratings')
    .innerJoin('conversations', 'conversations.id', 'ratings.conversation_id')
    .select('ratings.id')
    .where('conversations.customer_id', '=', customer_id)
    .where('ratings.state', '!=', 'passed')
    .where('ratings.asked_at', '>', now - everyDays * day)
    .executeTakeFirst();
  if (lately !== undefined) return false;
  try {
    const value = await addressOf(tx, deps.envelope, CustomerId.parse(customer_id), kind, identity_id);
    return value !== null && !(await deps.arrivals.isBlocked(tx, { kind, value }));
  } catch (error) {
    if (error instanceof ErasedError) return false;
    throw error;
  }
}

/** The company's own words, or ours in the customer's language. The link is put in on the way out, and lies in no message. */
async function ask(tx: Tx, deps: AskDeps, conversation: ConversationTable, id: MessageId, own: string | null): Promise<void> {
  const text = own ?? wordsIn(await languageOfConversation(tx, deps.envelope, conversation)).rating.question;
  const { subject } = await openConversation(tx, deps.envelope, conversation);
  const event = await sendAutomatic(tx, deps, conversation, { id, as: 'Automatic question', subject: conversation.channel === 'email' ? `Re: ${subject}` : null, text });
  await deps.fanOut.publish(tx, newsOf(conversation, [event]));
}
