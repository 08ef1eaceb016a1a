import { randomUUID } from 'node:crypto';
import { longestRevealed } from '../../shared/contract/console/reveals.ts';
import type { LookedAt, ReportedMistake } from '../../shared/contract/console/mistakes.ts';
import type { PatternSuggestion } from '../../shared/contract/console/policy.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { AgentId, ConversationId, type MessageId, MistakeId } from '../../shared/domain/ids.ts';
import { mayReadConversation, maySee } from '../conversations/audience.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, FanOut, Tx, Viewer } from '../ports.ts';
import type { MistakeTable, RecoverableFindingTable } from '../store/tables/hidden.ts';
import { exampleOf, patternOf } from './pattern-of.ts';
import { destroyRecoverable, openRecoverable, recoverableFinding } from './recoverable.ts';
import { putBack } from './put-back.ts';

export class MistakeError extends SealdeskError<'mistake-gone' | 'mistake-own' | 'mistake-answered'> {}

export interface MistakesDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
  readonly fanOut: FanOut;
}

/**
 * Puts right what redaction destroyed and should not have: within the policy's minutes, one person says that it was a
 * mistake, another looks at it and decides. Then, or at the deadline, nobody can any more.
 */
export class Mistakes {
  readonly #deps: MistakesDeps;

  constructor(deps: MistakesDeps) {
    this.#deps = deps;
  }

  /** Said twice it stays the first one's. @throws MistakeError `mistake-gone`: past its time, or in no message that the agent may see; `mistake-answered` */
  async report(tx: Tx, agent: Viewer, message: MessageId, finding: string): Promise<{ readonly until: number }> {
    const { audit, clock } = this.#deps;
    const kept = await this.#kept(tx, agent, finding);
    if (kept.message_id !== message) throw gone();
    const before = await tx.selectFrom('mistakes').select('state').where('finding', '=', finding).executeTakeFirst();
    if (before !== undefined && before.state !== 'waiting') throw answered();
    if (before === undefined) {
      const id = randomUUID();
      await tx
        .insertInto('mistakes')
        .values({ id, finding, agent_id: agent.id, message_id: message, conversation_id: kept.conversation_id, type: kept.type, state: 'waiting', asked_at: clock.now(), decided_by: null, decided_at: null, shape: null })
        .execute();
      await audit.append(tx, { actor: `agent:${agent.id}`, action: 'mistake.reported', subject: message, detail: { conversation: kept.conversation_id, type: kept.type, mistake: id } });
    }
    return { until: kept.deadline };
  }

  /** What others have reported and nobody has answered, of conversations that the agent may see; the most urgent first. */
  async waiting(tx: Tx, decider: Viewer): Promise<ReportedMistake[]> {
    const rows = await tx
      .selectFrom('mistakes')
      .innerJoin('recoverable_findings', 'recoverable_findings.id', 'mistakes.finding')
      .innerJoin('conversations', 'conversations.id', 'mistakes.conversation_id')
      .selectAll('mistakes')
      .select(['recoverable_findings.deadline', 'conversations.assignee_id', 'conversations.team_id'])
      .where('mistakes.state', '=', 'waiting')
      .where('mistakes.agent_id', '!=', decider.id)
      .where('recoverable_findings.deadline', '>', this.#deps.clock.now())
      .orderBy('recoverable_findings.deadline')
      .orderBy('mistakes.asked_at')
      .orderBy('mistakes.id')
      .limit(100)
      .execute();
    const waiting: ReportedMistake[] = [];
    for (const row of rows) {
      if (!maySee(decider, row)) continue;
      const agent = await this.#deps.agents.find(tx, AgentId.parse(row.agent_id));
      waiting.push({ mistake: MistakeId.parse(row.id), agentName: agent?.name ?? '', conversationId: ConversationId.parse(row.conversation_id), type: row.type, until: row.deadline });
    }
    return waiting;
  }

  /** What was destroyed, for the second person to judge. Each look is in the audit log. @throws MistakeError */
  async look(tx: Tx, decider: Viewer, id: MistakeId): Promise<LookedAt> {
    const { row, kept } = await this.#undecided(tx, decider, id);
    const { reveal } = (await this.#deps.policies.current(tx)).policy;
    await this.#note(tx, decider, 'mistake.looked-at', row);
    return { value: openRecoverable(this.#deps.envelope, kept).slice(0, longestRevealed), seconds: reveal.seconds };
  }

  /** @param restore it was none, and goes back into its message, everywhere; otherwise it is destroyed now. @throws MistakeError */
  async decide(tx: Tx, decider: Viewer, id: MistakeId, restore: boolean): Promise<void> {
    const { envelope, clock } = this.#deps;
    const { row, kept } = await this.#undecided(tx, decider, id);
    const value = restore ? openRecoverable(envelope, kept) : null;
    // The message may have been taken back by the customer meanwhile.
    if (value !== null && !(await putBack(tx, this.#deps, kept, value))) throw gone();
    await destroyRecoverable(tx, kept.id);
    await tx
      .updateTable('mistakes')
      .set({ state: restore ? 'restored' : 'kept', decided_by: decider.id, decided_at: clock.now(), shape: value === null ? null : patternOf(value) })
      .where('id', '=', id)
      .execute();
    await this.#note(tx, decider, restore ? 'mistake.restored' : 'mistake.kept', row);
  }

  /** What the mistakes so far teach: patterns that the policy could leave alone and does not yet, the most frequent first. A person reviews them. */
  async suggestions(tx: Tx): Promise<PatternSuggestion[]> {
    const rows = await tx
      .selectFrom('mistakes')
      .select((e) => ['type', 'shape', e.fn.countAll<number>().as('times')])
      .where('state', '=', 'restored')
      .where('shape', 'is not', null)
      .groupBy(['type', 'shape'])
      .orderBy('times', 'desc')
      .orderBy('type')
      .orderBy('shape')
      .limit(100)
      .execute();
    const { patterns } = (await this.#deps.policies.current(tx)).policy.redaction;
    return rows.flatMap(({ type, shape, times }) => (shape === null || patterns.some(({ kind, pattern }) => kind === 'leave' && pattern === shape) ? [] : [{ type, pattern: shape, example: exampleOf(shape), times }]));
  }

  /** It teaches nothing any more, until such a thing is brought back again. */
  async discard(tx: Tx, actor: string, { type, pattern }: Pick<PatternSuggestion, 'type' | 'pattern'>): Promise<void> {
    const { numUpdatedRows } = await tx.updateTable('mistakes').set({ shape: null }).where('type', '=', type).where('shape', '=', pattern).executeTakeFirstOrThrow();
    if (numUpdatedRows > 0) await this.#deps.audit.append(tx, { actor, action: 'policy.suggestion-discarded', subject: 'policy', detail: { type, pattern } });
  }

  async #undecided(tx: Tx, decider: Viewer, id: MistakeId): Promise<{ readonly row: MistakeTable; readonly kept: RecoverableFindingTable }> {
    const row = await tx.selectFrom('mistakes').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw gone();
    if (row.state !== 'waiting') throw answered();
    const kept = await this.#kept(tx, decider, row.finding);
    if (row.agent_id === decider.id) throw new MistakeError('mistake-own', 'Somebody else has to decide about what you reported yourself.');
    return { row, kept };
  }

  /** Not there, past its time and not to be seen are not told apart. */
  async #kept(tx: Tx, agent: Viewer, finding: string): Promise<RecoverableFindingTable> {
    const kept = await recoverableFinding(tx, finding, this.#deps.clock.now());
    if (kept === null) {
      const before = await tx.selectFrom('mistakes').select(['state', 'conversation_id']).where('finding', '=', finding).executeTakeFirst();
      if (before !== undefined && before.state !== 'waiting' && (await mayReadConversation(tx, agent, before.conversation_id))) throw answered();
      throw gone();
    }
    if (!(await mayReadConversation(tx, agent, kept.conversation_id))) throw gone();
    return kept;
  }

  #note(tx: Tx, agent: Viewer, action: string, row: MistakeTable): Promise<void> {
    return this.#deps.audit.append(tx, { actor: `agent:${agent.id}`, action, subject: row.message_id, detail: { conversation: row.conversation_id, type: row.type, mistake: row.id, agent: row.agent_id } });
  }
}

const gone = () => new MistakeError('mistake-gone', 'It cannot be brought back any more: its time is over, or its message has changed.');
const answered = () => new MistakeError('mistake-answered', 'Somebody has decided about this already.');
