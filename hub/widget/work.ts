import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { WorkChallenge, WorkSolution } from './chat-frames.ts';

/** Does the work that the hub asks for; loaded only when it does. Each try is the browser's own, beside the page. @returns null where it cannot be done */
export async function work(challenge: WorkChallenge): Promise<WorkSolution | null> {
  const solution = await solveChallenge({ challenge, deriveKey, timeout: 240_000 });
  return solution === null ? null : { counter: solution.counter, derivedKey: solution.derivedKey };
}
