import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BlockedSender } from '../../shared/contract/console/routing.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { addressOf } from '../conversations/customers.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import { readConversation } from '../conversations/conversations.ts';
import { maySee } from '../conversations/audience.ts';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { Audit, Envelope, Tx, Viewer } from '../ports.ts';
import type { BlockedSenderTable } from '../store/tables/routing.ts';

export class BlockedSenderError extends SealdeskError<'conversation-gone' | 'no-address' | 'not-blocked'> {}

type Kind = BlockedSenderTable['kind'];
const Value = z.object({ value: z.string() });
const context = (index: Uint8Array) => `blocked_senders.value:${Buffer.from(index).toString('hex')}`;

export interface Sender {
  readonly kind: Kind;
  readonly value: string;
}

/**
 * Whose messages nobody is to be bothered with. They are stored all the same, so that a mistake loses nothing: in a
 * conversation that is resolved from the beginning, or that stays as it was.
 */
export class BlockedSenders {
  readonly #envelope: Envelope;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(envelope: Envelope, audit: Audit, clock: Clock) {
    this.#envelope = envelope;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Also by the domain of an e-mail address. */
  async has(tx: Tx, sender: Sender): Promise<boolean> {
    const asked = sender.kind === 'email' ? [sender, { kind: 'domain' as const, value: sender.value.slice(sender.value.lastIndexOf('@') + 1) }] : [sender];
    const row = await tx.selectFrom('blocked_senders').select('kind').where('value_index', 'in', asked.map((each) => this.#index(each))).executeTakeFirst();
    return row !== undefined;
  }

  /** Twice is once. */
  async block(tx: Tx, actor: string, sender: Sender): Promise<void> {
    const index = this.#index(sender);
    // Not the hash: the audit log keeps what it says, also when the sender is erased.
    const id = randomUUID();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('blocked_senders')
      .values({ value_index: index, id, kind: sender.kind, value: this.#envelope.sealSystem(context(index), utf8(JSON.stringify({ value: sender.value }))), blocked_by: actor, blocked_at: this.#clock.now() })
      .onConflict((conflict) => conflict.column('value_index').doNothing())
      .executeTakeFirst();
    if ((numInsertedOrUpdatedRows ?? 0n) > 0n) await this.#audit.append(tx, { actor, action: 'sender.blocked', subject: id, detail: { kind: sender.kind } });
  }

  /** Whoever writes in a conversation that the agent sees. @throws BlockedSenderError `conversation-gone`, `no-address` */
  async blockCustomer(tx: Tx, agent: Viewer, conversationId: string): Promise<void> {
    const conversation = await readConversation(tx, conversationId);
    if (conversation === null || !maySee(agent, conversation)) throw new BlockedSenderError('conversation-gone', 'This conversation is not among those you can see. It may have been assigned to somebody else.');
    if (conversation.channel === 'phone') throw new BlockedSenderError('no-address', 'There is no address to block on this channel.');
    const value = await addressOf(tx, this.#envelope, CustomerId.parse(conversation.customer_id), conversation.channel, conversation.identity_id);
    if (value === null) throw new BlockedSenderError('no-address', 'There is no address to block on this channel.');
    await this.block(tx, `agent:${agent.id}`, { kind: conversation.channel, value: conversation.channel === 'email' ? value.toLowerCase() : value });
  }

  /** @param id as `list` names it. @throws BlockedSenderError `not-blocked` */
  async unblock(tx: Tx, actor: string, id: string): Promise<void> {
    const gone = await tx.deleteFrom('blocked_senders').where('value_index', '=', Uint8Array.from(Buffer.from(id, 'hex'))).returning('id').executeTakeFirst();
    if (gone === undefined) throw new BlockedSenderError('not-blocked', 'This sender is not blocked. See "sealdesk sender list".');
    await this.#audit.append(tx, { actor, action: 'sender.unblocked', subject: gone.id ?? id });
  }

  /** They were erased: that they were blocked goes with them, and says nothing to the audit log that would lead back to them. @returns how many */
  async forget(tx: Tx, senders: readonly Sender[]): Promise<number> {
    if (senders.length === 0) return 0;
    const { numDeletedRows } = await tx.deleteFrom('blocked_senders').where('value_index', 'in', senders.map((each) => this.#index(each))).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Of these, those that are blocked themselves. */
  async blockedOf(tx: Tx, senders: readonly Sender[]): Promise<number> {
    if (senders.length === 0) return 0;
    const { n } = await tx.selectFrom('blocked_senders').select((e) => e.fn.countAll<number>().as('n')).where('value_index', 'in', senders.map((each) => this.#index(each))).executeTakeFirstOrThrow();
    return n;
  }

  /** The newest first; addresses masked, as everywhere outside the hub. */
  async list(tx: Tx): Promise<BlockedSender[]> {
    const rows = await tx.selectFrom('blocked_senders').selectAll().orderBy('blocked_at', 'desc').orderBy('value_index').limit(2_000).execute();
    return rows.map(({ value_index, kind, value, blocked_at }) => ({
      id: name(value_index),
      kind,
      shown: shownAs(kind, Value.parse(JSON.parse(Buffer.from(this.#envelope.openSystem(context(value_index), value)).toString('utf8'))).value),
      blockedAt: blocked_at,
    }));
  }

  #index({ kind, value }: Sender): Uint8Array {
    return this.#envelope.blindIndex('content', `blocked\n${kind}\n${value}`);
  }
}

const shownAs = (kind: Kind, value: string) => (kind === 'domain' ? `@${value}` : maskedIdentity(kind, value));
const name = (index: Uint8Array) => Buffer.from(index).toString('hex');
