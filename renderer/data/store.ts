import { useCallback, useSyncExternalStore } from 'react';

/** A value that components follow without owning it. */
export interface Store<T> {
  readonly get: () => T;
  /** What it held at first, as a screen drawn at build time has it. */
  readonly initial: T;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface WritableStore<T> extends Store<T> {
  readonly set: (next: T) => void;
  readonly update: (change: (now: T) => T) => void;
}

export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    initial,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set,
    update: (change) => set(change(value)),
  };
}

/** What was read again, where it says something else; otherwise the same object as before, so that nothing is drawn anew. Of plain data. */
export function renewed<T>(before: T, read: T): T {
  return JSON.stringify(before) === JSON.stringify(read) ? before : read;
}

/** `select` must give the same value for the same state: pick a part, never build one. */
export function useStore<T, S = T>(store: Store<T>, select?: (state: T) => S): S {
  const of = useCallback((state: T) => (select ? select(state) : (state as unknown as S)), [select]);
  return useSyncExternalStore(store.subscribe, () => of(store.get()), () => of(store.initial));
}
