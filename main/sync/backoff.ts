const firstWait = 1_000;
const lastWait = 60_000;

/**
 * Milliseconds before the next try to connect: doubled with each failure, from 1 s up to 60 s, and
 * spread at random, so that a hub that comes back is not met by every workstation in the same second.
 * @param failures how many tries failed since the last good connection, at least 1
 * @param random from 0 to 1
 */
export function reconnectWait(failures: number, random: number): number {
  const ceiling = Math.min(lastWait, firstWait * 2 ** Math.min(failures, 10));
  return Math.max(firstWait, Math.round(ceiling * (0.5 + random / 2)));
}
