import type { IdentityReason, VerifyAnswer } from '../../shared/contract/console/verifying.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { type ConversationId, CustomerId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { isAtLeast, type Verification } from '../../shared/domain/verification.ts';
import { redactText } from '../../shared/redaction/index.ts';
import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent } from '../conversations/conversations.ts';
import { openIdentities } from '../conversations/customers.ts';
import { levelInDoubt } from '../conversations/level-in-doubt.ts';
import { writeLine } from '../conversations/reassign.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, FanOut, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { identifiersOf } from './identifiers.ts';
import { inSight, LookError } from './in-sight.ts';
import { provesOrder, type Told } from './order-proof.ts';
import { readShops } from './shop-records.ts';
import type { FoundInShops, Shops } from './shops.ts';
import { giveTryBack, takeTry } from './verification-tries.ts';

export interface VerificationsDeps {
  readonly store: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
  readonly shops: Shops;
  readonly fanOut: FanOut;
}

const overLimit = {
  conversation: 'Too many tries went wrong in this conversation. Nothing is compared here for up to an hour. Tell the customer nothing personal until then.',
  agent: 'Too many of your tries went wrong in this hour. Ask your lead, or try again later.',
} as const;

const reasonWords: Readonly<Record<Exclude<IdentityReason['kind'], 'other'>, string>> = {
  'called-back': 'called back on a known number',
  'document-seen': 'identity document seen in person',
};

const nothingFound: FoundInShops = { orders: [], more: false, consent: null, silent: [] };

/**
 * How far a customer is known, as people raise it and take it back. What a customer has told is compared here with what shops say
 * of their orders, and neither is ever stored or told to anybody.
 */
export class CustomerVerifications {
  readonly #deps: VerificationsDeps;

  constructor(deps: VerificationsDeps) {
    this.#deps = deps;
  }

  /**
   * Raises the level to `order` where what the customer has told is so of one of their own orders. It is never lowered by this.
   * @throws LookError `look-gone`, `look-denied`, `look-limit`; `look-changed` where more was written, or became known, while shops were asked
   */
  async verify(agent: Agent, conversation: ConversationId, told: Told): Promise<VerifyAnswer> {
    const { envelope, clock, shops } = this.#deps;
    const kind = told.known.kind;
    const asked = await this.#tx(async (tx) => {
      const { row } = await inSight(tx, this.#deps, agent, conversation, 'customer.verify');
      const records = await readShops(tx, envelope);
      if (records.length === 0) return 'no-shop';
      const taken = await takeTry(tx, conversation, agent.id, clock.now());
      if (taken.kind === 'over-limit') {
        await this.#note(tx, agent, 'customer.verify-over-limit', row, { of: taken.of });
        return taken;
      }
      const identities = await openIdentities(tx, envelope, CustomerId.parse(row.customer_id));
      return { kind: 'may' as const, before: row, records, taken, identifiers: identifiersOf(identities), phones: identities.flatMap((each) => (each.kind === 'phone' || each.kind === 'whatsapp' ? [each.value] : [])) };
    });
    if (asked === 'no-shop') return { kind: 'no-shop' };
    // Refused after the commit: the audit log keeps the try.
    if (asked.kind === 'over-limit') throw new LookError('look-limit', overLimit[asked.of]);
    // No transaction is open meanwhile: a shop may take its time.
    const found = asked.identifiers.length === 0 ? nothingFound : await shops.find(asked.records, asked.identifiers);
    const proven = provesOrder(found.orders, told, asked.phones);
    const answer = await this.#tx(async (tx): Promise<VerifyAnswer | 'changed'> => {
      // Sight may have been lost meanwhile, too.
      const { row } = await inSight(tx, this.#deps, agent, conversation, 'customer.verify');
      // What somebody else has just written is not covered by what was told before it.
      if (!isAsBefore(row, asked.before)) {
        await this.#note(tx, agent, 'customer.not-verified', row, { told: kind, why: 'changed' });
        return 'changed';
      }
      if (proven) {
        await giveTryBack(tx, asked.taken.id);
        await this.#note(tx, agent, 'customer.verified', row, { told: kind });
        if (!isAtLeast(row.verification, 'order')) await this.#set(tx, agent, row, 'order', `${agent.name} confirmed the customer by an order.`);
        return { kind: 'confirmed' };
      }
      // Of a try with which nothing was compared nothing can be learned.
      if (found.silent.length > 0 && found.orders.length === 0) await giveTryBack(tx, asked.taken.id);
      await this.#note(tx, agent, 'customer.not-verified', row, { told: kind, why: found.silent.length > 0 ? 'silent' : 'wrong' });
      return found.silent.length > 0 ? { kind: 'silent' } : { kind: 'not-confirmed', left: asked.taken.left };
    });
    if (answer === 'changed') throw new LookError('look-changed', 'Something new came into this conversation meanwhile. Look at it, and try again.');
    return answer;
  }

  /** Somebody has shown who they are, says a lead. @throws LookError `look-gone`, `look-denied` */
  identify(agent: Agent, conversation: ConversationId, reason: IdentityReason): Promise<void> {
    return this.#tx(async (tx) => {
      const { row, policy } = await inSight(tx, this.#deps, agent, conversation, 'customer.identify');
      const why = reason.kind === 'other' ? redactText(reason.words.replaceAll(/\s+/g, ' '), policy.redaction).text : reasonWords[reason.kind];
      await this.#note(tx, agent, 'customer.identified', row, { reason: reason.kind });
      await this.#set(tx, agent, row, 'identity', `${agent.name} confirmed who the customer is: ${why}.`);
    });
  }

  /** Takes back how far somebody is known. @throws LookError `look-gone`, `look-denied` */
  doubt(agent: Agent, conversation: ConversationId): Promise<void> {
    return this.#tx(async (tx) => {
      const { row } = await inSight(tx, this.#deps, agent, conversation, 'customer.verify');
      const level = levelInDoubt(row);
      if (level === row.verification) return;
      await this.#note(tx, agent, 'customer.doubted', row, { from: row.verification, to: level });
      await this.#set(tx, agent, row, level, `${agent.name} is no longer sure who the customer is.`);
    });
  }

  async #set(tx: Tx, agent: Agent, row: ConversationTable, verification: Verification, line: string): Promise<void> {
    const { envelope, fanOut } = this.#deps;
    const changed = await changeConversation(tx, envelope, row, { verification });
    await fanOut.publish(tx, newsOf(changed, [await conversationEvent(tx, envelope, changed), await writeLine(tx, this.#deps, changed, agent, line)]));
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.store.transaction().execute(work);
  }

  #note(tx: Tx, agent: Agent, action: string, { id, customer_id }: ConversationTable, detail: Readonly<Record<string, string>>): Promise<void> {
    return this.#deps.audit.append(tx, { actor: `agent:${agent.id}`, action, subject: customer_id, detail: { conversation: id, ...detail } });
  }
}

function isAsBefore(now: ConversationTable, before: ConversationTable): boolean {
  return now.verification === before.verification && now.last_message_at === before.last_message_at && now.customer_id === before.customer_id;
}
