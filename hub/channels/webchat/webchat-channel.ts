import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../shared/domain/clock.ts';
import { wordsIn } from '../../../shared/customer-words/words.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Language } from '../../../shared/language/languages.ts';
import { kindOf } from '../../intake/error-kind.ts';
import { endWith } from '../../http/doorway.ts';
import { callerOf, networkOf } from '../../http/networks.ts';
import type { Attendance, Envelope, Log } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { FromHub, FromPage } from '../../widget/chat-frames.ts';
import type { ChannelAdapter, ChannelHealth, Receiver, StatusReport } from '../channel.ts';
import type { WebchatSettings } from '../settings.ts';
import { Beginnings } from './beginnings.ts';
import { type ChatProblem, problemIn } from './chat-problem.ts';
import { greet } from './greeting.ts';
import { maxFrameBytes, readPageFrame, textProblem } from './page-frames.ts';
import { Offline } from './offline.ts';
import { Places } from './places.ts';
import { ProofOfWork } from './proof-of-work.ts';
import { RateLimit } from './rate-limit.ts';
import { chatBytes } from './read-chat.ts';
import { endSession, sessionStands } from './sessions.ts';
import { ShopFiles, type ShopFile } from './shop-files.ts';
import { type UploadStep, Uploads } from './uploads.ts';
import { type ChatRatings, conversationOf, historyOf, isVisitor, saveVisitor, type Visitor, visitorOf, writtenTo } from './visitors.ts';
import { WaitingFrames } from './waiting-frames.ts';

export interface WebchatChannelDeps {
  readonly channelId: string;
  readonly settings: WebchatSettings;
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether somebody is there to answer. */
  readonly attendance: () => Promise<Attendance>;
  /** The addresses of e-mail channels in use, by their ids. */
  readonly mailboxes: () => ReadonlyMap<string, string>;
  readonly customerTypes: (conversationId: ConversationId) => void;
  readonly ratings: ChatRatings;
  /** In which language it speaks to whoever asks for none that there is; null: IT has said none. */
  readonly language: () => Language | null;
}

export interface WebchatChannel extends ChannelAdapter {
  readonly settings: WebchatSettings;
  readonly language: () => Language | null;
  /** Takes over a connection whose address and origin have been checked, of a page in a language. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, language: Language): void;
  /** A file of the shop's, for the ticket that its visitor was given; null for any other. */
  file(ticket: string): Promise<ShopFile | null>;
  /** Somebody writes an answer: the customer sees that it is so, if a page is open. */
  agentTypes(conversationId: string): Promise<void>;
  /** Something in a conversation is new: pages that show it get it. */
  changed(conversationId: string): Promise<void>;
}

/** Of one visitor: each gets everything that is said. The oldest one goes. */
const maxPagesPerVisitor = 10;
/** Bytes that a page may leave unread before it is let go; what it missed it gets when it comes back. */
const maxUnread = 8 * 1024 * 1024;
/** A page that answers no ping for this long, in milliseconds, is gone. */
const pingEvery = 30_000;
/** How often open pages are told whether somebody is there, where that has changed, and sessions are seen to stand; in milliseconds. */
const presenceEvery = 10_000;
/** How often files that take too long are looked for, in milliseconds. */
const lateEvery = 5_000;

interface Page {
  readonly socket: WebSocket;
  readonly address: string;
  readonly language: Language;
  visitor: Visitor | null;
  alive: boolean;
  /** How hard it has to work before it may begin a conversation; null: it has not tried. */
  level: number | null;
  /** What it was told last of who is there. */
  told: string;
}

/** Web chat: pages hold a WebSocket each; what is said goes through the same intake as mail. */
export function createWebchatChannel(deps: WebchatChannelDeps): WebchatChannel {
  const { channelId, settings, db, envelope, clock, log } = deps;
  // Text is checked for UTF-8 here, so that a damaged message is answered instead of the line being cut.
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, skipUTF8Validation: true, perMessageDeflate: false, clientTracking: false });
  const pages = new Set<Page>();
  const places = new Places();
  const speaking = new RateLimit(clock, 20, 30);
  const talking = new RateLimit(clock, 120, 600);
  /** That a customer types: told to each laptop that may see the conversation. */
  const typing = new RateLimit(clock, 4, 30);
  /** What a shop's server has signed, of one address: a signature to check each. */
  const naming = new RateLimit(clock, 30, 60);
  /** Files of one visitor, and of one address; and files of the shop's that one visitor asks for. */
  const sending = new RateLimit(clock, 10, 2);
  const sendingFrom = new RateLimit(clock, 40, 10);
  const opening = new RateLimit(clock, 20, 30);
  const uploads = new Uploads<Page>(clock);
  const files = new ShopFiles(db, envelope, clock);
  const beginnings = new Beginnings(clock);
  const work = new ProofOfWork<Page>(clock);
  const offline = new Offline(deps);
  let receiver: Receiver | null = null;
  let report: (news: StatusReport) => Promise<void> = async () => undefined;
  let health: ChannelHealth = { state: 'starting', problem: null, lastReceivedAt: null, lastSentAt: null };

  const say = (page: Page, frame: FromHub): void => {
    if (page.socket.readyState !== WebSocket.OPEN) return;
    if (page.socket.bufferedAmount > maxUnread) page.socket.terminate();
    else page.socket.send(JSON.stringify(frame));
  };
  const refuse = (page: Page, id: string, problem: ChatProblem): void => say(page, { t: 'refused', id, message: problemIn(page.language, problem) });
  const error = (page: Page, problem: ChatProblem): void => say(page, { t: 'error', message: problemIn(page.language, problem) });
  const linesOf = (visitorId: string, language: Language) => db.transaction().execute((tx) => historyOf(tx, envelope, visitorId, deps.ratings.statesOf, language));
  const titleFor = (language: Language) => settings.title ?? wordsIn(language).chatPage.title;
  /** Whether a page spoke for a customer and may not any more, or its visitor was erased; it comes back then, asks the shop who it is, or is a stranger. */
  const isOver = async (page: Page, { id, known, token, saved }: Visitor): Promise<boolean> => {
    const stands = known === null ? !saved || (await isVisitor(db, id)) : await db.transaction().execute((tx) => sessionStands(tx, token, clock.now()));
    if (stands) return false;
    page.socket.close(1008, 'the session has ended');
    return true;
  };
  const pagesOf = (visitorId: string) => [...pages].filter(({ visitor }) => visitor?.id === visitorId);

  const show = async (visitorId: string): Promise<void> => {
    const open: Page[] = [];
    for (const page of pagesOf(visitorId)) if (page.visitor !== null && !(await isOver(page, page.visitor))) open.push(page);
    for (const language of new Set(open.map((page) => page.language))) {
      const lines = await linesOf(visitorId, language);
      for (const page of open) if (page.language === language) say(page, { t: 'lines', lines });
    }
  };

  const hello = async (page: Page, frame: Extract<FromPage, { t: 'hello' }>): Promise<void> => {
    // The past is read and opened for each: once is enough.
    if (page.visitor !== null) {
      error(page, 'saidAlready');
      return;
    }
    if (typeof frame.identity === 'string' && !naming.allows(page.address)) {
      say(page, { t: 'not-known', why: 'refused' });
      return;
    }
    const greeted = await greet(deps, frame);
    if (greeted.kind === 'not-known') {
      say(page, { t: 'not-known', why: greeted.why });
      return;
    }
    page.visitor = greeted.visitor;
    const { known } = greeted.visitor;
    const presence = await offline.presence();
    page.told = JSON.stringify(presence);
    pagesOf(page.visitor.id).slice(0, -maxPagesPerVisitor).forEach(({ socket }) => socket.close(1008, 'too many pages'));
    say(page, { t: 'ready', token: page.visitor.token, title: titleFor(page.language), greeting: settings.greeting ?? wordsIn(page.language).chat.greeting, known: known === null ? null : { name: known.name }, presence, lines: page.visitor.saved ? await linesOf(page.visitor.id, page.language) : [] });
  };

  /** A stranger's first word, while many begin: the page works first. @returns whether it may go on */
  const mayBegin = async (page: Page, visitor: Visitor, known: boolean): Promise<boolean> => {
    if (known || work.hasWorked(page)) return true;
    // Each page is counted once, however often it tries.
    const level = page.level ?? beginnings.one(page.address);
    page.level = level;
    if (level === 0 || visitor.known !== null) return true;
    say(page, { t: 'work', challenge: await work.ask(page, level) });
    return false;
  };

  const worked = async (page: Page, { solution }: Extract<FromPage, { t: 'worked' }>): Promise<void> => {
    if (await work.take(page, solution)) say(page, { t: 'go-on' });
    // It comes back, and gets other work.
    else page.socket.close(1008, 'that was not the work');
  };

  const left = async (page: Page, visitor: Visitor, { id, email, text }: Extract<FromPage, { t: 'leave' }>): Promise<void> => {
    if (!(await mayBegin(page, visitor, false))) return;
    const outcome = receiver === null ? null : await offline.take(receiver, { id, email, text }, { address: page.address, visitorId: visitor.id, title: titleFor(page.language) });
    if (outcome?.kind === 'taken') say(page, { t: 'left', id });
    else refuse(page, id, outcome?.problem ?? 'closing');
  };

  /** What changes while pages are open: who is there for them, and whether they may still speak for a customer. */
  const lookAfterPages = async (): Promise<void> => {
    if (pages.size === 0) return;
    const presence = await offline.presence();
    const told = JSON.stringify(presence);
    for (const page of pages) {
      if (page.visitor === null || (await isOver(page, page.visitor)) || page.told === told) continue;
      page.told = told;
      say(page, { t: 'presence', presence });
    }
  };

  const said = async (page: Page, visitor: Visitor, { id, text }: Extract<FromPage, { t: 'say' }>): Promise<void> => {
    const problem = textProblem(text) ?? (speaking.allows(visitor.id) && talking.allows(page.address) ? null : 'tooFast');
    if (problem !== null || receiver === null) {
      refuse(page, id, problem ?? 'closing');
      return;
    }
    if (await mayBegin(page, visitor, visitor.saved)) await stored(page, visitor, { id, text });
  };

  /** Into the spool, and from there on as anything that comes in. */
  const stored = async (page: Page, visitor: Visitor, message: { readonly id: string; readonly text: string; readonly file?: { readonly name: string; readonly mediaType: string; readonly data: string } }): Promise<void> => {
    const { id } = message;
    if (receiver === null) {
      refuse(page, id, 'closing');
      return;
    }
    // A file takes its time to come.
    if (await isOver(page, visitor)) return;
    if (!visitor.saved) await saveVisitor(db, visitor, clock.now());
    await receiver.take(channelId, { source: `${visitor.id}\n${id}`, body: chatBytes({ visitorId: visitor.id, ...message, known: visitor.known }), receivedAt: clock.now() });
    health = { ...health, lastReceivedAt: clock.now() };
    say(page, { t: 'taken', id });
  };

  /** An answer to the question how it went, of whom it was asked. */
  const rated = async (page: Page, visitor: Visitor, { id, score, comment }: Extract<FromPage, { t: 'rate' }>): Promise<void> => {
    if (!speaking.allows(visitor.id)) {
      refuse(page, id, 'tooFast');
      return;
    }
    const [asked] = await writtenTo(db, visitor.id, [id]);
    const state = asked === undefined ? 'unknown' : await deps.ratings.rateMessage(asked, score, comment);
    if (state === 'over' || state === 'unknown') refuse(page, id, 'ratingOver');
    await show(visitor.id);
  };

  /** A piece of a file has come. */
  const fileStep = async (page: Page, visitor: Visitor, step: UploadStep): Promise<void> => {
    switch (step.kind) {
      case 'more':
        say(page, { t: 'file-at', id: step.id, bytes: step.bytes });
        return;
      case 'refused':
        refuse(page, step.id, step.problem);
        return;
      case 'whole': {
        const { id, name, mediaType, bytes } = step.file;
        await stored(page, visitor, { id, text: '', file: { name, mediaType, data: Buffer.from(bytes).toString('base64') } });
        return;
      }
      default:
        step satisfies never;
    }
  };

  const heard = async (page: Page, data: Uint8Array, isBinary: boolean): Promise<void> => {
    const step = isBinary && page.visitor !== null ? await uploads.take(page, data) : null;
    if (page.visitor !== null && step !== null) {
      await fileStep(page, page.visitor, step);
      return;
    }
    const read = readPageFrame(data, isBinary);
    if (!read.ok) {
      error(page, read.problem);
      return;
    }
    const { frame } = read;
    if (frame.t === 'hello') {
      await hello(page, frame);
      return;
    }
    const { visitor } = page;
    if (visitor === null) {
      error(page, 'notSaid');
      return;
    }
    if (frame.t !== 'bye' && (await isOver(page, visitor))) return;
    switch (frame.t) {
      case 'bye':
        await db.transaction().execute((tx) => endSession(tx, visitor.token));
        // Every page of the session: it is one browser's.
        for (const each of pages) if (each.visitor?.token === visitor.token) each.socket.close(1000, 'logged out');
        return;
      case 'say':
        await said(page, visitor, frame);
        return;
      case 'worked':
        await worked(page, frame);
        return;
      case 'file':
        if (!(await mayBegin(page, visitor, visitor.saved))) return;
        if (sending.allows(visitor.id) && sendingFrom.allows(page.address)) await fileStep(page, visitor, uploads.begin(page, frame, networkOf(page.address)));
        else refuse(page, frame.id, 'tooManyFiles');
        return;
      case 'file-cancel':
        uploads.drop(page, frame.id);
        return;
      case 'file-open':
        say(page, { t: 'file-ticket', id: frame.id, ticket: opening.allows(visitor.id) ? await files.ticket(visitor.id, frame.id) : null });
        return;
      case 'typing': {
        const conversationId = visitor.saved && typing.allows(visitor.id) ? await conversationOf(db, visitor.id) : null;
        if (conversationId !== null) deps.customerTypes(conversationId);
        return;
      }
      case 'leave':
        await left(page, visitor, frame);
        return;
      case 'rate':
        await rated(page, visitor, frame);
        return;
      case 'got':
      case 'seen':
        for (const messageId of await writtenTo(db, visitor.id, frame.ids)) await report({ messageId, status: frame.t === 'seen' ? 'read' : 'delivered', failure: null });
        return;
      default:
        frame satisfies never;
    }
  };

  const opened = (socket: WebSocket, address: string, language: Language): void => {
    const page: Page = { socket, address, language, visitor: null, alive: true, level: null, told: '' };
    pages.add(page);
    places.take(address);
    const frames = new RateLimit(clock, 200, 600);
    const waiting = new WaitingFrames(socket);
    let turn: Promise<void> = Promise.resolve();
    socket.on('pong', () => {
      page.alive = true;
    });
    // Protocol errors: the library closes the connection; the page connects again.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      pages.delete(page);
      places.leave(address);
      uploads.drop(page);
    });
    socket.on('message', (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
      if (!frames.allows('') || !waiting.add(bytes.length)) {
        socket.close(1008, 'too many frames');
        return;
      }
      turn = turn
        .then(() => heard(page, bytes, isBinary))
        .catch((failure: unknown) => {
          log.warn('webchat.frame-failed', { channel: channelId, kind: kindOf(failure) });
          error(page, 'failed');
        })
        .finally(() => waiting.served(bytes.length));
    });
  };

  const pinging = setInterval(() => {
    for (const page of pages) {
      if (!page.alive) page.socket.terminate();
      page.alive = false;
      page.socket.ping();
    }
  }, pingEvery);
  pinging.unref();
  const hurrying = setInterval(() => {
    for (const { page, id } of uploads.late()) refuse(page, id, 'fileLate');
  }, lateEvery);
  hurrying.unref();
  const watching = setInterval(() => void lookAfterPages().catch((error: unknown) => log.warn('webchat.pages-not-looked-after', { channel: channelId, kind: kindOf(error) })), presenceEvery);
  watching.unref();

  return {
    channelId,
    kind: 'webchat',
    settings,
    language: deps.language,
    capabilities: { subjects: false, html: false, maxText: 50_000, reports: ['delivered', 'read'], settlesWithinMs: 0 },
    async receive(into) {
      receiver = into;
      health = { ...health, state: 'working' };
    },
    async send({ conversationId, to }) {
      // Kept in the conversation, which the page reads whenever it opens: that is what sending means here.
      await show(to);
      health = { ...health, lastSentAt: clock.now() };
      return (await visitorOf(db, conversationId)) === null ? { kind: 'failed', reason: 'The visitor’s page no longer exists.' } : { kind: 'sent' };
    },
    status(listener) {
      report = listener;
    },
    health: () => health,
    accept(request, socket, head, language) {
      const address = callerOf(request.socket.remoteAddress);
      if (receiver === null || !places.isRoomFor(address)) {
        endWith(socket, 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => opened(webSocket, address, language));
    },
    file: (ticket) => files.open(ticket),
    async agentTypes(conversationId) {
      const visitorId = await visitorOf(db, conversationId);
      if (visitorId !== null) for (const page of pagesOf(visitorId)) say(page, { t: 'typing' });
    },
    async changed(conversationId) {
      const visitorId = await visitorOf(db, conversationId);
      if (visitorId !== null) await show(visitorId);
    },
    async stop() {
      receiver = null;
      clearInterval(pinging);
      clearInterval(watching);
      clearInterval(hurrying);
      for (const { socket } of pages) socket.close(1001, 'the hub is stopping');
      setTimeout(() => {
        for (const { socket } of pages) socket.terminate();
      }, 500).unref();
      health = { ...health, state: 'stopped' };
    },
  };
}
