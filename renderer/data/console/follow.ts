import { systemClock } from '../../../shared/domain/clock.ts';
import { coalesce } from '../coalesce.ts';
import { createStore, type Store } from '../store.ts';
import type { ConsoleOutcome, ConsoleProblem } from './ask.ts';

export interface Shown<T> {
  /** What was read last; kept while it is read again, and when that fails. Null before the first answer. */
  readonly value: T | null;
  /** When it was read. */
  readonly readAt: number | null;
  /** Why the latest reading came to nothing; null when it did not. */
  readonly problem: ConsoleProblem | null;
}

export interface Followed<T> {
  readonly state: Store<Shown<T>>;
  /** Reads it for the first time; from then on `refresh` reads it again. */
  readonly start: () => void;
  /** Something may have changed. Nothing is asked before anybody has looked. */
  readonly refresh: () => void;
  /** The person asks for it. */
  readonly retry: () => void;
  /** Shows at once what an action has answered. */
  readonly put: (change: (value: T) => T) => void;
}

const gap = 400;

/** Follows something of the hub's that has no event of its own: read again when told, with `settle` keeping what has not changed. */
export function follow<T>(read: () => Promise<ConsoleOutcome<T>>, settle: (before: T | null, after: T) => T): Followed<T> {
  const state = createStore<Shown<T>>({ value: null, readAt: null, problem: null });
  let started = false;
  /** Grows with every `put`: an answer that was under way meanwhile is older than what the action has answered. */
  let turn = 0;
  const refresh = coalesce(async () => {
    let mine: number;
    let outcome: ConsoleOutcome<T>;
    do {
      mine = turn;
      outcome = await read();
    } while (mine !== turn);
    const answer = outcome;
    state.update((now) =>
      answer.kind === 'done' ? { value: settle(now.value, answer.value), readAt: systemClock.now(), problem: null } : { ...now, problem: answer },
    );
  }, gap);
  return {
    state,
    start() {
      if (started) return;
      started = true;
      refresh();
    },
    refresh() {
      if (started) refresh();
    },
    retry: refresh,
    put(change) {
      turn += 1;
      state.update((now) => (now.value === null ? now : { ...now, value: change(now.value) }));
    },
  };
}

/** A row that has not changed stays the same object, and a list of such rows the same list. */
export function keepUnchanged<Row extends { readonly id: string }>(before: readonly Row[] | null, after: readonly Row[]): readonly Row[] {
  if (before === null) return after;
  const known = new Map(before.map((row) => [row.id, row]));
  const rows = after.map((row) => {
    const old = known.get(row.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
  return rows.length === before.length && rows.every((row, place) => row === before[place]) ? before : rows;
}

/** The row in place of the one with its id; at the end where there is none. */
export function withRow<Row extends { readonly id: string }>(row: Row): (rows: readonly Row[]) => readonly Row[] {
  return (rows) => (rows.some(({ id }) => id === row.id) ? rows.map((one) => (one.id === row.id ? row : one)) : [...rows, row]);
}
