import type { ConversationRow, Cursor } from '../../shared/contract/ipc/inbox.ts';
import { type Filter, isFiltering, noFilter, type View } from '../../shared/domain/filter.ts';
import type { IpcAnswer, IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ConversationId, SavedViewId } from '../../shared/domain/ids.ts';
import type { CallFailure, Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, renewed, type Store } from './store.ts';

export interface ConversationListState {
  readonly view: View;
  readonly filter: Filter;
  /** The saved view that this is. */
  readonly saved: SavedViewId | null;
  readonly rows: readonly ConversationRow[];
  readonly next: Cursor | null;
  /** Null where it is not known before all of it is here. */
  readonly total: number | null;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly failure: CallFailure | null;
}

export interface ConversationList {
  readonly state: Store<ConversationListState>;
  /** Another list, from its top. */
  readonly show: (view: View, filter?: Filter, saved?: SavedViewId | null) => void;
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
  const empty = { rows: [], next: null, total: null, status: 'loading', failure: null } as const;
  const state = createStore<ConversationListState>({ view: first, filter: noFilter, saved: null, ...empty });
  const asked = (): { view: View; filter?: Filter } => {
    const { view, filter } = state.get();
    return isFiltering(filter) ? { view, filter } : { view };
  };
  /** Grows with every change of view; an answer for an older one is dropped. */
  let turn = 0;
  let loadingMore = false;

  /** From the top, as many rows as `wanted`, in as few calls as the contract allows. */
  const read = async (wanted: number): Promise<void> => {
    const mine = turn;
    const rows: ConversationRow[] = [];
    let after: Cursor | null = null;
    let total: number | null = null;
    do {
      const answer: IpcAnswer<IpcOutput<'inbox.list'>> = await client.call('inbox.list', { ...asked(), after, limit: Math.min(largestPage, wanted - rows.length) });
      if (mine !== turn) return;
      if (!answer.ok) {
        state.update((now) => ({ ...now, status: 'failed', failure: answer.error }));
        return;
      }
      rows.push(...answer.value.rows);
      after = answer.value.next;
      total = answer.value.total;
    } while (after !== null && rows.length < wanted);
    state.update((now) => {
      const kept = unchangedKept(now.rows, rows);
      const { rows: _rows, ...about } = now;
      const next = renewed(about, { ...about, next: after, total: total ?? (after === null ? rows.length : null), status: 'ready', failure: null });
      return next === about && kept === now.rows ? now : { ...next, rows: kept };
    });
  };

  const refresh = coalesce(() => {
    const now = state.get();
    return read(Math.max(pageSize, now.rows.length));
  }, refreshGap);

  const show = (view: View, filter: Filter = noFilter, saved: SavedViewId | null = null): void => {
    turn += 1;
    loadingMore = false;
    state.set({ view, filter, saved, ...empty });
    void read(pageSize);
  };

  const more = async (): Promise<void> => {
    if (state.get().next === null || loadingMore) return;
    loadingMore = true;
    const mine = turn;
    // A filter may have looked for its time and found nothing: the list would not ask again by itself.
    for (let found = false; !found; ) {
      const { next } = state.get();
      if (next === null) break;
      const answer = await client.call('inbox.list', { ...asked(), after: next, limit: largestPage });
      if (mine !== turn) return;
      // A refresh in the meantime has moved the end of the list: the next scroll asks again from there.
      if (!answer.ok || state.get().next !== next) break;
      const { rows, next: after, total } = answer.value;
      found = rows.length > 0;
      state.update((now) => {
        const known = new Set(now.rows.map((row) => row.id));
        const all = [...now.rows, ...rows.filter((row) => !known.has(row.id))];
        return { ...now, rows: all, next: after, total: total ?? (after === null ? all.length : null) };
      });
    }
    loadingMore = false;
  };

  void read(pageSize);
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

/** Rows that have not changed stay the same object, so that only those that have are drawn again; all of them together too. */
function unchangedKept(before: readonly ConversationRow[], after: readonly ConversationRow[]): readonly ConversationRow[] {
  const old = new Map(before.map((row) => [row.id, row]));
  const rows = after.map((row) => {
    const known = old.get(row.id);
    return known === undefined ? row : renewed(known, row);
  });
  return rows.length === before.length && rows.every((row, place) => row === before[place]) ? before : rows;
}
