import { createHash } from 'node:crypto';
import { type FetchMessageObject, ImapFlow, type MailboxObject } from 'imapflow';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import type { Log } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { ImapPositionTable } from '../../store/tables/channels.ts';
import type { Receiver } from '../channel.ts';
import type { EmailSettings } from '../settings.ts';
import { headersOfBroken } from './headers.ts';
import type { AccessTokens } from './oauth/access-tokens.ts';
import { OAuthError } from './oauth/token-endpoint.ts';
import { messageIdsIn } from './message-id.ts';
import { maxMailBytes } from './parse-mail.ts';

export type ImapProblem = 'imap-plaintext' | 'imap-login' | 'imap-unreachable';
export class ImapError extends SealdeskError<ImapProblem> {}

export interface ImapInboxDeps {
  readonly channelId: string;
  readonly settings: EmailSettings;
  /** In place of a password. */
  readonly tokens: AccessTokens | null;
  readonly db: Store;
  readonly receiver: Receiver;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when the state changes; `problem` is for IT. */
  readonly changed: (state: 'working' | 'failing', problem: string | null) => void;
  readonly received: () => void;
}

export interface ImapInbox {
  stop(): Promise<void>;
}

/** Wait before the n-th new connection, in milliseconds, the last one again and again; a random part keeps hubs from knocking together. */
const reconnectAfter = [500, 2_000, 10_000, 30_000, 60_000] as const;
/** IDLE is begun anew after this long: servers may drop a client that is silent for 30 minutes (RFC 2177), middleboxes sooner. */
const maxIdleTime = 5 * 60_000;

/** Reads a mailbox from where it stopped, then follows it by IDLE; connects again by itself until stopped. */
export function followInbox(deps: ImapInboxDeps): ImapInbox {
  let client: ImapFlow | null = null;
  const stopping = new AbortController();
  const { signal } = stopping;
  const stop = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

  const loop = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        client = await connect(deps.settings, deps.tokens);
        if (signal.aborted) break;
        deps.changed('working', null);
        failures = 0;
        await follow(deps, client, stop);
      } catch (error) {
        const problem = imapProblem(error, deps);
        deps.log.warn('imap.disconnected', { channel: deps.channelId, kind: problem.kind });
        if (!signal.aborted) deps.changed('failing', problem.message);
      } finally {
        client?.close();
        client = null;
      }
      if (signal.aborted) break;
      const base = reconnectAfter[Math.min(failures, reconnectAfter.length - 1)] ?? 60_000;
      failures += 1;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([stop, new Promise<void>((resolve) => (timer = setTimeout(resolve, base + Math.random() * base * 0.5)))]);
      clearTimeout(timer);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      client?.close();
      await running;
    },
  };
}

/** @throws ImapError, OAuthError. Never speaks plaintext: TLS from the first byte, or STARTTLS before the password. */
async function connect({ imap, user, password, ca }: EmailSettings, tokens: AccessTokens | null): Promise<ImapFlow> {
  const accessToken = await tokens?.token();
  const client = new ImapFlow({
    host: imap.host,
    port: imap.port,
    ...(imap.security === 'tls' ? { secure: true } : { secure: false, doSTARTTLS: true }),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === null ? {} : { ca }) },
    auth: accessToken === undefined ? { user, pass: password ?? '' } : { user, accessToken },
    // The library's log quotes what it receives.
    logger: false,
    maxIdleTime,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: maxIdleTime + 60_000,
    maxLiteralSize: maxMailBytes + 1024 * 1024,
  });
  // Without a listener an error after the connection is made would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    // It may have been taken back before its time.
    if (told(error).authenticationFailed === true) tokens?.drop();
    throw error;
  });
  if (!client.secureConnection) {
    client.close();
    throw new ImapError('imap-plaintext', 'The mail server offers no TLS. Sealdesk does not read mail in plaintext; use port 993 with TLS, or a server with STARTTLS.');
  }
  return client;
}

/** Catches up, then waits for news; returns when stopped, throws when the connection is lost. */
async function follow(deps: ImapInboxDeps, client: ImapFlow, stop: Promise<void>): Promise<void> {
  const mailbox = await client.mailboxOpen(deps.settings.mailbox, { readOnly: true });
  let news = false;
  let closed = false;
  let wake = (): void => undefined;
  client.on('exists', () => {
    news = true;
    wake();
  });
  client.on('close', () => {
    closed = true;
    wake();
  });
  let position = await startingPosition(deps, mailbox);
  for (;;) {
    news = false;
    position = await catchUp(deps, client, position);
    if (!news && !closed) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // imapflow goes idle by itself only after a pause: ask at once; when IDLE ends, look again.
      const idle = client.idle().then(
        () => undefined,
        () => undefined,
      );
      if ((await Promise.race([woken, idle, stop.then(() => 'stopped')])) === 'stopped') return;
    }
    if (closed) throw new ImapError('imap-unreachable', 'The mail server closed the connection.');
  }
}

/** Where to go on. UIDs mean nothing once UIDVALIDITY has changed (RFC 9051 section 2.3.1.1): then everything is read again, and what is known is left out. */
async function startingPosition({ channelId, db, log }: ImapInboxDeps, mailbox: MailboxObject): Promise<ImapPositionTable> {
  const row = await db.selectFrom('imap_positions').selectAll().where('channel_id', '=', channelId).executeTakeFirst();
  const uidValidity = String(mailbox.uidValidity);
  if (row && row.uid_validity === uidValidity) return row;
  if (row) log.warn('imap.uidvalidity-changed', { channel: channelId });
  return { channel_id: channelId, uid_validity: uidValidity, last_uid: 0, mod_seq: null };
}

/** Takes what is above the position, oldest first; the position moves only once a mail is in the spool. */
async function catchUp(deps: ImapInboxDeps, client: ImapFlow, from: ImapPositionTable): Promise<ImapPositionTable> {
  let position = from;
  // The whole list first: a fetch inside a running fetch would wait for itself. `n:*` always gives the last mail (RFC 9051 section 6.4.8), hence the filter.
  const listed = (await client.fetchAll(`${position.last_uid + 1}:*`, { uid: true, size: true, internalDate: true }, { uid: true }))
    .filter(({ uid }) => uid > position.last_uid)
    .toSorted((a, b) => a.uid - b.uid);
  for (const entry of listed) {
    await takeOne(deps, client, entry);
    const modSeq = client.mailbox === false ? undefined : client.mailbox.highestModseq;
    position = { ...position, last_uid: entry.uid, mod_seq: modSeq === undefined ? null : String(modSeq) };
    const { uid_validity, last_uid, mod_seq } = position;
    await deps.db
      .insertInto('imap_positions')
      .values(position)
      .onConflict((conflict) => conflict.column('channel_id').doUpdateSet({ uid_validity, last_uid, mod_seq }))
      .execute();
  }
  return position;
}

async function takeOne({ channelId, receiver, clock, received }: ImapInboxDeps, client: ImapFlow, { uid, internalDate }: FetchMessageObject): Promise<void> {
  // One byte more than is looked into, so that a larger mail is known for one.
  const fetched = await client.fetchOne(String(uid), { uid: true, source: { start: 0, maxLength: maxMailBytes + 1 } }, { uid: true });
  // Expunged in the meantime: there is nothing to lose any more.
  if (fetched === false || fetched.source === undefined) return;
  const date = internalDate instanceof Date ? internalDate.getTime() : Date.parse(internalDate ?? '');
  const receivedAt = Number.isFinite(date) && date <= clock.now() ? date : clock.now();
  await receiver.take(channelId, { source: sourceOf(fetched.source), body: fetched.source, receivedAt });
  received();
}

/** Message-ID and content hash: the same mail is known again after a new UIDVALIDITY; a reused Message-ID hides nothing. */
export function sourceOf(raw: Uint8Array): string {
  const messageId = messageIdsIn(headersOfBroken(raw).first('message-id') ?? '')[0] ?? '';
  return `${messageId}\n${createHash('sha256').update(raw).digest('hex')}`;
}

/** What IT can do about it. The library's own text may hold the user's name. */
function imapProblem(error: unknown, { channelId, settings: { imap, user }, tokens }: ImapInboxDeps): ImapError | OAuthError {
  if (error instanceof ImapError || error instanceof OAuthError) return error;
  if (tokens !== null && told(error).authenticationFailed === true) {
    return new ImapError('imap-login', `The mail server refused the sign-in of ${user}. Check that IMAP is switched on for it, then sign in again: sealdesk channel sign-in ${channelId}`);
  }
  const { authenticationFailed, code, message } = told(error);
  if (authenticationFailed === true) return new ImapError('imap-login', `The mail server refused the password of ${user}. Check it and add the channel again.`);
  if (/starttls|secure connection|plaintext/i.test(message ?? '')) {
    return new ImapError('imap-plaintext', 'The mail server offers no TLS. Sealdesk does not read mail in plaintext; use port 993 with TLS, or a server with STARTTLS.');
  }
  if (/certificate|self.signed|altname/i.test(`${code ?? ''} ${message ?? ''}`)) {
    return new ImapError('imap-unreachable', `The certificate of ${imap.host} is not trusted. Give the authority that issued it with --ca.`);
  }
  return new ImapError('imap-unreachable', `The mail server ${imap.host}:${imap.port} does not answer. The hub keeps trying.`);
}

const told = (error: unknown) => error as { readonly authenticationFailed?: boolean; readonly code?: string; readonly message?: string };
