import type { CustomerNote, CustomerSeen } from '../../shared/contract/console/customers.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { type ConversationId, CustomerId, type CustomerNoteId } from '../../shared/domain/ids.ts';
import type { Permission } from '../../shared/domain/permission.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { customerSince, openIdentities, readCustomer } from '../conversations/customers.ts';
import { rememberNote } from '../conversations/merging/merge-content.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, Tx, Viewer } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { addNote, readNotes, removeNote } from './customer-notes.ts';
import { identifiersOf } from './identifiers.ts';
import { gone, inSight, LookError } from './in-sight.ts';
import { type Eyes, seenBy, seesOrders, sensitiveIn } from './seen.ts';
import { readShops } from './shop-records.ts';
import type { Shops } from './shops.ts';

const hour = 3_600_000;

export interface LooksDeps {
  readonly store: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
  readonly shops: Shops;
}

/**
 * What an agent sees of the customer of a conversation. The conversation names the customer, so that nobody can look up
 * whom they like; the customer's own identifiers, as the hub holds them, are what shops are asked by. Nothing that a shop
 * said is ever stored.
 */
export class CustomerLooks {
  readonly #deps: LooksDeps;

  constructor(deps: LooksDeps) {
    this.#deps = deps;
  }

  /**
   * @param agent in the roles of the laptop that asks.
   * @throws LookError `look-gone` for what is not there or may not be seen: the two are not told apart; `look-limit`
   */
  async look(agent: Viewer, conversation: ConversationId): Promise<CustomerSeen> {
    const { store, shops } = this.#deps;
    const asked = await this.#tx(async (tx) => {
      const { row, policy, viewer } = await this.#find(tx, agent, conversation, 'customer.read.masked');
      const customer = CustomerId.parse(row.customer_id);
      if (!(await this.#mayLookUp(tx, agent, customer, policy))) return 'over-limit';
      if (!seesOrders(eyesOf(viewer, row, policy))) return { customer, by: 'not-asked' as const };
      const records = await readShops(tx, this.#deps.envelope);
      if (records.length === 0) return { customer, by: 'no-shop' as const };
      const identifiers = identifiersOf(await openIdentities(tx, this.#deps.envelope, customer));
      return { customer, by: identifiers.length === 0 ? ('no-key' as const) : { records, identifiers } };
    });
    // Refused after the commit: the audit log keeps the try.
    if (asked === 'over-limit') throw new LookError('look-limit', 'You have looked up as many customers in this hour as your company allows. Ask your lead, or try again later.');
    // No transaction is open meanwhile: a shop may take its time.
    const { customer, by } = asked;
    const found = typeof by === 'string' ? by : await shops.find(by.records, by.identifiers);
    return store.transaction().execute(async (tx) => {
      // Sight, roles, level and policy may have changed while shops were asked.
      const { row, policy, viewer } = await this.#find(tx, agent, conversation, 'customer.read.masked');
      const id = CustomerId.parse(row.customer_id);
      // What was found is the former customer's.
      if (id !== customer) throw gone();
      const seen = seenBy(eyesOf(viewer, row, policy), {
        name: (await readCustomer(tx, this.#deps.envelope, id)).name,
        identities: await openIdentities(tx, this.#deps.envelope, id),
        found,
        notes: await readNotes(tx, this.#deps.envelope, this.#deps.agents, id),
        knownSince: (await customerSince(tx, id)) ?? row.created_at,
        exportedAt: await this.#exportedAt(tx, id),
      });
      const sensitive = sensitiveIn(seen);
      if (sensitive.length > 0) await this.#note(tx, agent, 'customer.shown', id, { conversation, fields: sensitive.join(' '), level: seen.level });
      return seen;
    });
  }

  /** @throws LookError `look-gone`, `look-denied`, `notes-full` */
  addNote(agent: Viewer, conversation: ConversationId, text: string): Promise<CustomerNote> {
    return this.#tx(async (tx) => {
      const { row, policy } = await this.#find(tx, agent, conversation, 'customer.note');
      const customer = CustomerId.parse(row.customer_id);
      const id = await addNote(tx, this.#deps.envelope, policy.redaction, { customer, agent: agent.id, text, at: this.#deps.clock.now() });
      if (id === null) throw new LookError('notes-full', 'There are too many notes about this customer. Remove one that nobody needs any more.');
      await rememberNote(tx, this.#deps.envelope, row, id);
      await this.#note(tx, agent, 'customer.noted', customer, { conversation });
      const kept = (await readNotes(tx, this.#deps.envelope, this.#deps.agents, customer)).find((note) => note.id === id);
      if (kept === undefined) throw gone();
      return kept;
    });
  }

  /** @throws LookError `look-gone`, also for a note of somebody else */
  removeNote(agent: Viewer, conversation: ConversationId, id: CustomerNoteId): Promise<void> {
    return this.#tx(async (tx) => {
      const { row } = await this.#find(tx, agent, conversation, 'customer.note');
      const customer = CustomerId.parse(row.customer_id);
      if (!(await removeNote(tx, { id, customer, agent: agent.id }))) throw new LookError('look-gone', 'This note is not there any more, or somebody else wrote it.');
      await this.#note(tx, agent, 'customer.note-removed', customer, { conversation });
    });
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.store.transaction().execute(work);
  }

  #find(tx: Tx, agent: Viewer, id: ConversationId, permission: Permission): ReturnType<typeof inSight> {
    return inSight(tx, this.#deps, agent, id, permission);
  }

  /** Who is looked at again within the hour is counted once: an agent comes back to a conversation many times. */
  async #mayLookUp(tx: Tx, agent: Viewer, customer: CustomerId, { fields }: Policy): Promise<boolean> {
    const now = this.#deps.clock.now();
    await tx.deleteFrom('customer_looks').where('agent_id', '=', agent.id).where('at', '<=', now - hour).execute();
    const others = await tx.selectFrom('customer_looks').select((e) => e.fn.countAll<number>().as('n')).where('agent_id', '=', agent.id).where('customer_id', '!=', customer).executeTakeFirstOrThrow();
    if (others.n >= fields.perHour) {
      await this.#note(tx, agent, 'customer.over-limit', customer, {});
      return false;
    }
    await tx
      .insertInto('customer_looks')
      .values({ agent_id: agent.id, customer_id: customer, at: now })
      .onConflict((conflict) => conflict.columns(['agent_id', 'customer_id']).doUpdateSet({ at: now }))
      .execute();
    return true;
  }

  async #exportedAt(tx: Tx, id: CustomerId): Promise<number | null> {
    return (await tx.selectFrom('audit').select('at').where('action', '=', 'export.customer').where('subject', '=', id).orderBy('position', 'desc').limit(1).executeTakeFirst())?.at ?? null;
  }

  #note(tx: Tx, agent: Viewer, action: string, subject: CustomerId, detail: Readonly<Record<string, string>>): Promise<void> {
    return this.#deps.audit.append(tx, { actor: `agent:${agent.id}`, action, subject, detail });
  }
}

function eyesOf({ roles }: Viewer, { verification }: ConversationTable, { fields, redaction, orders }: Policy): Eyes {
  return { fields, redaction, orders, roles, level: verification };
}
