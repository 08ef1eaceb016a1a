import { randomUUID } from 'node:crypto';
import { conversationEvent, createConversation } from '../../hub/conversations/conversations.ts';
import { createCustomer } from '../../hub/conversations/customers.ts';
import type { Tx } from '../../hub/ports.ts';
import { Drafts } from '../../hub/writing/drafts.ts';
import { Change } from '../../main/vault/change.ts';
import { askOfDrafts, draftFromPage, draftsToSend, draftWentOut } from '../../main/vault/drafts-in-common.ts';
import { applyHubEvents } from '../../main/vault/hub-events.ts';
import { openConversation } from '../../main/vault/inbox.ts';
import type { DeviceMail, HubEvent } from '../../shared/contract/wire/index.ts';
import type { WrittenKind } from '../../shared/domain/conversation.ts';
import { AgentId, ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Organisation } from '../unit/hub/inbox/organisation.ts';
import { VaultFile } from '../unit/main/vault/open-file.ts';

type DraftMail = Extract<DeviceMail, { m: 'draft' }>;

/** A laptop with its page, the hub's drafts, and two queues between them that a test moves on: what goes up is lost with the connection, what comes down is not. */
export class DraftLaptop {
  readonly id = DeviceId.parse(randomUUID());
  readonly agent: Agent;
  readonly vault = new VaultFile();
  readonly up: DraftMail[] = [];
  down: HubEvent[] = [];
  readonly #asked = new Set<string>();
  /** What the page has, and has heard of. */
  page = { text: '', stamp: 0 };

  constructor(agent: Agent) {
    this.agent = agent;
  }

  open(id: ConversationId) {
    const opened = openConversation(this.vault.database, { id, before: null, limit: 10 });
    if (opened === null) throw new Error('The conversation is not on this laptop.');
    return opened;
  }

  /** The page hears of what has changed. */
  look(id: ConversationId, kind: WrittenKind = 'reply'): void {
    const { drafts, draftsElsewhere } = this.open(id);
    this.page = { text: drafts[kind], stamp: draftsElsewhere[kind].stamp };
  }

  /** The page gives what it has. */
  type(id: ConversationId, text: string, kind: WrittenKind = 'reply'): void {
    const { result } = Change.run(this.vault.database, (change) => draftFromPage(change, { id, kind }, { text, stamp: this.page.stamp }, 1));
    this.page = result ?? { text, stamp: this.page.stamp };
  }

  /** A reply goes out with what the page has. */
  reply(id: ConversationId): void {
    Change.run(this.vault.database, (change) => draftWentOut(change, { id, kind: 'reply' }, this.page, 1));
    this.look(id);
  }

  rest(): void {
    const { result } = Change.run(this.vault.database, (change) => draftsToSend(change, this.#asked));
    for (const mail of result) this.#asked.add(mail.key);
    this.up.push(...result);
  }

  hear(): void {
    const event = this.down.shift();
    if (event !== undefined) Change.run(this.vault.database, (change) => applyHubEvents(change, [event], 1));
  }

  /** The connection is gone, and what was on its way up with it. */
  drop(): void {
    this.up.splice(0);
    this.#asked.clear();
  }

  /** The Signal session begins anew: mail that waited is gone. */
  async anew(world: DraftWorld): Promise<void> {
    this.drop();
    askOfDrafts(this.vault.database);
    this.down = await world.within((tx) => world.drafts.eventsFor(tx, this.agent, this.id));
  }
}

/** An agent's laptops and the hub, with nothing between them but what a test lets through. */
export class DraftWorld {
  readonly hub: Organisation;
  readonly laptops: readonly DraftLaptop[];
  readonly drafts: Drafts;
  readonly #mailbox: string;

  private constructor(hub: Organisation, mailbox: string, laptops: readonly DraftLaptop[]) {
    this.hub = hub;
    this.#mailbox = mailbox;
    this.laptops = laptops;
    this.drafts = new Drafts({
      envelope: hub.envelope,
      clock: hub.clock,
      policy: hub.policy,
      agents: hub.people,
      mailboxes: {
        send: (_tx, deviceId, events) => {
          this.laptops.find(({ id }) => id === deviceId)?.down.push(...events);
          return Promise.resolve();
        },
      },
    });
  }

  /** A laptop for each of the agents, in their order; some may have two. */
  static async of(hub: Organisation, agents: readonly Agent[]): Promise<DraftWorld> {
    const laptops = agents.map((agent) => new DraftLaptop(agent));
    for (const { id, agent } of laptops) {
      const none = { certificate: null, lease: null, pending_order: null, receipt: null, decided_at: null, last_contact_at: null, roles: null, invite_id: null, suspension: null, suspended_at: null };
      await hub.db.insertInto('devices').values({ ...none, id, agent_id: agent.id, state: 'active', device_key: id, profile: new Uint8Array(), created_at: 1, posture_at: 1 }).execute();
    }
    return new DraftWorld(hub, await hub.addMailbox(), laptops);
  }

  within<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.hub.db.transaction().execute(work);
  }

  /** A conversation that all the laptops have. */
  async conversation(of: { readonly assigneeId?: string; readonly teamId?: string } = {}): Promise<ConversationId> {
    const { envelope } = this.hub;
    const event = await this.within(async (tx) => {
      const customerId = await createCustomer(tx, envelope, null, 'Maria Lopez', 1);
      const row = await createConversation(tx, envelope, { customerId, channel: 'email', channelId: this.#mailbox, teamId: of.teamId ?? null, ...(of.assigneeId === undefined ? {} : { assigneeId: AgentId.parse(of.assigneeId) }), subject: 'Tent', subjectIndex: null, verification: 'contact', at: 1 });
      return conversationEvent(tx, envelope, row);
    });
    for (const { vault } of this.laptops) Change.run(vault.database, (change) => applyHubEvents(change, [event], 1));
    const { id } = event.conversation;
    for (const laptop of this.laptops) laptop.look(id);
    return ConversationId.parse(id);
  }

  /** The hub takes the next of what a laptop has sent. */
  async take(laptop: DraftLaptop): Promise<void> {
    const mail = laptop.up.shift();
    if (mail !== undefined) await this.within((tx) => this.drafts.take(tx, laptop.agent, laptop.id, mail));
  }

  /** Until nothing is on its way any more. */
  async settle(): Promise<void> {
    for (let round = 0; round < 50; round += 1) {
      for (const laptop of this.laptops) laptop.rest();
      if (this.laptops.every(({ up, down }) => up.length === 0 && down.length === 0)) return;
      for (const laptop of this.laptops) {
        while (laptop.up.length > 0) await this.take(laptop);
        while (laptop.down.length > 0) laptop.hear();
      }
    }
    throw new Error('The laptops do not come to an end.');
  }

  remove(): void {
    for (const { vault } of this.laptops) vault.remove();
  }
}
