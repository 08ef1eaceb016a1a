import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../shared/domain/clock.ts';
import { AdminSocket } from './admin/admin-socket.ts';
import { commandActor } from './admin/ask-hub.ts';
import type { AdminContext } from './admin/admin-call.ts';
import { answerConsole } from './admin/console.ts';
import { createChannels } from './channels/create-channels.ts';
import { createConversations } from './conversations/create-conversations.ts';
import { createSnoozeWorker } from './conversations/snooze.ts';
import { warnOfCertificateEnd } from './enrolment/certificate-end.ts';
import { devicePath, Gateway } from './gateway/gateway.ts';
import { Listener } from './http/listener.ts';
import { knownPort, rememberPort } from './http/ports.ts';
import type { HttpRoute } from './http/route.ts';
import { type TlsIdentity, tlsFingerprint } from './http/tls-certificate.ts';
import { createAskWorker } from './numbers/ask-customers.ts';
import { createRatingRoute } from './numbers/rating-route.ts';
import { Ratings } from './numbers/ratings.ts';
import type { Log, MessagePolicy } from './ports.ts';
import { openRooms, type Rooms } from './rooms.ts';
import { arrivalsOf } from './routing/arrivals.ts';
import { forgetDestroyed } from './store/forget-destroyed.ts';

export interface ServiceTerms {
  readonly data: string;
  readonly host: string;
  /** 0: the one it had before, or any. */
  readonly port: number;
  /** Of the plain chat page on loopback; served in a try-it organisation only. */
  readonly chatPort: number;
  /** A certificate of a real authority; null for the hub's own, which invites pin. */
  readonly tls: TlsIdentity | null;
  /** How devices reach the hub, where that is not `wss://HOST:PORT/device`. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RunningService {
  /** For devices. */
  readonly url: string;
  /** For customers. */
  readonly chat: string;
  stop(): Promise<void>;
}

/** The built chat page: beside the bundle, or where the build puts it when the sources run as they are. */
const widgetDir = import.meta.filename.endsWith('.ts') ? join(import.meta.dirname, '..', 'dist', 'hub', 'widget') : join(import.meta.dirname, 'widget');

/** How often mailboxes that nobody empties, and drafts that nobody goes on with, are looked for. */
const expiryInterval = 3_600_000;
/** How often a certificate that ends soon is said in the log. */
const warningInterval = 24 * 3_600_000;
/** For how long what was destroyed may still lie in the database's log. */
const forgetInterval = 5_000;
/** Between two looks at what shops were asked and did not answer, in milliseconds. */
const settleInterval = 60_000;

/** As devices can reach it: an address that means "all of them" is shown as this machine's name. */
function shown(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
}

/** Drafts that are idle for as long as laptops keep what is resolved. A step at a time, so that nobody waits for it. */
async function letDraftsGo({ store, drafts, beginnings, policies, mailboxes }: Rooms): Promise<void> {
  for (const each of [drafts, beginnings]) {
    while (await store.transaction().execute(async (tx) => each.letGo(tx, (await policies.current(tx)).policy.backfillDays))) mailboxes.wake();
  }
  mailboxes.wake();
}

/** Starts the hub: puts the rooms together and opens the doors. @throws SealdeskError */
export async function startService({ data, host, port, chatPort, tls, publicUrl, clock, log }: ServiceTerms): Promise<RunningService> {
  const rooms = await openRooms(data, clock);
  const { store, envelope, audit, mailboxes: fanOut, agents: people, organisation, signer } = rooms;
  /** Where customers write; known once the hub listens. */
  let chat = '';
  const closing: (() => Promise<unknown>)[] = [() => store.destroy()];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const policy: MessagePolicy = async (tx) => (await rooms.policies.current(tx)).policy;
    const arrivals = arrivalsOf(rooms);
    const ratings = new Ratings({ db: store, envelope, clock, fanOut, policy, base: () => chat.replace(/\/chat$/, '/rate') });
    const channels = createChannels({ ratings: { statesOf: (tx, ids) => ratings.statesOf(tx, ids), rateMessage: (id, score, comment) => ratings.rateMessage(id, score, comment) }, ratingLink: (tx, id) => ratings.linkOf(tx, id), db: store, envelope, audit, fanOut, clock, log, widgetDir, policy, arrivals, healthChanged: () => gateway.consoleChanged(), customerTypes: (conversationId) => gateway.customerTypes(conversationId) });
    const snoozes = createSnoozeWorker({ db: store, envelope, fanOut, clock, log });
    const conversations = createConversations({ envelope, policy, arrivals, audit, fanOut, people, teams: (tx) => rooms.teams.list(tx), clock, mailDomainOf: channels.mailDomainOf, queued: channels.queued, snoozed: () => snoozes.wake() });
    const asking = createAskWorker({ db: store, envelope, clock, log, fanOut, routing: rooms.routing, arrivals, mailDomainOf: channels.mailDomainOf, queued: channels.queued });
    const rate = createRatingRoute({ ratings, organisation: organisation.name, clock });
    const gateway = new Gateway(
      rooms,
      conversations,
      signer,
      (caller, call, input) => answerConsole(context, caller, call, input, (kind) => log.warn('console.failed', { kind })),
      (channelId, conversationId) => channels.agentTypes(channelId, conversationId),
      log,
    );

    await store.transaction().execute((tx) => rooms.merges.gather(tx));

    // The socket first: it tells when another hub works on this data folder.
    const live = { url: '', tls: tls ? null : tlsFingerprint(organisation.tls.certificate) };
    const context: AdminContext = {
      rooms,
      actor: commandActor(),
      user: null,
      device: null,
      running: {
        get url() {
          return live.url;
        },
        tls: live.tls,
        isOnline: (device) => gateway.isOnline(device),
        isReading: (device) => gateway.isReading(device),
        recheck: (device) => gateway.recheck(device),
        recheckAll: () => gateway.recheckAll(),
        consoleChanged: () => gateway.consoleChanged(),
        revealsChanged: () => gateway.revealsChanged(),
        reconnectAll: () => gateway.reconnectAll(),
        channels,
      },
    };
    const admin = await AdminSocket.open(context, log);
    closing.push(() => admin.close());

    const devices: HttpRoute = {
      prefix: devicePath,
      handle: (_request, response) => {
        response.writeHead(426, { 'Content-Type': 'text/plain; charset=utf-8', 'Connection': 'Upgrade', 'Upgrade': 'websocket' }).end('Sealdesk workstations connect here.\n');
        return Promise.resolve();
      },
      upgrade: (request, socket, head) => gateway.upgrade(request, socket, head),
    };
    const secure = await Listener.open({ host, port: port || (await knownPort(store, 'devices')), tls: tls ?? organisation.tls, routes: [devices, channels.chatRoute, channels.webhookRoute, channels.fileRoute, rate] }, log);
    closing.push(() => secure.close());
    await rememberPort(store, 'devices', secure.port);
    const shownHost = shown(host);
    live.url = publicUrl ?? `wss://${shownHost}:${secure.port}${devicePath}`;

    chat = live.url.replace(/^wss:/, 'https:').replace(/\/device$/, '/chat');
    if (organisation.tryIt) {
      const plain = await Listener.open({ host: '127.0.0.1', port: chatPort || (await knownPort(store, 'chat')), tls: null, routes: [channels.chatRoute, channels.webhookRoute, channels.fileRoute, rate] }, log);
      closing.push(() => plain.close());
      await rememberPort(store, 'chat', plain.port);
      chat = `http://127.0.0.1:${plain.port}/chat`;
    }

    // Before the listeners, which wait for their open sockets.
    closing.push(() => gateway.close());

    const expire = () => fanOut.expire(store).then(() => letDraftsGo(rooms)).catch((error: unknown) => log.warn('mail.not-expired', { kind: error instanceof Error ? error.name : 'unknown' }));
    await expire();
    const expiry = setInterval(() => void expire(), expiryInterval);
    closing.push(() => Promise.resolve(clearInterval(expiry)));

    // One after the other: a disk that is slow must not pile them up. Closing the store removes the log altogether.
    let forgetting: NodeJS.Timeout | undefined;
    let ended = false;
    const forget = async (): Promise<void> => {
      await forgetDestroyed(data, store).catch((error: unknown) => log.warn('store.not-forgotten', { kind: error instanceof Error ? error.name : 'unknown' }));
      if (!ended) forgetting = setTimeout(() => void forget(), forgetInterval);
    };
    forgetting = setTimeout(() => void forget(), forgetInterval);
    closing.push(() => {
      ended = true;
      clearTimeout(forgetting);
      return Promise.resolve();
    });

    // What was asked of a shop and not answered, also by the hub before this one. One after the other: shops may be slow.
    let looking: NodeJS.Timeout | undefined;
    let looked = false;
    const lookAfterOrders = async (): Promise<void> => {
      await rooms.orderActions.settling.settleAll().catch((error: unknown) => log.warn('orders.not-settled', { kind: error instanceof Error ? error.name : 'unknown' }));
      if (!looked) looking = setTimeout(() => void lookAfterOrders(), settleInterval);
    };
    looking = setTimeout(() => void lookAfterOrders(), settleInterval);
    closing.push(() => {
      looked = true;
      clearTimeout(looking);
      return Promise.resolve();
    });

    // In the log each day as well: a hub may run for as long as its certificate does.
    const warn = () => warnOfCertificateEnd(organisation, clock.now(), log);
    warn();
    const warning = setInterval(warn, warningInterval);
    closing.push(() => Promise.resolve(clearInterval(warning)));

    await channels.start();
    closing.push(() => channels.stop());
    snoozes.start();
    closing.push(() => snoozes.stop());
    asking.start();
    closing.push(() => asking.stop());
    log.info('hub.ready', { port: secure.port });
    return { url: live.url, chat, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
