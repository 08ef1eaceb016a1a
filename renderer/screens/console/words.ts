import type { ConsoleProblem } from '../../data/console/ask.ts';
import { figures } from '../../words/counts.ts';
import { failureWords } from '../../words/failures.ts';
import type { Role } from '../../../shared/domain/permission.ts';

export const words = {
  label: 'Console',
  sections: { devices: 'Devices', invites: 'Invites', inventory: 'Inventory', policy: 'Policy', people: 'People', channels: 'Channels', routing: 'Routing', canned: 'Canned replies' },
  filter: 'Filter',
  clearFilter: 'Clear filter',
  reading: (what: string) => `Reading ${what.toLowerCase()} from the hub`,
  tryAgain: 'Try again',
  asOf: (when: string) => `What is shown is from ${when}.`,
  shown: (shown: number, all: number) => (shown === all ? figures(all) : `${figures(shown)} of ${figures(all)}`),
  nothingFits: (query: string) => `Nothing fits “${query}”`,
  nothingFitsMore: 'Try fewer or shorter words.',
  keep: 'Cancel',
  reason: 'Reason',
  reasonHint: 'Kept in the audit log.',
  reasonMissing: 'Say why in a few words.',
  none: 'None',
  roles: { agent: 'Agent', lead: 'Lead', finance: 'Finance', it: 'IT', privacy: 'Privacy' } satisfies Record<Role, string>,
  rolesOf: (roles: readonly Role[]) => roles.map((role) => words.roles[role]).join(', '),
};

/** When reading from the hub came to nothing. */
export function readingProblemWords(problem: ConsoleProblem): string {
  switch (problem.kind) {
    case 'refused':
      return problem.message;
    case 'unreachable':
      return 'The hub cannot be reached. This is read again by itself as soon as it can be.';
    case 'not-served':
      return failureWords(problem.failure);
  }
}

/** When something that was asked of the hub came to nothing, or may have. */
export function actionProblemWords(problem: ConsoleProblem): string {
  switch (problem.kind) {
    case 'refused':
      return problem.message;
    case 'unreachable':
      return 'The hub did not answer. Whether it was done is not known: look here again once the hub is reached, before you repeat it.';
    case 'not-served':
      return failureWords(problem.failure);
  }
}
