import type { ShownMessage } from '../../shared/contract/ipc/attachments.ts';
import type { ConversationRow, MessageCursor } from '../../shared/contract/ipc/inbox.ts';
import type { IpcAnswer, IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createReadAhead } from './read-ahead.ts';
import { createStore, type Store } from './store.ts';

export interface OpenConversation {
  readonly kind: 'open';
  readonly id: ConversationId;
  readonly conversation: ConversationRow;
  readonly customer: Customer;
  /** Oldest first, without a gap up to the newest. */
  readonly messages: readonly ShownMessage[];
  readonly earlier: MessageCursor | null;
  /** What came back, and waits for the agent's word. */
  readonly conflicts: Page['conflicts'];
  /** Replies that can still be taken back. */
  readonly held: Page['held'];
  /** Files of the reply's draft. */
  readonly files: Page['files'];
  /** How its drafts stand with the agent's other laptops. */
  readonly draftsElsewhere: Page['draftsElsewhere'];
  /** The message a search led to. */
  readonly target: MessageId | null;
}

export type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly id: ConversationId }
  | { readonly kind: 'failed'; readonly id: ConversationId }
  /** It was purged, or the agent may no longer see it. */
  | { readonly kind: 'gone'; readonly id: ConversationId }
  | OpenConversation;

export interface OpenedConversation {
  readonly state: Store<Opened>;
  /** With `target`, earlier messages are read until that one is there. */
  readonly open: (id: ConversationId, target?: MessageId) => void;
  readonly close: () => void;
  readonly loadEarlier: () => Promise<void>;
  readonly refresh: () => void;
  /** Reads those that are likely to be opened next: each is then there at once. */
  readonly expect: (ids: readonly ConversationId[]) => void;
  /** What was read ahead of these holds no longer. */
  readonly changed: (ids: readonly ConversationId[]) => void;
}

const pageSize = 50;
const largestPage = 200;
const refreshGap = 120;

type Page = NonNullable<IpcOutput<'conversation.open'>>;

export function followOpened(client: Client, adoptDrafts: (id: ConversationId, kept: Page['drafts'], stamps: Record<WrittenKind, number>) => void): OpenedConversation {
  const state = createStore<Opened>({ kind: 'none' });
  /** Grows with every opening; an answer for an older one is dropped. */
  let turn = 0;
  let loadingEarlier = false;

  /** Newest pages back to where `enough` is content, or to the beginning. */
  const read = async (id: ConversationId, enough: (messages: readonly ShownMessage[]) => boolean, first = pageSize): Promise<Page | 'gone' | 'failed'> => {
    let page: Page | null = null;
    let before: MessageCursor | null = null;
    do {
      const answer: IpcAnswer<IpcOutput<'conversation.open'>> = await client.call('conversation.open', { id, before, limit: page === null ? first : largestPage });
      if (!answer.ok) return 'failed';
      if (answer.value === null) return 'gone';
      const got: Page = answer.value;
      page = page === null ? got : joined(got, page);
      before = got.earlier;
    } while (before !== null && !enough(page.messages));
    return page;
  };

  const adopt = (id: ConversationId, { drafts, draftsElsewhere: { reply, note } }: Page): void => adoptDrafts(id, drafts, { reply: reply.stamp, note: note.stamp });

  const ahead = createReadAhead(async (id) => {
    const page = await read(id, () => true);
    return typeof page === 'string' ? null : page;
  });

  const show = (id: ConversationId, page: Page, target: MessageId | null): void => {
    adopt(id, page);
    const { conversation, customer, messages, earlier, conflicts, held, files, draftsElsewhere } = page;
    state.set({ kind: 'open', id, conversation, customer, messages, earlier, conflicts, held, files, draftsElsewhere, target });
  };

  const open = async (id: ConversationId, target: MessageId | null): Promise<void> => {
    turn += 1;
    const mine = turn;
    loadingEarlier = false;
    const before = state.get();
    const known = target === null && (before.kind !== 'open' || before.id !== id) ? ahead.take(id) : null;
    if (known !== null) {
      show(id, known, null);
      // What it was read for has been seen by now, and reading it again is not in the way.
      setTimeout(() => {
        if (mine === turn) refresh();
      }, refreshGap);
      return;
    }
    if (before.kind !== 'open' || before.id !== id) state.set({ kind: 'loading', id });
    const page = await read(id, (messages) => target === null || messages.some((message) => message.id === target));
    if (mine !== turn) return;
    if (typeof page === 'string') {
      state.set({ kind: page, id });
      return;
    }
    show(id, page, target);
  };

  const refresh = coalesce(async () => {
    const now = state.get();
    if (now.kind === 'none') return;
    if (now.kind !== 'open') {
      await open(now.id, null);
      return;
    }
    const mine = turn;
    const oldest = now.messages[0]?.id;
    const page = await read(
      now.id,
      (messages) => oldest === undefined || messages.some((message) => message.id === oldest) || messages.length >= now.messages.length,
      Math.min(largestPage, Math.max(pageSize, now.messages.length + 1)),
    );
    if (mine !== turn || page === 'failed') return;
    if (page === 'gone') {
      state.set({ kind: 'gone', id: now.id });
      return;
    }
    adopt(now.id, page);
    state.update((latest) => {
      if (latest.kind !== 'open') return latest;
      // Pages that were read while this was under way, older than what it covers, stay.
      const covered = new Set(page.messages.map((message) => message.id));
      const first = latest.messages.findIndex((message) => covered.has(message.id));
      const kept = first > 0 ? latest.messages.slice(0, first) : [];
      const next = {
        ...latest,
        conversation: page.conversation,
        customer: page.customer,
        conflicts: page.conflicts,
        held: page.held,
        files: page.files,
        draftsElsewhere: page.draftsElsewhere,
        messages: unchangedKept(latest.messages, [...kept, ...page.messages]),
        earlier: kept.length > 0 ? latest.earlier : page.earlier,
      };
      return alike(latest, next) ? latest : next;
    });
  }, refreshGap);

  return {
    state,
    open: (id, target) => void open(id, target ?? null),
    close() {
      turn += 1;
      state.set({ kind: 'none' });
    },
    async loadEarlier() {
      const now = state.get();
      if (now.kind !== 'open' || now.earlier === null || loadingEarlier) return;
      loadingEarlier = true;
      const mine = turn;
      const answer = await client.call('conversation.open', { id: now.id, before: now.earlier, limit: pageSize });
      if (mine !== turn) return;
      loadingEarlier = false;
      if (!answer.ok || answer.value === null) return;
      const { messages, earlier } = answer.value;
      state.update((latest) => {
        if (latest.kind !== 'open') return latest;
        const known = new Set(latest.messages.map((message) => message.id));
        return { ...latest, messages: [...messages.filter((message) => !known.has(message.id)), ...latest.messages], earlier };
      });
    },
    refresh,
    expect: ahead.expect,
    changed: ahead.forget,
  };
}

/** Two pages in a row, as one. */
function joined(earlier: Page, later: Page): Page {
  return { ...later, messages: [...earlier.messages, ...later.messages], earlier: earlier.earlier };
}

/** Nothing is drawn anew for what was read again and is as it was. */
function alike({ messages: before, ...old }: OpenConversation, { messages: after, ...now }: OpenConversation): boolean {
  return before.length === after.length && before.every((message, place) => message === after[place]) && JSON.stringify(old) === JSON.stringify(now);
}

/** A message whose revision and delivery have not changed stays the same object. */
function unchangedKept(before: readonly ShownMessage[], after: readonly ShownMessage[]): readonly ShownMessage[] {
  const old = new Map(before.map((message) => [message.id, message]));
  return after.map((message) => {
    const known = old.get(message.id);
    return known && known.revision === message.revision && known.status === message.status && known.failure === message.failure ? known : message;
  });
}
