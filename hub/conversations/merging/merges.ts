import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CustomerMerge } from '../../../shared/contract/console/one-customer.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { AgentId, CustomerId, MergeId } from '../../../shared/domain/ids.ts';
import type { Agents } from '../../people/agents.ts';
import { subjectIndex } from '../../intake/thread.ts';
import type { Audit, Envelope, FanOut, News, Tx, Viewer } from '../../ports.ts';
import type { ConversationTable } from '../../store/tables/conversations.ts';
import type { CustomerIdentityTable, CustomerMergeTable } from '../../store/tables/customers.ts';
import { newsOf } from '../audience.ts';
import { changeConversation, conversationEvent, moveConversation, openConversation } from '../conversations.ts';
import { identityRows, moveIdentity, readCustomer, renameCustomer } from '../customers.ts';
import { levelOfOthers } from '../level-in-doubt.ts';
import { moveMessage } from '../messages.ts';
import { maySeeCustomer } from '../outbound/recipient.ts';
import { moveBeginnings } from '../../writing/kept-beginnings.ts';

export class MergeError extends SealdeskError<'merge-gone' | 'merge-same' | 'merge-conversations'> {}

const MergedName = z.object({ name: z.string() });
const contentContext = (id: string) => `customer_merges.content:${id}`;

export interface MergesDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly agents: Pick<Agents, 'find'>;
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
   * In the caller's transaction: identities, conversations and messages of `from` become those of `into`.
   * @throws MergeError `merge-gone` where one of them is not there or not to be seen; `merge-same`
   */
  async merge(tx: Tx, agent: Viewer, into: CustomerId, from: CustomerId): Promise<MergeId> {
    const { envelope, audit, clock } = this.#deps;
    if (into === from) throw new MergeError('merge-same', 'This is one customer already.');
    if (!(await maySeeCustomer(tx, agent, into)) || !(await maySeeCustomer(tx, agent, from))) throw gone();
    const within = await this.#live(tx, from);
    const id = MergeId.parse(randomUUID());
    const { name } = await readCustomer(tx, envelope, from);
    await tx
      .insertInto('customer_merges')
      .values({ id, into_id: into, from_id: from, content: await envelope.seal(tx, into, contentContext(id), JSON.stringify({ name })), merged_by: agent.id, merged_at: clock.now(), undone_at: null, parent_id: null })
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
    await moveBeginnings(tx, envelope, from, into);
    // The name lies with the merge, under the other's key: with that key all of it is gone.
    await renameCustomer(tx, envelope, from, '');
    await this.#tell(tx, staying, moving);
    await audit.append(tx, { actor: `agent:${agent.id}`, action: 'customer.merged', subject: into, detail: { merge: id, from, conversations: moving.length, within: within.length } });
    return id;
  }

  /**
   * Takes a merge back: what came from the other goes back to them, and so does what their addresses have brought since.
   * @throws MergeError `merge-gone`; `merge-conversations` where a conversation of the one has gone into one of the other
   */
  async split(tx: Tx, agent: Viewer, id: MergeId): Promise<void> {
    const { envelope, audit, clock } = this.#deps;
    const merge = await tx.selectFrom('customer_merges').selectAll().where('id', '=', id).where('undone_at', 'is', null).executeTakeFirst();
    if (merge === undefined || !(await maySeeCustomer(tx, agent, merge.into_id))) throw gone();
    const into = CustomerId.parse(merge.into_id);
    const from = CustomerId.parse(merge.from_id);
    const name = await this.#nameIn(tx, merge);
    const within = below(id, await this.#live(tx, into));
    const by = new Set([id, ...within.map((each) => each.id)]);
    const identities = (await identityRows(tx, into)).filter((row) => row.merge_id !== null && by.has(row.merge_id));
    const theirs = new Set(identities.map((row) => row.id));
    const all = await conversationsOf(tx, into);
    const returning = all.filter((row) => (row.merge_id === null ? row.identity_id !== null && theirs.has(row.identity_id) : by.has(row.merge_id)));
    await this.#refuseJoined(tx, all, returning);
    const left = (mergeId: string | null) => (mergeId === id ? null : mergeId);
    await renameCustomer(tx, envelope, from, name);
    for (const row of identities) await moveIdentity(tx, envelope, row, from, left(row.merge_id));
    for (const row of returning) await this.#move(tx, row, from, left(row.merge_id));
    for (const each of within) await this.#carry(tx, each, from, left(each.parent_id));
    await tx.updateTable('customer_merges').set({ undone_at: clock.now() }).where('id', '=', id).execute();
    await this.#tell(tx, all.filter((row) => !returning.includes(row)), returning);
    await audit.append(tx, { actor: `agent:${agent.id}`, action: 'customer.split', subject: into, detail: { merge: id, from, conversations: returning.length, within: within.length } });
  }

  /** Merges into a customer that stand, newest first. */
  async of(tx: Tx, customerId: CustomerId): Promise<CustomerMerge[]> {
    const shown: CustomerMerge[] = [];
    for (const merge of await this.#live(tx, customerId)) {
      const by = await this.#deps.agents.find(tx, AgentId.parse(merge.merged_by));
      shown.push({ merge: MergeId.parse(merge.id), name: await this.#nameIn(tx, merge), by: by?.name ?? null, at: merge.merged_at });
    }
    return shown;
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
    const content = await envelope.seal(tx, to, contentContext(merge.id), await envelope.open(tx, CustomerId.parse(merge.into_id), contentContext(merge.id), merge.content));
    await tx.updateTable('customer_merges').set({ into_id: to, content, parent_id: parent }).where('id', '=', merge.id).execute();
  }

  async #nameIn(tx: Tx, { id, into_id, content }: CustomerMergeTable): Promise<string> {
    return MergedName.parse(JSON.parse(await this.#deps.envelope.open(tx, CustomerId.parse(into_id), contentContext(id), content))).name;
  }

  async #move(tx: Tx, row: ConversationTable, to: CustomerId, mergeId: string | null): Promise<void> {
    const { envelope } = this.#deps;
    const { subject } = await openConversation(tx, envelope, row);
    for (const message of await tx.selectFrom('messages').selectAll().where('conversation_id', '=', row.id).execute()) await moveMessage(tx, envelope, message, to);
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
