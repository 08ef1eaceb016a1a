import { mostUndoSeconds } from '../../shared/domain/policy-terms.ts';

/** Milliseconds: how long is waited at most, and at least, so that a clock which stands still is not asked without end. */
const longest = mostUndoSeconds * 1000;
const shortest = 50;

export interface DuePorts {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly come: () => void;
}

/** Calls once the time told last has come; a time told before is forgotten. */
export function whenDue({ now, come }: DuePorts): { at(time: number): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  return {
    at(time) {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(come, Math.min(longest, Math.max(shortest, time - now())));
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
