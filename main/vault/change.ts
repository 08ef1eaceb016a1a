import type { Conversation, Message, MessageStatus } from '../../shared/domain/conversation.ts';
import type { ConversationId, CustomerId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import {
  emptyHead,
  fromHub,
  hasLaterMessage,
  readConversation,
  readHead,
  removeHead,
  sameConversation,
  settled,
  writeConversation,
  writeHead,
  type ConversationRecord,
  type Head,
} from './conversation-record.ts';
import { headOf, headWith, previewOf } from './conversation-head.ts';
import { writeFollowers } from './conversation-followers.ts';
import { writeTags } from './conversation-tags.ts';
import { eraseBeginningsWith, forgetBeginningsWith } from './begun-with.ts';
import { transaction, type WritableDatabase } from './database.ts';
import { moveWork } from './merged.ts';
import { FreePositions } from './message-position.ts';
import { attachmentsIn, indexedText, messageColumns, messageFrom, type MessageRow } from './message-row.ts';
import { firstOwnPlace, newestMessageFirst, ofConversation } from './messages-of.ts';
import { forgetKeys } from './outgoing/with-reply.ts';
import type { PendingWork } from './pending-work.ts';
import { readPosition } from './position.ts';
import { IndexChanges } from './search/index-changes.ts';

/** How far a message has come, so that of two copies of one revision the later state stays. */
const progress: Readonly<Record<MessageStatus, number>> = { queued: 0, conflict: 0, received: 1, accepted: 1, sent: 2, failed: 3, delivered: 4, read: 5 };

/** Exported for the test of query plans. */
export const orderQueries = {
  newest: `SELECT sent_at, place, id FROM messages WHERE ${ofConversation} AND kind IN ('inbound', 'outbound') ORDER BY ${newestMessageFirst} LIMIT 1`,
  /** Of what the hub does not have yet, which is little. */
  lastOwn: 'SELECT max(place) AS last FROM messages INDEXED BY messages_only_here WHERE revision = 0',
} as const;

const insertMessage = 'INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING';

/** One that stands here so already is not written again. */
const storeCustomer = `INSERT INTO customers (id, name, identities) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, identities = excluded.identities WHERE name <> excluded.name OR identities <> excluded.identities`;

/** By name alone, where nothing is known of them. */
const nameCustomer = "INSERT INTO customers (id, name, identities) VALUES (?, ?, '[]') ON CONFLICT (id) DO NOTHING";

interface Touched {
  record: ConversationRecord | undefined;
  readonly stored: ConversationRecord | undefined;
  /** While there is no record. */
  head: Head;
  readonly storedHead: Head;
}

/**
 * The changes of one transaction to conversations, messages and their search index. Rows of messages
 * are written at once; what is derived from many of them (list rows, index, counters) at the end.
 */
export class Change {
  readonly database: WritableDatabase;
  readonly #index = new IndexChanges();
  readonly #touched = new Map<ConversationId, Touched>();
  readonly #changed = new Set<ConversationId>();
  #conversations = 0;
  #messages = 0;
  readonly #generation: number;
  readonly #positions: FreePositions;
  readonly #customers = new Map<string, Customer>();
  /** Customers that a conversation has moved away from. */
  readonly #left = new Set<string>();

  private constructor(database: WritableDatabase) {
    this.database = database;
    this.#generation = readPosition(database).generation;
    this.#positions = new FreePositions(database);
  }

  /** Runs `body` and everything that follows from it in one transaction. Returns its result and the conversations that changed. */
  static run<Result>(database: WritableDatabase, body: (change: Change) => Result): { result: Result; changed: ConversationId[] } {
    return transaction(database, () => {
      const change = new Change(database);
      const result = body(change);
      return { result, changed: change.#finish() };
    });
  }

  /** A conversation as the hub has it; an older revision, or the same again, changes nothing. */
  storeConversation(conversation: Conversation, customer: Customer): void {
    const touched = this.#touch(conversation.id);
    if (touched.record !== undefined && touched.record.revision >= conversation.revision) {
      touched.record = { ...touched.record, generation: this.#generation };
      return;
    }
    if (customer.id === conversation.customerId) this.#storeCustomer(customer);
    // A row is there for whom it is with, or the mail could never be stored; of the other customer nothing is said here.
    else this.database.run(nameCustomer, [conversation.customerId, conversation.customerName]);
    const nameBefore = touched.record?.customer_name ?? '';
    const customerBefore = touched.record?.customer_id;
    if (customerBefore !== undefined && customerBefore !== conversation.customerId) this.#left.add(customerBefore);
    const mergedBefore = touched.record?.merged_into ?? null;
    touched.record = fromHub(conversation, touched.record ?? touched.head, this.#generation);
    if (conversation.mergedInto !== null && mergedBefore === null) this.#workGoesTo(conversation.id, conversation.mergedInto);
    if (nameBefore !== conversation.customerName) this.#renameInIndex(conversation.id, nameBefore, conversation.customerName);
  }

  /** A conversation begun here, which the hub does not know yet; any word of the hub's about it takes its place. */
  storeOwnConversation(conversation: Conversation, customer: Customer): void {
    const touched = this.#touch(conversation.id);
    this.#storeCustomer(customer);
    touched.record = { ...fromHub(conversation, touched.head, this.#generation), revision: 0 };
  }

  /**
   * A message as the hub has it, new or replaced; an older revision changes nothing.
   * @param call where it calls the agent: whether that counts also where the conversation has been read further than that
   */
  storeMessage(message: Message, call: { readonly readToo: boolean } | null = null): void {
    const fresh = this.#insert(message, message.revision);
    if (!fresh || call === null) return;
    const { record, head } = this.#touch(message.conversationId);
    if (call.readToo || message.sentAt > (record ?? head).read_to) this.#call(message.conversationId, message.sentAt);
  }

  /** A message written here, which the hub does not know yet. */
  storeOwnMessage(message: Message): void {
    this.#insert(message, 0);
  }

  setMessageStatus(messageId: string, status: MessageStatus, failure: string | null): void {
    const row = this.#message(messageId);
    if (row === undefined) return;
    this.#touch(row.conversation_id as ConversationId);
    this.database.run('UPDATE messages SET status = ?, failure = ? WHERE position = ?', [status, failure, row.position]);
  }

  /** A message of this device that the hub has taken or refused, unless the hub's copy is here already. */
  settleOwnMessage(messageId: string, status: 'accepted' | 'failed' | 'conflict', failure: string | null): void {
    if (this.#message(messageId)?.revision === 0) this.setMessageStatus(messageId, status, failure);
  }

  /** A message of this device that came back goes out again, and stands where it is sent now. */
  queueOwnMessageAgain(messageId: string, sentAt: number): void {
    const row = this.#message(messageId);
    if (row?.revision === 0) this.#write({ ...messageFrom(row), attachments: attachmentsIn(row), sentAt, status: 'queued', failure: null }, 0, row);
  }

  /** A message of this device that the hub does not have goes, with its search entries; the conversation's row is as before it. */
  removeOwnMessage(messageId: string): void {
    if (this.#message(messageId)?.revision === 0) this.removeMessage(messageId);
  }

  /** A message of the hub's that the agent may not see any more, with its search entries. */
  removeMessage(messageId: string): void {
    const row = this.#message(messageId);
    if (row === undefined) return;
    const { record } = this.#touch(row.conversation_id as ConversationId);
    this.#index.set(row.position, indexedText(plain(row), record?.customer_name ?? ''), null);
    this.#messages -= this.database.run('DELETE FROM messages WHERE position = ?', [row.position]);
    this.#recount(row.conversation_id as ConversationId);
  }

  /** What is known of a conversation from its messages, after some have gone. */
  #recount(conversationId: ConversationId): void {
    const newest = this.database.row<{ sent_at: number; place: number; id: string }>(orderQueries.newest, [conversationId, conversationId]);
    const { at } = this.database.row<{ at: number | null }>(`SELECT max(sent_at) AS at FROM messages WHERE ${ofConversation} AND kind = 'inbound'`, [conversationId, conversationId]) ?? { at: null };
    this.#setHead(this.#touch(conversationId), (head) => ({ ...head, newest_at: newest?.sent_at ?? 0, newest_place: newest?.place ?? 0, newest_id: newest?.id ?? '', inbound_at: at ?? 0 }));
  }

  markRead(conversationId: ConversationId, upTo: number): void {
    this.#setHead(this.#touch(conversationId), (head) => ({ ...head, read_to: Math.max(head.read_to, upTo) }));
    this.database.run('DELETE FROM calls WHERE conversation_id = ?', [conversationId]);
  }

  /** The hub has done what was queued: from now on it is the hub's word, until the next one. */
  confirm(conversationId: ConversationId, values: Partial<Pick<ConversationRecord, 'hub_status' | 'hub_snoozed_until' | 'hub_assignee_id' | 'hub_priority' | 'hub_tags' | 'hub_followers'>>): void {
    const touched = this.#touch(conversationId);
    if (touched.record !== undefined) touched.record = { ...touched.record, ...values };
  }

  /** Queued work or a draft of the conversation came or went. */
  touch(conversationId: ConversationId): void {
    this.#touch(conversationId);
  }

  /** Whether it is on this laptop; asked without anything of it being another after that. */
  has(conversationId: ConversationId): boolean {
    return this.#touched.get(conversationId)?.record !== undefined || readConversation(this.database, conversationId) !== undefined;
  }

  conversation(conversationId: ConversationId): ConversationRecord | undefined {
    return this.#touch(conversationId).record;
  }

  /** Conversation, messages, search entries, draft and queued work go, and the customer with the last conversation; that it was written down is still told. */
  purge(conversationId: ConversationId): void {
    const { record, stored } = this.#touch(conversationId);
    const rows = this.#messagesOf(conversationId);
    for (const row of rows) this.#index.set(row.position, indexedText(plain(row), record?.customer_name ?? ''), null);
    this.#messages -= this.database.run(`DELETE FROM messages WHERE ${ofConversation}`, [conversationId, conversationId]);
    this.#conversations -= this.database.run('DELETE FROM conversations WHERE id = ?', [conversationId]);
    writeTags(this.database, stored, null);
    writeFollowers(this.database, stored, null);
    this.database.run('DELETE FROM calls WHERE conversation_id = ?', [conversationId]);
    removeHead(this.database, conversationId);
    this.database.run('DELETE FROM drafts WHERE conversation_id = ?', [conversationId]);
    this.database.run('DELETE FROM draft_states WHERE conversation_id = ?', [conversationId]);
    forgetKeys(this.database, conversationId);
    this.database.run("DELETE FROM outbox WHERE conversation_id = ? AND verb <> 'transcript'", [conversationId]);
    this.database.run('DELETE FROM conflicts WHERE conversation_id = ?', [conversationId]);
    this.database.run('DELETE FROM spelling_languages WHERE conversation_id = ?', [conversationId]);
    if (record !== undefined) {
      this.#customers.delete(record.customer_id);
      this.database.run('DELETE FROM customers WHERE id = ? AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = ?)', [record.customer_id, record.customer_id]);
    }
    this.#touched.delete(conversationId);
    this.#changed.add(conversationId);
  }

  /**
   * The agent may not see it any more: as `purge`, and what was begun with its customer goes with the last one.
   * @param erased the customer, where nothing of them is to be left: what was begun with them goes at once, and so do they
   */
  lose(conversationId: ConversationId, erased: CustomerId | null = null): void {
    const customer = this.#touch(conversationId).record?.customer_id;
    this.purge(conversationId);
    if (erased !== null) this.#erase(erased);
    if (customer !== undefined && this.database.row('SELECT 1 AS here FROM customers WHERE id = ?', [customer]) === undefined) forgetBeginningsWith(this.database, customer as CustomerId);
  }

  /**
   * Also what was begun with them here and the hub does not know. Every other conversation the hub names itself: one that it does not name may have become somebody else's while this
   * laptop was away (a merge was taken back), and what waits here to be sent in it is not theirs.
   */
  #erase(customer: CustomerId): void {
    this.#settleAll();
    for (const { id } of this.database.rows<{ id: ConversationId }>('SELECT id FROM conversations WHERE customer_id = ? AND revision = 0', [customer])) this.purge(id);
    eraseBeginningsWith(this.database, customer);
    this.#customers.delete(customer);
    this.database.run('DELETE FROM customers WHERE id = ? AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = ?)', [customer, customer]);
  }

  /**
   * The back-fill is complete: conversations that this session's hub never named are not the agent's to
   * see any more (their purge was in a mailbox that is gone). Those with queued work wait for its answer.
   */
  purgeUnnamed(): void {
    this.#settleAll();
    const unnamed = this.database.rows<{ id: ConversationId }>(
      "SELECT id FROM conversations WHERE generation < ? AND revision > 0 AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = conversations.id AND outbox.verb <> 'transcript')",
      [this.#generation],
    );
    for (const { id } of unnamed) this.lose(id);
    // How far conversations were read that are not here, nor any message of them: left of a repair.
    this.database.run('DELETE FROM heads WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE substr(m.conversation_id, 1, 8) = substr(heads.conversation_id, 1, 8) AND m.conversation_id = heads.conversation_id)');
  }

  replaceAgents(agents: readonly { readonly id: string; readonly name: string }[]): void {
    this.database.run('DELETE FROM agents');
    for (const agent of agents) this.database.run('INSERT OR REPLACE INTO agents (id, name) VALUES (?, ?)', [agent.id, agent.name]);
  }

  /** A conversation was merged: what the agent wrote in it and the hub does not have yet goes where it goes on. Where that is not here, it stays. */
  #workGoesTo(from: ConversationId, into: ConversationId): void {
    if (this.#touch(into).record === undefined) return;
    for (const row of this.#messagesOf(from)) {
      if (row.revision === 0 && row.kind !== 'event') this.#write({ ...messageFrom(row), conversationId: into }, 0, row);
    }
    moveWork(this.database, from, into);
  }

  #call(conversationId: ConversationId, at: number): void {
    this.database.run('INSERT INTO calls (conversation_id, at) VALUES (?, ?) ON CONFLICT (conversation_id) DO UPDATE SET at = max(at, excluded.at)', [conversationId, at]);
  }

  /** @returns whether it was not here before. Nearly all are not, so that it is looked for only where there is one of its id. */
  #insert(message: Message, revision: number): boolean {
    if (this.#write(message, revision, null)) {
      this.#messages += 1;
      return true;
    }
    const stored = this.#message(message.id);
    if (stored === undefined) throw new Error('A message was refused by its table.');
    if (revision > stored.revision) {
      this.#write(message, revision, stored);
    } else if (revision === stored.revision) {
      if (progress[message.status] > progress[stored.status]) this.setMessageStatus(message.id, message.status, message.failure);
      if (revision > 0) this.#moveUp(message, stored);
    }
    return false;
  }

  /** Its place among what was sent in one moment, where that was not known, or others have come in before it: places only grow. */
  #moveUp({ id, place, conversationId }: Message, stored: MessageRow): void {
    if (place === undefined || place <= (stored.place ?? 0)) return;
    this.database.run('UPDATE messages SET place = ? WHERE id = ?', [place, id]);
    this.#recount(conversationId);
  }

  /** @param stored as it stands here; null: it does not. @returns false where another has its id, and nothing was written */
  #write(message: Message, revision: number, stored: MessageRow | null): boolean {
    const position = stored !== null && stored.sent_at === message.sentAt ? stored.position : this.#positions.take(message.sentAt);
    if (stored !== null) this.database.run('DELETE FROM messages WHERE position = ?', [stored.position]);
    const place = revision === 0 ? this.#ownPlace(message, stored) : (message.place ?? 0);
    if (this.database.run(insertMessage, messageColumns(position, message, revision, place)) === 0) return false;
    const touched = this.#touch(message.conversationId);
    const name = touched.record?.customer_name ?? '';
    if (stored !== null) {
      const nameBefore = stored.conversation_id === message.conversationId ? name : (this.conversation(stored.conversation_id as ConversationId)?.customer_name ?? '');
      this.#index.set(stored.position, indexedText(plain(stored), nameBefore), null);
    }
    this.#index.set(position, null, indexedText(message, name));
    this.#setHead(touched, (head) => headWith(stored === null ? head : this.#readAsBefore(head, message, stored), message, place));
    if (stored === null) return true;
    if (stored.conversation_id !== message.conversationId) this.#recount(stored.conversation_id as ConversationId);
    // It may stand further up now than it did.
    else if ((touched.record ?? touched.head).newest_id === message.id) this.#recount(message.conversationId);
    return true;
  }

  /** After everything of that moment, in the order of writing. */
  #ownPlace(message: Message, stored: MessageRow | null): number {
    if (stored?.revision === 0 && stored.sent_at === message.sentAt) return stored.place ?? firstOwnPlace;
    const { last } = this.database.row<{ last: number | null }>(orderQueries.lastOwn) ?? { last: null };
    return last === null ? firstOwnPlace : Math.max(firstOwnPlace, last + 1);
  }

  /** What was read in one conversation is read in the other to which it moves, and what was not is not. */
  #readAsBefore(head: Head, { kind, conversationId, sentAt }: Message, stored: MessageRow): Head {
    if (kind !== 'inbound' || stored.conversation_id === conversationId) return head;
    const before = this.#touch(stored.conversation_id as ConversationId);
    if (sentAt > (before.record ?? before.head).read_to) return { ...head, read_to: Math.min(head.read_to, sentAt - 1) };
    return head.inbound_at <= head.read_to ? { ...head, read_to: Math.max(head.read_to, sentAt) } : head;
  }

  #message(id: string): MessageRow | undefined {
    return this.database.row<MessageRow>('SELECT * FROM messages WHERE id = ?', [id]);
  }

  #messagesOf(conversationId: ConversationId): MessageRow[] {
    return this.database.rows<MessageRow>(`SELECT * FROM messages WHERE ${ofConversation}`, [conversationId, conversationId]);
  }

  #setHead(touched: Touched, next: (head: Head) => Head): void {
    if (touched.record === undefined) touched.head = next(touched.head);
    else touched.record = { ...touched.record, ...next(headOf(touched.record)) };
  }

  #storeCustomer(customer: Customer): void {
    if (sameCustomer(this.#customers.get(customer.id), customer)) return;
    this.#customers.set(customer.id, customer);
    this.database.run(storeCustomer, [customer.id, customer.name, JSON.stringify(customer.identities)]);
  }

  #renameInIndex(conversationId: ConversationId, before: string, after: string): void {
    for (const row of this.#messagesOf(conversationId)) {
      this.#index.set(row.position, indexedText(plain(row), before), indexedText(plain(row), after));
    }
  }

  #touch(conversationId: ConversationId): Touched {
    let touched = this.#touched.get(conversationId);
    if (touched === undefined) {
      const stored = readConversation(this.database, conversationId);
      const head = (stored === undefined ? readHead(this.database, conversationId) : undefined) ?? emptyHead;
      touched = { record: stored, stored, head, storedHead: head };
      this.#touched.set(conversationId, touched);
    }
    return touched;
  }

  #finish(): ConversationId[] {
    this.#settleAll();
    this.#index.write(this.database);
    if (this.#conversations !== 0 || this.#messages !== 0) {
      this.database.run('UPDATE position SET conversations = conversations + ?, messages = messages + ?', [this.#conversations, this.#messages]);
    }
    return [...this.#changed];
  }

  /** Writes the rows that are derived: the conversation as the agent sees it, and its head. */
  #settleAll(): void {
    // Nearly always there is no queued work at all, and then none of any conversation.
    const queued = this.database.row('SELECT 1 AS some FROM outbox LIMIT 1') !== undefined;
    for (const [id, touched] of this.#touched) {
      this.#changed.add(id);
      const { record, stored } = touched;
      if (record === undefined) {
        if (touched.head !== touched.storedHead) writeHead(this.database, id, touched.head);
        continue;
      }
      if (stored === undefined) {
        this.#conversations += 1;
        if (touched.storedHead !== emptyHead) removeHead(this.database, id);
      }
      const pending = queued ? this.database.rows<PendingWork>('SELECT verb, value FROM outbox WHERE conversation_id = ? ORDER BY verb, number', [id]) : [];
      const next = settled(record, pending, hasLaterMessage(record) ? this.#previewOf(record.newest_id) : null);
      if (stored === undefined || !sameConversation(next, stored)) writeConversation(this.database, next, stored);
    }
    this.#touched.clear();
    for (const id of this.#left) {
      this.#customers.delete(id);
      this.database.run('DELETE FROM customers WHERE id = ? AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = ?)', [id, id]);
    }
    this.#left.clear();
  }

  #previewOf(messageId: string): string | null {
    const text = this.#message(messageId)?.text;
    return text === undefined ? null : previewOf(text);
  }
}

function sameCustomer(a: Customer | undefined, b: Customer): boolean {
  if (a === undefined || a.name !== b.name || a.identities.length !== b.identities.length) return false;
  return a.identities.every((identity, index) => identity.kind === b.identities[index]?.kind && identity.shown === b.identities[index].shown);
}

function plain(row: MessageRow): { authorName: string; subject: string | null; text: string } {
  return { authorName: row.author_name, subject: row.subject, text: row.text };
}
