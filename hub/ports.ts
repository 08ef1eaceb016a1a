import type { Transaction } from 'kysely';
import type { Command, HubEvent } from '../shared/contract/wire/index.ts';
import type { Priority } from '../shared/domain/conversation.ts';
import type { CustomerId, DeviceId, IdempotencyKey } from '../shared/domain/ids.ts';
import type { Agent } from '../shared/domain/people.ts';
import type { Policy } from '../shared/domain/policy.ts';
import type { Tag } from '../shared/domain/tag.ts';
import type { Language } from '../shared/language/languages.ts';
import type { RedactionPolicy } from '../shared/redaction/index.ts';
import type { Database } from './store/database.ts';

/**
 * What the rooms of the hub ask of one another. Each port is implemented in one room and used in
 * others, so that no room reaches into another's tables.
 */
export type Tx = Transaction<Database>;

/** Implemented by hub/enrolment: what of the policy in force decides about messages. */
export type MessagePolicy = (tx: Tx) => Promise<{ readonly redaction: RedactionPolicy } & Pick<Policy, 'mistakes' | 'othersData' | 'handOverNote' | 'startConversations' | 'startsPerHour' | 'forwardDomains' | 'pictures' | 'sentFiles' | 'refusedFiles' | 'release'>>;

/** Implemented by hub/store (envelope): the only way in which personal data gets into or out of a column. */
export interface Envelope {
  /** Makes the customer's data key, wrapped by the master key. */
  createKey(tx: Tx, customerId: CustomerId): Promise<void>;
  /**
   * Seals under the customer's data key (AES-256-GCM).
   * @param context table, column and row id; bound as associated data, so that a value cannot be moved.
   */
  seal(tx: Tx, customerId: CustomerId, context: string, plaintext: string): Promise<Uint8Array>;
  /** @throws SealdeskError `erased` when the key has been destroyed. */
  open(tx: Tx, customerId: CustomerId, context: string, sealed: Uint8Array): Promise<string>;
  /** Destroys the key: everything sealed under it is gone for good. */
  destroyKey(tx: Tx, customerId: CustomerId): Promise<void>;
  /** Seals what belongs to no customer (channel secrets, spool entries, agents' names). */
  sealSystem(context: string, plaintext: Uint8Array): Uint8Array;
  openSystem(context: string, sealed: Uint8Array): Uint8Array;
  /** Keyed hash for lookup by e-mail address, phone number, Message-ID, serial number: equal values give equal bytes, nothing more is told. */
  blindIndex(kind: 'email' | 'phone' | 'message-id' | 'webchat' | 'whatsapp' | 'instagram' | 'content' | 'asset-tag' | 'serial' | 'hardware-uuid', value: string): Uint8Array;
}

/** Implemented by hub/audit: append-only, hash-chained. Never put message text, names or addresses in. */
export interface Audit {
  append(tx: Tx, entry: { readonly actor: string; readonly action: string; readonly subject: string; readonly detail?: Readonly<Record<string, string | number | boolean>> }): Promise<void>;
}

/** An agent in the roles that a device of theirs is enrolled for: one agent's devices may differ in what they show. */
export type Viewer = Pick<Agent, 'id' | 'roles' | 'teamIds' | 'status'>;

/** What a viewer gets of some news; nothing, for those it does not concern. */
export type News = (viewer: Viewer) => readonly HubEvent[];

/** Implemented by hub/mailbox: puts events into the mailbox of every device that may show the conversation. */
export interface FanOut {
  /**
   * Within `tx`, for every device whose viewer gets something: encrypts to the device's Signal session
   * and queues. Devices without a session get the news by back-fill.
   */
  publish(tx: Tx, news: News): Promise<void>;
  /** Wakes connected devices after the transaction has committed. */
  wake(): void;
}

/**
 * Implemented by hub/conversations: what a device's agent may see, and what agents ask to be done. `agent` has no roles
 * beyond those the device is enrolled for.
 */
export interface Conversations {
  /** The newest first; open ones first of all, then resolved ones newer than `since`. */
  page(
    tx: Tx,
    agent: Agent,
    options: { readonly after: { readonly at: number; readonly id: string } | null; readonly since: number; readonly limit: number },
  ): Promise<{ readonly events: HubEvent[]; readonly next: { readonly at: number; readonly id: string } | null }>;
  /**
   * Carries out a command of an agent, once per `key`: permission, data-loss check, store, fan-out
   * and queueing for the channel, all in `tx`. A repeated key returns the first outcome.
   */
  execute(
    tx: Tx,
    agent: Agent,
    deviceId: DeviceId,
    key: IdempotencyKey,
    at: number,
    command: Command,
  ): Promise<Extract<HubEvent, { e: 'command.result' }>['outcome']>;
}

/** Implemented by hub/enrolment: who works here. */
export interface People {
  /** Every active agent, with roles and teams. */
  active(tx: Tx): Promise<Agent[]>;
}

/** What of a message that begins a conversation decides who gets it; after redaction. */
export interface Beginning {
  readonly channelId: string;
  /** The sender's e-mail address in lower case; null where the channel has none. */
  readonly sender: string | null;
  readonly subject: string;
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The same in the company's words for several languages. `others`: for every language that has none of its own. */
export interface AutomaticAnswer {
  readonly others: string;
  readonly own: Readonly<Partial<Record<Language, string>>>;
}

/** Where a conversation that begins goes. */
export interface Routed {
  /** Name of the rule that decided. */
  readonly rule: string;
  /** Absent: the channel's own team. */
  readonly teamId?: string;
  readonly assignee: Agent | null;
  readonly priority: Priority;
  readonly tags: readonly Tag[];
  /** An automatic answer: to all, and to who writes one of some languages. */
  readonly acknowledge: AutomaticAnswer | null;
  /** Stored, and resolved from the beginning. */
  readonly setAside: boolean;
}

/** Whether somebody is there. */
export interface Attendance {
  readonly here: boolean;
  /** When the company opens again, in Unix milliseconds; null while it is open, and where that is not known. */
  readonly opensAt: number | null;
}

/** Implemented by hub/routing: what becomes of what comes in. */
export interface Arrivals {
  isBlocked(tx: Tx, sender: { readonly kind: 'email' | 'webchat' | 'whatsapp' | 'instagram'; readonly value: string }): Promise<boolean>;
  /** Null where no rule holds. @param teamId the channel's own team */
  route(tx: Tx, beginning: Beginning, teamId: string | null): Promise<Routed | null>;
  /** Milliseconds of working time between two points in Unix milliseconds: business hours, or all of it without them. */
  workingTime(tx: Tx, from: number, to: number): Promise<number>;
  /** Whether somebody is there to answer what comes in now. @param teamId whose conversation it would be; null: everybody's */
  attendance(tx: Tx, teamId: string | null): Promise<Attendance>;
  /** Until when a customer is to be answered who waits since then, in Unix milliseconds; null without such a promise. */
  dueAt(tx: Tx, waiting: { readonly priority: Priority; readonly answered: boolean; readonly since: number }): Promise<number | null>;
}

/** Operational log. `detail` holds ids, counts and kinds; never message text, names, addresses or a library's error text. */
export interface Log {
  info(event: string, detail?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, detail?: Readonly<Record<string, string | number | boolean>>): void;
}
