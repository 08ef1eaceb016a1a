import type { LimitReached, OrderOutcome, WaitingOrder } from '../../shared/contract/console/order-actions.ts';
import { AgentId, ConversationId, CustomerId, OrderActionId } from '../../shared/domain/ids.ts';
import { judgeAct } from '../../shared/domain/order-action.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { maySee } from '../conversations/audience.ts';
import { openIdentities } from '../conversations/customers.ts';
import type { Tx, Viewer } from '../ports.ts';
import { ErasedError } from '../store/envelope.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import type { OrderActionTable } from '../store/tables/orders.ts';
import { identifiersOf } from './identifiers.ts';
import { gone, inSight, LookError } from './in-sight.ts';
import type { OrderActionsDeps } from './order-deps.ts';
import { hour, isOpen, notDone, openLedger, outcomeOf, sealLedger } from './order-ledger.ts';
import { orderLine } from './order-lines.ts';
import { whyNot } from './order-rules.ts';
import type { OrderSettling } from './order-settling.ts';
import { readShops } from './shop-records.ts';

/** How long a wish waits for somebody's yes, in milliseconds: an order goes on meanwhile. */
export const patience = hour;
const day = 24 * hour;

/** Null where the customer whose order it was has been erased since: a conversation that was with them for a while can outlast them, and nobody can say yes to that any more. */
const stillKnown = <T>(ledger: Promise<T>): Promise<T | null> =>
  ledger.catch((error: unknown) => {
    if (error instanceof ErasedError) return null;
    throw error;
  });

/** A second person's word on what an agent may not do to an order alone. */
export class OrderApprovals {
  readonly #deps: OrderActionsDeps;
  readonly #settling: OrderSettling;

  constructor(deps: OrderActionsDeps, settling: OrderSettling) {
    this.#deps = deps;
    this.#settling = settling;
  }

  /** Wishes of others, oldest first, in conversations that the approver may see. */
  async waiting(tx: Tx, approver: Viewer): Promise<WaitingOrder[]> {
    const { clock, envelope, agents } = this.#deps;
    const rows = await tx.selectFrom('order_actions').selectAll().where('state', '=', 'waiting').where('asked_at', '>', clock.now() - patience).where('agent_id', '!=', approver.id).orderBy('asked_at').orderBy('id').limit(100).execute();
    const records = await readShops(tx, envelope);
    const waiting: WaitingOrder[] = [];
    for (const row of rows) {
      const conversation = await tx.selectFrom('conversations').select(['assignee_id', 'team_id']).where('id', '=', row.conversation_id).executeTakeFirst();
      if (conversation === undefined || !maySee(approver, conversation)) continue;
      const ledger = await stillKnown(openLedger(tx, envelope, row));
      if (ledger === null) continue;
      waiting.push({
        action: OrderActionId.parse(row.id),
        agentName: (await agents.find(tx, AgentId.parse(row.agent_id)))?.name ?? '',
        conversationId: ConversationId.parse(row.conversation_id),
        act: row.act,
        shop: records.find(({ id }) => id === row.shop_id)?.name ?? '',
        number: ledger.number,
        amount: row.amount === null || row.currency === null ? null : { minor: row.amount, currency: row.currency },
        askedAt: row.asked_at,
      });
    }
    return waiting;
  }

  /**
   * Says yes or no. With a yes it is done at once, if the order and the policy still let it be.
   * @throws LookError `look-gone`; `look-denied`: nobody approves their own; `look-changed` where it was answered already
   */
  async decide(approver: Agent, action: OrderActionId, approve: boolean): Promise<OrderOutcome> {
    const { envelope, shops } = this.#deps;
    const asked = await this.#tx(async (tx) => {
      const { row, conversation, policy } = await this.#find(tx, approver, action);
      const why = this.#tooLate(row) ? 'late' : await this.#refusal(tx, row, conversation, policy.orders);
      if (why !== null) return this.#end(tx, row, approver, why);
      if (!approve) return this.#end(tx, row, approver, null);
      const { order, deed } = await openLedger(tx, envelope, row);
      const identifiers = identifiersOf(await openIdentities(tx, envelope, CustomerId.parse(row.customer_id)));
      return { row, order, deed, identifiers, record: (await readShops(tx, envelope)).find(({ id }) => id === row.shop_id) };
    });
    if ('ended' in asked) return this.#woken(asked.ended);
    const { record, deed } = asked;
    const now = record === undefined ? null : await shops.open(record).orderNow(asked.order, asked.identifiers);
    // Nothing is decided where the shop cannot be asked: it can be said again.
    if (now?.kind === 'silent') return notDone(now.why === 'busy' ? 'busy' : now.why === 'refused' ? 'scope' : 'unreachable');
    const problem = now === null || now.value === null || deed === null ? ('gone' as const) : whyNot(now.value, deed);
    const begun = await this.#tx(async (tx) => {
      const { row, conversation, policy } = await this.#find(tx, approver, action);
      const why = problem ?? (await this.#refusal(tx, row, conversation, policy.orders));
      if (why !== null) return this.#end(tx, row, approver, why);
      if (await isOpen(tx, row.order_ref)) return { ended: notDone('not-over') };
      const at = this.#deps.clock.now();
      await tx.updateTable('order_actions').set({ state: 'begun', begun_at: at, decided_by: approver.id, decided_at: at }).where('id', '=', action).execute();
      await this.#note(tx, approver, 'order.approved', row);
      return { begun: true as const };
    });
    if ('ended' in begun) return this.#woken(begun.ended);
    if (record === undefined) throw gone();
    return this.#settling.carryOut(action, record);
  }

  /** Who ran into an hour's limit in the last day, each once, the newest first. */
  async limits(tx: Tx): Promise<LimitReached[]> {
    const rows = await tx.selectFrom('audit').selectAll().where('action', '=', 'order.over-limit').where('at', '>', this.#deps.clock.now() - day).orderBy('position', 'desc').limit(500).execute();
    const reached = new Map<string, LimitReached>();
    for (const { actor, at, detail } of rows) {
      if (reached.has(actor) || reached.size >= 20) continue;
      const agent = AgentId.safeParse(actor.replace(/^agent:/, ''));
      const of = (JSON.parse(detail) as { readonly of?: unknown }).of === 'money' ? 'money' : 'actions';
      reached.set(actor, { agentName: agent.success ? ((await this.#deps.agents.find(tx, agent.data))?.name ?? '') : '', of, at });
    }
    return [...reached.values()];
  }

  async #find(tx: Tx, approver: Agent, action: OrderActionId) {
    const row = await tx.selectFrom('order_actions').selectAll().where('id', '=', action).executeTakeFirst();
    if (row === undefined) throw gone();
    const { row: conversation, policy } = await inSight(tx, this.#deps, approver, ConversationId.parse(row.conversation_id), 'order.approve');
    if (row.agent_id === approver.id) throw new LookError('look-denied', 'Somebody else has to approve what you asked for yourself.');
    if (row.state !== 'waiting') throw new LookError('look-changed', 'This was answered already.');
    return { row, conversation, policy };
  }

  #tooLate(row: OrderActionTable): boolean {
    return this.#deps.clock.now() > row.asked_at + patience;
  }

  /** Who asked must still be allowed to ask: role, level and policy may be others by now, and so may the customer. */
  async #refusal(tx: Tx, row: OrderActionTable, { customer_id, verification: level }: ConversationTable, policy: Parameters<typeof judgeAct>[0]): Promise<'gone' | 'role' | 'level' | 'currency' | 'over-most' | null> {
    // What the conversation shows of whom it is with now says nothing of whose order it was.
    if (customer_id !== row.customer_id) return 'gone';
    const asker = await this.#deps.agents.find(tx, AgentId.parse(row.agent_id));
    const roles = asker?.status === 'active' ? asker.roles : [];
    const judged = judgeAct(policy, { roles, level }, row.act, row.amount === null || row.currency === null ? null : { minor: row.amount, currency: row.currency });
    return judged.kind === 'refused' ? judged.why : null;
  }

  /** @param why null: the approver said no */
  async #end(tx: Tx, row: OrderActionTable, approver: Agent, why: Parameters<typeof notDone>[0] | null): Promise<{ readonly ended: OrderOutcome }> {
    const { clock, envelope } = this.#deps;
    const { order, number } = await openLedger(tx, envelope, row);
    const state = why === null ? ('denied' as const) : ('not-done' as const);
    const at = clock.now();
    const content = await sealLedger(tx, envelope, row, { order, number, deed: null });
    await tx.updateTable('order_actions').set({ state, why, decided_by: approver.id, decided_at: at, settled_at: at, content }).where('id', '=', row.id).execute();
    await this.#note(tx, approver, why === null ? 'order.denied' : 'order.not-done', row, why === null ? {} : { why });
    if (why === null) await this.#settling.tell(tx, row, approver, orderLine.denied(approver.name, row, number));
    return { ended: outcomeOf({ state, why, scope: null }) };
  }

  #woken(outcome: OrderOutcome): OrderOutcome {
    this.#deps.fanOut.wake();
    return outcome;
  }

  #note(tx: Tx, approver: Agent, action: string, row: OrderActionTable, detail: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#deps.audit.append(tx, { actor: `agent:${approver.id}`, action, subject: row.customer_id, detail: { conversation: row.conversation_id, action: row.id, act: row.act, agent: row.agent_id, ...(row.amount === null ? {} : { minor: row.amount, currency: row.currency ?? '' }), ...detail } });
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.store.transaction().execute(work);
  }
}
