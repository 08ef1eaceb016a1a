import { randomUUID } from 'node:crypto';
import type { CustomerMerge } from '../../../shared/contract/console/one-customer.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { AgentId, BeginningId, CustomerId, MergeId } from '../../../shared/domain/ids.ts';
import type { Agents } from '../../people/agents.ts';
import { subjectIndex } from '../../intake/thread.ts';
import type { Audit, Envelope, FanOut, News, Tx, Viewer } from '../../ports.ts';
import type { BeginningTable, ConversationTable } from '../../store/tables/conversations.ts';
import type { CustomerIdentityTable, CustomerMergeTable } from '../../store/tables/customers.ts';
import { newsOf } from '../audience.ts';
import { changeConversation, conversationEvent, moveConversation, openConversation } from '../conversations.ts';
import { identityRows, moveIdentity, readCustomer, renameCustomer } from '../customers.ts';
import { levelOfOthers } from '../level-in-doubt.ts';
import { moveMessage } from '../messages.ts';
import { maySeeCustomer } from '../outbound/recipient.ts';
import type { Beginnings } from '../../writing/beginnings.ts';
import { beginningsWith, customerOfBeginning, moveBeginnings, openBeginning } from '../../writing/kept-beginnings.ts';
import { moveNotes, noteIds } from '../../orders/customer-notes.ts';
import { moveOrderActions } from '../../orders/order-ledger.ts';
import { ErasedError } from '../../store/envelope.ts';
import { type MergeContent, openMerge, sealMerge } from './merge-content.ts';

export class MergeError extends SealdeskError<'merge-gone' | 'merge-same' | 'merge-conversations'> {}

export interface MergesDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly agents: Pick<Agents, 'find'>;
  readonly beginnings: Pick<Beginnings, 'tellMoved'>;
}

/**
 * Two customers of whom a person has said that they are one, and the way back. Everything of the one goes under the other's
 * data key, so that there is one key to destroy; where each thing came from is kept, so that it finds back. Who went into
 * the other may have been several already: their merges go along, and each can be taken back by itself, in whatever order.
 */
export class Merges {
  readonly #deps: MergesDeps;

  constructor(deps: MergesDeps) {
    this.#deps = deps;
  }

  /**
   * In the caller's transaction: identities, conversations, messages and notes of `from`, what was done to their orders and what is begun with them become those of `into`.
   * @throws MergeError `merge-gone` where one of them is not there or not to be seen; `merge-same`
   */
  async merge(tx: Tx, agent: Viewer, into: CustomerId, from: CustomerId): Promise<MergeId> {
    const { envelope, audit, clock } = this.#deps;
    if (into === from) throw new MergeError('merge-same', 'This is one customer already.');
    if (!(await maySeeCustomer(tx, agent, into)) || !(await maySeeCustomer(tx, agent, from))) throw gone();
    const within = await this.#live(tx, from);
    const id = MergeId.parse(randomUUID());
    const { name } = await readCustomer(tx, envelope, from);
    const notes = await noteIds(tx, from);
    const begun = await beginningsWith(tx, from);
    // What came to them by an earlier merge is in that one.
    const earlier = await Promise.all(within.map((merge) => openMerge(tx, envelope, merge)));
    const own: MergeContent = {
      name,
      notes: notes.filter((note) => !earlier.some((each) => each.notes.includes(note))),
      begun: begun.map(({ agent_id, id: begunId }) => ({ agent: AgentId.parse(agent_id), id: BeginningId.parse(begunId) })).filter((one) => !earlier.some((each) => each.begun.some(same(one)))),
    };
    await tx
      .insertInto('customer_merges')
      .values({ id, into_id: into, from_id: from, content: await sealMerge(tx, envelope, { id, into_id: into }, own), merged_by: agent.id, merged_at: clock.now(), undone_at: null, parent_id: null })
      .execute();
    for (const merge of within) await this.#carry(tx, merge, into, merge.parent_id ?? id);
    // Answers go on to where they went, though there are more addresses now.
    for (const each of [into, from]) await settleIdentities(tx, each);
    const staying = await conversationsOf(tx, into);
    const moving = await conversationsOf(tx, from);
    // What came by an earlier merge still did; so did what its addresses have brought since.
    const cameBy = new Map<string, string>();
    for (const row of await identityRows(tx, from)) {
      cameBy.set(row.id, row.merge_id ?? id);
      await moveIdentity(tx, envelope, row, into, row.merge_id ?? id);
    }
    for (const row of moving) await this.#move(tx, row, into, row.merge_id ?? cameBy.get(row.identity_id ?? '') ?? id);
    await moveNotes(tx, envelope, notes, from, into);
    const named = await moveBeginnings(tx, envelope, begun, into);
    // The name lies with the merge, under the other's key: with that key all of it is gone.
    await renameCustomer(tx, envelope, from, '');
    await this.#tell(tx, staying, moving);
    // After the conversations: a device that gets it knows the customer by then.
    await this.#deps.beginnings.tellMoved(tx, named);
    await audit.append(tx, { actor: `agent:${agent.id}`, action: 'customer.merged', subject: into, detail: { merge: id, from, conversations: moving.length, within: within.length } });
    return id;
  }

  /**
   * Takes a merge back: what came from the other goes back to them, and so does what their addresses have brought since, and what was noted and done in those conversations.
   * @throws MergeError `merge-gone`; `merge-conversations` where a conversation of the one has gone into one of the other
   */
  async split(tx: Tx, agent: Viewer, id: MergeId): Promise<void> {
    const { envelope, audit, clock } = this.#deps;
    const merge = await tx.selectFrom('customer_merges').selectAll().where('id', '=', id).where('undone_at', 'is', null).executeTakeFirst();
    if (merge === undefined || !(await maySeeCustomer(tx, agent, merge.into_id))) throw gone();
    const into = CustomerId.parse(merge.into_id);
    const from = CustomerId.parse(merge.from_id);
    const own = await openMerge(tx, envelope, merge);
    const within = below(id, await this.#live(tx, into));
    const brought = [own, ...(await Promise.all(within.map((each) => openMerge(tx, envelope, each))))];
    const by = new Set([id, ...within.map((each) => each.id)]);
    const identities = (await identityRows(tx, into)).filter((row) => row.merge_id !== null && by.has(row.merge_id));
    const theirs = new Set(identities.map((row) => row.id));
    const all = await conversationsOf(tx, into);
    const returning = all.filter((row) => (row.merge_id === null ? row.identity_id !== null && theirs.has(row.identity_id) : by.has(row.merge_id)));
    await this.#refuseJoined(tx, all, returning);
    const left = (mergeId: string | null) => (mergeId === id ? null : mergeId);
    await renameCustomer(tx, envelope, from, own.name);
    for (const row of identities) await moveIdentity(tx, envelope, row, from, left(row.merge_id));
    for (const row of returning) await this.#move(tx, row, from, left(row.merge_id));
    for (const each of within) await this.#carry(tx, each, from, left(each.parent_id));
    await moveNotes(tx, envelope, brought.flatMap(({ notes }) => notes), into, from);
    const named = await moveBeginnings(tx, envelope, await this.#begunWith(tx, into, from, brought), from);
    await tx.updateTable('customer_merges').set({ undone_at: clock.now() }).where('id', '=', id).execute();
    await this.#tell(tx, all.filter((row) => !returning.includes(row)), returning);
    await this.#deps.beginnings.tellMoved(tx, named);
    await audit.append(tx, { actor: `agent:${agent.id}`, action: 'customer.split', subject: into, detail: { merge: id, from, conversations: returning.length, within: within.length } });
  }

  /** Merges into a customer that stand, newest first. */
  async of(tx: Tx, customerId: CustomerId): Promise<CustomerMerge[]> {
    const shown: CustomerMerge[] = [];
    for (const merge of await this.#live(tx, customerId)) {
      const by = await this.#deps.agents.find(tx, AgentId.parse(merge.merged_by));
      shown.push({ merge: MergeId.parse(merge.id), name: (await openMerge(tx, this.#deps.envelope, merge)).name, by: by?.name ?? null, at: merge.merged_at });
    }
    return shown;
  }

  /** Notes and order actions that a hub of before has left with those who were merged: under the one key as well, and with the merge for the way back. */
  async gather(tx: Tx): Promise<void> {
    const { envelope } = this.#deps;
    for (const merge of await tx.selectFrom('customer_merges').selectAll().where('undone_at', 'is', null).orderBy('id').execute()) {
      const [into, from] = [CustomerId.parse(merge.into_id), CustomerId.parse(merge.from_id)];
      const notes = await noteIds(tx, from);
      const actions = await tx.selectFrom('order_actions').innerJoin('conversations', 'conversations.id', 'order_actions.conversation_id').select('conversation_id').distinct().where('order_actions.customer_id', '=', from).where('conversations.customer_id', '=', into).execute();
      if (notes.length === 0 && actions.length === 0) continue;
      try {
        const content = await openMerge(tx, envelope, merge);
        await moveNotes(tx, envelope, notes, from, into);
        await tx.updateTable('customer_merges').set({ content: await sealMerge(tx, envelope, merge, { ...content, notes: [...content.notes, ...notes] }) }).where('id', '=', merge.id).execute();
        for (const { conversation_id } of actions) await moveOrderActions(tx, envelope, conversation_id, from, into);
      } catch (error) {
        // The one or the other has been erased: there is nothing left to go anywhere.
        if (!(error instanceof ErasedError)) throw error;
      }
    }
  }

  /** What goes back of what is begun: what came, where it is still with them, and what names one of the addresses that have gone. */
  async #begunWith(tx: Tx, into: CustomerId, from: CustomerId, brought: readonly MergeContent[]): Promise<BeginningTable[]> {
    const returning: BeginningTable[] = [];
    for (const row of await beginningsWith(tx, into)) {
      const opened = await openBeginning(tx, this.#deps.envelope, row);
      if (opened === null) continue;
      const one = { agent: AgentId.parse(row.agent_id), id: BeginningId.parse(row.id) };
      const goes = opened.content.with.kind === 'typed' ? (await customerOfBeginning(tx, this.#deps.envelope, opened.content)) === from : brought.some(({ begun }) => begun.some(same(one)));
      if (goes) returning.push(row);
    }
    return returning;
  }

  /** The messages of the one must not stay with the other. */
  async #refuseJoined(tx: Tx, all: readonly ConversationTable[], returning: readonly ConversationTable[]): Promise<void> {
    const theirs = new Set(returning.map(({ id }) => id));
    const standing = await tx.selectFrom('conversation_merges').select(['from_id', 'into_id']).where('undone_at', 'is', null).where('from_id', 'in', all.map(({ id }) => id)).execute();
    if (standing.some(({ from_id, into_id }) => theirs.has(from_id) !== theirs.has(into_id))) throw new MergeError('merge-conversations', 'A conversation of the one has been merged into one of the other. Take those conversations apart first.');
  }

  #live(tx: Tx, into: CustomerId): Promise<CustomerMergeTable[]> {
    return tx.selectFrom('customer_merges').selectAll().where('into_id', '=', into).where('undone_at', 'is', null).orderBy('merged_at', 'desc').orderBy('id').execute();
  }

  /** A merge that was made before goes to another customer with what it brought. */
  async #carry(tx: Tx, merge: CustomerMergeTable, to: CustomerId, parent: string | null): Promise<void> {
    const { envelope } = this.#deps;
    const content = await sealMerge(tx, envelope, { id: merge.id, into_id: to }, await openMerge(tx, envelope, merge));
    await tx.updateTable('customer_merges').set({ into_id: to, content, parent_id: parent }).where('id', '=', merge.id).execute();
  }

  async #move(tx: Tx, row: ConversationTable, to: CustomerId, mergeId: string | null): Promise<void> {
    const { envelope } = this.#deps;
    const { subject } = await openConversation(tx, envelope, row);
    for (const message of await tx.selectFrom('messages').selectAll().where('conversation_id', '=', row.id).execute()) await moveMessage(tx, envelope, message, to);
    await moveOrderActions(tx, envelope, row.id, row.customer_id, to);
    await moveConversation(tx, envelope, row, to, { subject_index: row.channel === 'email' ? subjectIndex(envelope, to, subject) : null, merge_id: mergeId, identity_id: row.identity_id });
  }

  /** Devices learn of each conversation whose customer has changed, or has become more or less: what was proven with an order of one opens nothing of the other's. */
  async #tell(tx: Tx, stayed: readonly ConversationTable[], moved: readonly ConversationTable[]): Promise<void> {
    const { envelope, fanOut } = this.#deps;
    const news: News[] = [];
    const now = await tx.selectFrom('conversations').selectAll().where('id', 'in', [...stayed, ...moved].map(({ id }) => id)).execute();
    const movedIds = new Set(moved.map(({ id }) => id));
    for (const row of now) {
      const verification = levelOfOthers(row);
      const changed = movedIds.has(row.id) && verification === row.verification ? row : await changeConversation(tx, envelope, row, { verification });
      news.push(newsOf(changed, [await conversationEvent(tx, envelope, changed)]));
    }
    await fanOut.publish(tx, (viewer) => news.flatMap((each) => each(viewer)));
  }
}

const same = (one: MergeContent['begun'][number]) => (other: MergeContent['begun'][number]) => one.agent === other.agent && one.id === other.id;

const gone = () => new MergeError('merge-gone', 'There is no such customer among those you can see, or this was taken back already.');

/** Those of the merges that had been made within the one that went by `id`, at whatever depth. */
function below(id: string, merges: readonly CustomerMergeTable[]): CustomerMergeTable[] {
  return merges.filter((each) => each.parent_id === id).flatMap((each) => [each, ...below(each.id, merges)]);
}

function conversationsOf(tx: Tx, customerId: CustomerId): Promise<ConversationTable[]> {
  return tx.selectFrom('conversations').selectAll().where('customer_id', '=', customerId).orderBy('created_at').orderBy('id').execute();
}

/** Conversations from before it was kept whom they are with are with the first identity of their kind: it is where answers have gone. */
async function settleIdentities(tx: Tx, customerId: CustomerId): Promise<void> {
  const rows: readonly CustomerIdentityTable[] = await identityRows(tx, customerId);
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const first = rows.find((row) => row.kind === kind);
    if (first !== undefined) await tx.updateTable('conversations').set({ identity_id: first.id }).where('customer_id', '=', customerId).where('channel', '=', kind).where('identity_id', 'is', null).execute();
  }
}
