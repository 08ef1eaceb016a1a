import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createAudit } from '../../../../hub/audit/audit-log.ts';
import { type ChannelAdmin, addEmailChannel, addWebchatChannel } from '../../../../hub/channels/admin.ts';
import { type Channels, createChannels } from '../../../../hub/channels/create-channels.ts';
import { createConversations } from '../../../../hub/conversations/create-conversations.ts';
import { createSnoozeWorker } from '../../../../hub/conversations/snooze.ts';
import { Ratings } from '../../../../hub/numbers/ratings.ts';
import { Agents, type NewAgent } from '../../../../hub/people/agents.ts';
import { Teams } from '../../../../hub/people/teams.ts';
import { defaultPolicy, type RedactionPolicy } from '../../../../shared/redaction/index.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { BlockedSenders } from '../../../../hub/routing/blocked-senders.ts';
import { RoutingRules } from '../../../../hub/routing/routing.ts';
import { Beginnings } from '../../../../hub/writing/beginnings.ts';
import type { Conversations, FanOut, Log, Viewer } from '../../../../hub/ports.ts';
import { createEnvelope } from '../../../../hub/store/envelope.ts';
import type { Command, HubEvent } from '../../../../shared/contract/wire/index.ts';
import { type Clock, systemClock } from '../../../../shared/domain/clock.ts';
import type { Message } from '../../../../shared/domain/conversation.ts';
import { AgentId, DeviceId, IdempotencyKey } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { openMigratedStore } from '../../../doubles/migrated-hub.ts';

export const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../fixtures/mail', name));

/** What devices would get: the mailbox is the one neighbour that is listened to instead of run. */
export interface Heard {
  readonly audience: readonly string[];
  readonly event: HubEvent;
}

/** Lets the clock move on, so that what is made next is younger: lists are in the order of their making, and what is made within one millisecond is in none. */
async function aMomentLater<T>(made: Promise<T>): Promise<T> {
  const result = await made;
  await setTimeout(2);
  return result;
}

/** Hears also what nobody who works here gets. */
const everything: Viewer = { id: AgentId.parse(randomUUID()), roles: ['lead'], teamIds: [], status: 'active' };

/** An inbox on a real store, with real encryption, people and audit; the channels' servers are the test's to start. */
export async function openOrganisation(options: { readonly folder?: string; readonly masterKey?: Uint8Array; readonly widgetDir?: string; readonly redaction?: RedactionPolicy; readonly clock?: Clock; readonly othersData?: 'stop' | 'mark'; readonly startsPerHour?: number; readonly startConversations?: 'allow' | 'refuse'; readonly forwardDomains?: readonly string[]; readonly handOverNote?: 'optional' | 'required'; readonly sentFiles?: 'none' | 'stop' | 'mark'; readonly refusedFiles?: string } = {}) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sealdesk-inbox-')));
  const masterKey = options.masterKey ?? randomBytes(32);
  const clock = options.clock ?? systemClock;
  const db = await openMigratedStore(folder, clock);
  const envelope = createEnvelope(masterKey, clock);
  const audit = createAudit(clock);
  const people = new Agents(envelope, audit, clock);
  const teams = new Teams(envelope, audit, clock);
  const heard: Heard[] = [];
  const logged: { readonly event: string; readonly detail: unknown }[] = [];
  const fanOut: FanOut = {
    async publish(tx, news) {
      const audiences = new Map<HubEvent, string[]>(news(everything).map((event) => [event, []]));
      for (const agent of await people.active(tx)) for (const event of news(agent)) audiences.set(event, [...(audiences.get(event) ?? []), agent.id]);
      for (const [event, audience] of audiences) heard.push({ audience, event });
    },
    wake: () => undefined,
  };
  /** Conversations whose customers were said to type. */
  const typing: string[] = [];
  const log: Log = { info: (event, detail) => logged.push({ event, detail }), warn: (event, detail) => logged.push({ event, detail }) };
  const policy = () => Promise.resolve({ ...firstPolicy, redaction: options.redaction ?? defaultPolicy, othersData: options.othersData ?? 'stop', startsPerHour: options.startsPerHour ?? 30, startConversations: options.startConversations ?? 'allow', forwardDomains: [...(options.forwardDomains ?? [])], handOverNote: options.handOverNote ?? 'optional', sentFiles: options.sentFiles ?? 'stop', refusedFiles: options.refusedFiles ?? '' });
  const present = new Set<string>();
  const routing = new RoutingRules({ envelope, audit, clock, people, present: () => Promise.resolve(present) });
  const blockedSenders = new BlockedSenders(envelope, audit, clock);
  const arrivals = arrivalsOf({ routing, blockedSenders });
  const ratings = new Ratings({ db, envelope, clock, fanOut, policy, base: () => 'https://hub.shop.example/rate' });
  const channels: Channels = createChannels({ ratings: { statesOf: (tx, ids) => ratings.statesOf(tx, ids), rateMessage: (id, score, comment) => ratings.rateMessage(id, score, comment) }, ratingLink: (tx, id) => ratings.linkOf(tx, id), db, envelope, audit, fanOut, clock, log, policy, arrivals, widgetDir: options.widgetDir ?? folder, healthChanged: () => void logged.push({ event: 'console', detail: null }), customerTypes: (conversationId) => void typing.push(conversationId) });
  const snoozes = createSnoozeWorker({ db, envelope, fanOut, clock, log });
  const conversations: Conversations = createConversations({ envelope, policy, arrivals, audit, fanOut, people, teams: (tx) => teams.list(tx), clock, mailDomainOf: channels.mailDomainOf, queued: channels.queued, snoozed: () => snoozes.wake() });
  /** What is begun is told to devices, and there are none. */
  const beginnings = new Beginnings({ envelope, clock, policy, agents: people, mailboxes: { send: () => Promise.resolve() } });
  const admin: ChannelAdmin = { db, envelope, audit, clock, running: channels };
  return {
    folder, masterKey, db, envelope, audit, people, teams, fanOut, routing, blockedSenders, ratings, policy, present, heard, logged, typing, channels, conversations, snoozes, admin, clock, beginnings, arrivals,
    addAgent: (agent: Partial<NewAgent> & { readonly name: string }): Promise<Agent> =>
      aMomentLater(db.transaction().execute((tx) => people.add(tx, 'test', { email: `${agent.name.toLowerCase().replaceAll(' ', '.')}@shop.example`, roles: ['agent'], teamIds: [], ...agent }))),
    /** An e-mail channel whose servers nobody runs: for tests that hand mails to intake themselves. */
    /** @param authservId the company's own mail server, where it is to be believed. */
    addMailbox: (authservId: string | null = null) =>
      aMomentLater(
        addEmailChannel(
          admin,
          { name: 'Support', address: 'support@shop.example', imap: { host: '127.0.0.1', port: 9, security: 'tls' }, smtp: { host: '127.0.0.1', port: 9, security: 'starttls' }, user: 'support', password: 'secret', authservId },
          'test',
        ),
      ),
    addChat: () => aMomentLater(addWebchatChannel(admin, { name: 'Chat' }, 'test')),
    execute: (agent: Agent, command: Command, key = IdempotencyKey.parse(randomUUID())) =>
      db.transaction().execute((tx) => conversations.execute(tx, agent, DeviceId.parse(randomUUID()), key, clock.now(), command)),
    messages: (): Message[] => heard.flatMap(({ event }) => (event.e === 'message' ? [event.message] : [])),
    async close(keep = false): Promise<void> {
      await snoozes.stop();
      await channels.stop();
      await db.destroy();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Organisation = Awaited<ReturnType<typeof openOrganisation>>;
