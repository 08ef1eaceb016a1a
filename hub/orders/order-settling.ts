import type { OrderOutcome, WhyNot } from '../../shared/contract/console/order-actions.ts';
import { AgentId } from '../../shared/domain/ids.ts';
import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent } from '../conversations/conversations.ts';
import { type Doer, writeLine } from '../conversations/reassign.ts';
import type { Tx } from '../ports.ts';
import type { OrderActionTable } from '../store/tables/orders.ts';
import type { OrderActionsDeps } from './order-deps.ts';
import { openLedger, outcomeOf, sealLedger } from './order-ledger.ts';
import { orderLine } from './order-lines.ts';
import type { ActAnswer, ShopDeed } from './shop.ts';
import { readShops, type ShopRecord } from './shop-records.ts';

/** How long after it was asked a shop that shows no trace of something may still do it, in milliseconds: ten times what its answer is waited for. */
export const mayStillCome = 5 * 60_000;
/** What is begun so short ago is being asked, and is left to whoever asks, in milliseconds. */
const beingAsked = 60_000;

/** Carries out what the ledger has begun, and finds out what became of what was lost. It asks a shop once for each row, and after that only looks. */
export class OrderSettling {
  readonly #deps: OrderActionsDeps;
  /** Asked by this process right now: looking for a trace of these would find none, and mean nothing. */
  readonly #asking = new Set<string>();

  constructor(deps: OrderActionsDeps) {
    this.#deps = deps;
  }

  /** Asks the shop for what the row has begun. Called once for each row, by whoever has begun it. */
  async carryOut(id: string, record: ShopRecord): Promise<OrderOutcome> {
    const asked = await this.#tx(async (tx) => this.#asked(tx, await this.#row(tx, id)));
    this.#asking.add(id);
    try {
      const answer = await this.#deps.shops.open(record).act(asked);
      return await this.#end(id, endOf(answer));
    } finally {
      this.#asking.delete(id);
      this.#deps.shops.changed(record);
    }
  }

  /** What became of a row; where that is not known, the shop is looked at first. */
  async settled(row: OrderActionTable): Promise<OrderOutcome> {
    const { clock, envelope, shops, store } = this.#deps;
    if ((row.state !== 'begun' && row.state !== 'unknown') || this.#asking.has(row.id)) return outcomeOf(row);
    const record = (await readShops(store, envelope)).find(({ id }) => id === row.shop_id);
    if (record === undefined) return { kind: 'unknown' };
    const asked = await this.#tx((tx) => this.#asked(tx, row));
    const trace = await shops.open(record).traceOf(asked);
    if (trace.kind === 'silent') return { kind: 'unknown' };
    if (trace.value === 'there') return this.#end(row.id, { state: 'done', why: null, scope: null });
    if (clock.now() <= (row.begun_at ?? row.asked_at) + mayStillCome) return row.state === 'unknown' ? { kind: 'unknown' } : this.#end(row.id, { state: 'unknown', why: null, scope: null });
    return this.#end(row.id, trace.value === 'untold' ? { state: 'untold', why: null, scope: null } : { state: 'not-done', why: 'no-trace', scope: null });
  }

  /** Looks at all that is not known: after the hub was killed nobody else may come back to it. One that cannot be looked at keeps none of the others waiting. @throws what the first such one threw, after all */
  async settleAll(): Promise<void> {
    const { clock, store } = this.#deps;
    const rows = await store.selectFrom('order_actions').selectAll().where('state', 'in', ['begun', 'unknown']).where('begun_at', '<', clock.now() - beingAsked).orderBy('begun_at').execute();
    const failed: unknown[] = [];
    for (const row of rows) await this.settled(row).catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw failed[0];
  }

  /** A line in the conversation, for everybody who sees it. */
  async tell(tx: Tx, row: OrderActionTable, doer: Doer, line: string): Promise<void> {
    const { envelope, fanOut } = this.#deps;
    const conversation = await tx.selectFrom('conversations').selectAll().where('id', '=', row.conversation_id).executeTakeFirst();
    if (conversation === undefined) return;
    const changed = await changeConversation(tx, envelope, conversation, {});
    await fanOut.publish(tx, newsOf(changed, [await conversationEvent(tx, envelope, changed), await writeLine(tx, this.#deps, changed, doer, line)]));
  }

  /** Writes down how it ended, once: whoever comes second finds it ended. */
  async #end(id: string, end: End): Promise<OrderOutcome> {
    const outcome = await this.#tx(async (tx) => {
      const row = await this.#row(tx, id);
      if (row.state !== 'begun' && row.state !== 'unknown') return outcomeOf(row);
      if (row.state === end.state) return outcomeOf(row);
      const { order, number } = await openLedger(tx, this.#deps.envelope, row);
      const over = end.state !== 'unknown';
      // An address that was written down for the shop is not kept here.
      const content = over ? await sealLedger(tx, this.#deps.envelope, row, { order, number, deed: null }) : row.content;
      const after: OrderActionTable = { ...row, state: end.state, why: end.why, scope: end.scope, settled_at: over ? this.#deps.clock.now() : null, content };
      await tx.updateTable('order_actions').set({ state: after.state, why: after.why, scope: after.scope, settled_at: after.settled_at, content }).where('id', '=', id).execute();
      const agent = await this.#name(tx, row.agent_id);
      await this.#deps.audit.append(tx, { actor: `agent:${row.agent_id}`, action: auditAction[end.state], subject: row.customer_id, detail: { conversation: row.conversation_id, action: id, act: row.act, ...(row.amount === null ? {} : { minor: row.amount, currency: row.currency ?? '' }), ...(end.why === null ? {} : { why: end.why }) } });
      const line = await this.#line(tx, row, end.state, agent, number);
      if (line !== null) await this.tell(tx, row, { id: row.agent_id, name: agent }, line);
      return outcomeOf(after);
    });
    this.#deps.fanOut.wake();
    return outcome;
  }

  async #line(tx: Tx, row: OrderActionTable, end: End['state'], agent: string, number: string): Promise<string | null> {
    switch (end) {
      case 'done':
        return orderLine.done(agent, row, number, row.decided_by === null ? null : await this.#name(tx, row.decided_by));
      case 'unknown':
        return orderLine.unknown(agent, row, number);
      case 'not-done':
        // What was refused at once is told to who asked; what had been said to be unknown is said to be known.
        return row.state === 'unknown' ? orderLine.notDone(row, number) : null;
      case 'untold':
        return null;
      default:
        return end satisfies never;
    }
  }

  async #asked(tx: Tx, row: OrderActionTable): Promise<ShopDeed> {
    const { order, deed } = await openLedger(tx, this.#deps.envelope, row);
    if (deed === null) throw new TypeError('It is over, and what was to be done is not kept.');
    return { order, key: row.id, deed };
  }

  async #row(tx: Tx, id: string): Promise<OrderActionTable> {
    return tx.selectFrom('order_actions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  async #name(tx: Tx, agent: string): Promise<string> {
    return (await this.#deps.agents.find(tx, AgentId.parse(agent)))?.name ?? '';
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.store.transaction().execute(work);
  }
}

interface End {
  readonly state: 'done' | 'unknown' | 'not-done' | 'untold';
  readonly why: WhyNot | null;
  readonly scope: string | null;
}

const auditAction = { 'done': 'order.done', 'unknown': 'order.unknown', 'not-done': 'order.not-done', 'untold': 'order.untold' } as const;

function endOf(answer: ActAnswer): End {
  return answer.kind === 'not-done' ? { state: 'not-done', why: answer.why, scope: answer.scope } : { state: answer.kind, why: null, scope: null };
}
