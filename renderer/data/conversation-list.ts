import type { ConversationRow, Cursor, View } from '../../shared/contract/ipc/inbox.ts';
import type { IpcAnswer, IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { CallFailure, Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, type Store } from './store.ts';

export interface ConversationListState {
  readonly view: View;
  readonly rows: readonly ConversationRow[];
  readonly next: Cursor | null;
  readonly total: number;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly failure: CallFailure | null;
}

export interface ConversationList {
  readonly state: Store<ConversationListState>;
  readonly show: (view: View) => void;
  readonly more: () => void;
  /** Reads again what is loaded, without a gap in between: the old rows stay until the new ones are there. */
  readonly refresh: () => void;
  /** Shows at once what main has been told. */
  readonly seen: (id: ConversationId) => void;
}

const pageSize = 60;
/** The contract's most for one call. */
const largestPage = 200;
const refreshGap = 200;

export function followConversations(client: Client, first: View): ConversationList {
  const state = createStore<ConversationListState>({ view: first, rows: [], next: null, total: 0, status: 'loading', failure: null });
  /** Grows with every change of view; an answer for an older one is dropped. */
  let turn = 0;
  let loadingMore = false;

  /** From the top, as many rows as `wanted`, in as few calls as the contract allows. */
  const read = async (view: View, wanted: number): Promise<void> => {
    const mine = turn;
    const rows: ConversationRow[] = [];
    let after: Cursor | null = null;
    let total = 0;
    do {
      const answer: IpcAnswer<IpcOutput<'inbox.list'>> = await client.call('inbox.list', { view, after, limit: Math.min(largestPage, wanted - rows.length) });
      if (mine !== turn) return;
      if (!answer.ok) {
        state.update((now) => ({ ...now, status: 'failed', failure: answer.error }));
        return;
      }
      rows.push(...answer.value.rows);
      after = answer.value.next;
      total = answer.value.total;
    } while (after !== null && rows.length < wanted);
    state.set({ view, rows: unchangedKept(state.get().rows, rows), next: after, total, status: 'ready', failure: null });
  };

  const refresh = coalesce(() => {
    const now = state.get();
    return read(now.view, Math.max(pageSize, now.rows.length));
  }, refreshGap);

  const show = (view: View): void => {
    turn += 1;
    loadingMore = false;
    state.set({ view, rows: [], next: null, total: 0, status: 'loading', failure: null });
    void read(view, pageSize);
  };

  const more = async (): Promise<void> => {
    const { view, next } = state.get();
    if (next === null || loadingMore) return;
    loadingMore = true;
    const mine = turn;
    const answer = await client.call('inbox.list', { view, after: next, limit: largestPage });
    if (mine !== turn) return;
    loadingMore = false;
    // A refresh in the meantime has moved the end of the list: the next scroll asks again from there.
    if (!answer.ok || state.get().next !== next) return;
    state.update((now) => {
      const known = new Set(now.rows.map((row) => row.id));
      return { ...now, rows: [...now.rows, ...answer.value.rows.filter((row) => !known.has(row.id))], next: answer.value.next, total: answer.value.total };
    });
  };

  void read(first, pageSize);
  return {
    state,
    show,
    more: () => void more(),
    refresh,
    seen: (id) =>
      state.update((now) =>
        now.rows.some((row) => row.id === id && row.unread) ? { ...now, rows: now.rows.map((row) => (row.id === id ? { ...row, unread: false } : row)) } : now,
      ),
  };
}

/** Rows that have not changed stay the same object, so that only those that have are drawn again. */
function unchangedKept(before: readonly ConversationRow[], after: readonly ConversationRow[]): readonly ConversationRow[] {
  const old = new Map(before.map((row) => [row.id, row]));
  return after.map((row) => {
    const known = old.get(row.id);
    return known && JSON.stringify(known) === JSON.stringify(row) ? known : row;
  });
}
