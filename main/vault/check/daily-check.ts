/** Milliseconds: between checks, from the unlock to the first step, and between steps. */
const day = 24 * 3_600_000;
const begin = 30_000;
const pause = 100;

export interface CheckPorts {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** One step; whether there is more. What it meets, the vault says itself. */
  readonly step: () => Promise<boolean>;
  readonly checkedAt: () => Promise<number | null>;
  readonly checked: () => Promise<void>;
}

/**
 * Reads the vault through once a day while it is open, in small steps between all else. A clock that was set back makes
 * it no less than that.
 */
export function dailyCheck({ now, step, checkedAt, checked }: CheckPorts): { stop(): void } {
  let stopped = false;
  let timer = setTimeout(look, begin);
  const later = (wait: number, next: () => void): void => {
    if (!stopped) timer = setTimeout(next, wait);
  };
  function look(): void {
    checkedAt().then(
      (last) => {
        const due = last === null || last > now() ? 0 : last + day - now();
        if (due > 0) later(Math.min(due, day), look);
        else go();
      },
      // The vault has failed or is closing; it says so itself.
      () => undefined,
    );
  }
  function go(): void {
    step().then(
      (more) => {
        if (more) later(pause, go);
        else checked().then(() => later(day, look), () => undefined);
      },
      () => undefined,
    );
  }
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
