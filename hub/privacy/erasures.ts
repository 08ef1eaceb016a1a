import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { ConversationId, CustomerId, DeviceId } from '../../shared/domain/ids.ts';
import type { Agent, Customer } from '../../shared/domain/people.ts';
import { policyIn, redactText } from '../../shared/redaction/index.ts';
import { maySee } from '../conversations/audience.ts';
import { customerSince, readCustomer } from '../conversations/customers.ts';
import { openMerge } from '../conversations/merging/merge-content.ts';
import { viewers } from '../enrolment/viewers.ts';
import type { Mailboxes } from '../mailbox/mailbox.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, MessagePolicy, Tx } from '../ports.ts';
import type { BlockedSenders } from '../routing/blocked-senders.ts';
import type { Beginnings } from '../writing/beginnings.ts';
import { whoMay } from './allowed.ts';
import { eraseRows } from './erase-rows.ts';
import { originalsOf } from './originals.ts';
import { beginningsOf, conversationsOf, type KnownBy, knownBy, messagesOf, whoAreOne } from './theirs.ts';

export type ErasureProblem = 'erase-not-allowed' | 'erase-unknown' | 'erase-held' | 'erase-order' | 'erase-not-confirmed' | 'erase-reason' | 'hold-there' | 'hold-none';
export class ErasureError extends SealdeskError<ErasureProblem> {}

export interface ErasuresDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policy: MessagePolicy;
  readonly agents: Agents;
  readonly blockedSenders: BlockedSenders;
  readonly mailboxes: Pick<Mailboxes, 'send' | 'discardWaiting'>;
  readonly beginnings: Pick<Beginnings, 'tellMoved'>;
}

/** Who asks for it, by the address they are known by, and who runs the command. */
export interface Asked {
  readonly by: string;
  readonly actor: string;
}

/** What there is of a customer, by numbers. */
export interface Theirs {
  /** Customers who were merged into them, and go with them. */
  readonly merged: number;
  readonly conversations: number;
  readonly messages: number;
  readonly files: number;
  readonly fileBytes: number;
  /** Of answers, notes, and of what is to begin. */
  readonly drafts: number;
  readonly notes: number;
  /** Accepted, and not sent: they never will be. */
  readonly unsent: number;
  readonly orderChanges: number;
  readonly originals: number;
  readonly blocked: number;
}

export interface Preview {
  readonly customer: Customer;
  readonly since: number;
  readonly theirs: Theirs;
  /** Laptops whose agents may see any of it. All others are told as well: they may have had it before. */
  readonly laptops: readonly DeviceId[];
  readonly held: boolean;
  /** Changes to orders of which it is not known yet what became of them. */
  readonly settling: number;
}

export interface Erased {
  readonly customer: CustomerId;
  readonly at: number;
  readonly laptops: readonly DeviceId[];
}

/**
 * A customer is erased (GDPR article 17): all that the hub has of them in one transaction, with their data keys, and what laptops have by a mail
 * that each confirms. Who writes again afterwards is somebody new.
 */
export class Erasures {
  readonly #deps: ErasuresDeps;

  constructor(deps: ErasuresDeps) {
    this.#deps = deps;
  }

  /** What would go; nothing is changed. @throws ErasureError `erase-not-allowed`, `erase-unknown` */
  async preview(tx: Tx, { by }: Pick<Asked, 'by'>, id: CustomerId | null): Promise<Preview> {
    await this.#allowed(tx, by);
    const { holder, since } = await known(tx, id);
    const who = await whoAreOne(tx, holder);
    return {
      customer: await readCustomer(tx, this.#deps.envelope, holder),
      since,
      theirs: await this.#count(tx, who, await knownBy(tx, this.#deps.envelope, who)),
      laptops: await laptopsThatSee(tx, who),
      held: await isHeld(tx, who),
      settling: await settling(tx, who),
    };
  }

  /**
   * In the caller's transaction: all of it, or nothing.
   * @param confirmed their name, or an address or number they are known by, as a person has typed it
   * @param because stays in the audit log for good, so it may say nothing of theirs
   * @param reading laptops that are connected and unlocked: what is on its way to them is taken away again by what follows it
   * @throws ErasureError
   */
  async erase(tx: Tx, { by, actor }: Asked, id: CustomerId | null, { confirmed, because }: { readonly confirmed: string; readonly because: string }, reading: (id: DeviceId) => boolean): Promise<Erased> {
    const { audit, clock, envelope, mailboxes, beginnings } = this.#deps;
    const person = await this.#allowed(tx, by);
    const { holder } = await known(tx, id);
    const who = await whoAreOne(tx, holder);
    if (await isHeld(tx, who)) throw new ErasureError('erase-held', 'Nothing of this customer may be erased now: there is a legal hold. Lift it first with "sealdesk customer unhold", if it has ended.');
    if ((await settling(tx, who)) > 0) throw new ErasureError('erase-order', 'A shop was asked to change an order of theirs, and it is not known yet whether it did. Try again in some minutes: the hub looks each minute.');
    const customer = await readCustomer(tx, envelope, holder);
    const addresses = await knownBy(tx, envelope, who);
    if (!isConfirmedBy(confirmed, customer, addresses)) throw new ErasureError('erase-not-confirmed', 'What was typed is neither the name of this customer nor an address or number of theirs. Nothing was erased.');
    const called = [customer.name, ...(await mergedNames(tx, envelope, holder))];
    if (called.some((name) => namesSomebody(because, { name }, addresses)) || redactText(because, policyIn((await this.#deps.policy(tx)).redaction, { channel: 'email', direction: 'in' })).findings.length > 0) throw new ErasureError('erase-reason', 'The reason stays in the audit log for good: say it without a name, an address or a number of the customer’s, by the number of their request for example. Nothing was erased.');

    const theirs = await this.#count(tx, who, addresses);
    const conversations = await conversationsOf(tx, who).orderBy('id').execute();
    // What waits for a laptop that is away, or locked, holds their words: it is not to be read first.
    await mailboxes.discardWaiting(tx, reading);
    const laptops = (await viewers(tx)).map(({ deviceId }) => deviceId);
    const purges = conversations.map((row) => ({ e: 'conversation.purged' as const, conversationId: ConversationId.parse(row.id), erased: holder }));
    if (purges.length > 0) for (const deviceId of laptops) await mailboxes.send(tx, deviceId, purges);
    await beginnings.tellMoved(tx, await eraseRows(tx, this.#deps, who, addresses));
    await audit.append(tx, { actor, action: 'customer.erased', subject: holder, detail: { for: person.id, because, laptops: purges.length > 0 ? laptops.length : 0, ...theirs } });
    for (const merged of who.slice(1)) await audit.append(tx, { actor, action: 'customer.erased', subject: merged, detail: { for: person.id, with: holder } });
    return { customer: holder, at: clock.now(), laptops: purges.length > 0 ? laptops : [] };
  }

  /** Who has been erased, newest first, and which laptops have not confirmed yet that they have nothing of them any more. @throws ErasureError `erase-not-allowed` */
  async list(tx: Tx, { by }: Pick<Asked, 'by'>): Promise<Erased[]> {
    await this.#allowed(tx, by);
    const waiting = await tx.selectFrom('unconfirmed_purges').select(['device_id', 'customer_id']).distinct().where('customer_id', 'is not', null).orderBy('device_id').execute();
    const entries = await tx.selectFrom('audit').select(['subject', 'at', 'detail']).where('action', '=', 'customer.erased').orderBy('position', 'desc').execute();
    // Those who were merged into another went with them, and have no entry of their own here.
    return entries.filter(({ detail }) => !('with' in (JSON.parse(detail) as object))).map(({ subject, at }) => ({ customer: CustomerId.parse(subject), at, laptops: waiting.filter((row) => row.customer_id === subject).map((row) => DeviceId.parse(row.device_id)) }));
  }

  /** Nothing of them is erased from now on, nor of who was merged into them, should that be taken back. @throws ErasureError `erase-not-allowed`, `erase-unknown`, `hold-there` */
  async hold(tx: Tx, { by, actor }: Asked, id: CustomerId | null): Promise<CustomerId> {
    const { audit, clock } = this.#deps;
    const person = await this.#allowed(tx, by);
    const { holder } = await known(tx, id);
    const who = await whoAreOne(tx, holder);
    const there = (await tx.selectFrom('customer_holds').select('customer_id').where('customer_id', 'in', who).execute()).map(({ customer_id }) => customer_id);
    const placed = who.filter((each) => !there.includes(each));
    if (placed.length === 0) throw new ErasureError('hold-there', 'There is a legal hold on this customer already.');
    for (const each of placed) {
      await tx.insertInto('customer_holds').values({ customer_id: each, placed_by: person.id, placed_at: clock.now() }).execute();
      await audit.append(tx, { actor, action: 'customer.held', subject: each, detail: { for: person.id } });
    }
    return holder;
  }

  /** Lifts every hold on them, and on those who were merged into them. @throws ErasureError `erase-not-allowed`, `erase-unknown`, `hold-none` */
  async unhold(tx: Tx, { by, actor }: Asked, id: CustomerId | null): Promise<CustomerId> {
    const person = await this.#allowed(tx, by);
    const { holder } = await known(tx, id);
    const lifted = await tx.deleteFrom('customer_holds').where('customer_id', 'in', await whoAreOne(tx, holder)).returning('customer_id').execute();
    if (lifted.length === 0) throw new ErasureError('hold-none', 'There is no legal hold on this customer.');
    for (const { customer_id } of lifted) await this.#deps.audit.append(tx, { actor, action: 'customer.unheld', subject: customer_id, detail: { for: person.id } });
    return holder;
  }

  async #allowed(tx: Tx, by: string): Promise<Agent> {
    const person = await whoMay(tx, this.#deps.agents, by, 'privacy.erase');
    if (person === null) throw new ErasureError('erase-not-allowed', 'Nobody with this address may erase customers, or hold them. It takes the role "privacy".');
    return person;
  }

  async #count(tx: Tx, who: readonly CustomerId[], addresses: readonly KnownBy[]): Promise<Theirs> {
    const { envelope, blockedSenders } = this.#deps;
    const conversations = conversationsOf(tx, who);
    const { quarantined, spooled } = await originalsOf(tx, envelope, addresses);
    const begun = (await beginningsOf(tx, envelope, who)).filter(({ content }) => content !== null);
    const files = await tx.selectFrom('attachments').select((e) => [e.fn.countAll<number>().as('n'), e.fn.sum<number | null>('size').as('bytes')]).where('message_id', 'in', messagesOf(tx, who)).executeTakeFirstOrThrow();
    const drafts = await tx.selectFrom('drafts').select('kind').where('conversation_id', 'in', conversations).where('content', 'is not', null).execute();
    const notes = await tx.selectFrom('customer_notes').select('id').where('customer_id', 'in', who).execute();
    const unsent = await tx.selectFrom('deliveries').select('message_id').where('conversation_id', 'in', conversations).where('state', 'in', ['waiting', 'sending']).execute();
    const orderChanges = await tx.selectFrom('order_actions').select('id').where('customer_id', 'in', who).execute();
    return {
      merged: who.length - 1,
      conversations: (await conversations.execute()).length,
      messages: (await messagesOf(tx, who).execute()).length,
      files: files.n,
      fileBytes: files.bytes ?? 0,
      drafts: drafts.length + begun.length,
      notes: notes.length,
      unsent: unsent.length,
      orderChanges: orderChanges.length,
      originals: quarantined.length + spooled.length,
      blocked: await blockedSenders.blockedOf(tx, addresses),
    };
  }
}

/** @throws ErasureError `erase-unknown` */
async function known(tx: Tx, id: CustomerId | null): Promise<{ readonly holder: CustomerId; readonly since: number }> {
  const since = id === null ? null : await customerSince(tx, id);
  if (id === null || since === null) throw new ErasureError('erase-unknown', 'Nobody is known here by that. Who was erased before is listed by "sealdesk customer erase --status".');
  return { holder: id, since };
}

/** What those were called who were merged into them: it lies with the merges. */
async function mergedNames(tx: Tx, envelope: Envelope, holder: CustomerId): Promise<string[]> {
  const names: string[] = [];
  for (const merge of await tx.selectFrom('customer_merges').selectAll().where('into_id', '=', holder).where('undone_at', 'is', null).execute()) names.push((await openMerge(tx, envelope, merge)).name);
  return names;
}

async function isHeld(tx: Tx, who: readonly CustomerId[]): Promise<boolean> {
  return (await tx.selectFrom('customer_holds').select('customer_id').where('customer_id', 'in', who).executeTakeFirst()) !== undefined;
}

/** Until it is known what a shop did, this is what keeps a refund from being made twice. */
async function settling(tx: Tx, who: readonly CustomerId[]): Promise<number> {
  return (await tx.selectFrom('order_actions').select('id').where('customer_id', 'in', who).where('state', 'in', ['begun', 'unknown']).execute()).length;
}

async function laptopsThatSee(tx: Tx, who: readonly CustomerId[]): Promise<DeviceId[]> {
  const all = await tx.selectFrom('conversations').select(['assignee_id', 'team_id']).where('customer_id', 'in', who).execute();
  return (await viewers(tx)).filter(({ viewer }) => all.some((each) => maySee(viewer, each))).map(({ deviceId }) => deviceId);
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
/** As a number is kept: digits alone. */
const digits = (text: string) => text.replaceAll(/[\s()+/.-]/g, '');

/** Whether what was typed is theirs: the whole of it. Whoever has neither name nor address is named by their id. */
export function isConfirmedBy(typed: string, { id, name }: Pick<Customer, 'id' | 'name'>, addresses: readonly KnownBy[]): boolean {
  const given = folded(typed);
  if (given === '') return false;
  if (given === folded(name) || addresses.some(({ value }) => folded(value) === given)) return true;
  if (addresses.some(({ kind, value }) => (kind === 'phone' || kind === 'whatsapp') && digits(value) === digits(given))) return true;
  return folded(name) === '' && addresses.length === 0 && given === id;
}

/** Whether a text says anything by which the customer could be found again: a word of their name, an address, a number. */
export function namesSomebody(text: string, { name }: Pick<Customer, 'name'>, addresses: readonly KnownBy[]): boolean {
  const said = folded(text);
  if (said.includes('@') || addresses.some(({ value }) => said.includes(folded(value)) || (/^\d{5,}$/.test(digits(value)) && digits(said).includes(digits(value))))) return true;
  const words = new Set(said.match(/[\p{L}\p{N}]+/gu) ?? []);
  return (folded(name).match(/[\p{L}\p{N}]{3,}/gu) ?? []).some((word) => words.has(word));
}
