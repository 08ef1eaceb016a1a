import type { OrderDeed, OrderOffer, OrderOutcome, WhyNot } from '../../shared/contract/console/order-actions.ts';
import { fieldTreatment } from '../../shared/domain/customer-field.ts';
import { type ConversationId, CustomerId, type OrderActionId } from '../../shared/domain/ids.ts';
import type { Money } from '../../shared/domain/money.ts';
import { actPermission, judgeAct } from '../../shared/domain/order-action.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { destroyingOnly, redactText, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { openIdentities } from '../conversations/customers.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import type { OrderActionTable } from '../store/tables/orders.ts';
import { identifiersOf } from './identifiers.ts';
import { gone, inSight, LookError } from './in-sight.ts';
import { beyondLimit, deedDigest, isOpen, notDone, sealLedger } from './order-ledger.ts';
import { orderLine } from './order-lines.ts';
import { refOf } from './order-ref.ts';
import { limitOf, offersFor, whyNot } from './order-rules.ts';
import type { OrderActionsDeps } from './order-deps.ts';
import { OrderSettling } from './order-settling.ts';
import type { Identifier, OrderNow, ShopAnswer } from './shop.ts';
import { readShops, type ShopRecord } from './shop-records.ts';

export interface ActInput {
  readonly action: OrderActionId;
  readonly conversation: ConversationId;
  readonly order: string;
  readonly deed: OrderDeed;
}

type Asked = { readonly row: ConversationTable; readonly policy: Policy; readonly viewer: Viewer; readonly records: readonly ShopRecord[]; readonly identifiers: readonly Identifier[] };
type Located = { readonly kind: 'there'; readonly record: ShopRecord; readonly order: string; readonly now: OrderNow } | { readonly kind: 'not'; readonly why: WhyNot };

const tooMany = { actions: 'You have changed as many orders in this hour as your company allows. IT has been told. Ask your lead, or try again later.', money: 'You have given back as much in this hour as your company allows. IT has been told. Ask your lead, or try again later.' } as const;

/**
 * What agents do to orders in shops. The conversation names the customer, the shop says whose an order is and what can be done to it, both this moment; the
 * ledger keeps each from being done twice, whatever is lost on the way.
 */
export class OrderActions {
  readonly #deps: OrderActionsDeps;
  readonly settling: OrderSettling;

  constructor(deps: OrderActionsDeps) {
    this.#deps = deps;
    this.settling = new OrderSettling(deps);
  }

  /** An order as it is now, and what this agent can do to it. @throws LookError `look-gone`, `look-denied`; `look-changed` where the shop says nothing of it */
  async look(agent: Agent, conversation: ConversationId, ref: string): Promise<OrderOffer> {
    const asked = await this.#tx((tx) => this.#ask(tx, agent, conversation, 'order.note'));
    const found = await this.#locate(asked, ref);
    if (found.kind === 'not') throw new LookError('look-changed', found.why === 'gone' ? 'The order is not there any more, or it is no longer this customer’s. Close and open the panel.' : 'The shop does not say anything of this order right now. Try again in a moment.');
    // Sight, roles, level and policy may have changed while the shop was asked; and the order is the former customer's.
    const { row, policy, viewer, open } = await this.#tx(async (tx) => ({ ...(await this.#ask(tx, agent, conversation, 'order.note')), open: await isOpen(tx, ref) }));
    if (row.customer_id !== asked.row.customer_id) throw gone();
    const { orders, fields, redaction } = policy;
    const { roles } = viewer;
    const acts = offersFor(orders, { roles, level: row.verification }, found.now, open);
    const { money } = found.now;
    const refunds = acts.some(({ act, can }) => act === 'refund' && can.kind === 'yes') && typeof money !== 'string';
    const number = shownNumber(found.now.number, redaction);
    const shown = fieldTreatment(fields, roles, row.verification, 'order-number');
    return { number: shown === 'shown' ? number : shown === 'masked' ? `•••${number.slice(-3)}` : '', shop: found.record.name, money: refunds ? { ...money, alone: limitOf(orders, found.now) } : null, acts };
  }

  /**
   * Does something, once for each id: asked again, it says what became of it.
   * @throws LookError `look-gone`, `look-denied`, `look-limit`; `look-changed` where the id was another thing's
   */
  async act(agent: Agent, { action, conversation, order: ref, deed }: ActInput): Promise<OrderOutcome> {
    const digest = deedDigest(conversation, ref, deed);
    const before = await this.#tx(async (tx) => (await this.#known(tx, agent, action, digest)) ?? this.#ask(tx, agent, conversation, actPermission[deed.kind], deed));
    if ('known' in before) return this.settling.settled(before.known);
    if ('refused' in before) return before.refused;
    if ('beyond' in before) throw new LookError('look-limit', tooMany[before.beyond]);
    // No transaction is open meanwhile: a shop may take its time.
    const found = await this.#locate(before, ref);
    const why = found.kind === 'not' ? found.why : whyNot(found.now, deed);
    if (found.kind === 'not' || why !== null) return notDone(why ?? 'gone', found.kind === 'there' ? found.now.lacks : null);
    const begun = await this.#tx(async (tx) => {
      const known = await this.#known(tx, agent, action, digest);
      if (known !== null) return known;
      // Sight, roles, level and policy may have changed while the shop was asked.
      const again = await this.#ask(tx, agent, conversation, actPermission[deed.kind], deed);
      if ('refused' in again || 'beyond' in again) return again;
      // So may whom the conversation is with; the order was that customer's.
      if (again.row.customer_id !== before.row.customer_id) return { refused: notDone('gone') };
      if (await isOpen(tx, ref)) return { refused: notDone('not-over') };
      return { begun: await this.#write(tx, agent, { action, ref, digest, deed }, again, found) };
    });
    if ('known' in begun) return this.settling.settled(begun.known);
    if ('refused' in begun) return begun.refused;
    if ('beyond' in begun) throw new LookError('look-limit', tooMany[begun.beyond]);
    return begun.begun.state === 'waiting' ? { kind: 'waiting' } : this.settling.carryOut(begun.begun.id, found.record);
  }

  /** What became of something this agent has asked for. @throws LookError `look-gone`, also for somebody else's */
  async take(agent: Agent, action: OrderActionId): Promise<OrderOutcome> {
    const row = await this.#tx((tx) => tx.selectFrom('order_actions').selectAll().where('id', '=', action).where('agent_id', '=', agent.id).executeTakeFirst());
    if (row === undefined) throw new LookError('look-gone', 'Nothing of the kind reached the hub: it was not done.');
    return this.settling.settled(row);
  }

  async #known(tx: Tx, agent: Agent, action: OrderActionId, digest: string): Promise<{ readonly known: OrderActionTable } | null> {
    const known = await tx.selectFrom('order_actions').selectAll().where('id', '=', action).executeTakeFirst();
    if (known === undefined) return null;
    if (known.agent_id !== agent.id || known.deed !== digest) throw new LookError('look-changed', 'This was asked for already, as something else. Begin anew.');
    return { known };
  }

  async #ask(tx: Tx, agent: Agent, conversation: ConversationId, permission: 'order.note'): Promise<Asked>;
  async #ask(tx: Tx, agent: Agent, conversation: ConversationId, permission: (typeof actPermission)[OrderDeed['kind']], deed: OrderDeed): Promise<Asked | { readonly refused: OrderOutcome } | { readonly beyond: 'actions' | 'money' }>;
  async #ask(tx: Tx, agent: Agent, conversation: ConversationId, permission: (typeof actPermission)[OrderDeed['kind']], deed?: OrderDeed): Promise<Asked | { readonly refused: OrderOutcome } | { readonly beyond: 'actions' | 'money' }> {
    const { row, policy, viewer } = await inSight(tx, this.#deps, agent, conversation, permission);
    if (deed !== undefined) {
      const judged = judgeAct(policy.orders, { roles: viewer.roles, level: row.verification }, deed.kind, moneyOf(deed));
      if (judged.kind === 'refused') {
        await this.#note(tx, agent, 'order.refused', row, deed, { why: judged.why });
        return { refused: notDone(judged.why) };
      }
      const beyond = await beyondLimit(tx, policy.orders, agent.id, moneyOf(deed), this.#deps.clock.now());
      if (beyond !== null) {
        await this.#note(tx, agent, 'order.over-limit', row, deed, { of: beyond });
        return { beyond };
      }
    }
    const identifiers = identifiersOf(await openIdentities(tx, this.#deps.envelope, CustomerId.parse(row.customer_id)));
    return { row, policy, viewer, records: await readShops(tx, this.#deps.envelope), identifiers };
  }

  /** Among the customer's own orders, as shops say; and then that order itself, as it is this moment. */
  async #locate({ records, identifiers }: Asked, ref: string): Promise<Located> {
    const { shops } = this.#deps;
    const found = await shops.find(records, identifiers);
    const order = found.orders.find((each) => refOf(each) === ref);
    const record = records.find(({ name }) => name === order?.shop);
    if (order === undefined || record === undefined) return { kind: 'not', why: found.silent.length > 0 ? 'unreachable' : 'gone' };
    const now: ShopAnswer<OrderNow | null> = await shops.open(record).orderNow(order.id, identifiers);
    if (now.kind === 'silent') return { kind: 'not', why: now.why === 'busy' ? 'busy' : now.why === 'refused' ? 'scope' : 'unreachable' };
    return now.value === null ? { kind: 'not', why: 'gone' } : { kind: 'there', record, order: order.id, now: now.value };
  }

  async #write(tx: Tx, agent: Agent, { action, ref, digest, deed: asked }: { readonly action: OrderActionId; readonly ref: string; readonly digest: string; readonly deed: OrderDeed }, { row, policy, viewer }: Asked, found: Extract<Located, { kind: 'there' }>): Promise<OrderActionTable> {
    const { clock, envelope } = this.#deps;
    const money = moneyOf(asked);
    const judged = judgeAct(policy.orders, { roles: viewer.roles, level: row.verification }, asked.kind, money);
    const waits = judged.kind === 'needs-approval';
    const now = clock.now();
    const head = { id: action, customer_id: row.customer_id };
    const number = shownNumber(found.now.number, policy.redaction);
    // What is written into a shop is redacted as what is written here.
    const deed: OrderDeed = asked.kind === 'note' ? { ...asked, text: redactText(asked.text, policy.redaction).text.slice(0, 500) } : asked;
    const written: OrderActionTable = {
      ...head,
      agent_id: agent.id,
      conversation_id: row.id,
      shop_id: found.record.id,
      order_ref: ref,
      act: deed.kind,
      amount: money?.minor ?? null,
      currency: money?.currency ?? null,
      deed: digest,
      state: waits ? 'waiting' : 'begun',
      why: null,
      scope: null,
      asked_at: now,
      begun_at: waits ? null : now,
      decided_by: null,
      decided_at: null,
      settled_at: null,
      content: await sealLedger(tx, envelope, head, { order: found.order, number, deed }),
    };
    await tx.insertInto('order_actions').values(written).execute();
    await this.#note(tx, agent, waits ? 'order.asked' : 'order.begun', row, deed, { action });
    if (waits) await this.settling.tell(tx, written, agent, orderLine.asked(agent.name, written, number));
    return written;
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.store.transaction().execute(work);
  }

  #note(tx: Tx, agent: Agent, action: string, { id, customer_id }: ConversationTable, deed: OrderDeed, detail: Readonly<Record<string, string>>): Promise<void> {
    const money = moneyOf(deed);
    return this.#deps.audit.append(tx, { actor: `agent:${agent.id}`, action, subject: customer_id, detail: { conversation: id, act: deed.kind, ...(money === null ? {} : { minor: money.minor, currency: money.currency }), ...detail } });
  }
}

function moneyOf(deed: OrderDeed): Money | null {
  return deed.kind === 'refund' ? deed.amount : null;
}

/** What could be the number of a card is taken for one, also where an order's should stand. */
function shownNumber(number: string, redaction: RedactionPolicy): string {
  return redactText(number, destroyingOnly(redaction)).text.slice(0, 60);
}

