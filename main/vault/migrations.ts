import { transaction, type WritableDatabase } from './database.ts';
import { migration1 } from './migrations/0001-first.ts';
import { migration2 } from './migrations/0002-drafts-of-notes.ts';
import { migration3 } from './migrations/0003-narrowing-a-search.ts';
import { migration4 } from './migrations/0004-conflicts.ts';
import { migration5 } from './migrations/0005-attachment-files.ts';
import { migration6 } from './migrations/0006-what-is-only-here.ts';
import { migration7 } from './migrations/0007-verification.ts';
import { migration8 } from './migrations/0008-fewer-pages.ts';
import { migration9 } from './migrations/0009-what-agents-work-with.ts';
import { migration10 } from './migrations/0010-side-by-side.ts';
import { migration11 } from './migrations/0011-drafts-in-common.ts';
import { migration12 } from './migrations/0012-order-marks-and-edits.ts';
import { migration13 } from './migrations/0013-beginnings.ts';
import { vaultProblem } from './problem.ts';

/** One step of the schema. Numbered without gaps; a published one is never edited. */
export interface Migration {
  readonly version: number;
  readonly apply: (database: WritableDatabase) => void;
}

export const migrations: readonly Migration[] = [
  { version: 1, apply: migration1 },
  { version: 2, apply: migration2 },
  { version: 3, apply: migration3 },
  { version: 4, apply: migration4 },
  { version: 5, apply: migration5 },
  { version: 6, apply: migration6 },
  { version: 7, apply: migration7 },
  { version: 8, apply: migration8 },
  { version: 9, apply: migration9 },
  { version: 10, apply: migration10 },
  { version: 11, apply: migration11 },
  { version: 12, apply: migration12 },
  { version: 13, apply: migration13 },
];

/** The schema this program writes. */
export const schemaVersion = migrations.length;

/**
 * Brings the file to the present schema, one transaction for each step, so that a crash in between
 * leaves a whole older version. A file of a newer program is refused and kept.
 * @throws SealdeskError of kind `vault-newer`
 */
export function migrate(database: WritableDatabase): void {
  const present = database.row<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (present > schemaVersion) throw vaultProblem('vault-newer');
  for (const migration of migrations.slice(present)) {
    transaction(database, () => {
      migration.apply(database);
      database.execute(`PRAGMA user_version = ${migration.version}`);
    });
  }
}
