import { useSyncExternalStore } from 'react';
import { systemClock } from '../../shared/domain/clock.ts';

/** The time, looked at every `step` milliseconds for as long as somebody watches. One timer for each step, however many watch. */
function ticking(step: number): { readonly subscribe: (listener: () => void) => () => void; readonly read: () => number } {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = systemClock.now();
  return {
    subscribe(listener) {
      if (listeners.size === 0) {
        now = systemClock.now();
        timer = setInterval(() => {
          now = systemClock.now();
          for (const tell of listeners) tell();
        }, step);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: () => now,
  };
}

const everySecond = ticking(1000);
const everyHalfMinute = ticking(30_000);

/** For what counts down in seconds. */
export function useSeconds(): number {
  return useSyncExternalStore(everySecond.subscribe, everySecond.read, everySecond.read);
}

/** For "12 min" and the like. */
export function useNow(): number {
  return useSyncExternalStore(everyHalfMinute.subscribe, everyHalfMinute.read, everyHalfMinute.read);
}
