import { mostAtOnce } from '../../shared/contract/ipc/queue.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { createStore, type Store } from './store.ts';

/** Conversations that something is to be done to together, in the order they were chosen. */
export type Selected = ReadonlySet<ConversationId>;

export interface Selection {
  readonly chosen: Store<Selected>;
  /** Takes it in, or out again. */
  readonly toggle: (id: ConversationId) => void;
  /** Everything between what was chosen last and this, in the order of the list. */
  readonly extendTo: (id: ConversationId, list: readonly ConversationId[]) => void;
  /** Nothing is done to what is no longer in the list that it was chosen from: it leaves the choice with its row. */
  readonly keep: (list: readonly ConversationId[]) => void;
  readonly clear: () => void;
}

const none: Selected = new Set();

/** At most as many as can be changed at once: more are not taken in. */
export function createSelection(): Selection {
  const chosen = createStore<Selected>(none);
  let anchor: ConversationId | null = null;
  const add = (ids: readonly ConversationId[]): void => chosen.update((now) => new Set([...now, ...ids.filter((id) => !now.has(id)).slice(0, mostAtOnce - now.size)]));
  return {
    chosen,
    toggle(id) {
      anchor = id;
      if (chosen.get().has(id)) chosen.update((now) => new Set([...now].filter((one) => one !== id)));
      else add([id]);
    },
    extendTo(id, list) {
      const [from, to] = [anchor === null ? -1 : list.indexOf(anchor), list.indexOf(id)];
      if (to < 0) return;
      const start = from < 0 ? to : from;
      // From where it began, so that those nearest to it are taken where there are too many.
      add(start <= to ? list.slice(start, to + 1) : list.slice(to, start + 1).toReversed());
      anchor = id;
    },
    keep(list) {
      const now = chosen.get();
      if (now.size === 0) return;
      const there = new Set(list);
      if ([...now].some((id) => !there.has(id))) chosen.set(new Set([...now].filter((id) => there.has(id))));
    },
    clear() {
      anchor = null;
      if (chosen.get().size > 0) chosen.set(none);
    },
  };
}
