import type { Clock } from '../../shared/domain/clock.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { policyIn } from '../../shared/redaction/index.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { createIntake } from '../intake/intake.ts';
import type { ChannelReader } from '../intake/work-on.ts';
import { ReadingProcess } from '../intake/documents/reading-process.ts';
import { redact } from '../intake/redact.ts';
import { sanitise } from '../intake/sanitise.ts';
import type { HttpRoute } from '../http/route.ts';
import type { Arrivals, Audit, Envelope, FanOut, Log, MessagePolicy, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { changeSettings, type ChannelRecord, readChannels } from './channel-records.ts';
import type { ChannelAdapter, ChannelHealth, CheckedPoint, OutgoingFile } from './channel.ts';
import { channelsEvent } from './channels-event.ts';
import { keepSignIn } from './email/oauth/sign-in.ts';
import { ReadingThread } from './email/reading-thread.ts';
import { HealthWatch } from './health-watch.ts';
import { FileLinks } from './instagram/file-links.ts';
import { createFileRoute, fileRoutePrefix } from './instagram/file-route.ts';
import { createInstagramChannel, type InstagramChannel } from './instagram/instagram-channel.ts';
import { readInstagram } from './instagram/read-item.ts';
import { createWebhookRoute } from './meta/webhook-route.ts';
import type { InstagramSettings } from './settings.ts';
import { createPhoneChannel } from './phone/phone-channel.ts';
import { createChatRoute } from './webchat/chat-route.ts';
import { readChat } from './webchat/read-chat.ts';
import type { ChatRatings } from './webchat/visitors.ts';
import { createWebchatChannel, type WebchatChannel } from './webchat/webchat-channel.ts';
import { readWhatsApp } from './whatsapp/read-item.ts';
import { type KeptTemplates, keptTemplates, TemplateShelf } from './whatsapp/template-shelf.ts';
import { createWhatsAppChannel, type WhatsAppChannel } from './whatsapp/whatsapp-channel.ts';

export interface ChannelsDeps {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: MessagePolicy;
  readonly arrivals: Arrivals;
  /** Where the built chat page lies (dist/hub/widget). */
  readonly widgetDir: string;
  /** For delivery: where a customer says how it went. */
  readonly ratingLink: (tx: Tx, messageId: string) => Promise<string | null>;
  /** For web chats, where they say it on the page. */
  readonly ratings: ChatRatings;
  /** A channel has stopped working, or works again. */
  readonly healthChanged: () => void;
  /** A customer types in a web chat. */
  readonly customerTypes: (conversationId: ConversationId) => void;
}

export interface Channels {
  /** Opens every channel, and begins to take in and to send. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Takes up channels added or removed meanwhile. */
  reload(): Promise<void>;
  /** Closes a channel whose settings have changed, and opens it with them. */
  reopen(channelId: string): Promise<void>;
  health(channelId: string): ChannelHealth | null;
  /** The chat page and its WebSocket, under /chat. */
  readonly chatRoute: HttpRoute;
  /** Where WhatsApp and Instagram call, under /webhook. */
  readonly webhookRoute: HttpRoute;
  /** Where Instagram fetches the files of replies. */
  readonly fileRoute: HttpRoute;
  /** Asks a channel's far side whether all is there; null for a channel that has none, or is not open. */
  test(channelId: string): Promise<readonly CheckedPoint[] | null>;
  /** Approved templates of a WhatsApp channel, asked for anew where they are to be `fresh`; null when it is none, or WhatsApp has never said. */
  templates(channelId: string, fresh: boolean): Promise<KeptTemplates | null>;
  /** Shows the customer of a web chat that somebody writes an answer. */
  agentTypes(channelId: string, conversationId: string): void;
  /** For `createConversations`. */
  readonly mailDomainOf: (channelId: string) => string | null;
  readonly queued: () => void;
  /** Resolves when nothing that is due is left to be taken in or sent. */
  idle(): Promise<void>;
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

function kept<C extends ChannelAdapter>(registry: Map<string, C>, channel: C): C {
  registry.set(channel.channelId, channel);
  return channel;
}

/** A channel that has stopped reads nothing any more: its entries wait in the spool. */
function opened<C>(registry: ReadonlyMap<string, C>, id: string): C {
  const channel = registry.get(id);
  if (channel === undefined) throw new TypeError('The channel is not open.');
  return channel;
}

/** All channels with their way in and their way out. */
export function createChannels(deps: ChannelsDeps): Channels {
  const { db, envelope, clock, log } = deps;
  const mailReader = new ReadingThread(log);
  const documents = new ReadingProcess(log);
  const records = new Map<string, ChannelRecord>();
  const adapters = new Map<string, ChannelAdapter>();
  const chats = new Map<string, WebchatChannel>();
  const whatsApps = new Map<string, WhatsAppChannel>();
  const shelves = new Map<string, TemplateShelf>();
  const instagrams = new Map<string, InstagramChannel>();
  const links = new FileLinks(db, envelope, clock);
  const hooked = (id: string) => whatsApps.get(id) ?? instagrams.get(id) ?? null;

  const delivery = createDelivery({ ...deps, documents, adapterOf: (id) => adapters.get(id) ?? null });
  const mailboxes = () => new Map([...records.values()].flatMap((record) => (record.kind === 'email' ? [[record.id, record.settings.address.toLowerCase()] as const] : [])));
  const mailDomainOf = (id: string): string | null => {
    const record = records.get(id);
    return record?.kind === 'email' ? domainOf(record.settings.address) : null;
  };

  const intake = createIntake({
    ...deps,
    mailDomainOf,
    readerOf: (id) => {
      const record = records.get(id);
      return record === undefined ? null : reader(record);
    },
    documents,
    told: () => delivery.look(),
    policyFor: async (channel) => {
      const { redaction, pictures, release, mistakes } = await db.transaction().execute(deps.policy);
      return { redaction: policyIn(redaction, { channel, direction: 'in' }), pictures: pictures === 'read', release, mistakes };
    },
    stored: (channelId, conversationId) => {
      // It may have been answered at once.
      delivery.look();
      chats.get(channelId)?.changed(conversationId).catch(() => log.warn('webchat.not-shown', { channel: channelId }));
    },
  });

  const ownDomains = () => [...new Set([...records.values()].flatMap((record) => (record.kind === 'email' ? [domainOf(record.settings.address)] : [])))];

  const reader = (record: ChannelRecord): ChannelReader => {
    const origin = { id: record.id, kind: record.kind, teamId: record.teamId, ownDomains: ownDomains() };
    switch (record.kind) {
      case 'email':
        return {
          ...origin,
          read: async ({ raw, receivedAt }, policy) => ({ kind: 'message', ...(await mailReader.read({ raw, receivedAt, policy, address: record.settings.address, authservId: record.settings.authservId })) }),
        };
      case 'webchat':
        return { ...origin, read: async ({ raw, receivedAt }, policy) => ({ kind: 'message', authentication: null, message: redact(sanitise(readChat(raw, receivedAt)), policy) }) };
      case 'whatsapp':
        return { ...origin, read: (received, policy) => readWhatsApp(received, { policy, media: opened(whatsApps, record.id).media }) };
      case 'instagram':
        return { ...origin, read: (received, policy) => readInstagram(received, { policy, accountId: record.settings.accountId, media: opened(instagrams, record.id).media, nameOf: (id) => opened(instagrams, record.id).nameOf(id) }) };
      case 'phone':
        // Nothing comes in by itself.
        return { ...origin, read: () => Promise.resolve({ kind: 'set-aside' }) };
      default:
        return record satisfies never;
    }
  };

  const open = async (record: ChannelRecord): Promise<void> => {
    const base = { channelId: record.id, db, envelope, clock, log };
    records.set(record.id, record);
    const adapter = await made(record, base);
    adapters.set(record.id, adapter);
    adapter.status((report) => delivery.report(report));
    await adapter.receive(intake);
  };

  const made = async (record: ChannelRecord, base: { readonly channelId: string; readonly db: Store; readonly envelope: Envelope; readonly clock: Clock; readonly log: Log }): Promise<ChannelAdapter> => {
    switch (record.kind) {
      case 'email':
        // Loaded by a hub that has a mailbox: IMAP and SMTP take a third of its start.
        return (await import('./email/email-channel.ts')).createEmailChannel({ ...base, settings: record.settings, keepSignIn: (before, now) => keepSignIn(db, envelope, record.id, before, now) });
      case 'webchat':
        return kept(chats, createWebchatChannel({ ...base, settings: record.settings, attendance: () => db.transaction().execute((tx) => deps.arrivals.attendance(tx, record.teamId)), mailboxes, customerTypes: deps.customerTypes, ratings: deps.ratings, language: () => records.get(record.id)?.language ?? null }));
      case 'whatsapp':
        return withShelf(kept(whatsApps, createWhatsAppChannel({ ...base, settings: record.settings })));
      case 'instagram':
        return kept(instagrams, createInstagramChannel({ ...base, settings: record.settings, keep: (settings) => keepToken(record.id, settings), link: (messageId, file) => linkTo(record.id, messageId, file) }));
      case 'phone':
        return createPhoneChannel(record.id);
      default:
        return record satisfies never;
    }
  };

  const instagramNow = async (id: string) => (await readChannels(db, envelope)).find((each) => each.id === id && each.kind === 'instagram') as Extract<ChannelRecord, { kind: 'instagram' }> | undefined;
  /** A new token; what IT has set meanwhile stays. */
  const keepToken = async (id: string, settings: InstagramSettings): Promise<void> => changeSettings(db, envelope, id, { ...settings, publicAddress: (await instagramNow(id))?.settings.publicAddress ?? null });
  const linkTo = async (id: string, messageId: string, file: OutgoingFile): Promise<string | null> => {
    const base = (await instagramNow(id))?.settings.publicAddress ?? null;
    return base === null ? null : `${base}${fileRoutePrefix}/${await links.make(messageId, file.id)}`;
  };

  const withShelf = (channel: WhatsAppChannel): WhatsAppChannel => {
    const shelf = new TemplateShelf({ channelId: channel.channelId, db, clock, log, fetch: () => channel.templates() });
    shelves.set(channel.channelId, shelf);
    shelf.start();
    return channel;
  };

  const close = async (id: string): Promise<void> => {
    await adapters.get(id)?.stop();
    await shelves.get(id)?.stop();
    adapters.delete(id);
    for (const registry of registries) registry.delete(id);
  };

  const watch = new HealthWatch({ ...deps, adapters: () => adapters.values(), changed: deps.healthChanged });
  const registries = [adapters, chats, whatsApps, shelves, instagrams, records];
  let started = false;
  const reload = async (): Promise<void> => {
    if (!started) return;
    const current = await readChannels(db, envelope);
    for (const id of adapters.keys()) if (!current.some((record) => record.id === id)) await close(id);
    for (const record of current) {
      if (!adapters.has(record.id)) await open(record);
      // Of an open channel what may change while it is open.
      else records.set(record.id, record);
    }
    // Also what was added while the hub was not running.
    await db.transaction().execute((tx) => deps.fanOut.publish(tx, (viewer) => (viewer.status === 'active' ? [channelsEvent(viewer, current)] : [])));
    deps.fanOut.wake();
  };

  return {
    async start() {
      started = true;
      await reload();
      intake.start();
      await delivery.start();
      watch.start();
    },
    async stop() {
      started = false;
      await watch.stop();
      // First no more comes in, then what is in hand is finished; only then are the channels forgotten.
      await Promise.all([...adapters.values(), ...shelves.values()].map((each) => each.stop()));
      await intake.stop();
      await delivery.stop();
      await mailReader.close();
      await documents.close();
      for (const registry of registries) registry.clear();
    },
    reload,
    async reopen(id) {
      if (adapters.has(id)) await close(id);
      await reload();
    },
    health: (id) => adapters.get(id)?.health() ?? null,
    chatRoute: createChatRoute({ widgetDir: deps.widgetDir, channel: (id) => (id === null ? (chats.values().next().value ?? null) : (chats.get(id) ?? null)) }),
    fileRoute: createFileRoute(links, clock),
    webhookRoute: createWebhookRoute({ channel: hooked, channels: () => [...whatsApps.values(), ...instagrams.values()], log }),
    test: async (id) => (await adapters.get(id)?.test?.()) ?? null,
    async templates(id, fresh) {
      const shelf = shelves.get(id);
      if (shelf === undefined) return null;
      if (fresh || (await keptTemplates(db, id)) === null) await shelf.look();
      return keptTemplates(db, id);
    },
    agentTypes: (channelId, conversationId) => {
      chats.get(channelId)?.agentTypes(conversationId).catch(() => log.warn('webchat.not-shown', { channel: channelId }));
    },
    mailDomainOf,
    queued: () => delivery.look(),
    async idle() {
      await intake.idle();
      await delivery.idle();
    },
  };
}
