import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { failureWords } from '../../../words/failures.ts';
import { saidAgain } from '../../../words/said.ts';

/** Why the hub did not do what was asked about something hidden. @param unreachable what it means that it is not reached */
export function problemWords(problem: ConsoleProblem, unreachable: string): string {
  switch (problem.kind) {
    case 'refused':
      return saidAgain(problem.message);
    case 'unreachable':
      return unreachable;
    case 'not-served':
      return failureWords(problem.failure);
  }
}
