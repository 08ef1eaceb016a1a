import type { ConsoleProblem } from '../../data/console/ask.ts';
import { figures } from '../../words/counts.ts';
import { inSentence } from '../../words/in-sentence.ts';
import { failureWords } from '../../words/failures.ts';
import { saidAgain } from '../../words/said.ts';
import type { Role } from '../../../shared/domain/permission.ts';
import { messages, say } from '../../languages/spoken.ts';

const t = messages.console;

export const words = {
  ...t,
  reading: (what: string) => say(t.reading, { what: inSentence(what) }),
  asOf: (when: string) => say(t.asOf, { when }),
  shown: (shown: number, all: number) => (shown === all ? figures(all) : say(t.shown, { shown, all })),
  nothingFits: (query: string) => say(t.nothingFits, { query }),
  roles: t.roles satisfies Record<Role, string>,
  rolesOf: (roles: readonly Role[]) => roles.map((role) => words.roles[role]).join(', '),
};

/** When reading from the hub came to nothing. */
export function readingProblemWords(problem: ConsoleProblem): string {
  switch (problem.kind) {
    case 'refused':
      return saidAgain(problem.message);
    case 'unreachable':
      return t.notRead;
    case 'not-served':
      return failureWords(problem.failure);
  }
}

/** When something that was asked of the hub came to nothing, or may have. */
export function actionProblemWords(problem: ConsoleProblem): string {
  switch (problem.kind) {
    case 'refused':
      return saidAgain(problem.message);
    case 'unreachable':
      return t.notAnswered;
    case 'not-served':
      return failureWords(problem.failure);
  }
}
