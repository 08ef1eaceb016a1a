import { randomUUID } from 'node:crypto';
import { longestRevealed, type Revealed, type WaitingReveal } from '../../shared/contract/console/reveals.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { AgentId, ConversationId, MessageId, RevealId } from '../../shared/domain/ids.ts';
import type { RevealReason } from '../../shared/domain/reveal.ts';
import type { Verification } from '../../shared/domain/verification.ts';
import { mayReadConversation, maySee } from '../conversations/audience.ts';
import { openContent } from '../conversations/messages.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, Tx, Viewer } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import type { RevealTable } from '../store/tables/hidden.ts';
import { knownEnough, type NotKnownEnough } from './known-enough.ts';

export class RevealError extends SealdeskError<'reveal-gone' | 'reveal-limit' | 'reveal-unverified' | 'reveal-own' | 'reveal-late'> {}

const hour = 3_600_000;
/** How long a wish waits for somebody's approval, and an approval for who asked. */
const patience = 15 * 60_000;

export interface RevealsDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
}

export interface Wish {
  readonly message: MessageId;
  readonly finding: string;
  readonly reason: RevealReason;
}

/** What the audit log keeps of it, though it is refused: told after the commit. */
export type Refused = 'over-limit' | NotKnownEnough;

interface Kept {
  readonly conversationId: string;
  readonly type: string;
  readonly value: string;
  /** How far the customer is known in this conversation. */
  readonly level: Verification;
}

/**
 * Shows one agent what redaction has hidden, within the policy: so many in an hour, with approval where it is asked for, and
 * each in the audit log. The value is opened at the hub for this one answer; no device ever keeps it.
 */
export class Reveals {
  readonly #deps: RevealsDeps;

  constructor(deps: RevealsDeps) {
    this.#deps = deps;
  }

  /**
   * @param agent in the roles of the laptop that asks.
   * @returns `over-limit` where the hour's number is reached, `unverified` where the customer is not known well enough; both are in the audit log, too.
   * @throws RevealError `reveal-gone` for what is not there, was destroyed, or may not be seen: the three are not told apart
   */
  async ask(tx: Tx, agent: Viewer, { message, finding, reason }: Wish): Promise<Revealed | Refused> {
    const { clock } = this.#deps;
    const { reveal } = (await this.#deps.policies.current(tx)).policy;
    const kept = await this.#find(tx, agent, message, finding);
    const now = clock.now();
    const { asked } = await tx
      .selectFrom('reveals')
      .select((e) => e.fn.countAll<number>().as('asked'))
      .where('agent_id', '=', agent.id)
      .where('asked_at', '>', now - hour)
      .executeTakeFirstOrThrow();
    const about = { conversation: kept.conversationId, type: kept.type, reason };
    const short = knownEnough(reveal, [kept.type], kept.level);
    if (short !== null) {
      await this.#note(tx, agent.id, 'reveal.unverified', message, { ...about, level: kept.level });
      return short;
    }
    if (asked >= reveal.perHour) {
      await this.#note(tx, agent.id, 'reveal.over-limit', message, about);
      return 'over-limit';
    }
    const row: RevealTable = {
      id: randomUUID(),
      agent_id: agent.id,
      message_id: message,
      conversation_id: kept.conversationId,
      finding,
      type: kept.type,
      reason,
      state: reveal.approval === 'lead' ? 'waiting' : 'shown',
      asked_at: now,
      decided_by: null,
      decided_at: null,
    };
    await tx.insertInto('reveals').values(row).execute();
    const waits = row.state === 'waiting';
    await this.#note(tx, agent.id, waits ? 'reveal.asked' : 'reveal.shown', message, { ...about, reveal: row.id });
    return waits ? { kind: 'waiting', reveal: RevealId.parse(row.id) } : { kind: 'shown', value: kept.value, seconds: reveal.seconds, copying: reveal.copying };
  }

  /** @throws RevealError `reveal-gone`, also for another agent's; `reveal-late` */
  async take(tx: Tx, agent: Viewer, id: RevealId): Promise<Revealed> {
    const row = await tx.selectFrom('reveals').selectAll().where('id', '=', id).where('agent_id', '=', agent.id).executeTakeFirst();
    if (row === undefined || row.state === 'shown') throw gone();
    if (row.state === 'denied') return { kind: 'denied' };
    if (this.#deps.clock.now() > (row.decided_at ?? row.asked_at) + patience) throw new RevealError('reveal-late', 'Nobody answered in time, or the answer is too old. Ask once more.');
    if (row.state === 'waiting') return { kind: 'waiting', reveal: id };
    const { reveal } = (await this.#deps.policies.current(tx)).policy;
    const message = MessageId.parse(row.message_id);
    // Sight may have been lost, or the message replaced, while it waited.
    const kept = await this.#find(tx, agent, message, row.finding);
    if (knownEnough(reveal, [kept.type], kept.level) !== null) throw new RevealError('reveal-unverified', 'Less is known of who the customer is than when it was asked for. Ask once more.');
    await tx.updateTable('reveals').set({ state: 'shown' }).where('id', '=', id).execute();
    await this.#note(tx, agent.id, 'reveal.shown', message, { conversation: row.conversation_id, type: row.type, reason: row.reason, reveal: id });
    return { kind: 'shown', value: kept.value, seconds: reveal.seconds, copying: reveal.copying };
  }

  /** Wishes of others that wait for an answer, oldest first, of conversations that the approver may see. */
  async waiting(tx: Tx, approver: Viewer): Promise<WaitingReveal[]> {
    const rows = await tx
      .selectFrom('reveals')
      .innerJoin('conversations', 'conversations.id', 'reveals.conversation_id')
      .selectAll('reveals')
      .select(['conversations.assignee_id', 'conversations.team_id'])
      .where('reveals.state', '=', 'waiting')
      .where('reveals.asked_at', '>', this.#deps.clock.now() - patience)
      .where('reveals.agent_id', '!=', approver.id)
      .orderBy('reveals.asked_at')
      .orderBy('reveals.id')
      .limit(100)
      .execute();
    const waiting: WaitingReveal[] = [];
    for (const row of rows) {
      if (!maySee(approver, row)) continue;
      const agent = await this.#deps.agents.find(tx, AgentId.parse(row.agent_id));
      waiting.push({ reveal: RevealId.parse(row.id), agentName: agent?.name ?? '', conversationId: ConversationId.parse(row.conversation_id), type: row.type, reason: row.reason, askedAt: row.asked_at });
    }
    return waiting;
  }

  /** @throws RevealError `reveal-gone`; `reveal-own`: nobody approves their own; `reveal-late` */
  async decide(tx: Tx, approver: Viewer, id: RevealId, approve: boolean): Promise<void> {
    const row = await tx.selectFrom('reveals').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row || !(await mayReadConversation(tx, approver, row.conversation_id))) throw gone();
    if (row.agent_id === approver.id) throw new RevealError('reveal-own', 'Somebody else has to approve what you asked for yourself.');
    const now = this.#deps.clock.now();
    if (row.state !== 'waiting' || now > row.asked_at + patience) throw new RevealError('reveal-late', 'This was answered already, or waited too long.');
    await tx.updateTable('reveals').set({ state: approve ? 'approved' : 'denied', decided_by: approver.id, decided_at: now }).where('id', '=', id).execute();
    await this.#note(tx, approver.id, approve ? 'reveal.approved' : 'reveal.denied', row.message_id, { agent: row.agent_id, type: row.type, reason: row.reason, reveal: id });
  }

  async #find(tx: Tx, agent: Viewer, message: MessageId, finding: string): Promise<Kept> {
    const row: MessageTable | undefined = await tx.selectFrom('messages').selectAll().where('id', '=', message).executeTakeFirst();
    const conversation = row && (await tx.selectFrom('conversations').select(['assignee_id', 'team_id', 'verification']).where('id', '=', row.conversation_id).executeTakeFirst());
    if (!row || !conversation || !maySee(agent, conversation)) throw gone();
    const { findings } = await openContent(tx, this.#deps.envelope, row);
    const kept = findings.find(({ sealed }) => sealed === finding);
    if (kept?.value === undefined) throw gone();
    return { conversationId: row.conversation_id, type: kept.type, value: kept.value.slice(0, longestRevealed), level: conversation.verification };
  }

  #note(tx: Tx, agent: AgentId, action: string, subject: string, detail: Readonly<Record<string, string>>): Promise<void> {
    return this.#deps.audit.append(tx, { actor: `agent:${agent}`, action, subject, detail });
  }
}

const gone = () => new RevealError('reveal-gone', 'There is nothing to be seen here: it was destroyed, its message has changed, or it is not among those you can see.');
