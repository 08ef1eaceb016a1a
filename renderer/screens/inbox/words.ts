import type { DraftElsewhere } from '../../../shared/contract/ipc/inbox.ts';
import type { View } from '../../../shared/domain/filter.ts';
import type { Channel, ConversationStatus, Message, MessageStatus, Priority } from '../../../shared/domain/conversation.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import type { Verification } from '../../../shared/domain/verification.ts';
import type { CustomerIdentity } from '../../../shared/domain/people.ts';
import { messages, say } from '../../languages/spoken.ts';
import { saidAgain } from '../../words/said.ts';

const t = messages.inbox;

const quoted = (words: readonly string[]): string => words.map((word) => say(t.results.quoted, { word })).join(', ');

/** Whose message it is, as the reader calls them: themselves, a program of ours, or by name. */
export const authorWords = ({ kind, agentId, authorName }: { readonly kind: Message['kind']; readonly agentId: AgentId | null; readonly authorName: string }, me: AgentId): string =>
  agentId === me ? t.list.you : kind === 'outbound' && agentId === null ? saidAgain(authorName) : authorName;

/** The hub's words for a reply of which some parts have left (hub/delivery): nobody is to think that the customer has nothing of it. */
const partsLeft = /^(?:Its text (?:and \d+ of its \d+ files )?(?:has|have) left|This went out as \d+ messages)/u;

/** How a message stands. */
export const statusWords = ({ status, failure }: { readonly status: MessageStatus; readonly failure: string | null }): string =>
  status === 'failed' && failure !== null && partsLeft.test(failure) ? t.message.partly : t.message.statuses[status];

export const words = {
  ...t,
  views: {
    ...t.views,
    names: t.views.names satisfies Record<View, string>,
    named: (name: string) => say(t.views.named, { name }),
    unread: (n: number) => say(t.views.unread, { n }),
    total: (n: number) => say(t.views.total, { n }),
  },
  list: {
    ...t.list,
    newAbove: (n: number) => say(t.list.newAbove, { n }),
    empty: t.list.empty satisfies Record<View, readonly [string, string]>,
  },
  results: {
    ...t.results,
    none: (query: string) => say(t.results.none, { query }),
    noneYet: (query: string) => say(t.results.noneYet, { query }),
    near: (typed: string, shown: readonly string[]) => say(t.results.near, { typed, shown: quoted(shown) }),
    lookedBackTo: (when: string) => say(t.results.lookedBackTo, { when }),
    fetchedTo: (when: string) => say(t.results.fetchedTo, { when }),
    left: (n: number, typed: readonly string[]) => say(t.results.left, { n, typed: quoted(typed) }),
    cachedTo: (when: string) => say(t.results.cachedTo, { when }),
    count: (n: number, more: boolean) => say(more ? t.results.countMore : t.results.count, { n }),
  },
  conversation: {
    ...t.conversation,
    label: (name: string) => say(t.conversation.label, { name }),
    messagesOf: (name: string) => say(t.conversation.messagesOf, { name }),
    customerTypes: (name: string) => say(t.conversation.customerTypes, { name }),
    newMessageFrom: (name: string) => say(t.conversation.newMessageFrom, { name }),
    yourReply: (status: string) => say(t.conversation.yourReply, { status }),
    statuses: t.conversation.statuses satisfies Record<ConversationStatus, string>,
  },
  priorities: t.priorities satisfies Record<Priority, string>,
  verification: t.verification satisfies Record<Verification, { readonly short: string; readonly long: string }>,
  message: {
    ...t.message,
    viaChannel: (channel: string) => say(t.message.viaChannel, { channel }),
    edited: (time: string) => say(t.message.edited, { time }),
    statuses: t.message.statuses satisfies Record<MessageStatus, string>,
  },
  sending: {
    ...t.sending,
    in: (seconds: number) => say(t.sending.in, { seconds }),
    /** @param keys that take it back; empty where there are none */
    held: (keys: string) => (keys === '' ? t.sending.soon : say(t.sending.held, { keys })),
  },
  conflict: {
    ...t.conflict,
    answered: (by: string) => say(t.conflict.answered, { by }),
    theirs: (by: string) => say(t.conflict.theirs, { by }),
    statusNotSet: (wanted: string) => say(t.conflict.statusNotSet, { wanted }),
    statusNow: (by: string | null, now: string) => (by === null ? say(t.conflict.statusBecame, { now }) : say(t.conflict.statusNow, { by, now })),
    held: (wanted: string) => say(t.conflict.held, { wanted }),
    notAssigned: (wanted: string) => say(t.conflict.notAssigned, { wanted }),
    assigneeNow: (by: string | null, now: string) => (by === null ? say(t.conflict.assigneeBecame, { now }) : say(t.conflict.assigneeNow, { by, now })),
    setAnyway: (wanted: string) => say(t.conflict.setAnyway, { wanted }),
    assignAnyway: (wanted: string) => say(t.conflict.assignAnyway, { wanted }),
  },
  composer: {
    ...t.composer,
    replyPlaceholder: (name: string) => say(t.composer.replyPlaceholder, { name }),
    goesOut: (channel: string, to: string | null) => (to === null ? say(t.composer.goesOut, { channel }) : say(t.composer.goesOutTo, { channel, to })),
    tooLong: (over: number) => say(t.composer.tooLong, { over }),
    stopped: (what: string) => say(t.composer.stopped, { what }),
    marked: (what: string) => say(t.composer.marked, { what }),
    elsewhere: { ...t.composer.elsewhere, files: (files: number) => say(t.composer.elsewhere.files, { files }), stays: t.composer.elsewhere.stays satisfies Record<NonNullable<DraftElsewhere['stays']>, string> },
  },
  customer: {
    ...t.customer,
    kinds: t.customer.kinds satisfies Record<CustomerIdentity['kind'], string>,
  },
  channels: t.channels satisfies Record<Channel, string>,
};
