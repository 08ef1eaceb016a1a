import type { Clock } from '../../shared/domain/clock.ts';
import type { Arrivals, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import type { ConversationFactTable } from '../store/tables/numbers.ts';

export interface LedgerDeps {
  readonly clock: Clock;
  readonly arrivals: Pick<Arrivals, 'workingTime'>;
}

type Happened = Pick<ConversationFactTable, 'kind'> & Partial<Pick<ConversationFactTable, 'agent_id' | 'first' | 'took' | 'promise' | 'score'>>;

/** A conversation has begun that somebody is to look at. */
export async function recordBegun(tx: Tx, deps: LedgerDeps, begun: ConversationTable): Promise<void> {
  await record(tx, deps, begun, { kind: 'opened', agent_id: begun.started_by });
  if (begun.assignee_id !== null) await record(tx, deps, begun, { kind: 'assigned', agent_id: begun.assignee_id });
  if (begun.status === 'resolved') await record(tx, deps, begun, { kind: 'resolved', agent_id: begun.started_by });
}

/**
 * An answer has gone to a customer who waited for one; without a wait it is nothing to count.
 * @param agentId null: it was written in another program
 */
export async function recordAnswer(tx: Tx, deps: LedgerDeps, before: ConversationTable, after: ConversationTable, agentId: string | null): Promise<void> {
  if (before.waiting_since === null || after.waiting_since !== null) return;
  await record(tx, deps, after, { kind: 'answered', agent_id: agentId, first: before.answered === 1 ? 0 : 1, took: await deps.arrivals.workingTime(tx, before.waiting_since, deps.clock.now()), promise: promiseOf(before, deps.clock.now()) });
}

/**
 * A conversation has another status, or the same.
 * @param agentId who set it; null: nobody's doing
 */
export async function recordStatus(tx: Tx, deps: LedgerDeps, before: ConversationTable, after: ConversationTable, agentId: string | null): Promise<void> {
  const now = deps.clock.now();
  if (before.waiting_since !== null && after.waiting_since === null) {
    // What was overdue when somebody said that nothing is owed was not kept; what was not is no kept promise either: nobody was answered.
    await record(tx, deps, after, { kind: 'waived', agent_id: agentId, promise: promiseOf(before, now) === 'broken' ? 'broken' : null });
  }
  if (before.status !== 'resolved' && after.status === 'resolved') {
    const opened = await tx.selectFrom('conversation_facts').select((e) => e.fn.max('at').as('at')).where('conversation_id', '=', after.id).where('kind', 'in', ['opened', 'reopened']).executeTakeFirst();
    const took = opened === undefined || opened.at === null ? null : await deps.arrivals.workingTime(tx, opened.at, now);
    await record(tx, deps, after, { kind: 'resolved', agent_id: agentId, took });
  }
  if (before.status === 'resolved' && after.status !== 'resolved') await record(tx, deps, after, { kind: 'reopened', agent_id: agentId });
}

/**
 * A conversation goes on in another, where it is counted from now on: it is neither resolved nor open any more. What its customer
 * waited for is waited for there.
 */
export async function recordMerged(tx: Tx, deps: Pick<LedgerDeps, 'clock'>, before: ConversationTable, after: ConversationTable): Promise<void> {
  if (before.status !== 'resolved') await record(tx, deps, after, { kind: 'merged' });
}

/** A merged conversation goes on by itself again. */
export async function recordTakenApart(tx: Tx, deps: Pick<LedgerDeps, 'clock'>, after: ConversationTable): Promise<void> {
  if (after.status !== 'resolved') await record(tx, deps, after, { kind: 'taken-apart' });
}

/** A conversation is somebody else's now. */
export async function recordAssigned(tx: Tx, deps: Pick<LedgerDeps, 'clock'>, before: ConversationTable, after: ConversationTable): Promise<void> {
  if (after.assignee_id === null || after.assignee_id === before.assignee_id) return;
  await record(tx, deps, after, { kind: 'assigned', agent_id: after.assignee_id });
}

/**
 * A customer has said how it went.
 * @param revision of the fact that the conversation was resolved, whose agent the score is counted with
 */
export async function recordRated(tx: Tx, deps: Pick<LedgerDeps, 'clock'>, conversation: ConversationTable, revision: number, score: number): Promise<void> {
  const resolved = await tx.selectFrom('conversation_facts').select('agent_id').where('conversation_id', '=', conversation.id).where('revision', '=', revision).where('kind', '=', 'resolved').executeTakeFirst();
  await record(tx, deps, { ...conversation, revision }, { kind: 'rated', agent_id: resolved?.agent_id ?? null, score });
}

const promiseOf = ({ due_at }: ConversationTable, now: number): ConversationFactTable['promise'] => (due_at === null ? null : now <= due_at ? 'kept' : 'broken');

/** In the transaction of what it tells: with the revision as its name it is there once, or not at all. */
async function record(tx: Tx, { clock }: Pick<LedgerDeps, 'clock'>, { id, revision, channel_id, team_id }: ConversationTable, happened: Happened): Promise<void> {
  await tx.insertInto('conversation_facts').values({ conversation_id: id, revision, at: clock.now(), channel_id, team_id, agent_id: null, first: 0, took: null, promise: null, score: null, ...happened }).execute();
}
