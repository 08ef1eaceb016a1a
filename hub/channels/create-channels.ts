import type { Clock } from '../../shared/domain/clock.ts';
import { policyIn, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { createIntake, type ChannelReader } from '../intake/intake.ts';
import { redact } from '../intake/redact.ts';
import { sanitise } from '../intake/sanitise.ts';
import type { HttpRoute } from '../http/route.ts';
import type { Audit, Envelope, FanOut, Log, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { type ChannelRecord, readChannels } from './channel-records.ts';
import type { ChannelAdapter, ChannelHealth } from './channel.ts';
import { createEmailChannel } from './email/email-channel.ts';
import { ReadingThread } from './email/reading-thread.ts';
import { createChatRoute } from './webchat/chat-route.ts';
import { readChat } from './webchat/read-chat.ts';
import { createWebchatChannel, type WebchatChannel } from './webchat/webchat-channel.ts';

export interface ChannelsDeps {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly log: Log;
  /** What is hidden in messages: the policy in force. */
  readonly redaction: (tx: Tx) => Promise<RedactionPolicy>;
  /** Where the built chat page lies (dist/hub/widget). */
  readonly widgetDir: string;
}

export interface Channels {
  /** Opens every channel, and begins to take in and to send. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Takes up channels added or removed meanwhile. */
  reload(): Promise<void>;
  health(channelId: string): ChannelHealth | null;
  /** The chat page and its WebSocket, under /chat. */
  readonly chatRoute: HttpRoute;
  /** For `createConversations`. */
  readonly mailDomainOf: (channelId: string) => string | null;
  readonly queued: () => void;
  /** Resolves when nothing that is due is left to be taken in or sent. */
  idle(): Promise<void>;
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

/** All channels with their way in and their way out. */
export function createChannels(deps: ChannelsDeps): Channels {
  const { db, envelope, clock, log } = deps;
  const mailReader = new ReadingThread(log);
  const records = new Map<string, ChannelRecord>();
  const adapters = new Map<string, ChannelAdapter>();
  const chats = new Map<string, WebchatChannel>();

  const delivery = createDelivery({ ...deps, adapterOf: (id) => adapters.get(id) ?? null });
  const intake = createIntake({
    ...deps,
    readerOf: (id) => {
      const record = records.get(id);
      return record === undefined ? null : reader(record);
    },
    policyFor: async (channel) => policyIn(await db.transaction().execute(deps.redaction), { channel, direction: 'in' }),
    stored: (channelId, conversationId) => {
      chats.get(channelId)?.changed(conversationId).catch(() => log.warn('webchat.not-shown', { channel: channelId }));
    },
  });

  const ownDomains = () => [...new Set([...records.values()].flatMap((record) => (record.kind === 'email' ? [domainOf(record.settings.address)] : [])))];

  const reader = (record: ChannelRecord): ChannelReader => {
    const origin = { id: record.id, kind: record.kind, teamId: record.teamId, ownDomains: ownDomains() };
    return record.kind === 'email'
      ? { ...origin, read: ({ raw, receivedAt }, policy) => mailReader.read({ raw, receivedAt, policy, address: record.settings.address, authservId: record.settings.authservId }) }
      : { ...origin, read: async ({ raw, receivedAt }, policy) => ({ authentication: null, message: redact(sanitise(readChat(raw, receivedAt)), policy) }) };
  };

  const open = async (record: ChannelRecord): Promise<void> => {
    const base = { channelId: record.id, db, envelope, clock, log };
    records.set(record.id, record);
    let adapter: ChannelAdapter;
    if (record.kind === 'email') {
      adapter = createEmailChannel({ ...base, settings: record.settings });
    } else {
      const chat = createWebchatChannel({ ...base, settings: record.settings });
      chats.set(record.id, chat);
      adapter = chat;
    }
    adapters.set(record.id, adapter);
    adapter.status((report) => delivery.report(report));
    await adapter.receive(intake);
  };

  const close = async (id: string): Promise<void> => {
    await adapters.get(id)?.stop();
    adapters.delete(id);
    chats.delete(id);
    records.delete(id);
  };

  let started = false;
  const reload = async (): Promise<void> => {
    if (!started) return;
    const current = await readChannels(db, envelope);
    for (const id of adapters.keys()) if (!current.some((record) => record.id === id)) await close(id);
    for (const record of current) if (!adapters.has(record.id)) await open(record);
  };

  return {
    async start() {
      started = true;
      await reload();
      intake.start();
      await delivery.start();
    },
    async stop() {
      started = false;
      // First no more comes in, then what is in hand is finished; only then are the channels forgotten.
      await Promise.all([...adapters.values()].map((adapter) => adapter.stop()));
      await intake.stop();
      await delivery.stop();
      await mailReader.close();
      for (const registry of [adapters, chats, records]) registry.clear();
    },
    reload,
    health: (id) => adapters.get(id)?.health() ?? null,
    chatRoute: createChatRoute({ widgetDir: deps.widgetDir, channel: (id) => (id === null ? (chats.values().next().value ?? null) : (chats.get(id) ?? null)) }),
    mailDomainOf: (id) => {
      const record = records.get(id);
      return record?.kind === 'email' ? domainOf(record.settings.address) : null;
    },
    queued: () => delivery.look(),
    async idle() {
      await intake.idle();
      await delivery.idle();
    },
  };
}
