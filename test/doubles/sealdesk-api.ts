import type { z } from 'zod';
import { ipcCalls, ipcEvents, type IpcAnswer, type IpcCallName, type IpcEvent, type IpcEventName, type IpcFailureKind, type IpcInput, type IpcOutput, type SealdeskApi } from '../../shared/contract/ipc/index.ts';
import type { ConflictShown, ConversationRow, Cursor, DraftElsewhere } from '../../shared/contract/ipc/inbox.ts';
import type { BeginningShown } from '../../shared/contract/ipc/outbound.ts';
import type { SavedView } from '../../shared/domain/filter.ts';
import type { ShownMessage } from '../../shared/contract/ipc/attachments.ts';
import type { WrittenKind } from '../../shared/domain/conversation.ts';
import { type AgentId, type ConversationId, type MessageId, TranscriptId } from '../../shared/domain/ids.ts';
import { can } from '../../shared/domain/permission.ts';
import type { SpellingChoice } from '../../shared/domain/spelling.ts';
import type { Display } from '../../shared/domain/display.ts';
import type { Present } from '../../shared/domain/presence.ts';
import type { Customer, TeamHere } from '../../shared/domain/people.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { SyncState } from '../../shared/domain/sync-state.ts';
import { templateText } from '../../shared/template/fill-template.ts';
import { shopChannels } from './nordlicht-outgoing.ts';
import { callLine, callText } from '../../shared/domain/call-text.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import type { DraftFile } from '../../shared/contract/ipc/composer.ts';
import { cleanFileName, fileProblem, supposedKind } from '../../shared/domain/outgoing-file.ts';
import { consoleHandlers } from './console-api.ts';
import type { Company } from './nordlicht-company.ts';
import { queueHandlers } from './queue-handlers.ts';
import { writtenText } from '../../shared/marks/written-text.ts';

export interface StoredConversation {
  row: ConversationRow;
  customer: Customer;
  /** Oldest first. */
  messages: ShownMessage[];
  drafts: Record<WrittenKind, string>;
  conflicts: ConflictShown[];
  /** Replies that can still be taken back. */
  held?: { messageId: MessageId; until: number }[];
  /** Of the drafts. */
  files?: { kind: WrittenKind; file: DraftFile; bytes: number; done: boolean }[];
  /** How the reply's draft stands with other laptops, where that is to be said. */
  elsewhere?: Partial<DraftElsewhere>;
}

const wholeFiles = ({ files = [] }: StoredConversation, of: WrittenKind): DraftFile[] => files.filter(({ kind, done }) => done && kind === of).map(({ file }) => file);

function goesAlong(stored: StoredConversation, written: StoredConversation['messages'][number], files: readonly string[]): void {
  const taken = (stored.files ?? []).filter(({ file }) => files.includes(file.id));
  stored.files = (stored.files ?? []).filter((each) => !taken.includes(each));
  written.attachments = taken.map(({ file: { id: place, name, mediaType, size } }) => ({ name, mediaType, size, contents: { state: 'kept', id: place, hidden: [] } }));
}

const nothingElsewhere: DraftElsewhere = { stamp: 0, files: 0, joined: false, stays: null };

export interface DoubleWorld {
  session: SessionState;
  sync: SyncState;
  security: IpcOutput<'security.show'>;
  notice: string | null;
  display: Display;
  agents: { id: AgentId; name: string }[];
  /** Where colleagues are. */
  present: Present[];
  conversations: StoredConversation[];
  savedViews: SavedView[];
  /** Those that the device was told of. */
  teams: readonly TeamHere[];
  /** What IT's console is told. */
  company: Company;
  /** The invite of a link that was opened; handed out once. */
  offered: string | null;
  ownWords: readonly string[];
  /** By conversation. */
  spelling: Readonly<Record<string, SpellingChoice>>;
  /** The conversation of a notification that was clicked. */
  asked: ConversationId | null;
  /** What the agent has begun and not sent, newest first. */
  beginnings?: BeginningShown[];
  notices: IpcOutput<'notices.state'>;
  now: () => number;
  /** Of canned replies, as chosen last. */
  language?: string;
}

type Handlers = { [N in IpcCallName]: (input: z.output<(typeof ipcCalls)[N]['input']>) => IpcOutput<N> | Promise<IpcOutput<N>> };

/**
 * The renderer's other side, in memory: for component tests and pictures only. Everything that goes
 * in or out passes the contract's schemas, and the router's checks of state and permission are made,
 * so that a screen which works with this double asks for nothing that main would refuse.
 */
export interface SealdeskDouble {
  readonly api: SealdeskApi;
  readonly world: DoubleWorld;
  /** Every call that was made, oldest first. */
  readonly calls: readonly { readonly name: IpcCallName; readonly input: unknown }[];
  readonly emit: <N extends IpcEventName>(name: N, event: IpcEvent<N>) => void;
  readonly enter: (state: SessionState) => void;
  readonly setSync: (part: Partial<SyncState>) => void;
  /** Replaces the answer to one call, or with `null` gives back the double's own. */
  readonly answer: <N extends IpcCallName>(name: N, handler: Handlers[N] | null) => void;
  /** The next answers to this call fail in this way; `null` ends it. */
  readonly fail: (name: IpcCallName, kind: IpcFailureKind | null) => void;
  readonly receive: (conversationId: ConversationId, text: string) => void;
}

const totpKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const totpUri = `otpauth://totp/Nordlicht:jana.okafor%40nordlicht.example?secret=${totpKey}&issuer=Nordlicht`;
const recoveryCodes = [
  '7Q4M-Z09A-KTXW-3RB8', 'B2ND-58YH-VCE1-PJ6G', 'XK93-4TQF-0MZA-R7WS', '1GHC-NB6E-D2YV-8P5K', 'T0RJ-9XAM-QW37-F4ZB',
  '6SVE-2KPD-HG8N-1CYT', 'MA5W-7B3R-JX0Q-E9FZ', 'P8Y1-DKC4-62TN-SGVH', '3ZFQ-RM9X-WE5A-B07J', 'HN6T-1V8G-YPCD-4K2S',
];

export function createSealdeskDouble(world: DoubleWorld): SealdeskDouble {
  const listeners = new Map<IpcEventName, Set<(event: never) => void>>();
  const calls: { name: IpcCallName; input: unknown }[] = [];
  const replaced = new Map<IpcCallName, (input: never) => unknown>();
  const failing = new Map<IpcCallName, IpcFailureKind>();
  let nextId = 1;
  const newId = (): MessageId => `00000000-0000-4000-8000-${String(nextId++).padStart(12, '0')}` as MessageId;
  const me = (): AgentId | null => (world.session.kind === 'unlocked' ? world.session.agentId : null);
  const find = (id: ConversationId): StoredConversation | undefined => world.conversations.find((one) => one.row.id === id);

  const emit: SealdeskDouble['emit'] = (name, event) => {
    const parsed = ipcEvents[name].parse(event);
    for (const listener of listeners.get(name) ?? []) listener(parsed as never);
  };
  const enter: SealdeskDouble['enter'] = (state) => {
    world.session = state;
    emit('session.changed', state);
  };
  const changed = (...conversationIds: ConversationId[]): void => emit('inbox.changed', { conversationIds });
  const add = (stored: StoredConversation, message: ShownMessage): void => {
    stored.messages.push(message);
    stored.row = { ...stored.row, lastMessageAt: message.sentAt, preview: message.text.slice(0, 240), revision: stored.row.revision + 1 };
  };
  const keepDraft = (stored: StoredConversation, kind: WrittenKind, text: string): void => {
    stored.drafts = { ...stored.drafts, [kind]: text };
    stored.row = { ...stored.row, hasDraft: Object.values(stored.drafts).some((draft) => draft !== '') };
  };
  const write = (id: ConversationId, kind: 'outbound' | 'note', text: string): { messageId: MessageId } => {
    const stored = find(id);
    if (!stored) throw new Error('no such conversation');
    const messageId = newId();
    add(stored, {
      id: messageId, conversationId: id, kind, channel: stored.row.channel, authorName: 'You', agentId: me(), subject: null, ...writtenText({ text, format: 'marked' }), html: null,
      sentAt: world.now(), status: world.sync.connection === 'online' ? 'accepted' : 'queued', failure: null, findings: [], risk: { level: 'none', reasons: [] },
      attachments: [], revision: 1,
    });
    keepDraft(stored, kind === 'outbound' ? 'reply' : 'note', '');
    queueMicrotask(() => changed(id));
    return { messageId };
  };
  const beginConversation = (channel: 'email' | 'phone', customer: Customer, subject: string, text: string, kind: 'outbound' | 'note'): { kind: 'begun'; conversationId: ConversationId } => {
    const id = newId() as string as ConversationId;
    const at = world.now();
    world.conversations.push({
      row: { id, customerId: customer.id, customerName: customer.name, channel, subject, preview: '', status: 'pending', assigneeId: me(), teamId: null, priority: 'normal', tags: [], snoozedUntil: null, dueAt: null, verification: 'unverified', replyUntil: null, others: [], followers: [], mergedInto: null, called: false, createdAt: at, lastMessageAt: at, revision: 1, unread: false, assigneeName: null, hasDraft: false, hasConflict: false, onlyHere: false },
      customer, messages: [], drafts: { reply: '', note: '' }, conflicts: [],
    });
    write(id, kind, text);
    return { kind: 'begun', conversationId: id };
  };
  const page = <T extends { id: string }>(items: readonly T[], at: (item: T) => number, after: Cursor | null, limit: number): { items: T[]; next: Cursor | null } => {
    const from = after === null ? 0 : items.findIndex((item) => item.id === after.id && at(item) === after.at) + 1;
    const taken = items.slice(from, from + limit);
    const last = taken.at(-1);
    return { items: taken, next: last && from + limit < items.length ? { at: at(last), id: last.id } : null };
  };

  /** Files of a form that has not been sent. */
  let filesToStart: { id: ConversationId; file: DraftFile; bytes: number; done: boolean }[] = [];
  const handlers: Handlers = {
    ...consoleHandlers(world.company, world.now, () => emit('console.changed', null), (id, verification) => {
      const stored = find(id);
      if (stored === undefined) throw new Error('no such conversation');
      stored.row = { ...stored.row, verification, revision: stored.row.revision + 1 };
      queueMicrotask(() => changed(id));
    }),
    'application.about': () => ({ version: '0.1.0', runtimeNotice: world.notice }),
    'application.copying': () => null,
    'application.showing': () => null,
    'display.read': () => world.display,
    'display.choose': (part) => {
      world.display = { ...world.display, ...part };
      return null;
    },
    'spelling.check': ({ text }) => [...text.matchAll(/\b(?:parcle|recieve|Mülller)\b/gu)].filter(([word]) => !world.ownWords.includes(word)).map(({ 0: word, index }) => ({ start: index, end: index + word.length })),
    'spelling.suggest': ({ word }) => ({ parcle: ['parcel', 'parole', 'particle'], recieve: ['receive'] })[word] ?? [],
    'spelling.teach': ({ word }) => {
      world.ownWords = [...world.ownWords, word];
      return null;
    },
    'spelling.forget': ({ word }) => {
      world.ownWords = world.ownWords.filter((own) => own !== word);
      return null;
    },
    'spelling.words': () => [...world.ownWords],
    'spelling.chosen': ({ id }) => ({ language: world.spelling[id] ?? null }),
    'spelling.choose': ({ id, language }) => {
      world.spelling = { ...world.spelling, [id]: language };
      return null;
    },
    'notices.asked': () => {
      const conversation = world.asked;
      world.asked = null;
      return { conversation };
    },
    'notices.state': () => world.notices,
    'notices.pause': ({ minutes }) => {
      world.notices = { ...world.notices, pausedUntil: minutes === 0 ? null : world.now() + minutes * 60_000 };
      return null;
    },
    'conversation.save-transcript': () => ({ kind: 'saved', number: TranscriptId.parse('5e1f0c3a-7b42-4d8e-9a60-2c1d7f3b8e54') }),
    'numbers.save': () => ({ kind: 'saved' }),
    'sync.state': () => world.sync,
    'presence.tell': () => [...world.present],
    'conversation.hand-over': ({ id, to, note }) => {
      if (note !== '') {
        write(id, 'note', note);
        const last = find(id)?.messages.at(-1);
        if (last) last.handedTo = to;
      }
      const stored = find(id);
      const assigneeId = to.kind === 'agent' ? to.id : null;
      if (stored) stored.row = { ...stored.row, assigneeId, assigneeName: world.agents.find((agent) => agent.id === assigneeId)?.name ?? null };
      queueMicrotask(() => changed(id));
      return { kind: 'handed-over' };
    },
    'session.state': () => world.session,
    'session.sealing-key': () => ({ key: new Uint8Array() }),
    'session.unlock': () => ({ kind: 'wrong', retryAt: world.now() + 30_000, attemptsLeft: 4 }),
    'session.lock': () => {
      const { session } = world;
      if (session.kind === 'repair-offered') enter({ kind: 'repair-needed', organisation: session.organisation, deviceName: session.deviceName, agentName: session.agentName, codeDigits: 6, online: true, retryAt: null, attemptsLeft: 10, nextCodeAt: null });
      return null;
    },
    'session.repair': () => null,
    'session.repair-seen': () => {
      const { session } = world;
      if (session.kind === 'unlocked') enter({ ...session, repaired: null });
      return null;
    },
    'session.forgotten': () => {
      if (world.session.kind === 'locked') enter({ kind: 'wiped', organisation: world.session.organisation, receipt: 'waiting' });
      return null;
    },
    'security.show': () => world.security,
    'security.change-passphrase': () => ({ kind: 'changed' }),
    'security.new-authenticator': () => ({ kind: 'provisioned', secret: totpKey, uri: totpUri, recoveryCodes }),
    'security.confirm-authenticator': ({ second }) => {
      if (second === '000000') return { kind: 'wrong' };
      world.security = { ...world.security, codeForgiven: false, recoveryCodesLeft: recoveryCodes.length };
      const { session } = world;
      if (session.kind === 'unlocked' && session.authenticatorEnded) queueMicrotask(() => enter({ ...session, authenticatorEnded: false }));
      return { kind: 'confirmed' };
    },
    'security.new-recovery-codes': () => {
      world.security = { ...world.security, recoveryCodesLeft: recoveryCodes.length };
      return { kind: 'made', recoveryCodes };
    },
    'security.set-duress-passphrase': () => ({ kind: 'set' }),
    'security.rotate-vault-key': () => ({ kind: 'rotated' }),
    'session.code': ({ code }) => (code === '000000' ? { kind: 'wrong' } : { kind: 'accepted' }),
    'enrolment.begin': ({ invite }) => ({ kind: 'refused', reason: invite.length < 20 ? 'invite-malformed' : 'invite-refused', message: '' }),
    'enrolment.offered': () => {
      const invite = world.offered;
      world.offered = null;
      return { invite };
    },
    'enrolment.start-over': () => null,
    'enrolment.cancel': () => null,
    'enrolment.choose-passphrase': () => ({ kind: 'chosen' }),
    'enrolment.provision-totp': () => ({
      secret: totpKey,
      uri: totpUri,
      recoveryCodes,
    }),
    'enrolment.confirm-totp': () => ({ kind: 'wrong' }),
    ...queueHandlers({
      rows: () => world.conversations.map((one) => one.row),
      me,
      nameOf: (agent) => world.agents.find(({ id }) => id === agent)?.name ?? null,
      change: (id, change) => {
        const stored = find(id);
        if (stored) stored.row = { ...stored.row, ...change };
        queueMicrotask(() => changed(id));
      },
      saved: world.savedViews,
      get teams() {
        return world.teams;
      },
    }),
    'inbox.agents': () => world.agents,
    'customer.conversations': ({ customer, except, limit }) => {
      const rows = world.conversations.map((one) => one.row).filter((row) => row.customerId === customer && row.id !== except);
      return { rows: rows.slice(0, limit), more: rows.length > limit };
    },
    'conversation.open': ({ id, before, limit }) => {
      const stored = find(id);
      if (!stored) return null;
      const { items, next } = page(stored.messages.toReversed(), (message) => message.sentAt, before, limit);
      return { conversation: stored.row, customer: stored.customer, messages: items.toReversed(), earlier: next === null ? null : { ...next, place: 0 }, drafts: { ...stored.drafts }, draftsElsewhere: { reply: { ...nothingElsewhere, ...stored.elsewhere }, note: nothingElsewhere }, conflicts: [...stored.conflicts], held: (stored.held ?? []).filter(({ until }) => until > world.now()), files: { reply: wholeFiles(stored, 'reply'), note: wholeFiles(stored, 'note') } };
    },
    'composer.help': () => ({ replies: world.company.canned, language: world.language ?? null, signature: world.company.signature }),
    'composer.language': ({ language }) => {
      world.language = language;
      return null;
    },
    'composer.typing': () => null,
    'composer.draft-seen': ({ id }) => {
      const stored = find(id);
      if (stored?.elsewhere) stored.elsewhere = { ...stored.elsewhere, joined: false };
      return null;
    },
    'composer.check': ({ text }) => [...text.matchAll(/\b4\d{3}(?: \d{4}){3}\b/g)].map(({ index }) => ({ type: 'card', start: index, end: index + 19, stops: true })),
    'message.formatted': () => world.company.letter,
    'attachment.show': () => world.company.shownFile,
    'conversation.read': ({ id, upTo }) => {
      const stored = find(id);
      if (stored && stored.row.lastMessageAt <= upTo) stored.row = { ...stored.row, unread: false, called: false };
      queueMicrotask(() => changed(id));
      return null;
    },
    'composer.begin-file': ({ id, kind, name: called, size }) => {
      const stored = find(id);
      const name = cleanFileName(called);
      if (kind === 'start') {
        const why = fileProblem('email', filesToStart.map(({ file }) => file), { name, size });
        if (why !== null) return { kind: 'refused', why };
        const file = newId() as string as DraftFile['id'];
        filesToStart.push({ id, file: { id: file, name, mediaType: supposedKind(name), size }, bytes: 0, done: false });
        return { kind: 'begun', file };
      }
      if (!stored) return { kind: 'refused', why: 'no-room' };
      const why = fileProblem(kind === 'note' ? kind : stored.row.channel, (stored.files ?? []).filter((each) => each.kind === kind).map(({ file }) => file), { name, size });
      if (why !== null) return { kind: 'refused', why };
      const file = newId() as string as DraftFile['id'];
      stored.files = [...(stored.files ?? []), { kind, file: { id: file, name, mediaType: supposedKind(name), size }, bytes: 0, done: false }];
      return { kind: 'begun', file };
    },
    'composer.file-chunk': ({ file: id, bytes }) => {
      const one = world.conversations.flatMap(({ files }): { file: DraftFile; bytes: number; done: boolean }[] => files ?? []).concat(filesToStart).find(({ file }) => file.id === id);
      if (!one) return { state: 'gone' };
      one.bytes += bytes.length;
      one.done = one.bytes >= one.file.size;
      return { state: one.done ? 'whole' : 'more' };
    },
    'composer.remove-file': ({ id, file }) => {
      const stored = find(id);
      if (stored) stored.files = (stored.files ?? []).filter((each) => each.file.id !== file);
      filesToStart = filesToStart.filter((each) => each.file.id !== file);
      return null;
    },
    'conversation.reply': ({ id, text, files }) => {
      const { messageId } = write(id, 'outbound', text);
      const until = world.now() + 10_000;
      const stored = find(id);
      if (stored) {
        stored.held = [...(stored.held ?? []), { messageId, until }];
        const written = stored.messages.at(-1);
        if (written) {
          written.status = 'queued';
          goesAlong(stored, written, files);
        }
      }
      return { messageId, until };
    },
    'conversation.undo-reply': ({ id, messageId }) => {
      const stored = find(id);
      const message = stored?.messages.find((each) => each.id === messageId);
      if (!stored || !message || !stored.held?.some((each) => each.messageId === messageId && each.until > world.now())) return { kind: 'too-late' };
      stored.held = stored.held.filter((each) => each.messageId !== messageId);
      stored.messages = stored.messages.filter((each) => each !== message);
      const written = message.marked ?? message.text;
      keepDraft(stored, 'reply', stored.drafts.reply.trim() === '' ? written : `${written}\n\n${stored.drafts.reply}`);
      queueMicrotask(() => changed(id));
      return { kind: 'undone', text: written, draft: stored.drafts.reply, status: false };
    },
    'inbox.channels': () => [...shopChannels],
    'inbox.customers': ({ typed }) => world.conversations.map(({ customer }) => customer).filter(({ name }) => typed.trim() !== '' && name.toLowerCase().includes(typed.trim().toLowerCase())).slice(0, 20),
    'conversation.files-to-start': ({ id }) => filesToStart.filter((each) => each.id === id && each.done).map(({ file }) => file),
    'conversation.start': ({ to, subject, text, brought, beginning }) => {
      if (world.beginnings !== undefined) world.beginnings = world.beginnings.filter(({ id }) => id !== beginning?.id);
      const customer = to.kind === 'customer' ? world.conversations.find((one) => one.customer.id === to.customerId)?.customer : undefined;
      const begun = beginConversation('email', customer ?? { id: newId() as string as Customer['id'], name: to.kind === 'address' && to.name !== '' ? to.name : 'New customer', identities: [{ kind: 'email', shown: to.kind === 'address' ? maskedIdentity('email', to.address) : '' }] }, subject, text, 'outbound');
      const written = find(begun.conversationId)?.messages.at(-1);
      if (written) written.attachments = filesToStart.filter(({ file }) => brought?.files.includes(file.id)).map(({ file: { id: place, name, mediaType, size } }) => ({ name, mediaType, size, contents: { state: 'kept', id: place, hidden: [] } }));
      return begun;
    },
    'conversation.log-call': ({ with: caller, call, notes, beginning }) => {
      if (world.beginnings !== undefined) world.beginnings = world.beginnings.filter(({ id }) => id !== beginning?.id);
      const customer = caller.kind === 'customer' ? world.conversations.find((one) => one.customer.id === caller.customerId)?.customer : undefined;
      return beginConversation('phone', customer ?? { id: newId() as string as Customer['id'], name: 'Caller', identities: [{ kind: 'phone', shown: caller.kind === 'number' ? maskedIdentity('phone', caller.number) : '' }] }, callLine(call), callText(call, notes), 'note');
    },
    'conversation.take-back': () => null,
    'beginnings.list': () => world.beginnings ?? [],
    'beginnings.save': ({ id, content, stamp }) => {
      const others = (world.beginnings ?? []).filter((each) => each.id !== id);
      const customer = content?.with.kind === 'customer' ? content.with.customerId : null;
      world.beginnings = content === null ? others : [{ id, at: world.now(), content, stamp, customer: world.conversations.find((one) => one.customer.id === customer)?.customer ?? null, stays: null, filesThere: 0 }, ...others];
      return { id, stamp };
    },
    'conversation.template': ({ id, template, values, files }) => {
      const written = write(id, 'outbound', templateText(template, values));
      const stored = find(id);
      const last = stored?.messages.at(-1);
      if (stored && last) goesAlong(stored, last, files);
      return written;
    },
    'conversation.note': ({ id, text, files, whisperTo }) => {
      const written = write(id, 'note', text);
      const stored = find(id);
      const last = stored?.messages.at(-1);
      if (stored && last && files !== undefined) goesAlong(stored, last, files);
      if (last && whisperTo !== undefined) last.whisperTo = whisperTo;
      return written;
    },
    'conversation.settle': ({ id, key, how }) => {
      const stored = find(id);
      const conflict = stored?.conflicts.find((each) => each.key === key);
      if (!stored || !conflict) return { draft: null };
      stored.conflicts = stored.conflicts.filter((each) => each !== conflict);
      stored.row = { ...stored.row, hasConflict: stored.conflicts.length > 0 };
      if (conflict.about === 'reply' && how === 'edit') keepDraft(stored, 'reply', stored.drafts.reply === '' ? conflict.text : `${conflict.text}\n\n${stored.drafts.reply}`);
      queueMicrotask(() => changed(id));
      return { draft: how === 'edit' && conflict.about === 'reply' ? stored.drafts.reply : null };
    },
    'conversation.draft': ({ id, kind, text }) => {
      const stored = find(id);
      if (stored) keepDraft(stored, kind, text);
      return null;
    },
    'search.messages': ({ query, limit }) => {
      const from = /^from:"(.*)"$/.exec(query)?.[1]?.toLowerCase();
      const wanted = from === undefined ? query.toLowerCase() : '';
      const hits = world.conversations.filter(({ row }) => row.customerName.toLowerCase().includes(from ?? '')).flatMap(({ row, messages }) =>
        messages
          .filter((message) => message.kind !== 'event' && message.text.toLowerCase().includes(wanted))
          .map((message) => {
            const at = message.text.toLowerCase().indexOf(wanted);
            const start = Math.max(0, at - 24);
            return {
              messageId: message.id, conversationId: row.id, customerName: row.customerName, subject: row.subject, channel: row.channel, sentAt: message.sentAt,
              snippet: [
                { text: (start > 0 ? '…' : '') + message.text.slice(start, at), matched: false },
                { text: message.text.slice(at, at + wanted.length), matched: true },
                { text: message.text.slice(at + wanted.length, at + wanted.length + 80), matched: false },
              ],
            };
          }),
      );
      hits.sort((one, other) => other.sentAt - one.sentAt);
      return { hits: hits.slice(0, limit), truncated: hits.length > limit, further: null, near: [], left: [] };
    },
  };

  const refuse = <T>(kind: IpcFailureKind): IpcAnswer<T> => ({ ok: false, error: { kind, message: 'refused by the double' } });
  const api: SealdeskApi = {
    async call<N extends IpcCallName>(name: N, input: IpcInput<N>): Promise<IpcAnswer<IpcOutput<N>>> {
      calls.push({ name, input });
      const call = ipcCalls[name];
      const { states, permission } = call as { states: readonly string[] | 'any'; permission: Parameters<typeof can>[1] | null };
      if (states !== 'any' && !states.includes(world.session.kind)) return refuse('not-now');
      if (permission !== null && !(world.session.kind === 'unlocked' && can(world.session.roles, permission))) return refuse('not-allowed');
      const parsed = call.input.safeParse(input);
      if (!parsed.success) return refuse('invalid');
      const failure = failing.get(name);
      if (failure !== undefined) return refuse(failure);
      const handler = (replaced.get(name) ?? handlers[name]) as (input: unknown) => unknown;
      return { ok: true, value: call.output.parse(await handler(parsed.data)) as IpcOutput<N> };
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };

  return {
    api, world, calls, emit,
    enter,
    setSync(part) {
      world.sync = { ...world.sync, ...part };
      emit('sync.changed', world.sync);
    },
    answer(name, handler) {
      if (handler === null) replaced.delete(name);
      else replaced.set(name, handler);
    },
    fail(name, kind) {
      if (kind === null) failing.delete(name);
      else failing.set(name, kind);
    },
    receive(conversationId, text) {
      const stored = find(conversationId);
      if (!stored) return;
      add(stored, {
        id: newId(), conversationId, kind: 'inbound', channel: stored.row.channel, authorName: stored.customer.name, agentId: null, subject: null, text, html: null,
        sentAt: world.now(), status: 'received', failure: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [], revision: 1,
      });
      stored.row = { ...stored.row, unread: true };
      changed(conversationId);
    },
  };
}
