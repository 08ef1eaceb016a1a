import { randomUUID } from 'node:crypto';
import { mostMoved, type SplitWish } from '../../../shared/contract/console/joining.ts';
import type { HubEvent } from '../../../shared/contract/wire/index.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { ConversationId, CustomerId } from '../../../shared/domain/ids.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import { can } from '../../../shared/domain/permission.ts';
import { subjectIndex } from '../../intake/thread.ts';
import { recordAssigned, recordBegun, recordMerged, recordStatus, recordTakenApart } from '../../numbers/ledger.ts';
import type { Arrivals, Audit, Envelope, FanOut, People, Tx, Viewer } from '../../ports.ts';
import type { ConversationTable, MessageTable } from '../../store/tables/conversations.ts';
import { maySee } from '../audience.ts';
import { changeConversation, conversationEvent, createConversation, openConversation, readConversation } from '../conversations.ts';
import { readCustomer } from '../customers.ts';
import { followersOf } from '../follow.ts';
import { freeOfLeaver, stillThere } from '../leavers.ts';
import { openContent } from '../messages.ts';
import { pastOf } from '../past.ts';
import { writeLine } from '../reassign.ts';
import { type Joined, joinedValues, waitingIn } from './joined-values.ts';
import { inTime, movedEvents, moveMessages, newestIn, removedEvents } from './move-messages.ts';

export class JoiningError extends SealdeskError<'joining-unseen' | 'joining-refused'> {}

export interface JoiningDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly people: People;
  readonly arrivals: Arrivals;
  readonly clock: Clock;
}

const refuse = (message: string) => new JoiningError('joining-refused', message);
/** The same words whether one is not there or is not theirs. */
const unseen = () => new JoiningError('joining-unseen', 'One of these conversations is not among those you can see. It may have been assigned to somebody else.');
const tooMany = `This would move more than ${mostMoved} messages, which is more than one step can.`;

/**
 * Conversations of one customer put into one, and taken apart. Each is one transaction of the caller's: no message is lost or is in two
 * of them. Who sees the one that stays sees the messages; where that would be more than somebody saw before, it takes `conversation.merge`.
 */
export class Joining {
  readonly #deps: JoiningDeps;

  constructor(deps: JoiningDeps) {
    this.#deps = deps;
  }

  /** @throws JoiningError */
  async merge(tx: Tx, agent: Agent, intoId: ConversationId, otherIds: readonly ConversationId[]): Promise<void> {
    const { envelope, audit, clock } = this.#deps;
    const [into, ...from] = await this.#seen(tx, agent, [intoId, ...new Set(otherIds)]);
    if (into === undefined || from.length === 0 || from.some(({ id }) => id === into.id)) throw refuse('A conversation cannot be merged with itself. Choose another one.');
    await this.#mayBecomeOne(tx, into, from);
    const rows = await messagesOf(tx, from.map(({ id }) => id));
    if (rows.length > mostMoved) throw refuse(`${tooMany} Merge fewer at a time.`);
    const joined = joinedValues(await this.#open(tx, into), await Promise.all(from.map((row) => this.#open(tx, row))));
    const values = { ...joined, assignee_id: joined.status === 'resolved' ? (joined.assignee_id ?? null) : await stillThere(tx, joined.assignee_id ?? null) };
    const after = { ...into, assignee_id: values.assignee_id };
    const widened = await this.#widens(tx, agent, after, [into, ...from]);

    const fromEvents: { readonly row: ConversationTable; readonly moving: readonly MessageTable[]; readonly events: readonly HubEvent[] }[] = [];
    for (const row of from) {
      const moving = rows.filter(({ conversation_id }) => conversation_id === row.id);
      const merge = { id: randomUUID(), into_id: into.id, from_id: row.id, status_before: row.status, waiting_before: row.waiting_since, due_before: row.due_at, snoozed_before: row.snoozed_until, merged_by: agent.id, merged_at: clock.now(), undone_at: null };
      await tx.insertInto('conversation_merges').values(merge).execute();
      if (moving.length > 0) await tx.insertInto('conversation_merge_messages').values(moving.map(({ id }) => ({ merge_id: merge.id, message_id: id }))).execute();
    }
    const moved = await moveMessages(tx, rows, into.id);
    for (const row of from) {
      const emptied = await changeConversation(tx, envelope, row, { status: 'resolved', status_by: agent.id, merged_into: into.id, waiting_since: null, due_at: null, newest: '' });
      await recordMerged(tx, this.#deps, row, emptied);
      const line = await writeLine(tx, this.#deps, emptied, agent, `${agent.name} merged this into another conversation.`, into.id);
      fromEvents.push({ row: emptied, moving: moved.filter(({ id }) => rows.some((before) => before.id === id && before.conversation_id === row.id)), events: [await conversationEvent(tx, envelope, emptied), line] });
    }
    const changed = await changeConversation(tx, envelope, into, { ...values, ...(values.assignee_id === into.assignee_id ? {} : { assignee_by: agent.id }), ...(await newestIn(tx, envelope, into)) });
    await recordStatus(tx, this.#deps, into, changed, agent.id);
    await recordAssigned(tx, this.#deps, into, changed);
    const lines: HubEvent[] = [];
    for (const row of from) lines.push(await writeLine(tx, this.#deps, changed, agent, `${agent.name} merged another conversation into this one.`, row.id));
    const event = await conversationEvent(tx, envelope, changed);
    const gained = [event, ...(await movedEvents(tx, envelope, moved, changed.channel)), ...lines];
    const all = [event, ...(await pastOf(tx, envelope, changed))];
    await this.#deps.fanOut.publish(tx, (viewer: Viewer) => {
      const sees = maySee(viewer, changed);
      const stays = sees ? (maySee(viewer, into) ? gained : all) : [];
      return [...stays, ...fromEvents.flatMap(({ row, moving, events }) => (maySee(viewer, row) ? [...(sees ? [] : removedEvents(moving)), ...events] : []))];
    });
    for (const row of from) await audit.append(tx, { actor: `agent:${agent.id}`, action: 'conversation.merged', subject: into.id, detail: { from: row.id, messages: rows.filter(({ conversation_id }) => conversation_id === row.id).length, widened } });
  }

  /** @returns where the messages are now @throws JoiningError */
  async split(tx: Tx, agent: Agent, id: ConversationId, what: SplitWish): Promise<ConversationId> {
    const [row] = await this.#seen(tx, agent, [id]);
    if (row === undefined) throw unseen();
    if (what.kind === 'merged') return this.#takeApart(tx, agent, row, what.back);
    if (row.merged_into !== null) throw refuse('This conversation was merged into another: its messages are there.');
    if (row.channel !== 'email' && row.channel !== 'phone') throw refuse(oneLong);
    const all = await messagesOf(tx, [row.id]);
    const first = what.kind === 'from' ? all.find((each) => each.id === what.message) : undefined;
    const moving = what.kind === 'these' ? all.filter((each) => what.messages.some((wanted) => wanted === each.id)) : first === undefined ? [] : all.filter((each) => inTime(each, first) >= 0);
    if (moving.length === 0 || (what.kind === 'these' && moving.length !== new Set(what.messages).size)) throw refuse('A message that was chosen is no longer in this conversation. Look at it, and choose again.');
    if (moving.every(({ kind }) => kind === 'event')) throw refuse('There is nothing to move: choose a message or a note.');
    if (all.every((each) => each.kind === 'event' || moving.includes(each))) throw refuse('These are all the messages there are. Leave at least one where it is.');
    if (moving.length > mostMoved) throw refuse(`${tooMany} Begin at a later message.`);
    return this.#moveOut(tx, agent, row, all, moving);
  }

  async #moveOut(tx: Tx, agent: Agent, row: ConversationTable, all: readonly MessageTable[], moving: readonly MessageTable[]): Promise<ConversationId> {
    const { envelope, audit, clock } = this.#deps;
    const { subject: before, tags, others } = await openConversation(tx, envelope, row);
    const [oldest] = moving.filter(({ kind }) => kind === 'inbound' || kind === 'outbound');
    const subject = (oldest === undefined ? null : (await openContent(tx, envelope, oldest)).subject) ?? before;
    const customerId = CustomerId.parse(row.customer_id);
    const begun = await createConversation(tx, envelope, {
      customerId, channel: row.channel, channelId: row.channel_id, teamId: row.team_id, assigneeId: row.assignee_id, status: row.status === 'snoozed' ? 'open' : row.status, priority: row.priority, tags, followers: followersOf(row),
      subject, subjectIndex: row.channel === 'email' ? subjectIndex(envelope, customerId, subject) : null, verification: row.verification, identityId: row.identity_id, mergeId: row.merge_id, at: clock.now(),
    });
    await recordBegun(tx, this.#deps, begun);
    const moved = await moveMessages(tx, moving, begun.id);
    const staying = all.filter((each) => !moving.includes(each));
    const fresh = await changeConversation(tx, envelope, begun, { others, reply_until: row.reply_until, ...(await this.#clockOf(tx, row, moving)), ...(await newestIn(tx, envelope, begun)) });
    const left = await changeConversation(tx, envelope, row, { ...(await this.#clockOf(tx, row, staying)), ...(await newestIn(tx, envelope, row)) });
    const said = moving.filter(({ kind }) => kind !== 'event').length;
    const [messages, own] = said === 1 ? ['a message', 'its own'] : [`${said} messages`, 'their own'];
    const events = [
      await conversationEvent(tx, envelope, left),
      await writeLine(tx, this.#deps, left, agent, `${agent.name} moved ${messages} from here to a conversation of ${own}.`, fresh.id),
      await conversationEvent(tx, envelope, fresh),
      ...(await movedEvents(tx, envelope, moved, fresh.channel)),
      await writeLine(tx, this.#deps, fresh, agent, `${agent.name} began this with ${messages} of another conversation.`, left.id),
    ];
    // Both are seen by the same people: assignee and team are those of before.
    await this.#deps.fanOut.publish(tx, (viewer) => (maySee(viewer, left) ? events : []));
    await audit.append(tx, { actor: `agent:${agent.id}`, action: 'conversation.split', subject: row.id, detail: { into: fresh.id, messages: moved.length } });
    return ConversationId.parse(fresh.id);
  }

  /** What a merge brought goes back to where it came from; what has been moved on since, or has come since, stays. */
  async #takeApart(tx: Tx, agent: Agent, into: ConversationTable, backId: ConversationId): Promise<ConversationId> {
    const { envelope, audit, clock } = this.#deps;
    const [back] = await this.#seen(tx, agent, [backId]);
    const merge = await tx.selectFrom('conversation_merges').selectAll().where('from_id', '=', backId).where('into_id', '=', into.id).where('undone_at', 'is', null).executeTakeFirst();
    if (back === undefined || merge === undefined) throw refuse('These two are apart already.');
    if (into.merged_into !== null) throw refuse('The conversation that it went into has itself been merged into another. Take that apart first.');
    if (back.customer_id !== into.customer_id) throw refuse('These two are with different customers now, so nothing can be moved between them.');
    const widened = await this.#widens(tx, agent, back, [into]);
    const theirs = tx.selectFrom('conversation_merge_messages').select('message_id').where('merge_id', '=', merge.id);
    const moving = (await tx.selectFrom('messages').selectAll().where('conversation_id', '=', into.id).where('id', 'in', theirs).execute()).toSorted(inTime);
    const moved = await moveMessages(tx, moving, back.id);
    await tx.updateTable('conversation_merges').set({ undone_at: clock.now() }).where('id', '=', merge.id).execute();
    const restored = await changeConversation(tx, envelope, merge.status_before === 'resolved' ? back : await freeOfLeaver(tx, this.#deps, back), {
      status: merge.status_before, status_by: agent.id, merged_into: null, waiting_since: merge.waiting_before, due_at: merge.due_before, ...(merge.snoozed_before === null ? {} : { snoozed_until: merge.snoozed_before }), ...(await newestIn(tx, envelope, back)),
    });
    await recordTakenApart(tx, this.#deps, restored);
    const rest = await messagesOf(tx, [into.id]);
    const left = await changeConversation(tx, envelope, into, { ...(await this.#clockOf(tx, into, rest)), ...(await newestIn(tx, envelope, into)) });
    const leftEvents = [await conversationEvent(tx, envelope, left), await writeLine(tx, this.#deps, left, agent, `${agent.name} took a merged conversation out of this one again.`, back.id)];
    const backEvents = [await conversationEvent(tx, envelope, restored), ...(await movedEvents(tx, envelope, moved, restored.channel)), await writeLine(tx, this.#deps, restored, agent, `${agent.name} took this out of the conversation that it had been merged into.`, into.id)];
    await this.#deps.fanOut.publish(tx, (viewer) => {
      const sees = maySee(viewer, restored);
      return [...(maySee(viewer, left) ? [...(sees ? [] : removedEvents(moved)), ...leftEvents] : []), ...(sees ? backEvents : [])];
    });
    await audit.append(tx, { actor: `agent:${agent.id}`, action: 'conversation.split', subject: into.id, detail: { into: back.id, messages: moving.length, merge: merge.id, widened } });
    return ConversationId.parse(back.id);
  }

  /** In the order they were asked for. */
  async #seen(tx: Tx, agent: Viewer, ids: readonly ConversationId[]): Promise<ConversationTable[]> {
    const rows: ConversationTable[] = [];
    for (const id of ids) {
      const row = await readConversation(tx, id);
      if (row === null || !maySee(agent, row)) throw unseen();
      rows.push(row);
    }
    return rows;
  }

  async #mayBecomeOne(tx: Tx, into: ConversationTable, from: readonly ConversationTable[]): Promise<void> {
    if ([into, ...from].some(({ merged_into }) => merged_into !== null)) throw refuse('One of these was merged into another conversation already. Choose that one in its place.');
    const other = from.find(({ customer_id }) => customer_id !== into.customer_id);
    if (other !== undefined) {
      const [one, two] = await Promise.all([into, other].map(async ({ customer_id }) => (await readCustomer(tx, this.#deps.envelope, CustomerId.parse(customer_id))).name));
      throw refuse(`These are with two customers: ${one ?? ''} and ${two ?? ''}. If they are one person, a lead can say so beside the conversation, under “Same person”; then they can be merged.`);
    }
    // An answer by mail is found by its mailbox; a call written down is at home anywhere.
    for (const row of from) {
      if (row.channel === 'phone') continue;
      if (row.channel !== 'email' || into.channel !== 'email') throw refuse(oneLong);
      if (row.channel_id !== into.channel_id) throw refuse('These came to two mailboxes, and answers would not find the merged one. Only conversations of one mailbox can be merged.');
    }
  }

  /** Whether somebody comes to see messages that they did not see. @throws JoiningError where the agent may not bring that about */
  async #widens(tx: Tx, agent: Agent, after: ConversationTable, before: readonly ConversationTable[]): Promise<boolean> {
    const widens = (await this.#deps.people.active(tx)).some((one) => maySee(one, after) && before.some((row) => !maySee(one, row)));
    if (widens && !can(agent.roles, 'conversation.merge')) throw refuse('Somebody would see messages that they cannot see now. Ask your lead, who may do this.');
    return widens;
  }

  async #clockOf(tx: Tx, of: ConversationTable, messages: readonly MessageTable[]): Promise<Pick<ConversationTable, 'waiting_since' | 'due_at'>> {
    const since = of.waiting_since === null ? null : waitingIn(messages);
    if (since === null) return { waiting_since: null, due_at: null };
    const answered = messages.some(({ kind, automatic }) => kind === 'outbound' && automatic === 0);
    return { waiting_since: since, due_at: await this.#deps.arrivals.dueAt(tx, { priority: of.priority, answered, since }) };
  }

  async #open(tx: Tx, row: ConversationTable): Promise<Joined> {
    const { tags, others } = await openConversation(tx, this.#deps.envelope, row);
    return { row, tags, others };
  }
}

const oneLong = 'Only conversations by e-mail and calls can be merged or split: on the other channels the customer sees one long conversation, and so does the company.';

async function messagesOf(tx: Tx, conversationIds: readonly string[]): Promise<MessageTable[]> {
  const rows = await tx.selectFrom('messages').selectAll().where('conversation_id', 'in', [...conversationIds]).execute();
  return rows.toSorted(inTime);
}
