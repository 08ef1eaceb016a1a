import { networkInterfaces } from 'node:os';
import type { Timers } from '../boundary/timers.ts';

const lookEvery = 3_000;

/** The addresses this machine has on networks, as one text to compare. */
function present(): string {
  return Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => (addresses ?? []).filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`))
    .sort()
    .join('\n');
}

/** Calls `changed` when an address came or went: a cable, a wireless network, a tunnel. */
export function watchNetwork(timers: Timers, changed: () => void, addresses: () => string = present): void {
  let last = addresses();
  const look = () => {
    const now = addresses();
    if (now !== last) {
      last = now;
      changed();
    }
    timers.after(lookEvery, look);
  };
  timers.after(lookEvery, look);
}
