import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { maySee } from '../../../../hub/conversations/audience.ts';
import { conversationEvent, createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { Joining, JoiningError } from '../../../../hub/conversations/joining/joining.ts';
import { insertMessage, toMessage } from '../../../../hub/conversations/messages.ts';
import type { News, Tx } from '../../../../hub/ports.ts';
import { Change } from '../../../../main/vault/change.ts';
import { applyHubEvents } from '../../../../main/vault/hub-events.ts';
import { openConversation } from '../../../../main/vault/inbox.ts';
import type { SplitWish } from '../../../../shared/contract/console/joining.ts';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { ConversationId, type CustomerId, MessageId, TeamId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultFile } from '../../main/vault/open-file.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
let agents: { readonly lea: Agent; readonly ada: Agent; readonly ben: Agent };
const teams = [TeamId.parse(randomUUID()), TeamId.parse(randomUUID())] as const;
beforeAll(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  for (const [n, id] of teams.entries()) await hub.db.insertInto('teams').values({ id, name: new Uint8Array([n]), name_index: new Uint8Array([n]), created_at: n }).execute();
  agents = { lea: await hub.addAgent({ name: 'Lea', roles: ['lead'] }), ada: await hub.addAgent({ name: 'Ada', teamIds: [teams[0]] }), ben: await hub.addAgent({ name: 'Ben', teamIds: [teams[1]] }) };
});
afterAll(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);

/** A customer with some conversations, and a vault for each agent that is told what the hub tells that agent. */
class World {
  readonly vaults = Object.values(agents).map((agent) => ({ agent, file: new VaultFile() }));
  readonly joining = new Joining({ envelope: hub.envelope, audit: hub.audit, people: hub.people, clock: hub.clock, arrivals: { isBlocked: () => Promise.resolve(false), route: () => Promise.resolve(null), dueAt: (_tx, { since }) => Promise.resolve(since + 1), workingTime: (_tx, from, to) => Promise.resolve(to - from), attendance: () => Promise.resolve({ here: true, opensAt: null }) }, fanOut: { publish: (_tx, news) => Promise.resolve(this.tell(news)), wake: () => undefined } });
  customerId!: CustomerId;
  /** Of what is told in a transaction that does not commit, nobody hears. */
  #heard: News[] = [];

  private tell(news: News): void {
    this.#heard.push(news);
  }

  async done<T>(work: (tx: Tx) => Promise<T>): Promise<T | null> {
    this.#heard = [];
    const result = await inTx(work).catch((error: unknown) => {
      if (error instanceof JoiningError) return null;
      throw error;
    });
    if (result !== null) for (const news of this.#heard) for (const { agent, file } of this.vaults) Change.run(file.database, (change) => applyHubEvents(change, news(agent), 1, agent.id));
    return result;
  }

  async begin(of: { readonly team: 0 | 1 | null; readonly assignee: 'lea' | 'ada' | 'ben' | null; readonly sent: readonly { readonly at: number; readonly kind: 'inbound' | 'outbound' | 'note' }[] }): Promise<void> {
    await this.done(async (tx) => {
      const row = await createConversation(tx, hub.envelope, { customerId: this.customerId, channel: 'email', channelId: mailbox, teamId: of.team === null ? null : teams[of.team], assigneeId: of.assignee === null ? null : agents[of.assignee].id, subject: 'Tent', subjectIndex: null, verification: 'contact', at: Math.max(1, ...of.sent.filter(({ kind }) => kind !== 'note').map(({ at }) => at)) });
      const events: HubEvent[] = [await conversationEvent(tx, hub.envelope, row)];
      for (const { at, kind } of of.sent.toSorted((a, b) => a.at - b.at)) {
        const message = await insertMessage(tx, hub.envelope, { id: MessageId.parse(randomUUID()), conversationId: ConversationId.parse(row.id), customerId: this.customerId, kind, agentId: null, content: { authorName: 'Maria', subject: 'Tent', text: `Said at ${at}`, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] }, status: 'accepted', sentAt: at, messageId: null, automatic: false, authentication: null });
        events.push({ e: 'message', message: await toMessage(tx, hub.envelope, message, 'email') });
      }
      this.tell((viewer) => (maySee(viewer, row) ? events : []));
      return true;
    });
  }

  conversations = () => hub.db.selectFrom('conversations').selectAll().where('customer_id', '=', this.customerId).orderBy('created_at').orderBy('id').execute();
  messages = () => hub.db.selectFrom('messages').select(['id', 'conversation_id', 'kind', 'sent_at', 'position', 'revision']).where('customer_id', '=', this.customerId).orderBy('conversation_id').orderBy('position').execute();

  async check(said: ReadonlySet<string>): Promise<void> {
    const [conversations, messages] = [await this.conversations(), await this.messages()];
    // None is lost, none is there twice (an id is a message's only one).
    expect(new Set(messages.filter(({ kind }) => kind !== 'event').map(({ id }) => id))).toEqual(said);
    for (const { id, merged_into } of conversations) {
      const here = messages.filter((message) => message.conversation_id === id && message.kind !== 'event');
      expect(here.map(({ sent_at }) => sent_at)).toEqual(here.map(({ sent_at }) => sent_at).toSorted((a, b) => a - b));
      if (merged_into !== null) expect(here).toEqual([]);
      for (let next = merged_into, steps = 0; next !== null; steps += 1) {
        expect(steps).toBeLessThan(conversations.length);
        next = conversations.find((other) => other.id === next)?.merged_into ?? null;
      }
    }
    for (const { agent, file } of this.vaults) {
      const seen = new Map(conversations.filter((row) => maySee(agent, row)).map((row) => [row.id, row]));
      const there = file.database.rows<{ id: string; conversation_id: string }>('SELECT id, conversation_id FROM messages');
      const byId = (rows: readonly { readonly id: string; readonly conversation_id: string }[]) => rows.map(({ id, conversation_id }) => `${id} in ${conversation_id}`).toSorted((a, b) => (a < b ? -1 : 1));
      expect([agent.name, byId(there)]).toEqual([agent.name, byId(messages.filter(({ conversation_id }) => seen.has(conversation_id)))]);
      const heads = file.database.rows<{ id: string; merged_into: string | null; last_message_at: number; revision: number }>('SELECT id, merged_into, last_message_at, revision FROM conversations ORDER BY id');
      expect([agent.name, heads]).toEqual([agent.name, [...seen.values()].map(({ id, merged_into, last_message_at, revision }) => ({ id, merged_into, last_message_at, revision })).toSorted((a, b) => (a.id < b.id ? -1 : 1))]);
      // Also what was sent in one moment stands as it does at the hub.
      for (const id of seen.keys()) {
        const shown = openConversation(file.database, { id: ConversationId.parse(id), before: null, limit: 200 })?.messages.map((message): string => message.id);
        expect([agent.name, shown]).toEqual([agent.name, messages.filter(({ conversation_id }) => conversation_id === id).toSorted((a, b) => a.sent_at - b.sent_at || a.position - b.position).map((message) => message.id)]);
      }
      // What is found is what is there.
      expect(file.database.row("SELECT count(*) AS n FROM search WHERE search MATCH 'said'")).toEqual({ n: there.filter(({ id }) => said.has(id)).length });
    }
  }
}

const pick = <T>(from: readonly T[], n: number): T | undefined => (from.length === 0 ? undefined : from[n % from.length]);

it('any merges, splits and their undoing, by whoever: no message is lost or doubled, all stand in the order of time, and each laptop has exactly what its agent may see, in the hub’s order', async () => {
  const conversation = fc.record({ team: fc.constantFrom(null, 0 as const, 1 as const), assignee: fc.constantFrom(null, 'lea' as const, 'ada' as const, 'ben' as const), sent: fc.array(fc.record({ at: fc.integer({ min: 1, max: 30 }), kind: fc.constantFrom('inbound' as const, 'outbound' as const, 'note' as const) }), { minLength: 1, maxLength: 5 }) });
  const by = fc.constantFrom('lea' as const, 'lea' as const, 'ada' as const, 'ben' as const);
  const n = fc.nat(1000);
  const step = fc.oneof(
    fc.record({ do: fc.constant('merge' as const), by, into: n, others: fc.array(n, { minLength: 1, maxLength: 3 }) }),
    fc.record({ do: fc.constant('from' as const), by, of: n, message: n }),
    fc.record({ do: fc.constant('these' as const), by, of: n, messages: fc.array(n, { minLength: 1, maxLength: 3 }) }),
    fc.record({ do: fc.constant('back' as const), by, of: n }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(conversation, { minLength: 2, maxLength: 4 }), fc.array(step, { minLength: 1, maxLength: 8 }), async (begun, steps) => {
      const world = new World();
      try {
        world.customerId = await inTx((tx) => createCustomer(tx, hub.envelope, null, 'Maria', 1));
        for (const each of begun) await world.begin(each);
        const said = new Set((await world.messages()).map(({ id }) => id));
        for (const what of steps) {
          const conversations = await world.conversations();
          const messages = await world.messages();
          const agent = agents[what.by];
          if (what.do === 'merge') {
            const ids = [what.into, ...what.others].map((each) => ConversationId.parse(pick(conversations, each)?.id));
            await world.done(async (tx) => world.joining.merge(tx, agent, ids[0]!, ids.slice(1)).then(() => true));
          } else if (what.do === 'back') {
            const merged = pick(conversations.filter(({ merged_into }) => merged_into !== null), what.of);
            if (merged) await world.done((tx) => world.joining.split(tx, agent, ConversationId.parse(merged.merged_into), { kind: 'merged', back: ConversationId.parse(merged.id) }));
          } else {
            const of = ConversationId.parse(pick(conversations, what.of)?.id);
            const here = messages.filter(({ conversation_id }) => conversation_id === of).map(({ id }) => MessageId.parse(id));
            if (here.length === 0) continue;
            const wish: SplitWish = what.do === 'from' ? { kind: 'from', message: pick(here, what.message)! } : { kind: 'these', messages: [...new Set(what.messages.map((each) => pick(here, each)!))] };
            await world.done((tx) => world.joining.split(tx, agent, of, wish));
          }
          await world.check(said);
        }
      } finally {
        for (const { file } of world.vaults) file.remove();
      }
    }),
    runs(40),
  );
}, 300_000);
